"""The county proposes, the agency grants, either ends it at once, and nobody acts a second too early or too late."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError

from commonlot.kernel.actor import Role
from commonlot.kernel.errors import Refused
from commonlot.process.membership import actions, queries
from commonlot.process.membership.models import Delegation
from commonlot.records.access.models import Seat
from commonlot.records.access.queries import current_seats
from commonlot.records.audit.actions import record
from commonlot.records.audit.models import Entry
from commonlot.records.notices.models import Message
from tests.cast import COUNTY_TIME, Cast
from tests.factories import help as make
from tests.factories.membership import make_seat

SECOND = timedelta(seconds=1)


def _seats(cast: Cast, now: datetime) -> list[str]:
    return [seat.organisation.name for seat in current_seats(cast.buyer.user, now=now)]


def test_the_chief_grants_and_the_buyer_has_a_marked_seat(cast: Cast) -> None:
    delegation = make.granted(cast, acts=("needs", "orders"))
    seat = make.marked_seat(delegation)
    assert (seat.user, seat.organisation) == (cast.buyer.user, cast.fire_district.organisation)
    assert (seat.lent_by, seat.lent_for) == (cast.county.organisation, "Needs and orders only")
    assert seat.roles == ["requester"]
    assert seat.signature == "Priya Raman, Westchester County, on behalf of Millbrook Fire District"
    assert _seats(cast, cast.now) == ["Westchester County", "Millbrook Fire District"]


def test_before_it_is_granted_there_is_no_seat(cast: Cast) -> None:
    delegation = make.proposed(cast)
    assert delegation.seat is None
    assert _seats(cast, cast.now) == ["Westchester County"]
    actions.refuse_delegation(delegation_id=delegation.pk, because="Not now", actor=cast.fire, now=cast.now)
    with pytest.raises(Refused, match="answered already"):
        actions.grant_delegation(delegation_id=delegation.pk, actor=cast.fire, now=cast.now)
    assert _seats(cast, cast.now) == ["Westchester County"]


def test_it_begins_and_ends_on_the_second(cast: Cast) -> None:
    make.granted(cast, begins_on=date(2026, 12, 1), days=10)
    begins = datetime(2026, 12, 1, tzinfo=COUNTY_TIME)
    ends = datetime(2026, 12, 11, tzinfo=COUNTY_TIME)
    held = [len(_seats(cast, at)) for at in (begins - SECOND, begins, ends - SECOND, ends)]
    assert held == [1, 2, 2, 1]


ON_BEHALF = ("Priya Raman", "Westchester County", "Millbrook Fire District")
NOT_NOW = "You do not act for Millbrook Fire District at this moment"


def _acts(seat: Seat, at: datetime) -> tuple[str, str, str] | str:
    """Let the seat act, and return in whose name it is written down, or the first sentence of why not."""
    try:
        entry = record(at=at, actor=seat, verb="test.acted", subject=seat.organisation)
    except Refused as refusal:
        return refusal.reason.partition(":")[0]
    return entry.who, entry.lent_by, entry.acting_for


@pytest.mark.parametrize(("offset", "outcome"), [(-1, NOT_NOW), (0, ON_BEHALF)])
def test_nobody_acts_before_it_begins_even_with_the_seat_in_hand(
    cast: Cast, offset: int, outcome: object
) -> None:
    seat = make.marked_seat(make.granted(cast, begins_on=date(2026, 12, 1)))
    at = datetime(2026, 12, 1, tzinfo=COUNTY_TIME) + offset * SECOND
    assert _acts(seat, at) == outcome
    assert Entry.objects.filter(verb="test.acted").exists() == (outcome == ON_BEHALF)


@pytest.mark.parametrize(("offset", "outcome"), [(-1, ON_BEHALF), (0, NOT_NOW)])
def test_nobody_acts_once_it_ended_even_with_the_seat_in_hand(
    cast: Cast, offset: int, outcome: object
) -> None:
    delegation = make.granted(cast)
    seat = make.marked_seat(delegation)
    end = cast.now + timedelta(hours=3)
    actions.end_delegation(delegation_id=delegation.pk, actor=cast.fire, now=end)
    assert _acts(seat, end + offset * SECOND) == outcome
    assert Entry.objects.filter(verb="test.acted").exists() == (outcome == ON_BEHALF)


def test_the_database_itself_takes_no_act_from_a_seat_that_is_over(cast: Cast) -> None:
    delegation = make.granted(cast)
    entry = Entry.objects.filter(seat=cast.fire).first()
    assert entry is not None
    entry.pk, entry.seat = None, make.marked_seat(delegation)
    entry.at = datetime(2026, 12, 23, tzinfo=COUNTY_TIME)
    with pytest.raises(ProgrammingError, match="lent seat"), transaction.atomic():
        entry.save(force_insert=True)
    entry.at -= SECOND
    entry.save(force_insert=True)


@pytest.mark.parametrize(
    "change",
    [
        {"roles": ["requester", "approver"]},
        {"ended_at": None},
        {"ended_at": datetime(2027, 11, 1, tzinfo=COUNTY_TIME)},
        {"begins_at": datetime(2026, 1, 1, tzinfo=COUNTY_TIME)},
        {"lent_by": None},
    ],
)
def test_the_database_lets_no_marked_seat_grow(cast: Cast, change: dict[str, Any]) -> None:
    seat = make.marked_seat(make.granted(cast))
    with pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
        Seat.objects.filter(pk=seat.pk).update(**change)
    Seat.objects.filter(pk=seat.pk).update(ended_at=cast.now)


@pytest.mark.parametrize("role", [Role.APPROVER, Role.AGENCY_ADMINISTRATOR, Role.BUYER, Role.RECEIVER])
def test_the_database_lends_no_seat_that_approves_or_manages(cast: Cast, role: Role) -> None:
    with pytest.raises(IntegrityError, match="neither_approves_nor_manages"), transaction.atomic():
        Seat.objects.create(
            user=cast.buyer.user,
            organisation=cast.town.organisation,
            roles=[role.value],
            lent_by=cast.county.organisation,
            created_at=cast.now,
            begins_at=cast.now,
            ended_at=cast.now + SECOND,
        )


def test_only_the_agencys_administrator_grants(cast: Cast) -> None:
    commissioner = make.commissioner(cast)
    delegation = make.proposed(cast)
    for other in (commissioner, cast.buyer, cast.purchasing_agent, cast.approver, cast.vendor):
        with pytest.raises(Refused, match="Only the administrator of Millbrook Fire District"):
            actions.grant_delegation(delegation_id=delegation.pk, actor=other, now=cast.now)
    assert actions.grant_delegation(delegation_id=delegation.pk, actor=cast.fire, now=cast.now).seat


def test_nobody_grants_themselves_a_delegation(cast: Cast) -> None:
    delegation = make.proposed(cast)
    own = Seat.objects.create(
        user=cast.buyer.user,
        organisation=cast.fire_district.organisation,
        roles=[Role.AGENCY_ADMINISTRATOR.value],
        created_at=cast.now,
    )
    with pytest.raises(Refused, match="Nobody grants themselves"):
        actions.grant_delegation(delegation_id=delegation.pk, actor=own, now=cast.now)
    with pytest.raises(Refused, match="has a seat of their own at Millbrook"):
        actions.grant_delegation(delegation_id=delegation.pk, actor=cast.fire, now=cast.now)


def test_a_marked_seat_grants_ends_and_manages_nothing(cast: Cast) -> None:
    seat = make.marked_seat(make.granted(cast))
    other = make.proposed(cast, buyer=cast.second_buyer)
    for act in (actions.grant_delegation, actions.end_delegation):
        with pytest.raises(Refused):
            act(delegation_id=other.pk, actor=seat, now=cast.now)
    with pytest.raises(Refused, match="Only an administrator"):
        actions.invite_person(
            organisation_id=seat.organisation_id,
            email="a@example.org",
            name="A",
            roles=["requester"],
            actor=seat,
            now=cast.now,
        )
    with pytest.raises(Refused, match="own people ask"):
        make.asked(cast, by=seat)


@pytest.mark.parametrize("who", ["fire", "commissioner", "buyer", "purchasing_agent"])
def test_either_side_ends_it_at_once_and_both_are_told(cast: Cast, who: str) -> None:
    commissioner = make.commissioner(cast)
    delegation = make.granted(cast)
    before = Message.objects.count()
    actor = commissioner if who == "commissioner" else getattr(cast, who)
    ended = actions.end_delegation(
        delegation_id=delegation.pk, because="We manage alone now.", actor=actor, now=cast.now + SECOND
    )
    assert (ended.status, ended.ended_by_id) == ("ended", actor.pk)
    assert len(_seats(cast, cast.now + SECOND)) == 1
    told = Message.objects.order_by("pk")[before:]
    assert {address for mail in told for address in mail.to} == {
        cast.fire.user.email,
        commissioner.user.email,
        "f-003@example.org",
        cast.buyer.user.email,
    }


def test_an_outsider_ends_nothing(cast: Cast) -> None:
    delegation = make.granted(cast)
    for outsider in (cast.approver, cast.second_buyer, cast.school, cast.vendor):
        with pytest.raises(Refused, match="An administrator or approver of Millbrook"):
            actions.end_delegation(delegation_id=delegation.pk, actor=outsider, now=cast.now)


def test_one_that_ends_before_it_begins_never_begins(cast: Cast) -> None:
    delegation = make.granted(cast, begins_on=date(2026, 12, 1))
    actions.end_delegation(delegation_id=delegation.pk, actor=cast.fire, now=cast.now)
    assert len(_seats(cast, datetime(2026, 12, 1, 9, tzinfo=COUNTY_TIME))) == 1


def test_dates_that_passed_are_marked_as_lapsed_and_both_are_told(cast: Cast) -> None:
    running, waiting = make.granted(cast, days=2), make.proposed(cast, by=cast.approver, days=2)
    assert actions.lapse_delegations(now=datetime(2026, 11, 24, 23, 59, tzinfo=COUNTY_TIME)) == 0
    assert actions.lapse_delegations(now=datetime(2026, 11, 25, tzinfo=COUNTY_TIME)) == 2
    for each in (running, waiting):
        each.refresh_from_db()
        assert (each.status, each.ended_at) == ("lapsed", datetime(2026, 11, 25, tzinfo=COUNTY_TIME))
    assert Message.objects.filter(subject__startswith="Delegation lapsed").count() == 4


def test_a_buyer_who_leaves_the_county_acts_for_nobody_from_that_moment(cast: Cast) -> None:
    delegation = make.granted(cast)
    actions.end_seat(seat_id=cast.buyer.pk, actor=cast.purchasing_agent, now=cast.now)
    assert _seats(cast, cast.now) == []
    assert actions.lapse_delegations(now=cast.now + timedelta(hours=1)) == 1
    delegation.refresh_from_db()
    assert delegation.status == "lapsed"


def test_who_no_longer_buys_for_the_county_acts_for_nobody(cast: Cast) -> None:
    make.granted(cast)
    actions.change_roles(seat_id=cast.buyer.pk, roles=["receiver"], actor=cast.purchasing_agent, now=cast.now)
    assert _seats(cast, cast.now) == ["Westchester County"]


def test_a_second_delegation_to_the_same_buyer_waits_for_the_first(cast: Cast) -> None:
    delegation = make.granted(cast)
    with pytest.raises(Refused, match="proposed or runs already"):
        make.proposed(cast)
    actions.end_delegation(delegation_id=delegation.pk, actor=cast.fire, now=cast.now)
    again = make.granted(cast)
    assert again.seat != delegation.seat
    assert len(_seats(cast, cast.now)) == 2


def test_a_proposal_covers_only_what_was_offered(cast: Cast) -> None:
    for change in (
        {"pools": ["P-99-99"]},
        {"acts": ("orders",), "contracts": ["99-9999"]},
        {"acts": ("magic",)},
    ):
        with pytest.raises(Refused, match="Choose from the list"):
            make.proposed(cast, **change)


def test_what_belongs_to_no_chosen_act_is_left_out(cast: Cast) -> None:
    delegation = make.proposed(cast, acts=("check",))
    assert (delegation.pools, delegation.contracts, delegation.most_in_all) == ([], [], None)


def test_only_the_buyer_who_has_the_request_proposes(cast: Cast) -> None:
    request = make.taken(cast)
    with pytest.raises(Refused, match="Only the buyer who has this request"):
        actions.propose_delegation(
            request_id=request.pk,
            acts=["check"],
            begins_on=date(2026, 11, 23),
            ends_on=date(2026, 12, 1),
            actor=cast.second_buyer,
            now=cast.now,
        )


def test_one_agency_sees_nothing_of_anothers_delegations(cast: Cast) -> None:
    delegation = make.granted(cast)
    assert list(queries.delegations_for(cast.fire)) == [delegation]
    assert list(queries.delegations_for(cast.buyer)) == [delegation]
    for outsider in (cast.requester, cast.school, cast.vendor):
        assert not queries.delegations_for(outsider).exists()


def test_a_county_buyer_gets_no_ordinary_seat_in_an_agency(cast: Cast) -> None:
    facts: dict[str, Any] = {"name": "Owen", "email": cast.second_buyer.user.email, "now": cast.now}
    for actor in (cast.approver, cast.purchasing_agent):
        with pytest.raises(Refused, match="Ask for help on your To do page") as refusal:
            actions.invite_person(
                organisation_id=cast.town.organisation_id, roles=["requester"], actor=actor, **facts
            )
        assert refusal.value.field == "email"
    assert Seat.objects.filter(user=cast.second_buyer.user).count() == 1


def test_who_sits_for_a_member_is_not_made_a_buyer_of_the_county(cast: Cast) -> None:
    facts: dict[str, Any] = {"name": "Dana", "email": cast.requester.user.email, "now": cast.now}
    county = cast.county.organisation_id
    with pytest.raises(Refused, match="has a seat at Town of Rye Hill"):
        actions.invite_person(organisation_id=county, roles=["buyer"], actor=cast.purchasing_agent, **facts)
    seat = actions.invite_person(
        organisation_id=county, roles=["receiver"], actor=cast.purchasing_agent, **facts
    )
    with pytest.raises(Refused, match="has a seat at Town of Rye Hill"):
        actions.change_roles(seat_id=seat.pk, roles=["buyer"], actor=cast.purchasing_agent, now=cast.now)


def test_a_marked_seat_is_neither_listed_nor_changed_among_the_people(cast: Cast) -> None:
    seat = make.marked_seat(make.granted(cast))
    assert seat not in queries.people_of(cast.fire_district.organisation, cast.fire, now=cast.now)
    with pytest.raises(Refused, match="comes from a delegation"):
        actions.change_roles(seat_id=seat.pk, roles=["receiver"], actor=cast.fire, now=cast.now)
    with pytest.raises(Refused, match="End the delegation instead"):
        actions.end_seat(seat_id=seat.pk, actor=cast.fire, now=cast.now)


def test_an_agencys_own_people_are_unlimited_by_any_delegation(cast: Cast) -> None:
    make.granted(cast, acts=("check",))
    colleague = make_seat(cast.fire_district.organisation, Role.REQUESTER, now=cast.now)
    assert record(at=cast.now, actor=colleague, verb="test.acted", subject=cast.fire_district).lent_by == ""


def test_the_database_wants_an_amount_and_another_persons_grant(cast: Cast) -> None:
    delegation = make.proposed(cast, acts=("orders",))
    with pytest.raises(IntegrityError, match="up_to_an_amount"), transaction.atomic():
        Delegation.objects.filter(pk=delegation.pk).update(most_in_all=None)
    with pytest.raises(IntegrityError, match="nobody_grants_themselves"), transaction.atomic():
        Delegation.objects.filter(pk=delegation.pk).update(answered_by=cast.buyer)
    with pytest.raises(IntegrityError, match="was_granted_and_has_its_seat"), transaction.atomic():
        Delegation.objects.filter(pk=delegation.pk).update(status="granted")
    assert delegation.most_in_all == Decimal(2500)
