"""Who may approve what, on plain values: both sides of every limit and every date."""

from datetime import date

import pytest

from commonlot.kernel.actor import Role
from commonlot.kernel.money import Money
from commonlot.kernel.period import Period
from commonlot.process.membership import rules
from commonlot.process.membership.rules import ApprovalRules, Approver, Backup, Given, Request

TODAY = date(2026, 11, 23)
DANA, RUTH, HANK, LOU = 1, 2, 3, 4  # a person and a seat have the same number here
RUTH_UP_TO_5000 = Approver(RUTH, RUTH, "Ruth Castellano", Money.of(5000))
HANK_ANY = Approver(HANK, HANK, "Hank Ode")
LOU_FOR_HANK = Backup(LOU, LOU, "Lou Marsh", HANK_ANY, Period(date(2026, 11, 23), date(2026, 11, 30)))


def _rules(*approvers: Approver, backups: tuple[Backup, ...] = (), two_above: str = "") -> ApprovalRules:
    return ApprovalRules(approvers, backups, Money.of(two_above) if two_above else None)


def _ask(amount: str, *given: tuple[int, int], by: int = DANA) -> Request:
    return Request(Money.of(amount), by, tuple(Given(person, right) for person, right in given))


def _who(known: ApprovalRules, asked: Request, on: date = TODAY) -> list[str]:
    return [str(each) for each in rules.standing(known, asked, on=on).open_to]


def test_where_no_rule_is_set_one_approval_of_any_approver_is_enough() -> None:
    known = _rules(HANK_ANY, Approver(RUTH, RUTH, "Ruth Castellano"))
    standing = rules.standing(known, _ask("1000000.00"), on=TODAY)
    assert (standing.needed, len(standing.open_to), standing.can_be_met) == (1, 2, True)
    assert rules.standing(known, _ask("1000000.00", (HANK, HANK)), on=TODAY).is_met


@pytest.mark.parametrize(("amount", "may"), [("4999.99", True), ("5000.00", True), ("5000.01", False)])
def test_a_limit_lets_its_own_amount_through_and_not_a_cent_more(amount: str, may: bool) -> None:
    reason = rules.why_not_approve(_rules(RUTH_UP_TO_5000), _ask(amount), person=RUTH, on=TODAY)
    assert (reason is None) == may
    if reason:
        assert reason == "You may approve up to $5,000.00. This order comes to $5,000.01."


@pytest.mark.parametrize(("amount", "needed"), [("2500.00", 1), ("2500.01", 2)])
def test_two_approvals_begin_a_cent_above_the_amount(amount: str, needed: int) -> None:
    assert rules.approvals_needed(_rules(HANK_ANY, two_above="2500"), Money.of(amount)) == needed


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (date(2026, 11, 22), False),
        (date(2026, 11, 23), True),
        (date(2026, 11, 29), True),
        (date(2026, 11, 30), False),
    ],
)
def test_a_backup_counts_from_its_first_day_to_the_day_before_its_last(day: date, counts: bool) -> None:
    known = _rules(HANK_ANY, backups=(LOU_FOR_HANK,))
    assert ("Lou Marsh for Hank Ode" in _who(known, _ask("10.00"), on=day)) == counts


def test_a_backup_whose_days_are_still_to_come_is_told_when() -> None:
    known = _rules(HANK_ANY, backups=(LOU_FOR_HANK,))
    reason = rules.why_not_approve(known, _ask("10.00"), person=LOU, on=date(2026, 11, 22))
    assert reason == "You act for Hank Ode from Nov 23, 2026, not before."


@pytest.mark.parametrize(("amount", "may"), [("5000.00", True), ("5000.01", False)])
def test_a_backup_has_the_limit_of_the_one_who_is_away(amount: str, may: bool) -> None:
    lou = Backup(LOU, LOU, "Lou Marsh", RUTH_UP_TO_5000, LOU_FOR_HANK.period)
    known = _rules(RUTH_UP_TO_5000, HANK_ANY, backups=(lou,))
    reason = rules.why_not_approve(known, _ask(amount), person=LOU, on=TODAY)
    assert (reason is None) == may
    if reason:
        assert "Ruth Castellano, for whom you act, may approve up to $5,000.00" in reason


def test_ones_own_right_comes_before_the_right_of_another() -> None:
    ruth_for_hank = Backup(RUTH, RUTH, "Ruth Castellano", HANK_ANY, LOU_FOR_HANK.period)
    known = _rules(RUTH_UP_TO_5000, HANK_ANY, backups=(ruth_for_hank,))
    within = rules.authority_of(known, _ask("100.00"), person=RUTH, on=TODAY)
    beyond = rules.authority_of(known, _ask("6000.00"), person=RUTH, on=TODAY)
    assert within is not None
    assert beyond is not None
    assert (str(within), str(beyond)) == ("Ruth Castellano", "Ruth Castellano for Hank Ode")


