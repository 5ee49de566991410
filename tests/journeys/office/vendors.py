"""Tuesday: a company registers itself, keeps its own papers, and turns out to be registered already."""

from commonlot.process.membership.models import Vendor
from tests.journeys.story import Story, day
from tests.journeys.walk import PASSWORD, Person

COMPANY, ODETTE = "Fernhollow Fence Works", "odette@fernhollow.example"
PROOF = b"%PDF-1.7\n%%EOF\n"


def ask_for_papers(story: Story) -> None:
    """The agent says which papers the county asks for, and registers a company that called."""
    story.walk.at(day(11, 24))
    agent = story.agent
    agent.comes_to("membership:vendors")
    agent.follows("Papers we ask for")
    agent.page.locator("[name='non_collusion-missing']").select_option("ask")
    agent.presses("Keep this list")
    agent.comes_to("membership:register_vendor")
    agent.fills(name="Fern Hollow Fence", phone="914 555 0131")
    agent.presses("Register the vendor")


def register_by_oneself(story: Story) -> None:
    """Odette Crane registers her company, free and without an account; nobody sees it before the mail is answered."""
    guest = story.visitor
    guest.opens("/")
    guest.follows("Sell to")
    guest.follows("Register your company")
    guest.fills(
        name=COMPANY,
        address="6 Picket Road, Fernhollow, NY 10511",
        person="Odette Crane",
        role="Owner",
        email=ODETTE,
        phone="(914) 555-0131",
        commodities="cedar pickets",
    )
    guest.ticks("Northern Westchester")
    guest.presses("Send me the link to confirm")
    guest.sees("Check your e-mail")
    story.buyer.comes_to("membership:vendors")
    story.buyer.sees_not(COMPANY)
    guest.opens(story.link_in_mail(ODETTE, 0))
    guest.presses(f"Yes, register {COMPANY}")
    guest.sees(f"{COMPANY} is registered")
    guest.opens(story.link_in_mail(ODETTE, 1))
    guest.fills(password1=PASSWORD, password2=PASSWORD)
    guest.presses("Keep this password")


def keep_ones_own_papers(story: Story) -> None:
    """The company's page says what is missing; Odette certifies, adds a proof, and names who takes orders."""
    odette = story.by_email(ODETTE)
    odette.comes_to("membership:company")
    odette.sees("before you can be awarded")
    odette.follows("Non-collusion certification")
    odette.fills(name="Odette Crane", title="Owner")
    odette.presses("Certify", refused=True)
    odette.ticks("I certify this for my company")
    odette.presses("Certify")
    odette.follows("Add a certification")
    odette.chooses("Certified as", "Woman-owned")
    odette.fills(certified_by="The State", number="W-17", ends_on="2027-11-01")
    odette.gives("proof.pdf", PROOF)
    odette.presses("Add the certification")
    odette.sees("The State, number W-17")
    _name_a_dispatcher(odette)
    odette.follows("Change", within=odette.page.locator("aside"))
    odette.fills(trade_name="Fernhollow")
    odette.presses("Save these facts")
    odette.sees("Also Fernhollow.")


def _name_a_dispatcher(odette: Person) -> None:
    odette.follows("Add a contact")
    odette.fills(name="Bo Yard", email="yard@fernhollow.example")
    odette.ticks("Takes orders")
    odette.presses("Save this contact")
    odette.follows("Bo Yard")
    odette.fills(phone="914 555 0199")
    odette.presses("Save this contact")
    odette.sees("914 555 0199")


def check_and_fold(story: Story) -> None:
    """The agent compares the two entries, folds the new one into the older, and takes the list along."""
    agent = story.agent
    agent.comes_to("membership:vendors")
    agent.follows(COMPANY)
    agent.sees("Say first whether it is the same company as the one it looks like.")
    agent.follows("Compare the two")
    agent.sees("same phone", "Bo Yard", "1 paper")
    agent.presses("Same company")
    agent.sees("Its people were told.", "Odette Crane", "The State, number W-17")
    agent.comes_to("membership:vendors")
    rows = agent.downloads("CSV").decode()
    assert "Fern Hollow Fence" in rows
    assert Vendor.objects.standing().count() == 3
    assert story.mails_to(ODETTE)[-1]["Subject"] == "You act for Fern Hollow Fence now"


STEPS = (ask_for_papers, register_by_oneself, keep_ones_own_papers, check_and_fold)
