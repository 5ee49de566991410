"""Should we join? What an invited agency learns, what the public learns, and what nobody does."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonlot.process.membership.models import Agency, Agreement
from commonlot.process.pooling.models import PooledLine
from commonlot.process.requirements.models import Pool
from commonlot.process.requirements.states import PoolStatus
from tests.cast import Cast
from tests.factories import past_pools, pooling, requirements

ClientFor = Callable[..., Client]
pytestmark = pytest.mark.django_db


def page(client: Client, pool: Pool, status: int = 200, **asked: Any) -> str:
    answer = client.get(reverse("savings:should_we_join", args=[pool.pk]), asked)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


@pytest.fixture
def past(cast: Cast) -> Pool:
    return past_pools.awarded(cast)


@pytest.fixture
def pool(cast: Cast, past: Pool) -> Pool:
    return past_pools.open_now(cast)


def test_an_invited_agency_sees_its_share_then_and_what_the_award_did(
    pool: Pool, cast: Cast, client_for: ClientFor
) -> None:
    seen = page(client_for(cast.requester), pool)
    assert "Your share of Salt last year" in seen
    assert "10.0%" in seen
    assert "of 10,000" in seen
    assert "$40.00" in seen, "1,000 lb at its own 0.0400"
    assert "$36.00" in seen, "1,000 lb at the award's 0.0360"
    assert "Join this pool" in seen


def test_the_middle_of_the_past_pool_is_named_with_its_count_and_its_loss(pool: Pool, client: Client) -> None:
    seen = page(client, pool)
    assert "5 of 5 awarded lines can be compared" in seen
    assert "The middle of 5 lines cost 10.0% less than before." in seen
    assert "Of 5 lines: 3 cheaper, 1 dearer, 1 the same." in seen
    assert seen.index("Calcium chloride") < seen.index(">Sand<")


def test_a_past_pool_of_few_lines_says_that_the_data_are_too_few(cast: Cast, client: Client) -> None:
    past_pools.awarded(cast, lines=past_pools.LINES[:4])
    seen = page(client, past_pools.open_now(cast))
    assert "Not enough data: 4 lines can be compared, and we say nothing below 5" in seen
    assert "The middle of" not in seen


def test_a_line_with_two_stated_prices_tells_nobody_what_they_were(cast: Cast, client: Client) -> None:
    two = ("Grit", ("0.5555", "0.5555", None), "0.5000")
    past_pools.awarded(cast, lines=[*past_pools.LINES, two])
    seen = page(client, past_pools.open_now(cast))
    assert "5 of 6 awarded lines can be compared" in seen
    assert "$0.5555" not in seen


def test_goods_that_were_never_pooled_say_so(past: Pool, cast: Cast, client: Client) -> None:
    seen = page(client, past_pools.open_now(cast, commodity="Dog food"))
    assert "No earlier pool of Dog food has been awarded here" in seen
    assert "Try a quantity" not in seen


def test_the_public_sees_no_share_of_anyone(pool: Pool, client: Client) -> None:
    seen = page(client, pool)
    assert "Your share of" not in seen
    assert "Town of Rye Hill" not in seen
    assert "Ask to join the cooperative" in seen


def test_a_pool_that_is_not_open_is_known_only_to_those_it_invited(
    pool: Pool, cast: Cast, client: Client, client_for: ClientFor
) -> None:
    Pool.objects.filter(pk=pool.pk).update(status=PoolStatus.POOLING)
    assert "Needs are no longer collected" in page(client_for(cast.requester), pool)
    page(client_for(cast.school), pool, status=404)
    page(client, pool, status=404)
    Pool.objects.filter(pk=pool.pk).update(status=PoolStatus.PLANNED)
    page(client_for(cast.requester), pool, status=404)


# --- what would our share be? -------------------------------------------------------------------------------


def test_a_typed_quantity_is_put_beside_what_all_others_needed(
    pool: Pool, past: Pool, client: Client
) -> None:
    salt = PooledLine.objects.get(pool=past, name="Bulk salt")
    seen = page(client, pool, line=salt.pk, quantity="2500", price="0.0400")
    assert "20.0%</b> of 12,500" in seen
    assert "$90.00" in seen
    assert "$100.00" in seen
    assert "$10.00" in seen


def test_what_an_agency_stated_itself_is_not_counted_twice(
    pool: Pool, past: Pool, cast: Cast, client_for: ClientFor
) -> None:
    salt = PooledLine.objects.get(pool=past, name="Bulk salt")
    seen = page(client_for(cast.requester), pool, line=salt.pk, quantity="1000")
    assert "10.0%</b> of 10,000" in seen


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"quantity": "many"}, "Type a number, such as 120."),
        ({"quantity": "-3"}, "Type a number above zero."),
        ({"quantity": ""}, "Say how many you need a year."),
        ({"quantity": "5", "line": "0"}, "Choose a need from the list."),
        ({"quantity": "5", "price": "-1"}, "A price cannot be negative."),
        ({"quantity": "NaN"}, "Type a number, such as 120."),
    ],
)
def test_what_is_typed_wrong_is_said_beside_the_field(
    pool: Pool, past: Pool, client: Client, typed: dict[str, str], says: str
) -> None:
    salt = PooledLine.objects.get(pool=past, name="Bulk salt")
    seen = page(client, pool, status=422, **{"line": str(salt.pk), **typed})
    assert seen.count(says) == 2, "in the summary and beside the field"
    assert "What it comes to" not in seen


# --- may we? ------------------------------------------------------------------------------------------------


def test_the_law_answers_for_the_first_day_of_the_contract(
    pool: Pool, cast: Cast, client_for: ClientFor
) -> None:
    seen = page(client_for(cast.requester), pool)
    assert "May Town of Rye Hill order, if it joins?" in seen
    assert "it may order from the first day of the contract" in seen
    assert "COOP-3" in seen
    assert "read for Apr 1, 2027, the first day" in seen


def test_an_agency_without_an_agreement_reads_why_it_may_not(
    pool: Pool, cast: Cast, client_for: ClientFor
) -> None:
    Agreement.objects.filter(agency=cast.town).update(ends_on=date(2026, 11, 1))
    seen = page(client_for(cast.requester), pool)
    assert "no cooperation agreement in force" in seen
    assert "Join this pool" not in seen


def test_a_state_whose_rules_are_not_kept_is_uncertain_and_never_allowed(
    pool: Pool, cast: Cast, client_for: ClientFor
) -> None:
    Agency.objects.filter(pk=cast.town.pk).update(state="VT")
    seen = page(client_for(cast.requester), pool)
    assert "Uncertain: ask counsel." in seen
    assert "it may order from the first day" not in seen


def test_an_agency_that_was_not_invited_is_told_whom_to_ask(
    pool: Pool, cast: Cast, client_for: ClientFor
) -> None:
    assert "was not invited to this pool" in page(client_for(cast.school), pool)


def test_more_lines_do_not_ask_the_database_more_often(cast: Cast, client_for: ClientFor) -> None:
    counts = []
    past = past_pools.awarded(cast)
    pool = past_pools.open_now(cast)
    client = client_for(cast.requester)
    for more in (0, 8):
        part = past.participations.get(agency=cast.town)
        for n in range(more):
            need = requirements.line(part, cast.now, description=f"Pail {n}", status="frozen")
            pooling.pooled_line(past, [(need, "4")], name=f"Pail {n}")
        with CaptureQueriesContext(connection) as asked:
            page(client, pool)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 32
