"""Seats are given, changed and ended by the right people, and those concerned hear of it."""

import pytest

from commonlot.kernel.errors import Refused
from commonlot.process.membership import actions, queries
from commonlot.records.access.models import PUBLIC, Seat, User
from commonlot.records.access.queries import current_seats
from commonlot.records.audit.queries import trail_of
from commonlot.records.notices.models import Message
from tests.cast import Cast


def _invite(cast: Cast, **changes: object) -> Seat:
    facts = {
        "organisation_id": cast.town.organisation_id,
        "email": "New.Clerk@Example.org",
        "name": "New Clerk",
        "roles": ["requester", "receiver"],
        "actor": cast.approver,
        "now": cast.now,
    }
    return actions.invite_person(**{**facts, **changes})  # type: ignore[arg-type]


def test_an_administrator_gives_a_colleague_a_seat_and_they_are_written_to(cast: Cast) -> None:
    seat = _invite(cast)
    assert seat.user.email == "new.clerk@example.org"
    assert seat.roles == ["requester", "receiver"]
    mail = Message.objects.get()
    assert mail.to == ["new.clerk@example.org"]
    assert "Set your password here" in mail.text
    assert "Town of Rye Hill" in mail.text
    assert [entry.verb for entry in trail_of(cast.town.organisation)] == ["membership.person_invited"]


def test_a_person_who_has_a_password_gets_no_link_to_set_one(cast: Cast) -> None:
    seat = _invite(cast, email="ines.vogel@example.org", name="Somebody Else")
    assert seat.user == cast.school.user
    assert User.objects.get(pk=seat.user_id).name == "Ines Vogel"
    assert "http" not in Message.objects.get().text
    assert len(current_seats(cast.school.user, now=cast.now)) == 2


def test_the_county_invites_for_any_member_but_a_member_only_for_itself(cast: Cast) -> None:
    assert _invite(cast, actor=cast.buyer).pk
    for outsider in (cast.requester, cast.fire, cast.school, cast.vendor):
        with pytest.raises(Refused, match="administrator of this organization"):
            _invite(cast, actor=outsider, email="other@example.org")


def test_only_the_head_of_the_bureau_seats_people_at_the_county(cast: Cast) -> None:
    county = cast.county.organisation_id
    with pytest.raises(Refused, match="purchasing agent"):
        _invite(cast, organisation_id=county, roles=["buyer"], actor=cast.buyer)
    assert _invite(cast, organisation_id=county, roles=["buyer"], actor=cast.purchasing_agent).is_county


@pytest.mark.parametrize("roles", [[], ["buyer"], ["vendor_representative"], ["emperor"]])
def test_a_role_that_the_organisation_does_not_have_is_refused(cast: Cast, roles: list[str]) -> None:
    with pytest.raises(Refused) as refusal:
        _invite(cast, roles=roles)
    assert refusal.value.field == "roles"
    assert not User.objects.filter(email="new.clerk@example.org").exists()
    assert not Message.objects.exists()


def test_a_person_has_one_seat_at_an_organisation(cast: Cast) -> None:
    with pytest.raises(Refused, match="has a seat here already"):
        _invite(cast, email=cast.receiver.user.email)


def test_whose_seat_ended_can_be_invited_again(cast: Cast) -> None:
    actions.end_seat(seat_id=cast.receiver.pk, actor=cast.approver, now=cast.now)
    assert current_seats(cast.receiver.user, now=cast.now) == []
    seat = _invite(cast, email=cast.receiver.user.email, roles=["approver"])
    assert seat.pk == cast.receiver.pk
    assert [held.roles for held in current_seats(cast.receiver.user, now=cast.now)] == [["approver"]]


def test_nobody_ends_the_seat_they_act_from(cast: Cast) -> None:
    with pytest.raises(Refused, match="the seat you act from"):
        actions.end_seat(seat_id=cast.approver.pk, actor=cast.approver, now=cast.now)
    actions.end_seat(seat_id=cast.approver.pk, actor=cast.buyer, now=cast.now)
    with pytest.raises(Refused, match="ended already"):
        actions.end_seat(seat_id=cast.approver.pk, actor=cast.buyer, now=cast.now)


def test_a_neighbour_neither_ends_nor_changes_a_seat(cast: Cast) -> None:
    for neighbour in (cast.fire, cast.school, cast.vendor):
        with pytest.raises(Refused):
            actions.end_seat(seat_id=cast.receiver.pk, actor=neighbour, now=cast.now)
        with pytest.raises(Refused):
            actions.change_roles(seat_id=cast.receiver.pk, roles=["approver"], actor=neighbour, now=cast.now)


def test_changed_roles_are_recorded_with_what_they_were(cast: Cast) -> None:
    actions.change_roles(seat_id=cast.receiver.pk, roles=["approver"], actor=cast.approver, now=cast.now)
    (entry,) = trail_of(cast.receiver)
    assert entry.details == {"before": ["receiver"], "after": ["approver"]}
    actions.change_roles(seat_id=cast.receiver.pk, roles=["approver"], actor=cast.approver, now=cast.now)
    assert trail_of(cast.receiver).count() == 1


def test_the_roles_of_an_ended_seat_do_not_change(cast: Cast) -> None:
    actions.end_seat(seat_id=cast.receiver.pk, actor=cast.approver, now=cast.now)
    with pytest.raises(Refused, match="has ended"):
        actions.change_roles(seat_id=cast.receiver.pk, roles=["approver"], actor=cast.approver, now=cast.now)


def test_who_has_a_seat_is_known_to_the_organisation_and_the_county_only(cast: Cast) -> None:
    town = cast.town.organisation
    everybody = {cast.requester, cast.approver, cast.receiver}
    for insider in (cast.requester, cast.buyer):
        assert set(queries.people_of(town, insider, now=cast.now)) == everybody
    for outsider in (cast.school, cast.vendor, PUBLIC):
        assert set(queries.people_of(town, outsider, now=cast.now)) == set()
