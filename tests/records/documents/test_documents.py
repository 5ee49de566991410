"""A kept file is what was received, and goes to those who may read what refers to it."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from commonlot.records.access.models import PUBLIC, AnySeat, Seat
from commonlot.records.documents import access
from commonlot.records.documents.actions import keep
from commonlot.records.documents.models import Document
from tests.cast import Cast

ClientFor = Callable[[Seat | None], Client]


@pytest.fixture
def notice(cast: Cast) -> Document:
    """A file that the county keeps."""
    return keep(
        name="Notice of “award”.html",
        content=b"<script>alert(1)</script>",
        content_type="text/html",
        actor=cast.buyer,
        now=cast.now,
    )


@pytest.fixture
def public_notices(notice: Document) -> Iterator[None]:
    """Somebody vouches that everyone may read that file."""

    def everyone(document: Document, actor: AnySeat, *, now: datetime) -> bool:
        return document == notice

    access.let_read(everyone)
    yield
    access._READERS.remove(everyone)


def test_the_fingerprint_is_that_of_the_bytes(notice: Document) -> None:
    assert notice.sha256 == hashlib.sha256(b"<script>alert(1)</script>").hexdigest()
    assert notice.size == 25


def test_a_file_nobody_vouches_for_is_read_where_it_was_kept_only(notice: Document, cast: Cast) -> None:
    assert access.read.allows(cast.second_buyer, notice, now=cast.now)
    for outsider in (cast.requester, cast.vendor, PUBLIC):
        assert not access.read.allows(outsider, notice, now=cast.now)


@pytest.mark.django_db
def test_a_file_that_the_program_made_is_nobodys_until_somebody_vouches(cast: Cast) -> None:
    made = keep(name="a.pdf", content=b"%PDF", content_type="application/pdf", actor=None, now=cast.now)
    for reader in (cast.buyer, cast.requester, PUBLIC):
        assert not access.read.allows(reader, made, now=cast.now)


@pytest.mark.usefixtures("public_notices")
def test_who_may_read_the_record_may_read_its_file(notice: Document, client_for: ClientFor) -> None:
    assert client_for(None).get(reverse("documents:download", args=[notice.pk])).status_code == 200


def test_a_browser_never_takes_a_kept_file_for_a_page(
    notice: Document, cast: Cast, client_for: ClientFor
) -> None:
    response = client_for(cast.buyer).get(reverse("documents:download", args=[notice.pk]))
    assert b"".join(response.streaming_content) == b"<script>alert(1)</script>"  # type: ignore[attr-defined]
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("hidden", ["not allowed", "not there"])
def test_a_file_one_may_not_read_looks_like_one_that_is_not_there(
    notice: Document, cast: Cast, client_for: ClientFor, hidden: str
) -> None:
    pk = notice.pk if hidden == "not allowed" else notice.pk + 999
    assert client_for(cast.vendor).get(reverse("documents:download", args=[pk])).status_code == 404
