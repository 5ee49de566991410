"""Contracts made, entered, put into force, adopted and ended, on the database."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from commonlot.kernel.errors import Refused
from commonlot.process.award.models import Award
from commonlot.process.award.states import AwardStatus
from commonlot.process.contracts import actions, papers
from commonlot.process.contracts.jobs import expire_ended
from commonlot.process.contracts.models import Allotment, Contract, ContractParticipation, PathMemo
from commonlot.process.contracts.queries import path_of
from commonlot.process.contracts.states import ContractStatus
from commonlot.process.membership.models import Agreement
from commonlot.records.access.models import Seat
from commonlot.records.audit.queries import trail_of
from commonlot.records.legal.models import Rule
from commonlot.records.notices.models import Message
from tests.cast import Cast
from tests.factories.award import Wanted, award, opened_bids, pooled_bids
from tests.factories.contracts import contract, price, takes_part


def approved(cast: Cast) -> Award:
    wants = {
        "Road salt": [Wanted(cast.town, "100"), Wanted(cast.town, "20"), Wanted(cast.school_district, "60")],
        "Ice melt": [Wanted(cast.school_district, "40")],
    }
    pooled = pooled_bids(cast, wants, {"salt_and_sons": ["7", "9"], "rival_salt": ["8", "8"]}, per_unit="20")
    return award(pooled, cast, status=AwardStatus.APPROVED)


def make(cast: Cast, given: Award, by: Seat | None = None) -> list[Contract]:
    return actions.make_contracts(award_id=given.pk, actor=by or cast.buyer, now=cast.now)


def test_each_awarded_vendor_gets_one_contract_with_its_lines(cast: Cast) -> None:
    made = make(cast, approved(cast))
    assert [(each.number, str(each.vendor)) for each in made] == [
        ("26-0001", "Rival Salt Co."), ("26-0002", "Salt & Sons"),
    ]  # fmt: skip
    salt = made[1].prices.get()
    assert (salt.description, salt.unit, salt.unit_price) == ("Road salt", "BG", Decimal(7))
    assert (salt.base_unit, salt.base_per_unit) == ("LB", Decimal(20))
    assert made[1].status == ContractStatus.DRAFT
    assert (made[1].starts_on, made[1].ends_on) == (date(2027, 1, 1), date(2028, 1, 1))


def test_agencies_whose_needs_were_bid_take_part_with_their_stated_quantities(cast: Cast) -> None:
    salt = make(cast, approved(cast))[1]
    paths = {str(part.agency): part.path for part in salt.participations.all()}
    assert paths == {"Westchester County": "A", "Town of Rye Hill": "B", "Pine Hollow School District": "B"}
    stated = [
        (str(each.participation.agency), each.quantity)
        for each in Allotment.objects.filter(price_line__contract=salt)
    ]
    assert sorted(stated) == [
        ("Pine Hollow School District", Decimal(3)), ("Town of Rye Hill", Decimal(1)), ("Town of Rye Hill", Decimal(5)),
    ]  # fmt: skip
    line = salt.prices.get().bid_line
    assert line is not None
    assert sum(quantity for _, quantity in stated) == line.quantity
    memo = PathMemo.objects.get(participation__contract=salt, participation__agency=cast.town)
    assert memo.answer == "allowed"
    assert {"COOP-3", "PART-1"} <= {each["rule"] for each in memo.reasons}


def test_an_agency_without_an_agreement_is_left_out_and_the_trail_says_so(cast: Cast) -> None:
    given = approved(cast)
    Agreement.objects.filter(agency=cast.town).delete()
    made = make(cast, given)
    assert not ContractParticipation.objects.filter(agency=cast.town).exists()
    assert not Allotment.objects.filter(requirement__participation__agency=cast.town).exists()
    left_out = trail_of(made[0]).get(verb="contracts.left_out")
    assert left_out.details["agency"] == "Town of Rye Hill"


def test_contracts_are_made_once_and_only_of_an_approved_award(cast: Cast) -> None:
    given = approved(cast)
    with pytest.raises(Refused, match="Only a buyer"):
        make(cast, given, cast.requester)
    make(cast, given)
    with pytest.raises(Refused, match="made already"):
        make(cast, given)


def test_no_contract_is_made_of_an_award_that_is_only_posted(cast: Cast) -> None:
    opened = opened_bids(cast, {"salt_and_sons": ["70", "68", "75"]})
    posted = award(opened, cast, status=AwardStatus.INTENT_POSTED)
    with pytest.raises(Refused, match="not approved yet"):
        make(cast, posted)


def test_the_purchasing_agent_puts_contracts_into_force_and_the_award_with_the_last(cast: Cast) -> None:
    given = approved(cast)
    first, second = make(cast, given)
    with pytest.raises(Refused, match="Only the purchasing agent"):
        actions.sign_contract(contract_id=first.pk, actor=cast.buyer, now=cast.now)
    actions.sign_contract(contract_id=first.pk, actor=cast.purchasing_agent, now=cast.now)
    given.refresh_from_db()
    assert given.status == AwardStatus.APPROVED
    actions.sign_contract(contract_id=second.pk, actor=cast.purchasing_agent, now=cast.now)
    given.refresh_from_db()
    assert given.status == AwardStatus.ACTIVE
    told = {mail.to[0] for mail in Message.objects.filter(cause="contracts.signed")}
    assert {cast.salt_and_sons.email, cast.town.contact_email} <= told


PRICES = [{"description": "Toner, HP 58A", "unit": "EA", "unit_price": "92.15"}]


def enter(cast: Cast, by: Seat | None = None, **facts: Any) -> Contract:
    usual: dict[str, Any] = {
        "number": "25-0177", "title": "Toner", "vendor_id": cast.rival_salt.pk, "starts_on": date(2026, 1, 1),
        "ends_on": date(2027, 7, 1), "prices": PRICES, "use_by_others": True,
    }  # fmt: skip
    return actions.enter_contract(actor=by or cast.buyer, now=cast.now, **{**usual, **facts})


def test_a_buyer_enters_a_contract_that_exists_and_another_puts_it_into_force(cast: Cast) -> None:
    made = enter(cast)
    assert (made.status, made.prices.get().unit_price) == (ContractStatus.DRAFT, Decimal("92.15"))
    actions.sign_contract(contract_id=made.pk, actor=cast.purchasing_agent, now=cast.now)
    made.refresh_from_db()
    assert made.is_in_force(date(2027, 6, 30))
    assert not made.is_in_force(date(2027, 7, 1))


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"ends_on": date(2026, 1, 1)}, "last_day"),
        ({"prices": []}, None),
        ({"let_by_kind": "subdivision"}, "let_by"),
        ({"prices": [{**PRICES[0], "unit_price": "-1"}]}, None),
    ],
)
def test_a_contract_with_wrong_facts_is_not_entered(
    cast: Cast, facts: dict[str, Any], field: str | None
) -> None:
    with pytest.raises(Refused) as refusal:
        enter(cast, **facts)
    assert refusal.value.field == field
    assert not Contract.objects.exists()


def test_a_contract_number_is_entered_once(cast: Cast) -> None:
    enter(cast)
    with pytest.raises(Refused, match="entered already"):
        enter(cast)


def test_a_contract_that_has_ended_is_not_put_into_force(cast: Cast) -> None:
    old = enter(cast, starts_on=date(2024, 1, 1), ends_on=cast.now.date())
    with pytest.raises(Refused, match="ended already"):
        actions.sign_contract(contract_id=old.pk, actor=cast.purchasing_agent, now=cast.now)


def adopt(cast: Cast, of: Contract, by: Seat | None = None, now: datetime | None = None, **more: str) -> Any:
    words: dict[str, Any] = {
        "statement": "Two quotes were dearer by $4 a ton; bidding costs us a month.",
        **more,
    }
    return actions.adopt_contract(contract_id=of.pk, actor=by or cast.fire, now=now or cast.now, **words)


@pytest.fixture
def salt(cast: Cast) -> Contract:
    made = contract(cast)
    price(made)
    return made


def test_a_fire_district_adopts_its_countys_contract_with_a_frozen_memo(cast: Cast, salt: Contract) -> None:
    part = adopt(cast, salt)
    memo = part.memo
    assert (part.path, memo.answer) == ("C", "allowed")
    assert {each["rule"] for each in memo.reasons} == {"TERM-1", "CNTY-1", "CNTY-2", "CNTY-3", "CNTY-4"}
    assert all(each["outcome"] == "met" for each in memo.reasons)
    assert memo.document.content_type == "application/pdf"
    assert len(memo.document.sha256) == 64
    with memo.document.file.open("rb") as file:
        assert file.read(5) == b"%PDF-"
    mail = Message.objects.get(cause="contracts.adopted")
    assert list(mail.attachments.all()) == [memo.document]


def test_the_same_memo_is_set_to_the_same_bytes(cast: Cast, salt: Contract) -> None:
    memo = adopt(cast, salt).memo
    path = path_of(salt, cast.fire_district, cast.now.date(), statement=memo.statement, own_bids="none")
    assert papers.set_memo(memo, path, now=cast.now) == papers.set_memo(memo, path, now=cast.now)


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"use_by_others": False}, "CNTY-4"),
        ({"let_to_lowest": False}, "CNTY-4"),
        ({"is_public_work": True}, "CNTY-5"),
        ({"term": (date(2025, 1, 1), date(2026, 11, 23))}, "TERM-1"),
    ],
)
def test_what_the_law_blocks_is_not_adopted(cast: Cast, facts: dict[str, Any], rule: str) -> None:
    with pytest.raises(Refused, match=rule):
        adopt(cast, contract(cast, **facts))
    assert not ContractParticipation.objects.exists()


def test_an_agency_that_holds_a_lower_bid_does_not_adopt(cast: Cast, salt: Contract) -> None:
    with pytest.raises(Refused, match="CNTY-3") as refusal:
        adopt(cast, salt, own_bids="lower")
    assert refusal.value.field == "own_bids"
    adopt(cast, salt, own_bids="higher")


def test_an_agency_gives_its_own_reason(cast: Cast, salt: Contract) -> None:
    with pytest.raises(Refused) as refusal:
        adopt(cast, salt, statement="   ")
    assert refusal.value.field == "statement"


def test_a_requester_does_not_adopt_and_nobody_adopts_twice(cast: Cast, salt: Contract) -> None:
    with pytest.raises(Refused, match="Only an approver or the administrator"):
        adopt(cast, salt, cast.requester)
    with pytest.raises(Refused, match="Only an agency adopts"):
        adopt(cast, salt, cast.vendor)
    adopt(cast, salt, cast.approver)
    with pytest.raises(Refused, match="takes part in this contract already"):
        adopt(cast, salt, cast.approver)


OHIO: dict[str, Any] = {
    "let_by_kind": "subdivision",
    "let_by": "Orchard City School District, Ohio",
    "number": "OC-2025-31",
}


def test_piggybacking_after_the_sunset_takes_counsels_written_advice(cast: Cast) -> None:
    ohio = contract(cast, **OHIO)
    with pytest.raises(Refused, match="uncertain") as refusal:
        adopt(cast, ohio)
    assert refusal.value.field == "counsel_advice"
    part = adopt(cast, ohio, counsel_advice="A. Stern, Nov 20, 2026: the extension became law.")
    assert (part.path, part.memo.answer) == ("D", "uncertain")
    assert part.memo.counsel_advice.startswith("A. Stern")


def test_piggybacking_before_the_sunset_needs_no_counsel(cast: Cast) -> None:
    ohio = contract(cast, **OHIO)
    part = adopt(cast, ohio, now=datetime.fromisoformat("2026-06-30T10:00:00-04:00"))
    assert part.memo.answer == "allowed"


def test_once_counsel_has_set_the_rule_piggybacking_is_allowed_again(cast: Cast) -> None:
    old = Rule.objects.get(code="PIG-6")
    Rule.objects.create(
        code="PIG-6", position=old.position, says=old.says, citation="ch. 1/2026", certainty="A", severity="ask",
        holds=old.holds, effective_from=date(2026, 7, 1), effective_to=date(2027, 7, 1),
    )  # fmt: skip
    assert adopt(cast, contract(cast, **OHIO)).memo.answer == "allowed"


def test_contracts_end_the_day_after_their_last_day_and_the_clock_did_it(cast: Cast) -> None:
    today = cast.now.date()
    ends_today = contract(cast, number="1", term=(date(2025, 1, 1), today))
    last_day = contract(cast, number="2", term=(date(2025, 1, 1), today + timedelta(days=1)))
    assert actions.expire_contracts(now=cast.now) == [ends_today]
    ends_today.refresh_from_db()
    last_day.refresh_from_db()
    assert (ends_today.status, last_day.status) == (ContractStatus.EXPIRED, ContractStatus.ACTIVE)
    entry = trail_of(ends_today).get(verb="contracts.expired")
    assert (entry.seat, entry.who) == (None, "Commonlot")
    assert actions.expire_contracts(now=cast.now) == []


def test_the_daily_job_ends_what_has_ended(cast: Cast) -> None:
    old = contract(cast, term=(date(2020, 1, 1), date(2021, 1, 1)))
    expire_ended(timestamp=0)
    old.refresh_from_db()
    assert old.status == ContractStatus.EXPIRED


def test_a_participant_stays_one_when_its_agreement_lapses_later(cast: Cast, salt: Contract) -> None:
    takes_part(cast.town, salt, cast)
    later = date(2027, 2, 1)
    Agreement.objects.filter(agency=cast.town).update(status="lapsed", ends_on=date(2027, 1, 1))
    assert path_of(salt, cast.town, later).outcome == "allowed"
