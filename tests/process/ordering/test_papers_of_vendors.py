"""A vendor whose papers lapsed takes no new order lines; the orders it has stay."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonlot.kernel.errors import Refused
from commonlot.process.contracts.models import ContractParticipation, PriceLine
from commonlot.process.membership.models import Certificate
from commonlot.process.ordering import actions
from commonlot.process.ordering.models import Order
from commonlot.process.ordering.states import OrderStatus
from commonlot.records.access.models import Seat
from tests.cast import Cast
from tests.factories import ordering as make
from tests.factories.membership import make_certificate

ClientFor = Callable[[Seat | None], Client]
TODAY = date(2026, 11, 23)


@pytest.fixture
def part(cast: Cast) -> ContractParticipation:
    """The town takes part in the salt contract."""
    return make.takes_part(cast.town, make.contract(cast), cast)


@pytest.fixture
def salt(part: ContractParticipation) -> PriceLine:
    """Bulk salt at 71.90 a ton."""
    return make.price_line(part.contract)


@pytest.fixture
def insurance(cast: Cast) -> Certificate:
    """Insurance of the vendor, whose last day that counts is today."""
    return make_certificate(cast.salt_and_sons, starts_on=date(2026, 1, 1), ends_on=TODAY + timedelta(days=1))


@pytest.fixture
def _cast_time(cast: Cast, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = cast.now - timezone.now()


def lapse(insurance: Certificate) -> None:
    insurance.ends_on = TODAY
    insurance.save(update_fields=["ends_on"])


def add(cast: Cast, salt: PriceLine, *, days: int = 0) -> Order:
    return actions.add_to_basket(
        price_line_id=salt.pk, quantity=Decimal(5), actor=cast.requester, now=cast.now + timedelta(days=days)
    )


@pytest.mark.usefixtures("insurance")
def test_a_line_is_added_on_the_last_day_that_counts_and_not_on_the_next(cast: Cast, salt: PriceLine) -> None:
    order = add(cast, salt)
    with pytest.raises(Refused, match="liability insurance lapsed on Nov 24, 2026 \\(INS-1"):
        add(cast, salt, days=1)
    assert order.lines.get().quantity == Decimal(5)


def test_a_basket_filled_before_the_lapse_is_not_sent_for_approval_after_it(
    cast: Cast, salt: PriceLine, insurance: Certificate
) -> None:
    order = add(cast, salt)
    with pytest.raises(Refused, match="takes no new order lines"):
        actions.submit_order(order_id=order.pk, actor=cast.requester, now=cast.now + timedelta(days=1))
    assert actions.submit_order(order_id=order.pk, actor=cast.requester, now=cast.now).status == "submitted"


def test_a_line_of_a_lapsed_vendor_can_be_lowered_or_taken_out_but_not_raised(
    cast: Cast, salt: PriceLine, insurance: Certificate
) -> None:
    line = add(cast, salt).lines.get()
    tomorrow = cast.now + timedelta(days=1)
    with pytest.raises(Refused, match="takes no new order lines") as refusal:
        actions.set_quantity(order_line_id=line.pk, quantity=Decimal(6), actor=cast.requester, now=tomorrow)
    assert refusal.value.field == "quantity"
    line.refresh_from_db()
    assert line.quantity == Decimal(5)
    less = actions.set_quantity(
        order_line_id=line.pk, quantity=Decimal(4), actor=cast.requester, now=tomorrow
    )
    assert less.quantity == Decimal(4)
    actions.remove_line(order_line_id=line.pk, actor=cast.requester, now=tomorrow)
    again = add(cast, salt).lines.get()
    raised = actions.set_quantity(
        order_line_id=again.pk, quantity=Decimal(6), actor=cast.requester, now=cast.now
    )
    assert raised.quantity == Decimal(6)


def test_what_was_asked_for_before_the_lapse_is_not_approved_after_it_and_can_go_back(
    cast: Cast, part: ContractParticipation, salt: PriceLine, insurance: Certificate
) -> None:
    order = make.order(part, salt, by=cast.requester, cast=cast, status="submitted")
    with pytest.raises(Refused, match="takes no new order lines"):
        actions.approve_order(order_id=order.pk, actor=cast.approver, now=cast.now + timedelta(days=1))
    returned = actions.return_order(order_id=order.pk, because="Papers", actor=cast.approver, now=cast.now)
    assert returned.status == OrderStatus.DRAFT


def test_an_order_that_was_sent_goes_its_way(
    cast: Cast, part: ContractParticipation, salt: PriceLine, insurance: Certificate
) -> None:
    order = make.order(part, salt, by=cast.requester, cast=cast, status="sent", approved_by=cast.approver)
    lapse(insurance)
    actions.acknowledge_order(order_id=order.pk, actor=cast.vendor, now=cast.now)
    line = order.lines.get()
    actions.record_receipt(
        order_id=order.pk,
        received_on=TODAY,
        quantities={line.pk: line.quantity},
        actor=cast.receiver,
        now=cast.now,
    )
    assert actions.close_order(order_id=order.pk, actor=cast.receiver, now=cast.now).status == "closed"


def test_the_renewed_paper_opens_the_contract_again(
    cast: Cast, salt: PriceLine, insurance: Certificate
) -> None:
    lapse(insurance)
    with pytest.raises(Refused, match="takes no new order lines"):
        add(cast, salt)
    make_certificate(cast.salt_and_sons, starts_on=TODAY, ends_on=TODAY + timedelta(days=365))
    assert add(cast, salt).lines.count() == 1


def test_a_paper_of_a_kind_that_the_contracts_do_not_ask_for_stops_nothing(
    cast: Cast, salt: PriceLine
) -> None:
    make_certificate(cast.salt_and_sons, kind="other", starts_on=date(2025, 1, 1), ends_on=TODAY)
    make_certificate(cast.salt_and_sons, kind="auto_insurance", starts_on=date(2025, 1, 1), ends_on=TODAY)
    assert add(cast, salt).lines.count() == 1


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        ("non_collusion", "CERT-1, GML 103-d"),
        ("iran_divestment", "CERT-2, GML 103-g"),
        ("workers_compensation", "INS-1"),
    ],
)
def test_each_required_paper_stops_new_lines_by_its_rule(
    cast: Cast, salt: PriceLine, kind: str, rule: str
) -> None:
    make_certificate(cast.salt_and_sons, kind=kind, starts_on=date(2025, 1, 1), ends_on=TODAY)
    with pytest.raises(Refused) as refusal:
        add(cast, salt)
    assert rule in refusal.value.reason


@pytest.mark.usefixtures("_cast_time")
def test_the_reason_stands_where_the_button_stood(
    cast: Cast, part: ContractParticipation, salt: PriceLine, insurance: Certificate, client_for: ClientFor
) -> None:
    client = client_for(cast.requester)
    pages = {
        f"{reverse('contracts:search')}?q=salt": "to basket",
        reverse("contracts:detail", args=[salt.contract_id]): "to the basket",
        reverse("ordering:basket"): "Send for approval",
    }
    order = add(cast, salt)
    for page, button in pages.items():
        html = client.get(page).content.decode()
        assert button in html, page
        assert "takes no new order lines" not in html
    lapse(insurance)
    for page, button in pages.items():
        html = client.get(page).content.decode()
        assert button not in html, page
        assert "takes no new order lines: its liability insurance lapsed on Nov 23, 2026" in html
    order.status, order.submitted_at = OrderStatus.SUBMITTED, cast.now
    order.save(update_fields=["status", "submitted_at"])
    waiting = client_for(cast.approver).get(reverse("ordering:detail", args=[order.pk])).content.decode()
    assert "takes no new order lines" in waiting
    assert "Approve and send" not in waiting


@pytest.mark.usefixtures("_cast_time")
def test_the_public_and_the_vendors_rival_are_not_told_of_the_papers(
    cast: Cast, part: ContractParticipation, salt: PriceLine, insurance: Certificate, client_for: ClientFor
) -> None:
    lapse(insurance)
    for outsider in (None, cast.rival):
        for page in (
            f"{reverse('contracts:search')}?q=salt",
            reverse("contracts:detail", args=[salt.contract_id]),
        ):
            assert "insurance" not in client_for(outsider).get(page).content.decode()
