"""From a marked seat: every page says so, only what was delegated goes, and its end is felt at the next request."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonlot.process.membership import actions
from commonlot.process.membership.models import Delegation
from commonlot.process.requirements.models import Participation
from commonlot.records.access.models import Seat
from commonlot.records.audit.models import Entry
from tests.cast import Cast
from tests.factories import help as make
from tests.factories import requirements
from tests.house.matrix import THROUGH, Row, all_rows
from tests.house.test_permission_matrix import outcome, undone

ClientFor = Callable[[Seat | None], Client]
ACTING = "Acting for Millbrook Fire District"


@pytest.fixture(autouse=True)
def _cast_time(now: datetime, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = now - timezone.now()


@pytest.fixture
def part(cast: Cast) -> Participation:
    """The fire district takes part in a pool that collects needs."""
    return requirements.part(requirements.pool(cast.buyer, cast.now), cast.fire_district, cast.now)


def _on(client: Client, delegation: Delegation) -> Client:
    """Change to the marked seat, as its holder does."""
    seat = make.marked_seat(delegation)
    assert client.post(reverse("access:switch_seat"), {"seat": seat.pk}).status_code == 302
    return client


def _state(client: Client, part: Participation) -> Any:
    row = {"description": "Class A foam, 5 gal pail", "quantity": "6", "unit": "each"}
    typed = {f"line-{part.lines.count()}-{name}": value for name, value in row.items()}
    return client.post(reverse("requirements:survey", args=[part.pk]), {**typed, "save": "1"})


def test_nobody_starts_in_a_marked_seat(cast: Cast, client_for: ClientFor) -> None:
    make.granted(cast)
    page = client_for(cast.buyer).get("/to-do/")
    assert page.context["seat"] == cast.buyer
    assert ACTING not in page.content.decode()


@pytest.mark.parametrize(
    "path", ["/", "/to-do/", "/requirements/", "/orders/", "/contracts/", "/my-account/"]
)
def test_every_page_says_for_whom_one_acts(cast: Cast, client_for: ClientFor, path: str) -> None:
    client = _on(client_for(cast.buyer), make.granted(cast))
    text = client.get(path).content.decode()
    assert ACTING in text
    assert "Acting for. Needs only" in text  # in the list of seats
    assert ACTING not in client_for(cast.fire).get(path).content.decode()


def test_needs_that_are_stated_on_behalf_show_as_that(
    cast: Cast, client_for: ClientFor, part: Participation
) -> None:
    client = _on(client_for(cast.buyer), make.granted(cast))
    assert _state(client, part).status_code == 302
    assert part.lines.count() == 1
    entry = Entry.objects.filter(verb__startswith="requirements.").first()
    assert entry is not None
    assert (entry.who, entry.lent_by) == ("Priya Raman", "Westchester County")
    page = client_for(cast.fire).get(reverse("requirements:survey", args=[part.pk])).content.decode()
    assert "Priya Raman of Westchester County worked on these needs" in page
    assert "On behalf of Millbrook Fire District" in page


def test_needs_of_a_pool_that_was_not_delegated_are_refused(
    cast: Cast, client_for: ClientFor, part: Participation
) -> None:
    other = requirements.pool(cast.buyer, cast.now, title="Copy paper")
    requirements.part(other, cast.fire_district, cast.now)
    client = _on(client_for(cast.buyer), make.granted(cast, pools=[other.number]))
    page = client.get(reverse("requirements:survey", args=[part.pk]))
    assert f"does not cover pool {part.pool.number}" in page.content.decode()
    _state(client, part)
    assert not part.lines.exists()


def test_the_very_next_request_after_the_end_fails_politely(
    cast: Cast, client_for: ClientFor, part: Participation
) -> None:
    delegation = make.granted(cast)
    buyer = _on(client_for(cast.buyer), delegation)
    assert _state(buyer, part).status_code == 302
    chief = client_for(cast.fire)
    ended = chief.post(reverse("membership:end_delegation", args=[delegation.pk]), follow=True)
    assert "What was drafted stays with Millbrook Fire District" in ended.content.decode()
    refused = _state(buyer, part)
    assert refused.status_code == 403
    text = refused.content.decode()
    assert "This seat has ended" in text
    assert "From now on you act from your seat at Westchester County" in text
    assert part.lines.count() == 1, "what was drafted is gone, or more was added"
    assert buyer.get("/to-do/").context["seat"] == cast.buyer


def test_a_part_of_a_page_leads_to_the_account_instead(
    cast: Cast, client_for: ClientFor, part: Participation
) -> None:
    delegation = make.granted(cast)
    buyer = _on(client_for(cast.buyer), delegation)
    actions.end_delegation(delegation_id=delegation.pk, actor=cast.fire, now=cast.now)
    answer = buyer.get(reverse("requirements:survey", args=[part.pk]), headers={"hx-request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (403, reverse("access:account"))
    assert "has ended" in buyer.get(reverse("access:account")).content.decode()


@pytest.mark.parametrize(("seconds", "status"), [(-30, 200), (0, 403)])
def test_a_seat_that_runs_out_stops_on_the_second(
    cast: Cast, client_for: ClientFor, settings: Any, seconds: int, status: int
) -> None:
    delegation = make.granted(cast)
    client = _on(client_for(cast.buyer), delegation)
    ends_at = make.marked_seat(delegation).ended_at
    assert ends_at is not None
    moment = ends_at + timedelta(seconds=seconds)  # the clock runs on while the test does
    settings.COMMONLOT_CLOCK_OFFSET = moment - timezone.now()
    assert client.get("/to-do/").status_code == status


# --- what a marked seat gets of all that a member gets ------------------------------------------------------
NEVER_MORE = {"access:switch_seat"}  # a person's own affairs
READS = {"pooling:prepare_sheet"}  # a file of the page that it may read anyway
GETS: dict[tuple[str, ...], set[str]] = {
    ("check",): READS,
    ("needs",): READS | {
        "requirements:join", "requirements:decline", "requirements:survey", "requirements:save_row",
        "requirements:check", "requirements:reopen", "requirements:sites", "requirements:rename_site",
        "requirements:upload", "requirements:import", "requirements:start_import", "requirements:add_named_sites",
        "requirements:start_from_last_year", "requirements:detach_proof", "pooling:add_to_fill",
    },
    ("orders",): READS | {"ordering:add"},
}  # fmt: skip


def _for_members_only() -> list[Row]:
    return [row for row in all_rows() if row.method == "POST" and row.member is THROUGH is not row.public]


@pytest.mark.parametrize("acts", GETS, ids=lambda acts: acts[0])
def test_a_marked_seat_gets_through_where_it_was_let_and_nowhere_else(
    cast: Cast, acts: tuple[str, ...]
) -> None:
    delegation = make.granted(
        cast, acts=acts, by=cast.requester, grants=cast.approver, buyer=cast.second_buyer, per_order="9999999",
        in_all="9999999",
    )  # fmt: skip
    through = set()
    for row in _for_members_only():
        with undone():
            arguments = row.arguments(cast)
            client = Client()
            client.force_login(cast.second_buyer.user)
            session = client.session
            session["seat"] = make.marked_seat(delegation).pk
            session.save()
            sent = dict(row.sent(cast, arguments))
            if outcome(client.post(reverse(row.url, kwargs=dict(arguments)), sent)) is THROUGH:
                through.add(row.url)
    assert through - NEVER_MORE - GETS[acts] == set()
    assert not GETS[acts] or through & GETS[acts]
