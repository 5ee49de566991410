"""Setting the approval rules: by the agency's own administrator, written down, and held by the database."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonlot.kernel.errors import Refused
from commonlot.kernel.money import Money
from commonlot.process.membership import actions, queries
from commonlot.process.membership.models import ApprovalBackup, ApprovalLimit, TwoApprovals
from commonlot.records.access.models import Seat
from commonlot.records.audit.queries import trail_of
from tests.cast import Cast
from tests.factories import approvals as make

MONDAY = date(2026, 11, 23)


def _name(cast: Cast, **changes: object) -> ApprovalBackup:
    facts = {
        "agency_id": cast.town.pk,
        "approver_id": cast.approver.pk,
        "backup_id": cast.receiver.pk,
        "starts_on": MONDAY,
        "ends_on": MONDAY + timedelta(days=7),
        "actor": cast.approver,
        "now": cast.now,
    }
    return actions.name_backup(**{**facts, **changes})  # type: ignore[arg-type]


def test_the_administrator_sets_limits_and_lifts_them_and_the_trail_says_what_they_were(cast: Cast) -> None:
    for limit in (Money.of(5000), Money.of(5000), None):
        actions.set_approval_limits(
            agency_id=cast.town.pk, limits={cast.approver.pk: limit}, actor=cast.approver, now=cast.now
        )
        known = queries.approval_rules(cast.town.organisation_id, now=cast.now)
        assert [each.limit for each in known.approvers] == [limit]
    said = [entry.details for entry in trail_of(cast.town) if entry.verb == "membership.approval_limit_set"]
    assert said == [
        {"before": "up to $5,000.00", "after": "any amount"},
        {"before": "any amount", "after": "up to $5,000.00"},
    ]


def test_a_limit_is_for_approvers_and_above_zero(cast: Cast) -> None:
    for limits in ({cast.requester.pk: Money.of(5)}, {cast.school_approver.pk: None}):
        with pytest.raises(Refused, match="Only an approver"):
            actions.set_approval_limits(
                agency_id=cast.town.pk, limits=limits, actor=cast.approver, now=cast.now
            )
    with pytest.raises(Refused, match="above zero"):
        actions.set_approval_limits(
            agency_id=cast.town.pk, limits={cast.approver.pk: Money()}, actor=cast.approver, now=cast.now
        )


@pytest.mark.parametrize(
    "who", ["requester", "receiver", "buyer", "purchasing_agent", "fire", "school_approver", "vendor"]
)
def test_nobody_else_sets_who_may_spend_the_towns_money_not_even_the_county(cast: Cast, who: str) -> None:
    actor, backup = getattr(cast, who), make.backup(cast, cast.receiver, acts_for=cast.approver)
    acts: list[Callable[[], object]] = [
        lambda: actions.set_approval_limits(agency_id=cast.town.pk, limits={}, actor=actor, now=cast.now),
        lambda: actions.set_two_approvals(agency_id=cast.town.pk, above=None, actor=actor, now=cast.now),
        lambda: _name(cast, actor=actor),
        lambda: actions.end_backup(backup_id=backup.pk, actor=actor, now=cast.now),
    ]
    for act in acts:
        with pytest.raises(Refused, match="own administrator"):
            act()


def test_two_approvals_are_set_changed_and_lifted(cast: Cast) -> None:
    for above in (Money.of(2500), Money(), None):
        actions.set_two_approvals(agency_id=cast.town.pk, above=above, actor=cast.approver, now=cast.now)
        assert queries.approval_rules(cast.town.organisation_id, now=cast.now).two_above == above
    assert trail_of(cast.town).filter(verb="membership.two_approvals_set").count() == 3
    with pytest.raises(Refused, match="negative"):
        actions.set_two_approvals(agency_id=cast.town.pk, above=Money(-1), actor=cast.approver, now=cast.now)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_on": MONDAY}, "ends_on"),
        ({"starts_on": MONDAY - timedelta(days=3), "ends_on": MONDAY}, "ends_on"),
        ({"ends_on": MONDAY + timedelta(days=367)}, "ends_on"),
    ],
)
def test_a_backup_has_sensible_days(cast: Cast, changes: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        _name(cast, **changes)
    assert refusal.value.field == field


def test_a_backup_is_another_person_of_the_same_agency_for_one_of_its_approvers(cast: Cast) -> None:
    for changes, field in (
        ({"backup_id": cast.approver.pk}, "backup"),
        ({"backup_id": cast.school.pk}, "backup"),
        ({"approver_id": cast.requester.pk, "backup_id": cast.receiver.pk}, "approver"),
        ({"approver_id": cast.school_approver.pk}, "approver"),
    ):
        with pytest.raises(Refused) as refusal:
            _name(cast, **changes)
        assert refusal.value.field == field


def test_the_same_backup_twice_on_a_day_is_refused_and_one_after_the_other_is_not(cast: Cast) -> None:
    _name(cast)
    with pytest.raises(Refused, match="some of these days"):
        _name(cast, starts_on=MONDAY + timedelta(days=6), ends_on=MONDAY + timedelta(days=9))
    with pytest.raises(IntegrityError, match="once_at_a_time"), transaction.atomic():
        make.backup(cast, cast.receiver, acts_for=cast.approver)
    _name(cast, starts_on=MONDAY + timedelta(days=7), ends_on=MONDAY + timedelta(days=9))
    assert ApprovalBackup.objects.count() == 2


def test_a_backup_that_is_ended_counts_no_more_from_that_moment(cast: Cast) -> None:
    backup = _name(cast)
    actions.end_backup(backup_id=backup.pk, actor=cast.approver, now=cast.now)
    assert queries.approval_rules(cast.town.organisation_id, now=cast.now).backups == ()
    with pytest.raises(Refused, match="ended already"):
        actions.end_backup(backup_id=backup.pk, actor=cast.approver, now=cast.now)
    _name(cast)


def test_a_backup_is_over_on_its_last_day(cast: Cast) -> None:
    backup = _name(cast)
    for days, known in ((6, 1), (7, 0)):
        later = cast.now + timedelta(days=days)
        assert len(queries.approval_rules(cast.town.organisation_id, now=later).backups) == known
    with pytest.raises(Refused, match="ended already"):
        actions.end_backup(backup_id=backup.pk, actor=cast.approver, now=cast.now + timedelta(days=7))


@pytest.mark.parametrize("ends", ["role", "seat"])
def test_limits_and_backups_end_with_the_role_or_the_seat_of_an_approver(cast: Cast, ends: str) -> None:
    nell = make.second_approver(cast)
    make.limit(nell, "900")
    make.backup(cast, cast.receiver, acts_for=nell)
    make.backup(cast, nell, acts_for=cast.approver)
    if ends == "role":
        actions.change_roles(seat_id=nell.pk, roles=["receiver"], actor=cast.approver, now=cast.now)
    else:
        actions.end_seat(seat_id=nell.pk, actor=cast.approver, now=cast.now)
    left = ApprovalBackup.objects.standing()
    # who is no approver any more may still stand in for one; who is gone may not
    assert [each.approver for each in left] == ([cast.approver] if ends == "role" else [])
    assert not ApprovalLimit.objects.exists()
    assert trail_of(cast.town).filter(verb="membership.backup_ended").exists()


@pytest.mark.parametrize(
    "make_it",
    [
        lambda cast: make.limit(cast.approver, "0"),
        lambda cast: make.two_above(cast.town, "-1"),
        lambda cast: make.backup(cast, cast.approver, acts_for=cast.approver),
        lambda cast: make.backup(
            cast, cast.receiver, acts_for=cast.approver, starts_on=MONDAY, ends_on=MONDAY
        ),
    ],
)
def test_the_database_itself_refuses_rules_that_cannot_be(
    cast: Cast, make_it: Callable[[Cast], object]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_it(cast)


def test_the_page_says_in_words_who_may_approve_what_and_answers_about_one_amount(
    cast: Cast, client_for: Callable[[Seat | None], Client]
) -> None:
    make.limit(cast.approver, "5000")
    make.second_approver(cast)
    make.two_above(cast.town, "6000")
    address = reverse("membership:approvals", args=[cast.town.pk])
    page = client_for(cast.requester).get(address).content.decode()
    for words in ("Up to $5,000.00", "More than $5,000.00, up to $6,000.00", "More than $6,000.00"):
        assert words in page
    assert "Only the agency’s own administrator" in page
    client = client_for(cast.approver)
    asked = {"amount": "$5,500", "asked_by": "0"}
    assert "An order of $5,500.00 needs one of: Nell Farrow" in client.get(address, asked).content.decode()
    assert (
        "needs two approvals, by two people"
        in client.get(address, asked | {"amount": "7200"}).content.decode()
    )
    for amount in ("", "much", "-1", "1e13", "0.001"):
        assert client.get(address, asked | {"amount": amount}).status_code == 422


def test_the_forms_of_the_page_save_and_say_what_is_wrong_beside_the_field(
    cast: Cast, client_for: Callable[[Seat | None], Client]
) -> None:
    client, today = client_for(cast.approver), timezone.localdate()
    limits = reverse("membership:approval_limits", args=[cast.town.pk])
    bad = client.post(limits, {f"limit-{cast.approver.pk}": "lots"})
    assert (bad.status_code, "must be a number" in bad.content.decode()) == (422, True)
    assert client.post(limits, {f"limit-{cast.approver.pk}": "5,000"}).status_code == 302
    two = reverse("membership:two_approvals", args=[cast.town.pk])
    assert client.post(two, {"above": "-3"}).status_code == 422
    assert client.post(two, {"above": "2,500.00"}).status_code == 302
    named = reverse("membership:name_backup", args=[cast.town.pk])
    facts = {"approver": cast.approver.pk, "backup": cast.receiver.pk, "starts_on": today, "ends_on": today}
    bad = client.post(named, facts)
    assert (bad.status_code, "must end after it starts" in bad.content.decode()) == (422, True)
    assert client.post(named, facts | {"ends_on": today + timedelta(days=2)}).status_code == 302
    assert ApprovalLimit.objects.get().up_to == 5000
    assert TwoApprovals.objects.get().above == 2500
    assert (
        client.post(reverse("membership:end_backup", args=[ApprovalBackup.objects.get().pk])).status_code
        == 302
    )
    assert not ApprovalBackup.objects.standing().exists()
