"""The pages of the rules: what anyone reads, and how the county changes a rule there."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from commonlot.records.access.models import Seat
from commonlot.records.documents.models import Document
from commonlot.records.legal.models import Rule, RuleChange
from commonlot.records.legal.queries import the_law
from tests.cast import Cast
from tests.records.legal.making import approved, proposed
from tests.records.legal.matrix import VALID, one_that_differs

pytestmark = pytest.mark.django_db
ClientFor = Callable[[Seat | None], Client]


@pytest.fixture(autouse=True)
def _cast_time(now: datetime, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = now - timezone.now()


def text_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_anyone_reads_every_rule_with_its_citation_and_where_it_is_used(
    django_assert_max_num_queries: Any,
) -> None:
    with django_assert_max_num_queries(7):
        text = text_of(Client(), "/rules/")
    for rule in Rule.objects.all():
        assert f'id="{rule.code}"' in text
        assert rule.figure_words in text
    assert "GML 103(16)" in text
    assert "Nothing here is legal advice" in text
    assert "Who may take part in a cooperation agreement" in text
    assert "No stage asks it yet" in text


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("certainty=C", "INS-1", "BID-1"),
        ("standing=ended", "PIG-6", "PIG-5"),
        ("standing=coming", "ADA-1", "CNTY-1"),
        ("use=later", "STD-1", "COOP-2"),
        ("use=used", "COOP-2", "STD-1"),
        ("q=rock+salt", "SALT-1", "BID-1"),
        ("q=408-a", "CNTY-4", "CNTY-1"),
        ("q=35%2C000", "BID-2", "BID-1"),
    ],
)
def test_the_list_is_narrowed_by_certainty_standing_use_and_words(
    query: str, shown: str, hidden: str
) -> None:
    text = text_of(Client(headers={"HX-Request": "true"}), f"/rules/?{query}")
    assert f'id="{shown}"' in text
    assert f'id="{hidden}"' not in text


def test_a_list_without_a_match_says_what_to_do() -> None:
    assert "No rule matches" in text_of(Client(), "/rules/?q=zebra")


def test_the_page_of_a_rule_tells_its_versions_who_set_them_and_where_it_is_used(cast: Cast) -> None:
    approved(cast)
    text = text_of(Client(), "/rules/NY/PIG-6/")
    assert "Through Jun 30, 2026" in text
    assert "From Jul 1, 2026 through Jun 30, 2027" in text
    assert "Proposed by Priya Raman, approved by Marta Quill, with a letter on file" in text
    assert "Path D, Piggyback" in text
    assert Client().get("/rules/NY/PIG-99/").status_code == 404


def test_a_figure_stands_in_the_sentences_of_its_rule() -> None:
    text = text_of(Client(), "/rules/NY/BID-1/")
    assert "are above $20,000, so sealed bids are needed" in text
    assert "{figure}" not in text


def test_counsels_letter_is_read_by_the_countys_staff_only(cast: Cast, client_for: ClientFor) -> None:
    change = approved(cast)
    letter = Document.objects.get()
    for who in (None, cast.requester, cast.vendor, cast.approver):
        page = text_of(client_for(who), f"/rules/changes/{change.pk}/")
        assert "The source is kept on file" in page
        assert "counsel.pdf" not in page
        assert "What was done, and by whom" not in page
        assert client_for(who).get(f"/documents/{letter.pk}/").status_code == 404
    assert "counsel.pdf" in text_of(client_for(cast.second_buyer), f"/rules/changes/{change.pk}/")


def test_nobody_outside_learns_that_a_change_is_proposed(cast: Cast, client_for: ClientFor) -> None:
    proposed(cast)
    for who in (None, cast.requester, cast.vendor):
        assert "Jun 30, 2027" not in text_of(client_for(who), "/rules/NY/PIG-6/")
        assert "A change waits" not in text_of(client_for(who), "/rules/")
    assert "A change waits" in text_of(client_for(cast.buyer), "/rules/")
    assert "Waits for a second person" in text_of(client_for(cast.buyer), "/rules/NY/PIG-6/")


def test_a_buyer_proposes_and_the_purchasing_agent_approves_in_the_product(
    cast: Cast, client_for: ClientFor
) -> None:
    base = Rule.objects.standing().get(code="OGS-1")
    letter = SimpleUploadedFile("letter.pdf", b"%PDF-1.7", content_type="application/pdf")
    sent = client_for(cast.buyer).post(f"/rules/versions/{base.pk}/propose/", {**VALID, "letter": letter})
    change = RuleChange.objects.get()
    assert sent["Location"] == f"/rules/changes/{change.pk}/"
    own = text_of(client_for(cast.buyer), sent["Location"])
    assert "<del>$500</del>" in own
    assert "<ins>$600</ins>" in own
    assert "Only the purchasing agent or the platform administrator" in own
    assert "Take it back" in own
    agent = client_for(cast.purchasing_agent)
    assert "Decide the change of rule OGS-1" in text_of(agent, "/to-do/")
    done = agent.post(f"/rules/changes/{change.pk}/approve/", {"note": "Read."}, follow=True)
    assert "The new version stands." in done.content.decode()
    assert [rule.figure_words for rule in the_law("NY").rules if rule.code == "OGS-1"] == ["$500", "$600"]


def test_the_form_begins_where_the_version_ends_and_keeps_what_was_typed(
    cast: Cast, client_for: ClientFor
) -> None:
    base = Rule.objects.standing().get(code="PIG-6")
    buyer = client_for(cast.buyer)
    assert 'value="2026-07-01"' in text_of(buyer, f"/rules/versions/{base.pk}/propose/")
    wrong = buyer.post(
        f"/rules/versions/{base.pk}/propose/",
        {"kind": "begins", "says": "Typed.", "citation": "ch. 1", "certainty": "A", "severity": "ask",
         "holds": "It holds.", "why": "A letter."},
    )  # fmt: skip
    assert wrong.status_code == 422
    assert "Name the first day on which the new version holds." in wrong.content.decode()
    assert "Typed." in wrong.content.decode()
    assert not RuleChange.objects.exists()


def test_a_list_of_a_rule_is_edited_as_words_with_commas(cast: Cast, client_for: ClientFor) -> None:
    base = Rule.objects.standing().get(code="COOP-2")
    form = client_for(cast.buyer).get(f"/rules/versions/{base.pk}/propose/").context["form"]
    data = {name: form[name].value() or "" for name in form.fields if name != "letter"}
    data |= {"check_1_one_of": "county, city, town, library", "first_day": "2027-01-01", "why": "A law."}
    client_for(cast.buyer).post(f"/rules/versions/{base.pk}/propose/", data)
    assert RuleChange.objects.get().version.checks[1]["one_of"] == ["county", "city", "town", "library"]


def test_what_a_release_has_otherwise_is_shown_and_proposed_and_never_overwrites(
    cast: Cast, client_for: ClientFor
) -> None:
    buyer = client_for(cast.buyer)
    assert "nothing differs" in text_of(buyer, "/rules/shipped/")
    one_that_differs(cast)
    text = text_of(buyer, "/rules/shipped/")
    assert "Changed here on purpose" in text
    assert "Kept otherwise." in text
    assert "differ from what is kept here" in text_of(buyer, "/rules/changes/")
    buyer.post("/rules/shipped/NY/OGS-1/")
    change = RuleChange.objects.get()
    assert change.version.note == ""
    assert "Kept otherwise." in [rule.note for rule in the_law("NY").rules]
    client_for(cast.purchasing_agent).post(f"/rules/changes/{change.pk}/approve/")
    assert "Kept otherwise." not in [rule.note for rule in the_law("NY").rules]
    assert "nothing differs" in text_of(buyer, "/rules/shipped/")


def test_a_rule_that_only_the_release_has_is_proposed_and_added(cast: Cast, client_for: ClientFor) -> None:
    Rule.objects.filter(code="STD-1").update(superseded_at=cast.now)
    buyer, agent = client_for(cast.buyer), client_for(cast.purchasing_agent)
    assert "Not kept here yet" in text_of(buyer, "/rules/shipped/")
    buyer.post("/rules/shipped/NY/STD-1/")
    change = RuleChange.objects.get()
    assert "The new rule" in text_of(agent, f"/rules/changes/{change.pk}/")
    agent.post(f"/rules/changes/{change.pk}/approve/")
    assert [rule.figure_words for rule in the_law("NY").rules if rule.code == "STD-1"] == ["60%"]
