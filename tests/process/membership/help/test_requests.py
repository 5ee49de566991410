"""A small agency asks for help; the county takes it, gives it to a buyer, or says why not."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from commonlot.kernel.errors import Refused
from commonlot.process.membership import actions, queries
from commonlot.process.membership.access import may_read_document
from commonlot.process.membership.models import AssistanceRequest, Delegation
from commonlot.records.access.models import PUBLIC
from commonlot.records.audit.queries import trail_of
from commonlot.records.documents.models import Document
from commonlot.records.notices.models import Message
from tests.cast import Cast
from tests.factories import help as make

PAPER = ("old-spec.pdf", b"%PDF-1.7", "application/pdf")


def test_the_chief_asks_in_plain_words_and_every_buyer_is_told(cast: Cast) -> None:
    request = actions.ask_for_help(
        kind="specification",
        words=make.WORDS,
        needed_by=date(2026, 12, 11),
        papers=[PAPER],
        actor=cast.fire,
        now=cast.now,
    )
    mail = Message.objects.get()
    everyone = {cast.buyer.user.email, cast.second_buyer.user.email, cast.purchasing_agent.user.email}
    assert set(mail.to) == everyone
    assert make.WORDS in mail.text
    assert f"/membership/help/{request.pk}/" in mail.text
    assert [entry.verb for entry in trail_of(cast.fire_district)] == ["membership.help_asked"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "magic"}, "kind"),
        ({"words": "  "}, "words"),
        ({"needed_by": date(2026, 11, 22)}, "needed_by"),
        ({"papers": [PAPER] * 11}, "papers"),
    ],
)
def test_a_request_that_says_too_little_is_refused(cast: Cast, change: dict[str, Any], field: str) -> None:
    usual: dict[str, Any] = {"kind": "bid", "words": make.WORDS, "needed_by": date(2026, 12, 11)}
    with pytest.raises(Refused) as refusal:
        actions.ask_for_help(**{**usual, **change}, actor=cast.fire, now=cast.now)
    assert refusal.value.field == field
    assert not AssistanceRequest.objects.exists()


def test_neither_the_county_nor_a_vendor_asks(cast: Cast) -> None:
    for outsider in (cast.buyer, cast.vendor):
        with pytest.raises(Refused, match="Only a member agency"):
            make.asked(cast, by=outsider)


def test_a_paper_is_read_by_the_agency_and_the_buyers_only(cast: Cast) -> None:
    request = make.asked(cast)
    actions.add_paper(request_id=request.pk, paper=PAPER, actor=cast.fire, now=cast.now)
    paper = Document.objects.get()
    for reader in (cast.fire, cast.buyer, cast.purchasing_agent):
        assert may_read_document(paper, reader, now=cast.now)
    for outsider in (cast.school, cast.requester, cast.vendor, PUBLIC):
        assert not may_read_document(paper, outsider, now=cast.now)


def test_a_buyer_takes_a_request_once_and_the_agency_sees_who(cast: Cast) -> None:
    request = make.asked(cast)
    actions.take_request(request_id=request.pk, actor=cast.buyer, now=cast.now)
    mail = Message.objects.first()
    assert mail is not None
    assert mail.subject.startswith("Priya Raman has your request")
    assert set(mail.to) == {cast.fire.user.email, "f-003@example.org"}
    with pytest.raises(Refused, match="answered already"):
        actions.take_request(request_id=request.pk, actor=cast.second_buyer, now=cast.now)


def test_only_a_buyer_takes_and_only_the_purchasing_agent_assigns(cast: Cast) -> None:
    request = make.asked(cast)
    for outsider in (cast.fire, cast.requester, cast.vendor):
        with pytest.raises(Refused, match="Only a buyer"):
            actions.take_request(request_id=request.pk, actor=outsider, now=cast.now)
    with pytest.raises(Refused, match="Only the purchasing agent"):
        actions.assign_request(
            request_id=request.pk, buyer_id=cast.second_buyer.pk, actor=cast.buyer, now=cast.now
        )
    given = actions.assign_request(
        request_id=request.pk, buyer_id=cast.second_buyer.pk, actor=cast.purchasing_agent, now=cast.now
    )
    assert given.taken_by == cast.second_buyer
    assert Message.objects.filter(to=[cast.second_buyer.user.email]).exists()


def test_a_request_goes_on_to_another_buyer_but_not_to_a_member(cast: Cast) -> None:
    request = make.taken(cast)
    with pytest.raises(Refused, match="Choose one of the county's buyers"):
        actions.assign_request(
            request_id=request.pk, buyer_id=cast.fire.pk, actor=cast.purchasing_agent, now=cast.now
        )
    later = cast.now + timedelta(days=2)
    again = actions.assign_request(
        request_id=request.pk, buyer_id=cast.second_buyer.pk, actor=cast.purchasing_agent, now=later
    )
    assert (again.taken_by, again.answered_at) == (cast.second_buyer, cast.now)


def test_a_declined_request_says_why(cast: Cast) -> None:
    request = make.asked(cast)
    with pytest.raises(Refused, match="Say why"):
        actions.decline_request(request_id=request.pk, because=" ", actor=cast.buyer, now=cast.now)
    because = "The State has a contract for this; we sent you its number."
    actions.decline_request(request_id=request.pk, because=because, actor=cast.buyer, now=cast.now)
    mail = Message.objects.first()
    assert mail is not None
    assert because in mail.text


def test_a_request_is_withdrawn_by_who_asked(cast: Cast) -> None:
    request = make.asked(cast)
    for outsider in (cast.buyer, cast.school):
        with pytest.raises(Refused, match="Only the agency that asked"):
            actions.withdraw_request(request_id=request.pk, actor=outsider, now=cast.now)
    withdrawn = actions.withdraw_request(request_id=request.pk, actor=cast.fire, now=cast.now)
    assert withdrawn.status == "withdrawn"
    with pytest.raises(Refused, match="is over"):
        actions.withdraw_request(request_id=request.pk, actor=cast.fire, now=cast.now)


def test_an_agency_takes_back_what_a_buyer_has_and_the_buyer_is_told(cast: Cast) -> None:
    request = make.taken(cast)
    actions.withdraw_request(request_id=request.pk, actor=cast.fire, now=cast.now)
    mail = Message.objects.order_by("-pk").first()
    assert mail is not None
    assert (mail.to, mail.subject) == ([cast.buyer.user.email], f"Withdrawn: {request}")
    entry = actions.log_hours(
        request_id=request.pk,
        worked_on=cast.now.date(),
        hours=Decimal("0.5"),
        work="needs",
        note="Read what the agency wrote.",
        actor=cast.buyer,
        now=cast.now,
    )
    assert entry.hours == Decimal("0.5"), "what was worked before is still logged"


@pytest.mark.parametrize("far", [make.proposed, make.granted])
def test_a_request_is_not_withdrawn_from_under_a_delegation(
    cast: Cast, far: Callable[[Cast], Delegation]
) -> None:
    delegation = far(cast)
    facts: dict[str, Any] = {"request_id": delegation.request_id, "actor": cast.fire, "now": cast.now}
    with pytest.raises(Refused, match="End the delegation, or refuse it, first"):
        actions.withdraw_request(**facts)
    if delegation.status == "proposed":
        actions.refuse_delegation(delegation_id=delegation.pk, because="No", actor=cast.fire, now=cast.now)
    else:
        actions.end_delegation(delegation_id=delegation.pk, actor=cast.fire, now=cast.now)
    assert actions.withdraw_request(**facts).status == "withdrawn"


def test_a_request_is_done_with_what_came_of_it(cast: Cast) -> None:
    request = make.taken(cast)
    with pytest.raises(Refused, match="Only the buyer who has"):
        actions.finish_request(request_id=request.pk, outcome="x", actor=cast.second_buyer, now=cast.now)
    done = actions.finish_request(
        request_id=request.pk, outcome="Your needs are in the pool.", actor=cast.buyer, now=cast.now
    )
    assert done.status == "done"


def test_the_queue_is_sorted_by_who_waits_longest(cast: Cast) -> None:
    second = make.asked(cast)
    first = make.asked(cast, now=cast.now - timedelta(days=3))
    assert list(queries.queue(cast.buyer)) == [first, second]


def test_one_agency_sees_nothing_of_anothers_requests(cast: Cast) -> None:
    request = make.asked(cast)
    assert list(queries.requests_for(cast.fire)) == [request]
    for outsider in (cast.requester, cast.school, cast.vendor, PUBLIC):
        assert not queries.requests_for(outsider).exists()


def test_the_load_of_a_buyer_is_what_they_have_and_worked(cast: Cast) -> None:
    make.granted(cast)
    make.taken(cast, by=cast.approver)
    load = {each.user.name: each for each in queries.load(now=cast.now)}
    assert (load["Priya Raman"].has_requests, load["Priya Raman"].has_delegations) == (2, 1)  # type: ignore[attr-defined]
    assert (load["Owen Bright"].has_requests, load["Owen Bright"].has_delegations) == (0, 0)  # type: ignore[attr-defined]


def test_the_average_answer_is_computed_or_not_shown(cast: Cast) -> None:
    assert queries.average_answer(now=cast.now) is None
    for days in (1, 2, 3):
        request = make.asked(cast, now=cast.now + timedelta(hours=days))
        answered = cast.now + timedelta(days=days)
        actions.take_request(request_id=request.pk, actor=cast.buyer, now=answered)
    assert queries.average_answer(now=cast.now + timedelta(days=4)) == 2
