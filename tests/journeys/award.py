"""Stage 6 in the browser: prices side by side, award by line to the lowest bid that counts, with the reasons."""

from tests.journeys.story import Story, day


def read_the_tabulation(story: Story) -> None:
    """The buyer reads every price; the public sees no winner yet."""
    buyer, visitor = story.buyer, story.visitor
    story.walk.at(day(12, 23))
    buyer.comes_to("award:index")
    buyer.comes_to("award:tabulation", story.solicitation)
    buyer.sees("$20,845.60", "Arithmetic", "3 of 3 lines")
    buyer.follows("Rule on this bid of Rival Salt Co.")
    buyer.comes_to("award:tabulation", story.solicitation)
    buyer.opens(f"{buyer.page.url}?line=1#why")
    visitor.comes_to("award:tabulation", story.solicitation)
    visitor.sees("Not awarded yet.")
    story.agent.comes_to("award:reject_all", story.solicitation)


def recommend_and_approve(story: Story) -> None:
    """The buyer recommends and posts the intent; the purchasing agent approves; every bidder was told why."""
    buyer, agent, visitor, walk = story.buyer, story.agent, story.visitor, story.walk
    buyer.comes_to("award:tabulation", story.solicitation)
    buyer.fills(note="Prices are below what each agency pays.")
    buyer.presses("Recommend $20,845.60")
    story.award = buyer.pk
    buyer.follows("Take it back")
    buyer.follows("Go back")
    buyer.presses("Post the intent")
    buyer.sees("Not you.", "Only the purchasing agent")
    walk.works()
    assert walk.mail.to("v-102@example.com")
    visitor.comes_to("award:index")
    visitor.comes_to("award:detail", story.award)
    visitor.sees("Intent to award", "Salt & Sons", "$19,200.00", "Rival Salt Co.", "$1,645.60")
    walk.at(day(12, 29))
    agent.comes_to("web:todo")
    agent.comes_to("award:detail", story.award)
    agent.presses("Approve $20,845.60")
    agent.sees("The award is approved.")
    assert agent.downloads("Spreadsheet").startswith(b"PK")
    assert b"31.4" in agent.downloads("CSV")


STEPS = (read_the_tabulation, recommend_and_approve)
