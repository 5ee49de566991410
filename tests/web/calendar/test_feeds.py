"""The public dates as a calendar and as a feed: well formed, stable, current, and nothing that is not public."""

from datetime import date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from commonlot.process.contracts.states import ContractStatus
from commonlot.process.requirements import actions as requirements
from commonlot.process.requirements.states import PoolStatus
from commonlot.process.solicitation import actions as solicitations
from commonlot.process.solicitation.states import Status
from commonlot.web.calendar import Asked, Kind, coming, in_feed, sources
from tests.cast import Cast
from tests.factories import contracts
from tests.factories import requirements as needs
from tests.factories.solicitation import solicitation
from tests.web.calendar.read import events_of, feed_of, lines_of

ICS, ATOM = "/calendar/dates.ics", "/calendar/dates.atom"
ATOM_NAME = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _cast_time(now: datetime, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = now - timezone.now()


def move_deadline(cast: Cast, pk: int, *, days: int, later: timedelta = timedelta(hours=1)) -> None:
    requirements.move_deadline(
        pool_id=pk, needs_due_at=cast.now + timedelta(days=days), actor=cast.buyer, now=cast.now + later
    )


# --- the form --------------------------------------------------------------------------------------------------
def test_a_deadline_is_an_event_in_county_time(cast: Cast, client: Client) -> None:
    bid = solicitation(cast, title="Salt; sand, and “brine”\\ for the roads of the county in the next winter")
    found = events_of(client.get(ICS))
    assert set(found) == {f"bids-{bid.pk}@localhost", f"opening-{bid.pk}@localhost"}
    event = found[f"bids-{bid.pk}@localhost"]
    assert event.dtstart.value == bid.bids_due_at
    assert "DTSTART;TZID=America/New_York:20261210T090000" in lines_of(client.get(ICS))
    assert event.summary.value == f"Bids due: {bid.title}"
    assert event.location.value == "County Office Building, Room 713"
    assert event.status.value == "CONFIRMED"
    assert "Thu, Dec 10, 2026, 9:00 a.m. EST" in event.description.value
    assert event.dtstamp.value == event.last_modified.value == bid.published_at


def test_the_zone_a_calendar_names_is_written_in_it(cast: Cast, client: Client) -> None:
    bid = solicitation(cast, bids_due_at=datetime(2027, 3, 15, 18, 0, tzinfo=timezone.get_fixed_timezone(0)))
    lines = lines_of(client.get(ICS))
    assert "TZID:America/New_York" in lines
    # 18:00 UTC is 2 p.m. on the day after summer time began
    assert f"UID:bids-{bid.pk}@localhost" in lines
    assert "DTSTART;TZID=America/New_York:20270315T140000" in lines


def test_an_empty_calendar_is_valid_too(cast: Cast, client: Client) -> None:
    lines = lines_of(client.get(ICS))
    assert "BEGIN:VTIMEZONE" in lines
    assert "BEGIN:VEVENT" not in lines
    assert feed_of(client.get(ATOM)).entries == []


def test_the_last_day_of_a_contract_is_a_whole_day(cast: Cast, client: Client) -> None:
    contract = contracts.contract(cast, term=(date(2026, 5, 1), date(2027, 5, 1)))
    event = events_of(client.get(ICS))[f"contract-{contract.pk}@localhost"]
    assert event.dtstart.value == date(2027, 5, 1)
    assert not isinstance(event.dtstart.value, datetime)


def test_a_long_title_is_folded_between_characters(cast: Cast, client: Client) -> None:
    bid = solicitation(cast, title=" ".join(["Größe ñandú 道路"] * 8))
    assert events_of(client.get(ICS))[f"bids-{bid.pk}@localhost"].summary.value.endswith("道路")


def test_the_feed_holds_what_rfc_4287_asks_of_it(cast: Cast, client: Client) -> None:
    bid = solicitation(cast, title="Salt <b>& sand</b>")
    root = ET.fromstring(client.get(ATOM).content)  # noqa: S314 - our own bytes
    for name in ("id", "title", "updated", "author"):
        assert len(root.findall(ATOM_NAME + name)) == 1
    entries = root.findall(f"{ATOM_NAME}entry")
    ids = [entry.findtext(f"{ATOM_NAME}id") for entry in entries]
    assert ids == [f"tag:localhost,2026:calendar/{kind}-{bid.pk}" for kind in ("opening", "bids")]
    read = feed_of(client.get(ATOM))
    assert read.feed.id == "tag:localhost,2026:/calendar/dates.atom"
    assert "Salt &lt;b&gt;&amp; sand" in client.get(ATOM).content.decode()
    assert read.entries[0].updated_parsed[:5] == (2026, 11, 20, 14, 0)
    assert read.entries[0].link == f"http://localhost:8000/solicitations/{bid.pk}/"


# --- what moves, moves everywhere ----------------------------------------
def test_a_moved_deadline_is_a_newer_version_of_the_same_event(cast: Cast, client: Client) -> None:
    pool = requirements_pool(cast)
    before = events_of(client.get(ICS))[f"needs-{pool.pk}@localhost"]
    entry_before = feed_of(client.get(ATOM)).entries[0]
    move_deadline(cast, pool.pk, days=20)
    after = events_of(client.get(ICS))[f"needs-{pool.pk}@localhost"]
    entry_after = feed_of(client.get(ATOM)).entries[0]
    assert after.dtstart.value == before.dtstart.value + timedelta(days=9)
    assert int(after.sequence.value) == int(before.sequence.value) + 1
    assert after.last_modified.value > before.last_modified.value
    assert entry_after.id == entry_before.id
    assert entry_after.updated_parsed > entry_before.updated_parsed


def requirements_pool(cast: Cast) -> Any:
    """Plan and open a pool as a buyer does, so that the trail knows of it."""
    pool = requirements.plan_pool(
        title="Road salt 2027", commodity="Road salt", description="", needs_due_at=cast.now + timedelta(days=11),
        term_starts_on=date(2027, 4, 1), term_ends_on=date(2028, 4, 1), actor=cast.buyer,
        now=cast.now - timedelta(days=2),
    )  # fmt: skip
    requirements.invite_agencies(
        pool_id=pool.pk, agency_ids=[cast.town.pk], actor=cast.buyer, now=cast.now - timedelta(days=1)
    )
    requirements.open_pool(pool_id=pool.pk, actor=cast.buyer, now=cast.now - timedelta(hours=2))
    return pool


def test_a_cancelled_bid_is_cancelled_in_every_calendar(cast: Cast, client: Client) -> None:
    bid = solicitation(cast)
    solicitations.cancel_solicitation(
        solicitation_id=bid.pk, reason="The need has gone.", actor=cast.purchasing_agent, now=cast.now
    )
    for event in events_of(client.get(ICS)).values():
        assert event.status.value == "CANCELLED"
        assert event.summary.value.startswith("Cancelled: ")
    assert {entry.title[:10] for entry in feed_of(client.get(ATOM)).entries} == {"Cancelled:"}
    assert "Cancelled" in client.get("/calendar/").content.decode()


def test_a_bid_cancelled_after_its_opening_had_its_deadline(cast: Cast) -> None:
    bid = solicitation(cast, status=Status.OPENED, bids_due_at=cast.now - timedelta(days=3), opened_at=cast.now,
                       published_at=cast.now - timedelta(days=20))  # fmt: skip
    solicitations.cancel_solicitation(
        solicitation_id=bid.pk, reason="No money.", actor=cast.purchasing_agent, now=cast.now
    )
    assert [each.cancelled for each in in_feed(now=cast.now)] == [False, False]


# --- only what the public may see ----------------------------------------
@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW])
def test_a_draft_never_appears(cast: Cast, client: Client, status: Status) -> None:
    hidden = solicitation(
        cast, status=status, title="Secret plans", bids_due_at=cast.now + timedelta(days=9),
        questions_due_at=cast.now + timedelta(days=4),
    )  # fmt: skip
    contracts.contract(cast, title="Secret terms", status=ContractStatus.DRAFT, signed_at=None)
    for path in ("/calendar/", "/calendar/?when=past", "/calendar/?q=secret", ICS, ATOM, f"{ICS}?q=secret"):
        assert b"Secret" not in client.get(path).content
    for kind in Kind:
        assert client.get(f"/calendar/dates/{kind}-{hidden.pk}.ics").status_code == 404
    solicitation(cast, title="Secret plans made public")
    assert b"Secret plans made public" in client.get(ICS).content


