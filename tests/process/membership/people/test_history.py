"""The history of an agency: what its people did and what was done for it; nothing of anybody else's."""

import csv
import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from commonlot.process.membership import actions, queries
from commonlot.process.ordering import actions as ordering
from commonlot.process.requirements import actions as requirements
from commonlot.process.requirements.models import Participation, Pool
from commonlot.records.access.models import Seat
from commonlot.records.audit.actions import record
from commonlot.records.audit.history import HistoryFilter
from commonlot.records.audit.models import Entry
from tests.cast import Cast
from tests.factories import ordering as make
from tests.factories import requirements as needs

ClientFor = Callable[[Seat | None], Client]


@pytest.fixture(autouse=True)
def _cast_time(now: datetime, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = now - timezone.now()


def _verbs(cast: Cast, agency: Any = None, **asked: Any) -> list[str]:
    found = queries.agency_history(agency or cast.town, HistoryFilter(**asked))
    return [entry.verb for entry in found]


def _page(client: Client, cast: Cast, **asked: str) -> str:
    return str(client.get(reverse("membership:history", args=[cast.town.pk]), asked).content.decode())


@pytest.fixture
def salt_pool(cast: Cast) -> Pool:
    """A pool in which the town and the school district take part."""
    pool = needs.pool(cast.buyer, cast.now)
    for agency in (cast.town, cast.school_district):
        needs.part(pool, agency, cast.now, status="invited")
    return pool


def _part(pool: Pool, agency: Any) -> Participation:
    return Participation.objects.get(pool=pool, agency=agency)


def test_it_holds_what_its_people_did_to_anything(cast: Cast) -> None:
    contract = make.contract(cast)
    line = make.price_line(contract)
    make.takes_part(cast.town, contract, cast)
    ordering.add_to_basket(price_line_id=line.pk, quantity=Decimal(1), actor=cast.requester, now=cast.now)
    record(at=cast.now, actor=cast.approver, verb="contracts.adopted", subject=contract)
    assert _verbs(cast) == ["contracts.adopted", "ordering.basket_filled"]
    assert _verbs(cast, cast.school_district) == []


def test_it_holds_what_others_did_for_it_and_says_so(
    cast: Cast, salt_pool: Pool, client_for: ClientFor
) -> None:
    actions.change_roles(seat_id=cast.receiver.pk, roles=["approver"], actor=cast.buyer, now=cast.now)
    record(
        at=cast.now, actor=cast.buyer, verb="requirements.needs_accepted", subject=_part(salt_pool, cast.town)
    )
    record(at=cast.now, actor=None, verb="membership.agreement_lapsed", subject=cast.town.agreements.get())
    assert len(_verbs(cast)) == 3
    page = _page(client_for(cast.requester), cast)
    assert page.count("For the agency, by Westchester County") == 2
    assert page.count("By the program itself") == 1


def test_it_holds_nothing_of_another_agency_nor_of_the_pool_they_share(cast: Cast, salt_pool: Pool) -> None:
    theirs = _part(salt_pool, cast.school_district)
    need = needs.line(theirs, cast.now)
    requirements.join_pool(participation_id=theirs.pk, actor=cast.school, now=cast.now)
    record(at=cast.now, actor=cast.school, verb="requirements.line_saved", subject=need, within=theirs)
    record(at=cast.now, actor=cast.buyer, verb="requirements.agencies_invited", subject=salt_pool)
    record(at=cast.now, actor=cast.buyer, verb="membership.roles_changed", subject=cast.school)
    assert _verbs(cast) == []
    assert len(_verbs(cast, cast.school_district)) == 3


def test_a_pool_that_is_only_planned_is_not_given_away(cast: Cast) -> None:
    planned = needs.pool(cast.buyer, cast.now, status="planned")
    part = needs.part(planned, cast.town, cast.now, status="invited")
    record(at=cast.now, actor=cast.buyer, verb="requirements.needs_returned", subject=part, within=planned)
    assert _verbs(cast) == []


def test_it_does_not_tell_where_a_person_sat_before(cast: Cast) -> None:
    record(
        at=cast.now, actor=cast.requester, verb="access.seat_taken", subject=cast.requester, left="Elsewhere"
    )
    assert _verbs(cast) == []


def test_the_countys_own_history_is_that_of_an_agency_that_buys(cast: Cast, salt_pool: Pool) -> None:
    record(at=cast.now, actor=cast.buyer, verb="requirements.pool_opened", subject=salt_pool)
    record(at=cast.now, actor=cast.purchasing_agent, verb="membership.roles_changed", subject=cast.buyer)
    assert _verbs(cast, cast.county) == ["membership.roles_changed"]


def test_one_finds_by_person_kind_and_days(cast: Cast, salt_pool: Pool) -> None:
    midnight = cast.now.replace(hour=0)
    for minutes, actor in (
        (-1, cast.requester),
        (0, cast.approver),
        (1439, cast.receiver),
        (1440, cast.buyer),
    ):
        record(
            at=midnight + timedelta(minutes=minutes), actor=actor, verb="requirements.needs_sent",
            subject=_part(salt_pool, cast.town),
        )  # fmt: skip
    record(at=midnight, actor=cast.approver, verb="membership.roles_changed", subject=cast.receiver)
    monday = date(2026, 11, 23)
    assert len(_verbs(cast, first_day=monday, last_day=monday)) == 3
    assert len(_verbs(cast, first_day=monday)) == 4
    assert len(_verbs(cast, last_day=monday - timedelta(days=1))) == 1
    assert _verbs(cast, kind="People and approval rules") == ["membership.roles_changed"]
    assert len(_verbs(cast, kind="Needs")) == 4
    assert len(_verbs(cast, person="castellano ruth")) == 2
    assert _verbs(cast, person="Ruth", kind="Orders") == []


def test_days_that_make_no_sense_are_refused_beside_the_field(cast: Cast, client_for: ClientFor) -> None:
    address = reverse("membership:history", args=[cast.town.pk])
    client = client_for(cast.requester)
    for asked in ({"first_day": "yesterday"}, {"kind": "Secrets"}, {"person": "x" * 101}):
        assert client.get(address, asked).status_code == 422
    assert client.get(address, {"page": "999", "person": "%"}).status_code == 200


def test_it_comes_as_a_file_that_runs_no_formula(cast: Cast, client_for: ClientFor) -> None:
    cast.receiver.user.name = "=cmd()"
    cast.receiver.user.save(update_fields=["name"])
    record(
        at=cast.now,
        actor=cast.receiver,
        verb="membership.roles_changed",
        subject=cast.receiver,
        after=["approver"],
    )
    record(at=cast.now, actor=cast.buyer, verb="membership.roles_changed", subject=cast.receiver)
    answer = client_for(cast.approver).get(
        reverse("membership:history_csv", args=[cast.town.pk]), {"kind": "People and approval rules"}
    )
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert answer["Content-Disposition"] == 'attachment; filename="history-t-022.csv"'
    assert [(row["Who"], row["For the agency by others"]) for row in rows] == [
        ("Priya Raman", "yes"),
        ("'=cmd()", "no"),
    ]
    assert rows[1]["Details"] == "After: approver"
    assert rows[1]["When"] == "2026-11-23T09:00:00-05:00"


def test_a_page_asks_the_same_few_questions_for_two_entries_as_for_two_hundred(
    cast: Cast, client_for: ClientFor
) -> None:
    client, asked = client_for(cast.approver), []
    for more in (2, 200):
        for _ in range(more):
            record(at=cast.now, actor=cast.requester, verb="requirements.site_added", subject=cast.town)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            page = _page(client, cast)
        asked.append(len(captured))
    assert asked[0] == asked[1] <= 14
    assert "1 to 50 of 202 entries" in page


def test_entries_stay_when_the_seat_has_ended(cast: Cast) -> None:
    record(at=cast.now, actor=cast.receiver, verb="ordering.delivery_recorded", subject=cast.town)
    actions.end_seat(seat_id=cast.receiver.pk, actor=cast.approver, now=cast.now)
    assert [entry.who for entry in queries.agency_history(cast.town, HistoryFilter(person="Lou Marsh"))] == [
        "Lou Marsh"
    ]
    assert Entry.objects.filter(seat=cast.receiver).exists()
