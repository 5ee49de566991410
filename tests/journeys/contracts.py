"""Stage 7 in the browser: contracts are made and signed; a village that took no part adopts one by a lawful path."""

from tests.journeys.membership import ADA
from tests.journeys.story import Story, day


def make_and_sign(story: Story) -> None:
    """One contract for each awarded vendor; the purchasing agent puts each into force."""
    buyer, agent = story.buyer, story.agent
    story.walk.at(day(12, 30))
    buyer.comes_to("contracts:of_award", story.award)
    buyer.presses("Make the contracts")
    buyer.sees("The contracts are made.")
    buyer.follows("", within=buyer.row("Salt & Sons"))
    story.paper_contract = buyer.pk
    buyer.sees("Not in force yet.", "Not you.", "$31.40")
    agent.comes_to("contracts:of_award", story.award)
    for vendor in ("Salt & Sons", "Rival Salt Co."):
        agent.comes_to("contracts:of_award", story.award)
        agent.follows("", within=agent.row(vendor))
        agent.presses("Put into force")
        agent.sees("The contract is in force.")
    story.walk.works()
    assert story.walk.mail.to("t-022@example.org")


def enter_an_older_contract(story: Story) -> None:
    """The buyer enters a contract that the county holds already."""
    buyer = story.buyer
    buyer.comes_to("contracts:search")
    buyer.follows("Enter a contract")
    buyer.presses("Enter the contract", refused=True)
    buyer.fills(number="OLD-17", title="Water treatment salt", starts_on="2026-03-01", last_day="2027-02-28")
    buyer.chooses("Vendor", "Salt & Sons")
    buyer.fills(
        **{
            "prices-0-description": "Solar salt, 40 lb bag",
            "prices-0-unit": "bag",
            "prices-0-unit_price": "7.85",
        }
    )
    buyer.presses("Enter the contract")
    buyer.sees("OLD-17", "Solar salt")


def adopt_as_an_outsider(story: Story) -> None:
    """The Village of Elm Crest took no part: the law is read rule by rule, and its reasons are filed as a memo."""
    story.walk.at(day(1, 4, year=2027))
    ada = story.villager(ADA)
    ada.comes_to("contracts:search")
    ada.types("What do you need?", "copy paper")
    ada.presses("Search")
    ada.sees("Copy paper", "$31.40")
    ada._goes_by(ada.page.locator("main").get_by_role("link", name="Adopt this contract").first)
    ada.presses("Adopt and file the memo", refused=True)
    ada.ticks("No, we hold none")
    ada.fills(statement="We asked two local stores; both ask more than $36 a carton, delivery not included.")
    ada.presses("Adopt and file the memo")
    ada.sees("Memo filed", "Ada Brook")
    assert ada.downloads("Read the memo, PDF").startswith(b"%PDF")
    story.walk.works()
    (letter,) = [
        mail for mail in story.walk.mail.to("clerk@elmcrest.example.org") if "adopted" in str(mail["Subject"])
    ]
    (memo,) = letter.iter_attachments()
    assert memo.get_content_type() == "application/pdf"
    visitor = story.visitor
    visitor.comes_to("contracts:detail", story.paper_contract)
    visitor.sees("Village of Elm Crest", "Town of Rye Hill")
    assert b"31.4" in visitor.downloads("CSV")


STEPS = (make_and_sign, enter_an_older_contract, adopt_as_an_outsider)