def test_a_draft_that_was_cancelled_never_appears(cast: Cast, client: Client) -> None:
    draft = solicitation(
        cast, status=Status.DRAFT, title="Secret plans", bids_due_at=cast.now + timedelta(days=9)
    )
    solicitations.cancel_solicitation(
        solicitation_id=draft.pk, reason="Not needed.", actor=cast.purchasing_agent, now=cast.now
    )
    assert b"Secret" not in client.get(ICS).content + client.get(ATOM).content


# --- asking for less ------------------------------------------------------------------------------------------------
def test_feeds_are_filtered_as_the_page_is(cast: Cast, client: Client) -> None:
    salt, paper = solicitation(cast, title="De-icers"), solicitation(cast, title="Paper", lines=())
    assert {uid.split("@")[0] for uid in events_of(client.get(f"{ICS}?kind=bids"))} == {
        f"bids-{salt.pk}", f"bids-{paper.pk}",
    }  # fmt: skip
    # the words are found in the lines of the bid too
    assert set(events_of(client.get(f"{ICS}?kind=bids&q=road+SALT"))) == {f"bids-{salt.pk}@localhost"}
    assert [entry.title for entry in feed_of(client.get(f"{ATOM}?q=paper&kind=opening")).entries] == [
        "Bids are opened: Paper"
    ]
    assert b"De-icers" not in client.get("/calendar/?q=paper").content


