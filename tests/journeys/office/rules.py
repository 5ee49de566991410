"""Monday: the law was extended; one person proposes the new version of a rule, another approves it."""

from tests.journeys.story import Story, day

LETTER = b"%PDF-1.7 counsel's letter"


def propose_what_the_law_says_now(story: Story) -> None:
    """The buyer proposes that the sunset moves, with counsel's letter, and may not approve it."""
    story.walk.at(day(11, 23))
    buyer = story.buyer
    buyer.comes_to("legal:rules")
    buyer.follows("PIG-6")
    buyer.sees("June 30, 2026")
    buyer.follows("Propose a change")
    buyer.ticks("begins")
    buyer.fills(
        first_day="2026-07-01",
        last_day="2027-06-30",
        citation="ch. 308/2012 as extended by ch. 1/2026",
        why="Counsel’s letter of November 20, 2026: the bill became chapter 1.",
    )
    buyer.gives("counsel.pdf", LETTER)
    buyer.presses("Propose it")
    buyer.sees("Waits for a second person", "ch. 308/2012 as extended by ch. 1/2026")
    assert buyer.downloads("counsel.pdf") == LETTER


def approve_it_with_a_second_pair_of_eyes(story: Story) -> None:
    """The purchasing agent finds it among the changes and approves; everybody reads the new version."""
    agent = story.agent
    agent.comes_to("legal:changes")
    agent.follows("PIG-6")
    agent.fills(note="Read the chapter myself.")
    agent.presses("Approve")
    agent.sees("Approved")
    agent.comes_to("legal:shipped")
    agent.sees("nothing differs")
    visitor = story.visitor
    visitor.comes_to("legal:rule", "NY", "PIG-6")
    visitor.sees("June 30, 2027", "ch. 1/2026")
    visitor.sees_not("Propose a change")


STEPS = (propose_what_the_law_says_now, approve_it_with_a_second_pair_of_eyes)
