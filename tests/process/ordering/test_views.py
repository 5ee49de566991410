"""The screens of ordering, as the people of an agency use them."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from commonlot.process.contracts.models import ContractParticipation, PriceLine
from commonlot.process.ordering import actions
from commonlot.process.ordering.models import Order
from commonlot.records.access.models import Seat
from tests.cast import Cast
from tests.factories import ordering as make

SignIn = Callable[[Seat | None], Client]


@pytest.fixture
def salt(cast: Cast) -> PriceLine:
    """Bulk salt, under a contract in force that the town takes part in."""
    line = make.price_line(make.contract(cast))
    make.takes_part(cast.town, line.contract, cast)
    return line


def basket(cast: Cast, salt: PriceLine, **more: str) -> Order:
    """Make an order of the town."""
    part = ContractParticipation.objects.get(agency=cast.town)
    return make.order(part, salt, by=cast.requester, cast=cast, approved_by=cast.approver, **more)


def test_a_basket_is_sent_for_approval_from_its_page(cast: Cast, salt: PriceLine, client_for: SignIn) -> None:
    order = basket(cast, salt)
    client = client_for(cast.requester)
    page = client.get(reverse("ordering:basket"))
    assert "$719.00" in page.content.decode()
    sent = client.post(
        reverse("ordering:basket"), {"order": order.pk, f"o{order.pk}-budget_code": "A.5142.4"}
    )
    assert sent.status_code == 302
    order.refresh_from_db()
    assert (order.status, order.budget_code) == ("submitted", "A.5142.4")


def test_a_refused_basket_says_why_beside_the_field_and_keeps_what_was_typed(
    cast: Cast, client_for: SignIn
) -> None:
    line = make.pooled_price_line(cast, cast.town, stated="5", price_paid="78", price="71.90")
    order = basket(cast, line)
    page = client_for(cast.requester).post(
        reverse("ordering:basket"), {"order": order.pk, f"o{order.pk}-note": "Gate 2"}
    )
    text = page.content.decode()
    assert page.status_code == 422
    assert "more than your agency stated" in text
    assert "Gate 2" in text
    assert "<title>Error:" in text


def test_an_approver_sees_the_button_and_a_requester_the_reason(
    cast: Cast, salt: PriceLine, client_for: SignIn
) -> None:
    order = basket(cast, salt, status="submitted")
    address = reverse("ordering:detail", args=[order.pk])
    assert "Approve and send to the vendor" in client_for(cast.approver).get(address).content.decode()
    page = client_for(cast.requester).get(address).content.decode()
    assert "Approve and send to the vendor" not in page
    assert "Only an approver of the agency" in page


def test_a_wrong_quantity_changes_nothing_and_says_what_to_type(
    cast: Cast, salt: PriceLine, client_for: SignIn
) -> None:
    order = basket(cast, salt)
    address = reverse("ordering:change_line", args=[order.lines.get().pk])
    page = client_for(cast.requester).post(address, {"quantity": "ten"}, follow=True)
    assert "Type a number" in page.content.decode()
    assert order.lines.get().quantity == 10


def test_what_came_is_filled_in_and_recorded(
    cast: Cast, salt: PriceLine, client_for: SignIn, settings: Settings
) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = cast.now - timezone.now()
    order = basket(cast, salt, status="sent")
    client = client_for(cast.receiver)
    address = reverse("ordering:receive", args=[order.pk])
    assert 'value="10"' in client.get(address).content.decode()
    line = order.lines.get()
    client.post(address, {"received_on": cast.now.date().isoformat(), f"quantity-{line.pk}": "10"})
    order.refresh_from_db()
    assert order.status == "received"


def test_the_list_of_orders_asks_the_same_few_questions_for_one_order_as_for_thirty(
    cast: Cast, salt: PriceLine, client_for: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for place in range(30):
        basket(cast, salt, status="sent", number=f"PO-26-8{place:04}")
    client = client_for(cast.requester)
    with django_assert_max_num_queries(14):
        client.get(reverse("ordering:index"))


def test_the_vendor_and_the_county_read_the_purchase_order_and_a_rival_is_told_nothing(
    cast: Cast, salt: PriceLine, client_for: SignIn
) -> None:
    order = basket(cast, salt, status="submitted")
    actions.approve_order(order_id=order.pk, actor=cast.approver, now=cast.now)
    order.refresh_from_db()
    address = reverse("documents:download", args=[order.purchase_order_id])
    answers = {
        name: client_for(getattr(cast, name)).get(address).status_code
        for name in ("requester", "buyer", "vendor", "rival", "school")
    }
    assert answers == {"requester": 200, "buyer": 200, "vendor": 200, "rival": 404, "school": 404}