@pytest.mark.parametrize("query", ["kind=nonsense", "kind=bids&kind=bids&x=1", "q=%00", "q=" + "a" * 5000])
def test_nonsense_in_the_address_is_left_out(cast: Cast, client: Client, query: str) -> None:
    for path in ("/calendar/", "/calendar/subscribe/", ICS, ATOM):
        assert client.get(f"{path}?{query}").status_code == 200


def test_the_same_wish_has_one_address() -> None:
    one = Asked.read(["opening", "bids"], "  road   salt ")
    assert one == Asked.read(["bids", "opening", "bids"], "road salt")
    assert one.query == "kind=bids&kind=opening&q=road+salt"
    assert Asked.read(list(Kind), "") == Asked()
    assert str(one) == "Bids due and bid openings about “road salt”"


# --- kept by readers -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", [ICS, ATOM])
def test_a_reader_who_has_the_dates_is_told_so(cast: Cast, client: Client, path: str) -> None:
    bid = solicitation(cast)
    first = client.get(path)
    assert first["Cache-Control"] == "public, max-age=900"
    assert "Cookie" not in first.get("Vary", "")
    again = client.get(path, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(path, headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
    solicitations.cancel_solicitation(
        solicitation_id=bid.pk, reason="Gone.", actor=cast.purchasing_agent, now=cast.now
    )
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 200
    assert client.get(path, headers={"if-modified-since": first["Last-Modified"]}).status_code == 200


def test_feeds_hold_the_last_three_months_and_a_bounded_number(cast: Cast) -> None:
    old = solicitation(cast, bids_due_at=cast.now - timedelta(days=100), status=Status.CLOSED,
                       published_at=cast.now - timedelta(days=130))  # fmt: skip
    near = solicitation(cast, bids_due_at=cast.now - timedelta(days=80), status=Status.CLOSED,
                        published_at=cast.now - timedelta(days=130))  # fmt: skip
    assert {each.pk for each in in_feed(now=cast.now)} == {near.pk}
    assert {each.pk for each in sources.past(now=cast.now)} == {near.pk, old.pk}
    for _ in range(3):
        solicitation(cast)
    assert len(coming(now=cast.now, most=4)) == 4


def test_a_feed_asks_the_same_few_questions_however_much_it_holds(
    cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        solicitation(cast, questions_due_at=cast.now + timedelta(days=5))
        needs.pool(cast.buyer, cast.now)
        contracts.contract(cast, number=f"26-{number:04d}", term=(date(2026, 5, 1), date(2027, 5, 1)))
    client.get(ICS)
    for path in (ICS, ATOM):
        with django_assert_max_num_queries(12):
            client.get(path)


# --- one date by hand ---------------------------------------------------------------------------------------------
def test_one_date_is_the_same_event_as_in_the_whole_calendar(cast: Cast, client: Client) -> None:
    bid = solicitation(cast)
    response = client.get(f"/calendar/dates/bids-{bid.pk}.ics")
    assert response["Content-Disposition"] == f"attachment; filename=bids-{bid.pk}.ics"
    assert list(events_of(response)) == [f"bids-{bid.pk}@localhost"]
    assert client.get(f"/calendar/dates/questions-{bid.pk}.ics").status_code == 404
    assert client.get(f"/calendar/dates/nonsense-{bid.pk}.ics").status_code == 404


def test_a_planned_pool_is_announced_and_a_pooled_one_is_past(cast: Cast) -> None:
    planned = needs.pool(cast.buyer, cast.now, status=PoolStatus.PLANNED)
    needs.pool(cast.buyer, cast.now, status=PoolStatus.POOLING)
    assert [(each.what, each.pk) for each in coming(now=cast.now)] == [("Needs will be due", planned.pk)]
