"""Every address is in the permission matrix, and does what its row says to each of six people."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib import messages
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from tests.cast import COUNTY_TIME, Cast, summon
from tests.house.matrix import HIDDEN, PEOPLE, REFUSED, THROUGH, Gets, Row, all_rows

ROWS = all_rows()
# Sign-in is allauth's, with its own tests; its addresses begin with these names.
ALLAUTHS_OWN = ("account_", "mfa_", "socialaccount_", "usersessions_")
A_MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=COUNTY_TIME)
METHODS = ("GET", "POST")


def _names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _names(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name}" if pattern.name else f"without a name: {pattern.pattern}"


def test_every_address_is_in_the_matrix() -> None:
    names = {name for name in _names(get_resolver().url_patterns) if not name.startswith(ALLAUTHS_OWN)}
    assert names - {row.url for row in ROWS} == set()


def test_the_matrix_has_no_address_that_does_not_exist() -> None:
    assert {row.url for row in ROWS} - set(_names(get_resolver().url_patterns)) == set()


def test_no_address_and_method_stands_twice_with_the_same_seats() -> None:
    keys = [(row.url, row.method, row.given, repr(row.data), repr(row.seats)) for row in ROWS]
    assert len(keys) == len(set(keys))


@pytest.fixture(scope="module")
def _everybody(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """Make the cast once for all rows: what a row does is undone, so the next one finds them as they were."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield summon(A_MONDAY)
        transaction.set_rollback(True)


@pytest.fixture
def cast(_everybody: Cast) -> Iterator[Cast]:
    """Give the cast as it was made, also where a row changes the people it was given."""
    with undone():
        yield deepcopy(_everybody)


@pytest.fixture
def _cast_time(cast: Cast, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = cast.now - timezone.now() + timedelta(seconds=0)


def outcome(response: Any) -> Gets:
    status = response.status_code
    if status == 404:
        return HIDDEN
    if status in {403, 422}:
        return REFUSED
    assert status < 400, f"answered {status}"
    if 300 <= status < 400:
        to_sign_in = response["Location"].startswith(reverse("account_login"))
        # Read from the queue: the next page has not consumed them yet.
        said = [message.level for message in messages.get_messages(response.wsgi_request)]
        return REFUSED if to_sign_in or messages.ERROR in said else THROUGH
    return THROUGH


@contextmanager
def undone() -> Iterator[None]:
    """Let one person try, and undo it, so that the next one finds everything as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("_cast_time")
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.url}")
def test_each_person_gets_what_the_matrix_says(
    row: Row, cast: Cast, client_for: Callable[..., Client]
) -> None:
    got = {}
    for person in PEOPLE:
        with undone():
            arguments = row.arguments(cast)
            client = client_for(row.seat(cast, person))
            send = client.post if row.method == "POST" else client.get
            response = send(reverse(row.url, kwargs=dict(arguments)), dict(row.sent(cast, arguments)))
            got[person] = outcome(response)
    assert got == {person: getattr(row, person) for person in PEOPLE}


def _rows_by_url() -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in ROWS:
        found.setdefault(row.url, []).append(row)
    return found


@pytest.mark.usefixtures("_cast_time")
@pytest.mark.parametrize("url", sorted(_rows_by_url()))
def test_a_method_that_is_not_in_the_matrix_is_not_allowed(
    url: str, cast: Cast, client_for: Callable[..., Client]
) -> None:
    rows = _rows_by_url()[url]
    arguments = rows[0].arguments(cast)
    client = client_for(cast.buyer)
    for method in set(METHODS) - {row.method for row in rows}:
        send = client.post if method == "POST" else client.get
        response = send(reverse(url, kwargs=dict(arguments)))
        assert response.status_code in {405, 403, 404}, (
            f"{method} answered {response.status_code}: mark the view"
        )
