"""The screens of a solicitation, as the public and the desk use them."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from commonlot.engines.spreadsheets import read_table
from commonlot.process.bidding.models import PaperBid
from commonlot.process.solicitation.models import Solicitation
from commonlot.process.solicitation.states import Status
from commonlot.records.access.models import Seat
from tests.cast import Cast
from tests.factories import solicitation as make
from tests.factories.pooling import frozen_pool

SignIn = Callable[[Seat | None], Client]


@pytest.fixture(autouse=True)
def _cast_time(cast: Cast, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = cast.now - timezone.now()


def detail(client: Client, of: Solicitation) -> str:
    return client.get(reverse("solicitation:detail", args=[of.pk])).content.decode()


def test_the_page_answers_what_how_much_and_by_when(cast: Cast, client_for: SignIn) -> None:
    text = detail(client_for(None), make.solicitation(cast))
    for answer in (
        "Bulk road salt, north",
        "18,400",
        "Thu, Dec 10, 2026, 9:00 a.m. EST",
        "16 days left",
        "Room 713",
    ):
        assert answer in text


def test_no_page_claims_that_bids_are_taken_on_this_site(cast: Cast, client_for: SignIn) -> None:
    text = detail(client_for(None), make.solicitation(cast))
    assert "Bids are taken on paper" in text
    assert "Start a bid" not in text


def test_each_agencys_part_stands_beside_the_pooled_line(cast: Cast, client_for: SignIn) -> None:
    made = make.from_pool(cast, frozen_pool(cast))
    text = detail(client_for(None), made)
    assert "Town of Rye Hill" in text
    assert "Quantities by agency" in text


def test_a_cancelled_solicitation_says_why(cast: Cast, client_for: SignIn) -> None:
    text = detail(client_for(None), make.solicitation(cast, status=Status.CANCELLED))
    assert "The need has gone." in text
    assert "Get the bid form" not in text


def test_it_shows_as_closed_at_its_deadline_though_nobody_closed_it(cast: Cast, client_for: SignIn) -> None:
    made = make.overdue(cast)
    assert "Closed, not opened yet" in detail(client_for(None), made)
    assert (
        made.number
        not in client_for(None).get(reverse("solicitation:index"), {"state": "open"}).content.decode()
    )


def test_the_public_page_tells_nothing_of_who_has_bid(cast: Cast, client_for: SignIn) -> None:
    made = make.solicitation(cast)
    client = client_for(cast.buyer)
    client.post(reverse("bidding:envelopes", args=[made.pk]), {"vendor": cast.salt_and_sons.pk})
    assert PaperBid.objects.count() == 1
    for who in (None, cast.requester, cast.vendor, cast.rival):
        for name in ("solicitation:detail", "bidding:opening", "bidding:fragment"):
            text = client_for(who).get(reverse(name, args=[made.pk])).content.decode()
            own_name = "Salt &amp; Sons, vendor" if who == cast.vendor else ""
            assert "Salt &amp; Sons" not in text.replace(own_name, "").replace("<b>Salt &amp; Sons</b>", "")
            assert "stamped" not in text.replace("It is stamped with the minute", "").replace(
                "is stamped, kept and never opened", ""
            )


def test_the_list_is_searched_by_number_title_and_line(cast: Cast, client_for: SignIn) -> None:
    salt = make.solicitation(cast)
    paper = make.solicitation(cast, title="Paper", lines=(("Copy paper, letter", "CT", "5"),))
    for words, found in (("letter copy", paper), (salt.number, salt), ("de-icers", salt)):
        text = client_for(None).get(reverse("solicitation:index"), {"q": words}).content.decode()
        assert [each.number in text for each in (salt, paper)] == [found == salt, found == paper]


def test_a_long_list_costs_the_same_queries_as_a_short_one(
    cast: Cast, client_for: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(30):
        make.solicitation(cast)
    client = client_for(cast.buyer)
    with django_assert_max_num_queries(12):
        client.get(reverse("solicitation:index"))


def test_a_page_of_many_lines_costs_a_bounded_number_of_queries(
    cast: Cast, client_for: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    lines = [(f"Line {number}", "EA", "5") for number in range(60)]
    made = make.solicitation(cast, lines=lines)
    draft = make.solicitation(cast, lines=lines, status=Status.DRAFT)
    client = client_for(cast.buyer)
    with django_assert_max_num_queries(24):
        client.get(reverse("solicitation:detail", args=[made.pk]))
    with django_assert_max_num_queries(20):
        client.get(reverse("solicitation:edit", args=[draft.pk]))


def test_the_bid_form_can_be_filled_in_and_read_again(cast: Cast, client_for: SignIn) -> None:
    made = make.solicitation(cast)
    csv = client_for(None).get(reverse("solicitation:lines_csv", args=[made.pk])).content
    xlsx = client_for(None).get(reverse("solicitation:lines_xlsx", args=[made.pk])).content
    for content, name in ((csv, "a.csv"), (xlsx, "a.xlsx")):
        table = read_table(content, name=name)
        assert table.headers[:4] == ("line", "description", "quantity", "unit")
        assert [str(row.cells[1]) for row in table.rows] == ["Bulk road salt, north", "Bulk road salt, south"]
        assert Decimal(str(table.rows[0].cells[2])) == 18400


def test_the_bid_document_is_a_tagged_pdf(cast: Cast, client_for: SignIn) -> None:
    made = make.from_pool(cast, frozen_pool(cast), description="Deliver *inside* #1 & 2")
    url = reverse("solicitation:document", args=[made.pk])
    first, again = (client_for(None).get(url).content for _ in range(2))
    assert first.startswith(b"%PDF-")
    assert b"/MarkInfo" in first
    assert first == again


def test_a_grid_with_a_wrong_row_says_so_beside_it_and_keeps_nothing(cast: Cast, client_for: SignIn) -> None:
    draft = make.solicitation(cast, status=Status.DRAFT)
    first, second = draft.lines.all()
    sent = {
        f"l{first.pk}-description": "Salt, washed", f"l{first.pk}-unit": "TON", f"l{first.pk}-quantity": "12",
        f"l{second.pk}-description": "Salt", f"l{second.pk}-unit": "TON", f"l{second.pk}-quantity": "-1",
    }  # fmt: skip
    answer = client_for(cast.buyer).post(reverse("solicitation:save_lines", args=[draft.pk]), sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error:" in text
    assert f'id="l{second.pk}-errors"' in text
    assert "Salt, washed" in text
    first.refresh_from_db()
    assert first.description == "Bulk road salt, north"


def test_a_broken_file_of_lines_changes_nothing_and_names_row_and_column(
    cast: Cast, client_for: SignIn
) -> None:
    draft = make.solicitation(cast, status=Status.DRAFT)
    file = SimpleUploadedFile(
        "lines.csv", b"line,description,quantity,unit\n7,Sand,40,TON\n8,Salt,lots,TON\n"
    )
    answer = client_for(cast.buyer).post(reverse("solicitation:upload", args=[draft.pk]), {"file": file})
    assert answer.status_code == 422
    assert "Row 3, column quantity" in answer.content.decode()
    assert draft.lines.count() == 2


def test_a_renamed_picture_is_no_spreadsheet(cast: Cast, client_for: SignIn) -> None:
    draft = make.solicitation(cast, status=Status.DRAFT)
    picture = SimpleUploadedFile("lines.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 200)
    answer = client_for(cast.buyer).post(reverse("solicitation:upload", args=[draft.pk]), {"file": picture})
    assert answer.status_code == 422
    assert "a PNG picture" in answer.content.decode()


def test_publishing_asks_for_the_deadline_in_county_time(cast: Cast, client_for: SignIn) -> None:
    made = make.solicitation(cast, status=Status.IN_REVIEW)
    url = reverse("solicitation:publish", args=[made.pk])
    early = client_for(cast.purchasing_agent).post(url, {"bids_due_at": "2026-11-25T14:00"})
    assert early.status_code == 422
    assert "Saturday, November 28, 2026" in early.content.decode()
    client_for(cast.purchasing_agent).post(url, {"bids_due_at": "2026-12-10T14:00"})
    made.refresh_from_db()
    assert made.bids_due_at is not None
    assert timezone.localtime(made.bids_due_at).strftime("%H:%M %Z") == "14:00 EST"


def test_what_one_may_not_do_is_said_in_the_buttons_place(cast: Cast, client_for: SignIn) -> None:
    text = detail(client_for(cast.buyer), make.solicitation(cast, status=Status.IN_REVIEW))
    assert "Only the purchasing agent of the lead agency publishes a solicitation." in text
    assert ">Publish<" not in text


def test_the_trail_before_publication_is_the_countys_own(cast: Cast, client_for: SignIn) -> None:
    made = make.solicitation(cast, status=Status.DRAFT)
    client_for(cast.buyer).post(reverse("solicitation:add_lot", args=[made.pk]), {"title": "A secret lot"})
    client_for(cast.buyer).post(reverse("solicitation:send_for_review", args=[made.pk]))
    client_for(cast.purchasing_agent).post(
        reverse("solicitation:publish", args=[made.pk]), {"bids_due_at": "2026-12-10T14:00"}
    )
    assert "A secret lot" in detail(client_for(cast.buyer), made)
    assert "A secret lot" not in detail(client_for(None), made)
