"""Approving by the agency's rules: limits, backups, two people, and what voids an approval."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from commonlot.kernel.errors import Refused
from commonlot.process.contracts.models import ContractParticipation, PriceLine
from commonlot.process.ordering import actions, queries
from commonlot.process.ordering.models import Approval, Order
from commonlot.process.ordering.papers import facts_of
from commonlot.records.access.models import Seat
from commonlot.records.audit.queries import trail_of
from commonlot.records.notices.models import Message
from tests.cast import Cast
from tests.factories import approvals as set_up
from tests.factories import ordering as make

ClientFor = Callable[[Seat | None], Client]


@pytest.fixture(autouse=True)
def _cast_time(now: datetime, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = now - timezone.now()


@pytest.fixture
def salt(cast: Cast) -> PriceLine:
    """Bulk salt at 71.90 a ton, from which the town may order."""
    line = make.price_line(make.contract(cast))
    make.takes_part(cast.town, line.contract, cast)
    return line


@pytest.fixture
def nell(cast: Cast) -> Seat:
    """A second approver of the town, without a limit."""
    return set_up.second_approver(cast)


def order(cast: Cast, salt: PriceLine, *, status: str = "submitted", **more: Any) -> Order:
    """Make an order of ten tons: $719.00."""
    part = ContractParticipation.objects.get(agency=cast.town)
    return make.order(part, salt, by=cast.requester, cast=cast, status=status, **more)


def approve(of: Order, who: Seat, cast: Cast) -> Order:
    """Approve an order and read it again."""
    actions.approve_order(order_id=of.pk, actor=who, now=cast.now)
    return Order.objects.get(pk=of.pk)


def submit(of: Order, cast: Cast) -> Message:
    """Send a basket for approval and return the mail about it."""
    actions.submit_order(order_id=of.pk, actor=cast.requester, now=cast.now)
    return Message.objects.get(cause="ordering.order_submitted")


def test_without_rules_one_approval_sends_the_order_as_ever(cast: Cast, salt: PriceLine) -> None:
    approved = approve(order(cast, salt), cast.approver, cast)
    assert approved.status == "sent"
    given = Approval.objects.get()
    assert (given.seat, given.acted_for, given.amount) == (cast.approver, None, Decimal("719.00"))


@pytest.mark.parametrize(("up_to", "may"), [("719.00", True), ("718.99", False)])
def test_an_approver_approves_up_to_their_limit(
    cast: Cast, salt: PriceLine, nell: Seat, up_to: str, may: bool
) -> None:
    set_up.limit(cast.approver, up_to)
    waiting = order(cast, salt)
    if may:
        assert approve(waiting, cast.approver, cast).status == "sent"
    else:
        with pytest.raises(Refused, match=r"You may approve up to \$718.99. This order comes to \$719.00."):
            approve(waiting, cast.approver, cast)
        assert approve(waiting, nell, cast).status == "sent"


@pytest.mark.parametrize(("above", "needed"), [("719.00", 1), ("718.99", 2)])
def test_above_the_amount_a_second_person_must_approve(
    cast: Cast, salt: PriceLine, nell: Seat, above: str, needed: int
) -> None:
    set_up.two_above(cast.town, above)
    waiting = approve(order(cast, salt), cast.approver, cast)
    assert waiting.status == ("sent" if needed == 1 else "submitted")
    if needed == 2:
        assert (waiting.approved_by, waiting.purchase_order) == (None, None)
        with pytest.raises(Refused, match="approved this already"):
            approve(waiting, cast.approver, cast)
        sent = approve(waiting, nell, cast)
        assert (sent.status, sent.approved_by) == ("sent", nell)
        assert facts_of(sent, now=cast.now)["approved_by"] == "Ruth Castellano, Nell Farrow"


@pytest.mark.parametrize(("days", "may"), [(-1, False), (0, True), (6, True), (7, False)])
def test_a_backup_approves_in_their_days_and_it_says_for_whom(
    cast: Cast, salt: PriceLine, days: int, may: bool
) -> None:
    set_up.backup(cast, cast.receiver, acts_for=cast.approver)
    waiting = order(cast, salt)
    then = cast.now + timedelta(days=days)
    if not may:
        with pytest.raises(Refused):
            actions.approve_order(order_id=waiting.pk, actor=cast.receiver, now=then)
        return
    actions.approve_order(order_id=waiting.pk, actor=cast.receiver, now=then)
    assert str(Approval.objects.get()) == "Lou Marsh for Ruth Castellano"
    entry = trail_of(waiting).get(verb="ordering.order_approved")
    assert (entry.who, entry.details["for"]) == ("Lou Marsh", "Ruth Castellano")


def test_the_mail_goes_to_those_who_may_approve_this_amount_today(
    cast: Cast, salt: PriceLine, nell: Seat
) -> None:
    set_up.limit(nell, "700")
    set_up.backup(cast, cast.receiver, acts_for=cast.approver)
    set_up.backup(
        cast, cast.requester, acts_for=cast.approver,
        starts_on=cast.now.date() + timedelta(days=1), ends_on=cast.now.date() + timedelta(days=2),
    )  # fmt: skip
    mail = submit(order(cast, salt, status="draft"), cast)
    assert mail.to == sorted([cast.approver.user.email, cast.receiver.user.email])


def test_after_the_first_approval_only_those_are_asked_who_may_give_the_second(
    cast: Cast, salt: PriceLine, nell: Seat
) -> None:
    set_up.two_above(cast.town, "0")
    set_up.backup(cast, cast.receiver, acts_for=cast.approver)
    waiting = order(cast, salt, status="draft")
    assert "ask for two approvals" in submit(waiting, cast).text
    Message.objects.all().delete()
    approve(waiting, cast.approver, cast)
    mail = Message.objects.get()
    assert (mail.to, "second approval" in mail.subject) == ([nell.user.email], True)


def test_an_order_nobody_can_approve_says_so_when_it_is_sent(
    cast: Cast, salt: PriceLine, client_for: ClientFor
) -> None:
    set_up.limit(cast.approver, "500")
    basket = order(cast, salt, status="draft")
    with pytest.raises(Refused, match=r"Nobody else may approve an order of \$719.00 now.*up to \$500.00"):
        submit(basket, cast)
    page = client_for(cast.requester).post(reverse("ordering:basket"), {"order": basket.pk})
    assert page.status_code == 422
    assert "raise a limit, name another approver, or name a backup" in page.content.decode()
    basket.refresh_from_db()
    assert basket.status == "draft"


def test_the_first_approval_is_refused_where_no_second_could_follow(cast: Cast, salt: PriceLine) -> None:
    set_up.two_above(cast.town, "0")
    set_up.backup(cast, cast.receiver, acts_for=cast.approver)
    with pytest.raises(Refused, match="Nobody else may approve"):
        approve(order(cast, salt), cast.approver, cast)
    assert not Approval.objects.exists()


def test_an_order_that_goes_back_to_its_basket_must_be_approved_anew(
    cast: Cast, salt: PriceLine, nell: Seat
) -> None:
    set_up.two_above(cast.town, "0")
    waiting = approve(order(cast, salt), cast.approver, cast)
    actions.return_order(order_id=waiting.pk, because="Half will do", actor=nell, now=cast.now)
    voided = Approval.objects.get()
    assert (voided.voided_at, voided.voided_because) == (cast.now, "The order went back to its basket.")
    mail = Message.objects.get(cause="ordering.approvals_voided")
    assert mail.to == [cast.requester.user.email]
    assert "approval by Ruth Castellano no longer counts" in mail.text
    actions.submit_order(order_id=waiting.pk, actor=cast.requester, now=cast.now)
    assert approve(waiting, cast.approver, cast).status == "submitted"
    assert approve(waiting, nell, cast).status == "sent"
    assert Approval.objects.count() == 3


def test_a_changed_contract_price_voids_the_first_approval_and_the_page_says_so(
    cast: Cast, salt: PriceLine, nell: Seat, client_for: ClientFor
) -> None:
    set_up.two_above(cast.town, "0")
    waiting = approve(order(cast, salt), cast.approver, cast)
    PriceLine.objects.filter(pk=salt.pk).update(unit_price=Decimal("75.0000"))
    answer = client_for(nell).post(reverse("ordering:approve", args=[waiting.pk]), follow=True)
    page = answer.content.decode()
    assert "The approvals given before no longer count" in page
    assert "Approved, no longer counts" in page
    assert "The contract price changed." in page
    assert Approval.objects.get().voided_at is not None
    waiting.refresh_from_db()
    assert (waiting.status, waiting.lines.get().unit_price) == ("submitted", Decimal("71.9000"))
    assert trail_of(waiting)[0].verb == "ordering.approvals_voided"


def test_looser_rules_let_the_first_approver_send_it_alone(cast: Cast, salt: PriceLine, nell: Seat) -> None:
    rule = set_up.two_above(cast.town, "0")
    waiting = approve(order(cast, salt), cast.approver, cast)
    rule.delete()
    assert approve(waiting, cast.approver, cast).status == "sent"
    assert Approval.objects.count() == 1


def test_an_approval_stays_when_the_seat_of_its_approver_ends(
    cast: Cast, salt: PriceLine, nell: Seat
) -> None:
    set_up.two_above(cast.town, "0")
    waiting = approve(order(cast, salt), nell, cast)
    actions.end_seat_and_hand_over(seat_id=nell.pk, to_seat_id=None, actor=cast.approver, now=cast.now)
    assert approve(waiting, cast.approver, cast).status == "sent"


@pytest.mark.parametrize(
    "who", ["requester", "receiver", "school_approver", "buyer", "purchasing_agent", "vendor"]
)
def test_who_is_no_approver_of_the_town_approves_nothing(cast: Cast, salt: PriceLine, who: str) -> None:
    with pytest.raises(Refused):
        approve(order(cast, salt), getattr(cast, who), cast)


def _row(of: Order, seat: Seat, cast: Cast, acted_for: Seat | None = None) -> Approval:
    return Approval.objects.create(
        order=of, seat=seat, acted_for=acted_for, at=cast.now, amount=Decimal("719.00")
    )


def test_the_database_lets_nobody_approve_twice_nor_use_a_right_twice(
    cast: Cast, salt: PriceLine, nell: Seat
) -> None:
    waiting = order(cast, salt)
    first = _row(waiting, cast.approver, cast)
    for seat, acted_for, name in (
        (cast.approver, None, "nobody_approves_an_order_twice"),
        (cast.approver, nell, "nobody_approves_an_order_twice"),
        (cast.receiver, cast.approver, "the_right_of_an_approver_is_used_once"),
        (nell, nell, "nobody_stands_in_for_themselves"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            _row(waiting, seat, cast, acted_for)
    Approval.objects.filter(pk=first.pk).update(voided_at=cast.now, voided_because="The price changed.")
    assert _row(waiting, cast.approver, cast).pk


def test_the_database_lets_nobody_approve_what_they_asked_for(cast: Cast, salt: PriceLine) -> None:
    waiting = order(cast, salt)
    for seat, acted_for in ((cast.requester, None), (cast.receiver, cast.requester)):
        with (
            pytest.raises(IntegrityError, match="nobody approves an order they asked for"),
            transaction.atomic(),
        ):
            _row(waiting, seat, cast, acted_for)


def test_an_approval_is_an_act_and_is_never_taken_out(cast: Cast, salt: PriceLine) -> None:
    row = _row(order(cast, salt), cast.approver, cast)
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        row.delete()
    with pytest.raises(IntegrityError, match="a_voided_approval_says_why"), transaction.atomic():
        Approval.objects.update(voided_at=cast.now)


def test_the_page_the_list_of_things_to_do_and_the_action_say_the_same(
    cast: Cast, salt: PriceLine, nell: Seat, client_for: ClientFor
) -> None:
    set_up.limit(cast.approver, "500")
    set_up.backup(cast, cast.receiver, acts_for=nell)
    waiting = order(cast, salt)
    detail = reverse("ordering:detail", args=[waiting.pk])
    says = {"approver": False, "receiver": True, "requester": False}
    for name, may in says.items():
        client = client_for(getattr(cast, name))
        assert ("Approve and send to the vendor" in client.get(detail).content.decode()) == may
        todo = client.get(reverse("web:todo")).content.decode()
        assert (f"Approve order {waiting.number}" in todo) == may
    assert (
        "You approve for Nell Farrow." in client_for(cast.receiver).get(reverse("web:todo")).content.decode()
    )
    with pytest.raises(Refused):
        approve(waiting, cast.approver, cast)
    assert approve(waiting, cast.receiver, cast).status == "sent"


def test_the_administrator_is_told_of_an_order_that_nobody_may_approve(
    cast: Cast, salt: PriceLine, client_for: ClientFor
) -> None:
    waiting = order(cast, salt)
    set_up.limit(cast.approver, "500")
    todo = client_for(cast.approver).get(reverse("web:todo")).content.decode()
    assert f"Nobody may approve order {waiting.number}" in todo
    assert (
        "Nobody may approve order" not in client_for(cast.requester).get(reverse("web:todo")).content.decode()
    )
    page = client_for(cast.approver).get(reverse("ordering:detail", args=[waiting.pk])).content.decode()
    assert "Ask your agency’s administrator to raise a limit" in page


def test_the_list_of_things_to_do_asks_as_much_for_one_order_as_for_twenty(
    cast: Cast, salt: PriceLine, nell: Seat, client_for: ClientFor
) -> None:
    set_up.two_above(cast.town, "0")
    client, asked = client_for(nell), []
    for first, last in ((0, 1), (1, 20)):
        for place in range(first, last):
            approve(order(cast, salt, number=f"PO-26-8{place:04}"), cast.approver, cast)
        with CaptureQueriesContext(connection) as captured:
            page = client.get(reverse("web:todo")).content.decode()
        asked.append(len(captured))
        assert page.count("Second approval") == last
    assert asked[0] == asked[1]


def test_the_vendor_sees_the_order_but_not_how_it_was_approved(
    cast: Cast, salt: PriceLine, client_for: ClientFor
) -> None:
    sent = approve(order(cast, salt), cast.approver, cast)
    address = reverse("ordering:detail", args=[sent.pk])
    assert 'id="approvals"' in client_for(cast.requester).get(address).content.decode()
    assert 'id="approvals"' not in client_for(cast.vendor).get(address).content.decode()


def test_standing_is_read_the_same_one_by_one_and_all_at_once(
    cast: Cast, salt: PriceLine, nell: Seat
) -> None:
    set_up.two_above(cast.town, "0")
    waiting = approve(order(cast, salt), nell, cast)
    many = queries.approving_many([waiting], cast.town.organisation_id, now=cast.now)
    assert many == {waiting.pk: queries.approving(waiting, now=cast.now)}
