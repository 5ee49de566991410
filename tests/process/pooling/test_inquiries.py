"""An agency answers by the link in its mail, without signing in: once, in time, and on the record."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from commonlot.kernel.errors import Refused
from commonlot.process.pooling import actions
from commonlot.process.pooling.models import Conversion, Inquiry, Match, PooledLine
from commonlot.process.requirements.models import Pool
from commonlot.records import clock
from commonlot.records.audit.queries import trail_of
from commonlot.records.notices.models import Message
from tests.cast import Cast
from tests.factories import pooling

ANSWER = {"holds": "5,000", "source": "The label on the case"}


@pytest.fixture
def paper(cast: Cast) -> Match:
    return pooling.paper_match(pooling.pool_of_paper(cast))


@pytest.fixture
def link(paper: Match, cast: Cast) -> str:
    actions.ask_agencies(match_id=paper.pk, actor=cast.buyer, now=clock.now())
    found = re.search(r"https?://[^/\s]+(/\S+)", Message.objects.get().text)
    assert found is not None
    return found[1]


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_the_agency_is_asked_by_mail_once(paper: Match, cast: Cast) -> None:
    assert actions.ask_agencies(match_id=paper.pk, actor=cast.buyer, now=cast.now) == 1
    mail = Message.objects.get()
    assert mail.to == ["chief.bo.lind@example.org"]
    assert "How many sheets are in your case?" in mail.text
    with pytest.raises(Refused, match="has been asked"):
        actions.ask_agencies(match_id=paper.pk, actor=cast.buyer, now=cast.now)


def test_the_link_shows_what_was_typed_and_looking_changes_nothing(link: str, client: Client) -> None:
    page = client.get(link)
    assert "14 cases, white copy paper 20 lb letter – case" in text(page)
    assert "One case is how many sheets?" in text(page)
    assert page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]
    client.head(link)
    assert not Conversion.objects.exists()


def test_one_answer_counts_the_line_and_says_by_whom(link: str, paper: Match, client: Client) -> None:
    page = client.post(link, ANSWER, follow=True)
    assert "Thank you" in text(page)
    row = paper.lines.order_by("pk")[2]
    assert row.base_quantity == Decimal(70_000)
    stated = Conversion.objects.get()
    assert (stated.stated_by, stated.source) == (None, "The label on the case")
    entry = trail_of(row.line)[0]
    assert entry.details["answered"] == "by link sent to chief.bo.lind@example.org"
    again = client.post(link, {**ANSWER, "holds": "7"})
    assert again.status_code == 422
    assert "was answered on" in text(again)
    row.refresh_from_db()
    assert row.base_quantity == Decimal(70_000)


def test_an_answer_after_the_confirmation_is_added_to_the_total(
    link: str, paper: Match, cast: Cast, client: Client
) -> None:
    actions.confirm_match(match_id=paper.pk, actor=cast.buyer, now=cast.now)
    client.post(link, ANSWER)
    assert PooledLine.objects.get(match=paper).total == Decimal(870_000)


def test_a_link_ends_after_two_weeks(link: str, paper: Match, client: Client) -> None:
    Inquiry.objects.update(
        asked_at=clock.now() - timedelta(days=15), expires_at=clock.now() - timedelta(days=1)
    )
    assert "This link worked until" in text(client.get(link))
    assert client.post(link, ANSWER).status_code == 422
    assert paper.lines.still_asked().exists()


def test_a_link_ends_with_the_pooling(link: str, paper: Match, cast: Cast, client: Client) -> None:
    Pool.objects.filter(pk=paper.pool_id).update(status="frozen", frozen_at=cast.now)
    assert client.post(link, ANSWER).status_code == 422
    assert not Conversion.objects.exists()


@pytest.mark.parametrize("token", ["1", "1.abc", "x" * 200])
def test_a_link_that_was_not_made_here_opens_nothing(link: str, client: Client, token: str) -> None:
    assert client.get(f"/pooling/answer/{token}/").status_code == 404


@pytest.mark.parametrize("holds", ["", "some", "0", "1/3"])
def test_an_answer_that_is_no_number_or_does_not_come_out_even_is_said_beside_the_field(
    link: str, paper: Match, client: Client, holds: str
) -> None:
    page = client.post(link, {**ANSWER, "holds": holds})
    assert page.status_code == 422
    assert "<title>Error: " in text(page)
    assert paper.lines.still_asked().exists()


def test_a_question_that_somebody_answered_meanwhile_is_closed(
    link: str, paper: Match, cast: Cast, client: Client
) -> None:
    actions.state_conversion(
        line_id=paper.lines.still_asked().get().line_id, base_unit="SHEET", numerator=Decimal(5000),
        source="A call", actor=cast.buyer, now=cast.now,
    )  # fmt: skip
    assert "no longer needs this answer" in text(client.get(link))
    with pytest.raises(Refused):
        actions.answer_by_link(inquiry_id=Inquiry.objects.get().pk, holds=1, source="x", now=cast.now)  # type: ignore[arg-type]


def test_an_agency_that_was_asked_is_not_asked_again_after_a_new_sorting(
    link: str, paper: Match, cast: Cast
) -> None:
    line = paper.lines.still_asked().get().line
    run = actions.run_pooling(pool_id=paper.pool_id, actor=cast.buyer, now=cast.now)
    actions.perform_run(run_id=run.pk, now=cast.now)
    assert line.match_lines.get().asked_at is not None
