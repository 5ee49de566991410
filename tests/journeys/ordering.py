"""Stage 8 in the browser: an order at the contract price, its paper in the vendor's mail, and the delivery."""

from commonlot.process.ordering.models import Order
from tests.journeys.membership import ADA, TOM
from tests.journeys.story import Story, day
from tests.journeys.walk import Person


def _add(person: Person, words: str, quantity: str) -> None:
    person.comes_to("contracts:search")
    person.types("What do you need?", words)
    person.presses("Search")
    person.page.locator("main").get_by_label("How many").first.fill(quantity)
    person._goes_by(person.page.locator("main").get_by_role("button", name="Add to basket").first)


def fill_a_basket(story: Story) -> None:
    """The town searches, orders more than it stated, thinks again, and sends the basket for approval."""
    town = story.requester
    story.walk.at(day(1, 5, year=2027))
    town.comes_to("ordering:index")
    _add(town, "copy paper", "500")
    town.sees("Salt & Sons", "More than stated")
    town.presses("Send for approval", refused=True)
    town.page.get_by_label("How much: ").first.fill("60")
    town._goes_by(town.page.get_by_role("button", name="Change").first)
    town.sees("$1,884.00")
    town.chooses("Deliver to", "Highway garage")
    town.types("Budget code", "A1620.4")
    town.presses("Send for approval")
    story.order = town.pk
    town.follows("Cancel this order")
    town.follows("Leave it as it is")


def approve_and_mail(story: Story) -> None:
    """The approver approves; the purchase order is in the vendor's mail as a PDF."""
    approver, walk = story.approver, story.walk
    approver.comes_to("web:todo")
    approver.comes_to("ordering:detail", story.order)
    approver.follows("Send back")
    approver.follows("Leave it as it is")
    approver.presses("Approve and send to the vendor")
    walk.works()
    order = Order.objects.get(pk=story.order)
    (letter,) = [mail for mail in walk.mail.to("v-101@example.com") if order.number in str(mail["Subject"])]
    (paper,) = letter.iter_attachments()
    content = paper.get_content()
    assert isinstance(content, bytes)
    assert paper.get_content_type() == "application/pdf"
    assert content.startswith(b"%PDF")
    assert b"StructTreeRoot" in content, "the PDF is not tagged"
    assert approver.downloads("Purchase order, PDF") == content


def acknowledge_and_receive(story: Story) -> None:
    """The vendor acknowledges, the receiver writes down two deliveries, and the order is closed."""
    vendor, receiver = story.vendor, story.receiver
    vendor.comes_to("web:todo")
    vendor.comes_to("ordering:index")
    vendor.comes_to("ordering:detail", story.order)
    vendor.presses("Acknowledge this order")
    for when, quantity in ((day(1, 8, year=2027), "20"), (day(1, 12, year=2027), "40")):
        story.walk.at(when)
        receiver.comes_to("ordering:detail", story.order)
        receiver.follows("Record a delivery")
        receiver.types("how much came", quantity)
        receiver.presses("Record it")
    receiver.presses("Close this order")
    receiver.sees("Nothing is left to do.")


def order_from_the_village(story: Story) -> None:
    """The village that adopted the contract orders too, at the same price."""
    tom, ada = story.villager(TOM), story.villager(ADA)
    _add(tom, "copy paper", "5")
    tom.sees("$157.00", "No set amount")
    tom.presses("Send for approval")
    order = tom.pk
    ada.comes_to("ordering:detail", order)
    ada.presses("Approve and send to the vendor")
    tom.comes_to("ordering:detail", order)
    tom.follows("Record a delivery")
    tom.presses("Record it")
    tom.presses("Close this order")
    story.walk.works()
    assert (
        len(
            [
                m
                for m in story.walk.mail.to("v-101@example.com")
                if "Village of Elm Crest" in str(m["Subject"])
            ]
        )
        == 1
    )


STEPS = (fill_a_basket, approve_and_mail, acknowledge_and_receive, order_from_the_village)
