"""Stage 2 in the browser: a pool is planned, agencies are invited and say what they need."""

from playwright.sync_api import expect

from commonlot.process.requirements.models import RequirementLine
from tests.journeys.story import BAD_TOWN_FILE, FOAM, GLOVES, PAPER, TOWN_FILE, Story, day, school_file
from tests.journeys.walk import Person

POOL = "Office and custodial supplies 2027"


def plan_and_invite(story: Story) -> None:
    """The buyer plans a pool, invites three agencies and opens it."""
    story.walk.at(day(11, 24))
    buyer = story.buyer
    buyer.comes_to("requirements:pools")
    buyer.follows("Plan a pool")
    buyer.presses("Plan and choose agencies", refused=True)
    buyer.fills(title=POOL, commodity="Office supplies", needs_due_at="2026-12-03T17:00",
                term_starts_on="2027-01-01", term_ends_on="2028-01-01")  # fmt: skip
    buyer.presses("Plan and choose agencies")
    story.pool = buyer.pk
    for agency in ("Town of Rye Hill", "Pine Hollow School District", "Millbrook Fire District"):
        buyer.ticks(f"Invite {agency}")
    buyer.presses("Invite the ticked agencies")
    buyer.follows("Move the deadline")
    buyer.fills(needs_due_at="2026-12-04T17:00")
    buyer.presses("Move the deadline")
    buyer.follows("Cancel the pool")
    buyer.comes_to("requirements:pool", story.pool)
    buyer.presses("Open for needs")
    buyer.sees("0 of 3 agencies answered")
    story.walk.works()
    assert any(POOL in str(letter["Subject"]) for letter in story.walk.mail.to("t-022@example.org"))


def upload_for_the_town(story: Story) -> None:
    """The town uploads a file with two errors, then the right one, then the right one again."""
    story.walk.at(day(12, 1))
    town = story.requester
    town.comes_to("web:todo")
    town.comes_to("requirements:pools")
    town.follows(POOL)
    town.presses("Join")
    needs = town.page.url
    _add_a_site(town)
    town.opens(needs)
    _upload(town, "needs.csv", BAD_TOWN_FILE.encode())
    town.presses("Check every row")
    town.sees("Nothing was imported.", "Row 2", "a lot", "Row 3", "cheap")
    town.opens(needs)
    assert not RequirementLine.objects.exists()
    _upload(town, "needs.csv", TOWN_FILE.encode())
    town.presses("Check every row")
    town.sees("All 3 rows are sound")
    town.presses("Import")
    town.waits_for_work()
    town.opens(needs)
    expect(town.page.get_by_label("Line 1, quantity")).to_have_value("120")
    _upload(town, "needs.csv", TOWN_FILE.encode())
    town.presses("Check every row")
    before = _lines()
    town.presses("Import")
    town.waits_for_work()
    assert _lines() == before, "the same file a second time changed something"
    town.opens(needs)
    assert town.downloads("Get these lines as XLSX").startswith(b"PK")
    _send(town, 3)


def _lines() -> list[tuple[object, ...]]:
    return list(
        RequirementLine.objects.order_by("pk").values_list("pk", "description", "quantity", "changed_at")
    )


def _add_a_site(town: Person) -> None:
    town.comes_to("requirements:sites")
    town.fills(name="Highway garage", address="12 Depot Road")
    town.presses("Add the site")
    town.follows("Change Highway garage")
    town.fills(address="14 Depot Road")
    town.presses("Save")


def _upload(person: Person, name: str, content: bytes) -> None:
    person.follows("Upload a spreadsheet")
    person.gives(name, content)
    person.presses("Upload")


def _send(person: Person, lines: int) -> None:
    person.presses("Check and send")
    person.presses(f"Send {lines} lines to the county")
    person.sees("Your needs were sent.")


def upload_for_the_school(story: Story) -> None:
    """The school district's workbook has headings of its own: somebody says what the columns mean."""
    school = story.school
    school.comes_to("requirements:pool", story.pool)
    school.presses("Join")
    _upload(school, "order.xlsx", school_file())
    school.chooses("What is needed", "Thing wanted")
    school.chooses("Unit", "Per")
    school.chooses("Quantity", "How much")
    school.chooses("Price paid now", "Paying")
    school.presses("Check every row")
    school.sees("4 rows are sound", "1 row cannot be counted")
    school.presses("Import")
    school.waits_for_work()
    school.comes_to("requirements:pool", story.pool)
    _send(school, 4)


def type_for_the_fire_district(story: Story) -> None:
    """The fire district types into the grid, is asked to look again, and sends a second time."""
    fire, buyer = story.fire, story.buyer
    fire.comes_to("requirements:pool", story.pool)
    fire.presses("Join")
    story.fire_part = fire.pk
    for row, cells in enumerate([(GLOVES, "12", "box", "7.50"), (FOAM, "6", "each", "")], start=1):
        for label, value in zip(
            ("what you need", "quantity", "counted in", "price you pay now"), cells, strict=True
        ):
            fire.types(f"Line {row}, {label}", value)
    if story.walk.script:  # a row is saved when it is left
        fire.page.keyboard.press("Tab")
        expect(fire.page.locator("tbody .state").nth(0)).to_contain_text("Saved")
        expect(fire.page.locator("tbody .state").nth(1)).to_contain_text("Saved")
    _send(fire, 2)
    buyer.comes_to("requirements:pool", story.pool)
    buyer.follows("Return the needs of Millbrook Fire District")
    buyer.fills(reason="Do you need no copy paper?")
    buyer.presses("Return the needs")
    fire.comes_to("requirements:survey", story.fire_part)
    fire.sees("Returned")
    fire.types("Line 3, what you need", PAPER)
    fire.types("Line 3, quantity", "8")
    fire.types("Line 3, counted in", "carton")
    _send(fire, 3)


def read_what_was_sent(story: Story) -> None:
    """The buyer answers what cannot be counted, accepts, and ends the collection."""
    buyer = story.buyer
    story.walk.at(day(12, 7))
    buyer.comes_to("requirements:pool", story.pool)
    buyer.sees("3 of 3 agencies answered")
    buyer.follows("Answer what is asked")
    buyer.sees("#NAME?")
    buyer.presses("Leave this need out")
    buyer.sees("Nothing is left to ask")
    buyer.comes_to("requirements:survey", story.fire_part)
    buyer.presses("Accept the needs")
    buyer.presses("Start pooling")


STEPS = (
    plan_and_invite,
    upload_for_the_town,
    upload_for_the_school,
    type_for_the_fire_district,
    read_what_was_sent,
)