def test_nobody_approves_what_they_asked_for_nor_lets_their_backup_do_it() -> None:
    known = _rules(RUTH_UP_TO_5000, HANK_ANY, backups=(LOU_FOR_HANK,))
    asked = _ask("10.00", by=HANK)
    assert _who(known, asked) == ["Ruth Castellano"]
    assert "You asked" in (rules.why_not_approve(known, asked, person=HANK, on=TODAY) or "")
    assert "nobody can approve it for Hank Ode" in (
        rules.why_not_approve(known, asked, person=LOU, on=TODAY) or ""
    )


def test_two_approvals_come_from_two_people_and_the_rights_of_two_approvers() -> None:
    known = _rules(RUTH_UP_TO_5000, HANK_ANY, backups=(LOU_FOR_HANK,), two_above="1000")
    first = _ask("2000.00", (HANK, HANK))
    assert _who(known, first) == ["Ruth Castellano"]
    assert "approved this already" in (rules.why_not_approve(known, first, person=HANK, on=TODAY) or "")
    assert "by or for Hank Ode stands already" in (
        rules.why_not_approve(known, first, person=LOU, on=TODAY) or ""
    )
    for_hank = _ask("2000.00", (LOU, HANK))
    assert _who(known, for_hank) == ["Ruth Castellano"]
    assert rules.standing(known, _ask("2000.00", (LOU, HANK), (RUTH, RUTH)), on=TODAY).is_met


def test_whoever_approved_lets_the_order_go_once_the_rules_ask_for_no_second() -> None:
    asked = _ask("2000.00", (HANK, HANK))
    assert rules.why_not_approve(_rules(HANK_ANY, two_above="1000"), asked, person=HANK, on=TODAY)
    assert rules.why_not_approve(_rules(HANK_ANY), asked, person=HANK, on=TODAY) is None


@pytest.mark.parametrize(
    ("known", "asked", "says"),
    [
        (_rules(), _ask("10.00"), "no approver yet"),
        (_rules(RUTH_UP_TO_5000), _ask("7200.00"), "Nobody else may approve an order of $7,200.00"),
        (_rules(HANK_ANY), _ask("10.00", by=HANK), "Nobody else may approve"),
        (_rules(HANK_ANY, backups=(LOU_FOR_HANK,), two_above="0"), _ask("10.00"), "needs two approvals"),
        (_rules(HANK_ANY, RUTH_UP_TO_5000, two_above="0"), _ask("5000.01"), "needs two approvals"),
    ],
)
def test_an_order_that_nobody_can_approve_says_so_and_what_to_do(
    known: ApprovalRules, asked: Request, says: str
) -> None:
    assert not rules.standing(known, asked, on=TODAY).can_be_met
    reason = rules.why_nobody(known, asked, on=TODAY) or ""
    assert says in reason
    assert "Ask" in reason


def test_an_order_that_can_be_approved_has_no_such_reason() -> None:
    known = _rules(HANK_ANY, RUTH_UP_TO_5000, two_above="0")
    assert rules.why_nobody(known, _ask("5000.00"), on=TODAY) is None


def test_the_bands_cut_all_amounts_at_every_limit() -> None:
    known = _rules(RUTH_UP_TO_5000, HANK_ANY, two_above="2500")
    found = [
        (str(band.over or ""), str(band.up_to or ""), band.standing.needed, band.standing.can_be_met)
        for band in rules.bands(known, on=TODAY)
    ]
    assert found == [
        ("", "$2,500.00", 1, True),
        ("$2,500.00", "$5,000.00", 2, True),
        ("$5,000.00", "", 2, False),
    ]


def test_what_rests_on_a_person_goes_with_them() -> None:
    known = _rules(RUTH_UP_TO_5000, HANK_ANY, backups=(LOU_FOR_HANK,))
    assert _who(rules.without(known, seat=LOU), _ask("10.00")) == ["Ruth Castellano", "Hank Ode"]
    assert _who(rules.without(known, seat=HANK), _ask("10.00")) == ["Ruth Castellano"]


R, A = Role.REQUESTER, Role.APPROVER


@pytest.mark.parametrize(
    ("seats", "says"),
    [
        ([], "Nobody may ask"),
        ([frozenset({A})], "Nobody may ask"),
        ([frozenset({R})], "Nobody may approve"),
        ([frozenset({R, A})], "One person is the only requester"),
        ([frozenset({R}), frozenset({A})], ""),
        ([frozenset({R, A}), frozenset({A})], ""),
    ],
)
def test_a_small_agency_needs_two_people_to_order(seats: list[frozenset[Role]], says: str) -> None:
    reason = rules.why_not_separate(seats)
    assert says in (reason or "") if says else reason is None
