"""When a person leaves: what is open in their name is seen, and handed over in the same act."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonlot.kernel.actor import Role
from commonlot.kernel.errors import Refused
from commonlot.process.contracts.models import ContractParticipation, PriceLine
from commonlot.process.ordering import actions, queries
from commonlot.process.ordering.models import Order
from commonlot.records.access.models import Seat
from commonlot.records.audit.queries import trail_of
from commonlot.records.notices.models import Message
from tests.cast import Cast
from tests.factories import approvals as set_up
from tests.factories import ordering as make
from tests.factories.membership import make_seat

ClientFor = Callable[[Seat | None], Client]


@pytest.fixture(autouse=True)
def _cast_time(now: datetime, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = now - timezone.now()


@pytest.fixture
def salt(cast: Cast) -> PriceLine:
    """Bulk salt, from which the town may order."""
    line = make.price_line(make.contract(cast))
    make.takes_part(cast.town, line.contract, cast)
    return line


@pytest.fixture
def ada(cast: Cast) -> Seat:
    """A second requester of the town."""
    return make_seat(cast.town.organisation, Role.REQUESTER, now=cast.now, name="Ada Quist")


def _order(
    cast: Cast, salt: PriceLine, by: Seat, *, number: str, status: str = "draft", quantity: str = "10"
) -> Order:
    part = ContractParticipation.objects.get(agency=cast.town, contract=salt.contract)
    return make.order(part, salt, by=by, cast=cast, number=number, status=status, quantity=quantity)


def _leave(cast: Cast, seat: Seat, to: Seat | None) -> None:
    actions.end_seat_and_hand_over(
        seat_id=seat.pk, to_seat_id=to.pk if to else None, actor=cast.approver, now=cast.now
    )


def test_a_basket_goes_to_a_colleague_in_the_same_act_that_ends_the_seat(
    cast: Cast, salt: PriceLine, ada: Seat
) -> None:
    basket = _order(cast, salt, cast.requester, number="PO-26-1")
    _leave(cast, cast.requester, ada)
    basket.refresh_from_db()
    cast.requester.refresh_from_db()
    assert (basket.requested_by, cast.requester.ended_at) == (ada, cast.now)
    entry = trail_of(basket)[0]
    assert (entry.verb, entry.details) == (
        "ordering.basket_handed_over",
        {"from": "Dana Okafor", "to": "Ada Quist"},
    )
    assert Message.objects.get().to == [ada.user.email]
    actions.submit_order(order_id=basket.pk, actor=ada, now=cast.now)


def test_two_baskets_of_one_contract_become_one(cast: Cast, salt: PriceLine, ada: Seat) -> None:
    brine = make.price_line(salt.contract, number=2, description="Brine", price="1.5000")
    old = _order(cast, salt, cast.requester, number="PO-26-1", quantity="4")
    actions.add_to_basket(price_line_id=brine.pk, quantity=Decimal(100), actor=cast.requester, now=cast.now)
    own = _order(cast, salt, ada, number="PO-26-2")
    _leave(cast, cast.requester, ada)
    lines = own.lines.order_by("price_line__number").values_list("quantity", "amount")
    assert list(lines) == [(Decimal(14), Decimal("1006.60")), (Decimal(100), Decimal("150.00"))]
    old.refresh_from_db()
    assert (old.status, old.requested_by) == ("cancelled", cast.requester)
    assert old.cancelled_because == "Its lines were put into PO-26-2, the basket of Ada Quist."


def test_orders_that_wait_for_approval_stay_in_the_name_of_who_asked(
    cast: Cast, salt: PriceLine, ada: Seat
) -> None:
    waiting = _order(cast, salt, cast.requester, number="PO-26-1", status="submitted")
    _leave(cast, cast.requester, ada)
    actions.approve_order(order_id=waiting.pk, actor=cast.approver, now=cast.now)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.requested_by) == ("sent", cast.requester)


def test_an_order_sent_back_to_somebody_who_left_can_still_be_handed_over(
    cast: Cast, salt: PriceLine, ada: Seat, client_for: ClientFor
) -> None:
    waiting = _order(cast, salt, cast.requester, number="PO-26-1", status="submitted")
    _leave(cast, cast.requester, None)
    actions.return_order(order_id=waiting.pk, because="Half will do", actor=cast.approver, now=cast.now)
    admin = client_for(cast.approver)
    assert "Hand over the basket of Dana Okafor" in admin.get(reverse("web:todo")).content.decode()
    address = reverse("ordering:leaving", args=[cast.requester.pk])
    assert admin.post(address, {"to": ""}).status_code == 422
    assert admin.post(address, {"to": ada.pk}).status_code == 302
    waiting.refresh_from_db()
    assert waiting.requested_by == ada
    assert "Hand over" not in admin.get(reverse("web:todo")).content.decode()


@pytest.mark.parametrize("to", ["receiver", "requester", "school", "fire"])
def test_it_goes_only_to_another_requester_of_the_same_agency_and_else_nobody_leaves(
    cast: Cast, salt: PriceLine, to: str
) -> None:
    basket = _order(cast, salt, cast.requester, number="PO-26-1")
    with pytest.raises(Refused, match="requester of the same agency"):
        _leave(cast, cast.requester, getattr(cast, to))
    basket.refresh_from_db()
    cast.requester.refresh_from_db()
    assert (basket.requested_by, cast.requester.ended_at) == (cast.requester, None)


def test_a_neighbour_hands_over_nothing_here(cast: Cast, salt: PriceLine, ada: Seat) -> None:
    _order(cast, salt, cast.requester, number="PO-26-1")
    for outsider in (cast.fire, cast.school_approver, cast.vendor, cast.receiver):
        with pytest.raises(Refused):
            actions.hand_over_baskets(
                seat_id=cast.requester.pk, to_seat_id=ada.pk, actor=outsider, now=cast.now
            )


def test_what_waits_for_a_leaving_approver_is_shown_with_what_to_do(
    cast: Cast, salt: PriceLine, client_for: ClientFor
) -> None:
    nell = set_up.second_approver(cast)
    set_up.limit(cast.approver, "500")
    set_up.backup(cast, cast.receiver, acts_for=nell)
    small = _order(cast, salt, cast.requester, number="PO-26-1", status="submitted", quantity="1")
    large = _order(cast, salt, cast.requester, number="PO-26-2", status="submitted")
    left = queries.left_by(nell, now=cast.now)
    assert [(each.order, each.why_nobody is None) for each in left.waiting] == [(small, True), (large, False)]
    assert [str(each) for each in left.backups] == ["Lou Marsh for Nell Farrow"]
    page = client_for(cast.approver).get(reverse("ordering:leaving", args=[nell.pk])).content.decode()
    assert page.count("Others may approve it.") == 1
    assert page.count(">Reassign<") == 1
    assert "Raise a limit, or name another approver or a backup" in page


def test_the_page_ends_the_seat_and_hands_over(
    cast: Cast, salt: PriceLine, ada: Seat, client_for: ClientFor
) -> None:
    basket = _order(cast, salt, cast.requester, number="PO-26-1")
    address = reverse("ordering:leaving", args=[cast.requester.pk])
    client = client_for(cast.approver)
    assert "In the basket" in client.get(address).content.decode()
    assert client.post(address, {"to": cast.receiver.pk}).status_code == 422
    assert client.post(address, {"to": ada.pk}).status_code == 302
    basket.refresh_from_db()
    assert basket.requested_by == ada
    assert "Dana Okafor has left" in client.get(address).content.decode()


def test_the_last_administrator_is_not_ended_here_either(cast: Cast, client_for: ClientFor) -> None:
    admin = make_seat(cast.town.organisation, Role.AGENCY_ADMINISTRATOR, now=cast.now, name="Tom Hale")
    page = client_for(cast.approver).get(reverse("ordering:leaving", args=[cast.approver.pk]))
    assert "You cannot end the seat you act from" in page.content.decode()
    answer = client_for(admin).post(reverse("ordering:leaving", args=[cast.approver.pk]), {"to": ""})
    assert answer.status_code == 302
