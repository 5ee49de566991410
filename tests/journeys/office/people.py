"""Friday: a town sets its people in order, and everybody takes the dates along."""

from tests.journeys.story import Story, day


def set_the_towns_people_in_order(story: Story) -> None:
    """Its administrator invites two people at once, sets a limit, and ends the seat of one who leaves."""
    story.walk.at(day(11, 28))
    ruth, town = story.approver, story.cast.town
    ruth.comes_to("membership:agency")
    ruth.follows("Invite several")
    ruth.fills(people="Nell Ames, nell@example.org, approver\nBo Tarr, bo, requester")
    ruth.presses("Give the seats and write to them", refused=True)
    ruth.sees("Line 2: “bo” is not an e-mail address.")
    ruth.fills(people="Nell Ames, nell@example.org, approver\nBo Tarr, bo@example.org, requester")
    ruth.presses("Give the seats and write to them")
    assert story.mails_to("nell@example.org")
    assert story.mails_to("bo@example.org")
    ruth.follows("Who may approve what")
    ruth.fills(**{f"limit-{story.cast.approver.pk}": "5,000"})
    ruth.presses("Save the limits")
    ruth.fills(amount="7,200")
    ruth.presses("Check")
    ruth.sees("An order of $7,200.00 needs one of")
    ruth.comes_to("membership:agency")
    ruth.follows("Change the seat of Lou Marsh")
    ruth.follows("See what is open, and end the seat")
    ruth.presses("End the seat")
    ruth.comes_to("membership:history", town.pk)
    ruth.sees("Lou Marsh")
    assert b"Lou Marsh" in ruth.downloads("As a file, CSV")


def take_the_dates_along(story: Story) -> None:
    """Anybody has the public dates in a calendar or a feed reader; one's own dates have a secret address."""
    visitor, town = story.visitor, story.requester
    visitor.comes_to("web:calendar")
    assert "Road salt 2027" in visitor.reads("To my calendar")
    visitor.follows("How to subscribe")
    assert "Road salt 2027" in visitor.reads("iCalendar: Calls")
    assert "Road salt 2027" in visitor.reads("Atom: Calls")
    town.comes_to("web:my_calendar")
    town.presses("Make my address")
    address = town.page.locator("main .mono").inner_text()
    assert "Road salt 2027" in visitor.reads(address)


STEPS = (set_the_towns_people_in_order, take_the_dates_along)
