"""From the ruling on a bid to the approved award, on the database."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from commonlot.kernel.errors import Refused
from commonlot.process.award import actions, queries
from commonlot.process.award.models import Award, Finding
from commonlot.process.award.states import AwardStatus
from commonlot.process.membership.models import Certificate
from commonlot.process.requirements.states import PoolStatus
from commonlot.process.solicitation.models import Solicitation
from commonlot.process.solicitation.states import Status
from commonlot.records.access.models import Organisation, Seat
from commonlot.records.audit.queries import trail_of
from commonlot.records.notices.models import Message
from tests.cast import Cast
from tests.factories.award import Opened, Wanted, award, opened_bids, pooled_bids

PRICES: dict[str, list[str | None]] = {
    "salt_and_sons": ["70.10", "68", None],
    "rival_salt": ["70", "69", "75.255"],
}


@pytest.fixture
def opened(cast: Cast) -> Opened:
    return opened_bids(cast, PRICES)


def recommend(opened: Opened, cast: Cast, by: Seat | None = None, note: str = "") -> Award:
    return actions.recommend_award(
        solicitation_id=opened.solicitation.pk, actor=by or cast.buyer, now=cast.now, note=note
    )


def test_a_buyer_recommends_what_the_published_rule_gives(cast: Cast, opened: Opened) -> None:
    made = recommend(opened, cast)
    assert made.total == Decimal("10660.69")
    lines = {each.line.number: (str(each.price.bid.vendor), each.amount) for each in made.lines.all()}
    assert lines == {
        1: ("Rival Salt Co.", Decimal("7000.00")),
        2: ("Salt & Sons", Decimal("2720.00")),
        3: ("Rival Salt Co.", Decimal("940.69")),
    }
    assert sum(each.amount for each in made.lines.all()) == made.total
    assert made.answer["objective_cents"] == 1066069
    assert Solicitation.objects.get().status == Status.EVALUATED
    assert trail_of(made)[0].verb == "award.recommended"


@pytest.mark.parametrize("who", ["requester", "vendor", "fire"])
def test_nobody_outside_the_lead_agency_recommends(cast: Cast, opened: Opened, who: str) -> None:
    with pytest.raises(Refused, match="Only a buyer"):
        recommend(opened, cast, getattr(cast, who))
    assert not Award.objects.exists()


def test_nothing_is_recommended_before_the_opening_is_finished(cast: Cast) -> None:
    unfinished = opened_bids(cast, PRICES, finished=False)
    with pytest.raises(Refused, match="opening is not finished"):
        recommend(unfinished, cast)


def test_nothing_is_recommended_while_a_typed_bid_is_unchecked(cast: Cast, opened: Opened) -> None:
    bid = opened.bids["Salt & Sons"]
    bid.checked_by, bid.checked_at = None, None
    bid.save()
    with pytest.raises(Refused, match="not checked by a second person"):
        recommend(opened, cast)


def test_nothing_is_recommended_twice(cast: Cast, opened: Opened) -> None:
    recommend(opened, cast)
    with pytest.raises(Refused, match="recommended already"):
        recommend(opened, cast)


def test_with_no_bid_that_counts_there_is_nothing_to_award(cast: Cast) -> None:
    silent = opened_bids(cast, {"salt_and_sons": [None, None, None]})
    with pytest.raises(Refused, match="Reject all bids instead"):
        recommend(silent, cast)


def test_a_bid_ruled_out_with_its_reason_wins_nothing(cast: Cast, opened: Opened) -> None:
    actions.rule_on_bid(
        bid_id=opened.bids["Rival Salt Co."].pk,
        is_responsive=False,
        reason="It is not signed.",
        actor=cast.buyer,
        now=cast.now,
    )
    made = recommend(opened, cast)
    assert {str(each.price.bid.vendor) for each in made.lines.all()} == {"Salt & Sons"}
    assert [found.kind for found in Finding.objects.all()] == ["no_bid", "single_bid", "single_bid"]


def test_a_ruling_gives_its_reason_and_ends_with_the_recommendation(cast: Cast, opened: Opened) -> None:
    def rule(reason: str) -> None:
        actions.rule_on_bid(
            bid_id=opened.bids["Salt & Sons"].pk,
            is_responsive=False,
            reason=reason,
            actor=cast.buyer,
            now=cast.now,
        )

    with pytest.raises(Refused, match="Give the reason"):
        rule("  ")
    recommend(opened, cast)
    with pytest.raises(Refused, match="recommended already"):
        rule("Too late.")


def test_a_lapsed_certificate_is_found_and_kept_with_the_recommendation(cast: Cast, opened: Opened) -> None:
    Certificate.objects.create(
        vendor=cast.salt_and_sons, kind="liability_insurance", starts_on="2025-01-01", ends_on="2026-11-01"
    )
    recommend(opened, cast)
    found = Finding.objects.get(kind="certificate")
    assert found.statement == "Salt & Sons: Liability insurance lapsed on Nov 1, 2026."
    assert found.bid == opened.bids["Salt & Sons"]


def test_a_member_that_would_pay_more_is_noted_before_the_recommendation(cast: Cast) -> None:
    wants = {"Salt": [Wanted(cast.town, "100", "50.00"), Wanted(cast.school_district, "50", "90.00")]}
    pooled = pooled_bids(cast, wants, {"salt_and_sons": ["70"]})
    with pytest.raises(Refused, match="Town of Rye Hill") as refusal:
        recommend(pooled, cast)
    assert refusal.value.field == "note"
    made = recommend(pooled, cast, note="Told Rye Hill on Nov 20; they stay for the delivery terms.")
    assert "Rye Hill" in made.note


def test_what_members_pay_adds_up_to_what_vendors_get(cast: Cast) -> None:
    wants = {
        "Salt": [
            Wanted(cast.town, "1", "40"),
            Wanted(cast.school_district, "1", "30"),
            Wanted(cast.county, "1"),
        ],
        "Ice melt": [Wanted(cast.town, "3")],
    }
    pooled = pooled_bids(cast, wants, {"salt_and_sons": ["33.3333", None], "rival_salt": ["33.3334", None]})
    members = queries.members(queries.tabulation(pooled.solicitation))
    assert members is not None
    assert members.under_award == queries.tabulation(pooled.solicitation).result.total
    assert [str(agency) for agency, _ in members.rows] == [
        "Pine Hollow School District", "Town of Rye Hill", "Westchester County",
    ]  # fmt: skip
    assert [str(agency) for agency in members.pay_more] == ["Pine Hollow School District"]


def test_posting_the_intent_tells_every_bidder_the_result_and_why(
    cast: Cast, opened: Opened, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    made = award(opened, cast)
    actions.post_intent(award_id=made.pk, actor=cast.buyer, now=cast.now)
    made.refresh_from_db()
    assert (made.status, made.intent_posted_at) == (AwardStatus.INTENT_POSTED, cast.now)
    mails = {mail.to[0]: mail for mail in Message.objects.filter(cause="award.intent_posted")}
    assert set(mails) == {cast.salt_and_sons.email, cast.rival_salt.email}
    salt = mails[cast.salt_and_sons.email]
    assert "you win 1 of 2 lines" in salt.subject
    assert (
        "Line 1, Salt, grade 1: you asked $70.1000, Rival Salt Co. asked $70.0000; you are $10.00 dearer."
        in salt.text
    )


def test_a_bidder_whose_bid_does_not_count_reads_the_reason(cast: Cast, opened: Opened) -> None:
    actions.rule_on_bid(
        bid_id=opened.bids["Rival Salt Co."].pk,
        is_responsive=False,
        reason="It is not signed.",
        actor=cast.buyer,
        now=cast.now,
    )
    made = award(opened, cast)
    actions.post_intent(award_id=made.pk, actor=cast.buyer, now=cast.now)
    mail = Message.objects.get(to=[cast.rival_salt.email])
    assert "Why your bid does not count: It is not signed." in mail.text


def approve(made: Award, cast: Cast, by: Seat) -> Award:
    return actions.approve_award(award_id=made.pk, actor=by, now=cast.now)


def test_the_purchasing_agent_approves_and_solicitation_and_pool_follow(cast: Cast) -> None:
    pooled = pooled_bids(cast, {"Salt": [Wanted(cast.town, "100", "90")]}, {"salt_and_sons": ["70"]})
    made = award(pooled, cast, status=AwardStatus.INTENT_POSTED)
    approve(made, cast, cast.purchasing_agent)
    made.refresh_from_db()
    assert (made.status, made.approved_by) == (AwardStatus.APPROVED, cast.purchasing_agent)
    assert made.solicitation.status == Status.AWARDED
    assert made.solicitation.pool is not None
    assert made.solicitation.pool.status == PoolStatus.AWARDED
    assert Message.objects.get(cause="award.approved").to == [cast.salt_and_sons.email]


def test_nobody_approves_their_own_recommendation(cast: Cast, opened: Opened) -> None:
    made = award(opened, cast, status=AwardStatus.INTENT_POSTED)
    with pytest.raises(Refused, match="Only the purchasing agent"):
        approve(made, cast, cast.buyer)
    Award.objects.update(recommended_by=cast.purchasing_agent)
    with pytest.raises(Refused, match="another person must approve"):
        approve(made, cast, cast.purchasing_agent)


def test_nothing_is_approved_before_bidders_were_told(cast: Cast, opened: Opened) -> None:
    made = award(opened, cast)
    with pytest.raises(Refused, match="cannot become approved"):
        approve(made, cast, cast.purchasing_agent)


def test_all_bids_are_rejected_with_a_reason_that_every_bidder_reads(cast: Cast, opened: Opened) -> None:
    def reject(reason: str, by: Seat = cast.purchasing_agent) -> None:
        actions.reject_all(solicitation_id=opened.solicitation.pk, reason=reason, actor=by, now=cast.now)

    with pytest.raises(Refused, match="Give the reason"):
        reject(" ")
    with pytest.raises(Refused, match="Only the purchasing agent"):
        reject("Too dear.", cast.buyer)
    reject("All bids are above the budget.")
    assert Solicitation.objects.get().status == Status.REJECTED_ALL
    assert Message.objects.filter(cause="award.all_rejected", text__contains="above the budget").count() == 2


def test_a_recommendation_is_taken_back_only_before_bidders_were_told(cast: Cast, opened: Opened) -> None:
    made = award(opened, cast)
    actions.withdraw_recommendation(award_id=made.pk, because="Wrong line.", actor=cast.buyer, now=cast.now)
    assert not Award.objects.exists()
    assert trail_of(opened.solicitation)[0].verb == "award.recommendation_withdrawn"
    again = award(opened, cast, status=AwardStatus.INTENT_POSTED)
    with pytest.raises(Refused, match="bidders were told"):
        actions.withdraw_recommendation(award_id=again.pk, because="Again.", actor=cast.buyer, now=cast.now)


def test_what_was_awarded_stays_when_a_vendor_is_renamed(cast: Cast) -> None:
    tied = opened_bids(cast, {"salt_and_sons": ["60", "50", "61"], "rival_salt": ["60", "51", "60"]})
    made = award(tied, cast, status=AwardStatus.INTENT_POSTED)
    winner = made.lines.get(line__number=1).price.bid
    for name in ("Alpha Salt", "Beta Salt", "Gamma Salt", "Delta Salt"):
        Organisation.objects.filter(pk=winner.vendor.organisation_id).update(name=name)
        shown = queries.tabulation(tied.solicitation)
        assert shown.result.rows[0].winner == name
        assert shown.result.total.amount == made.total
