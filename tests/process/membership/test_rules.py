"""The rules of membership, without a database."""

from datetime import date
from typing import Any

import pytest

from commonlot.kernel.actor import Role
from commonlot.process.membership import rules

VOTE: dict[str, Any] = {
    "voted_on": date(2026, 11, 20),
    "starts_on": date(2027, 1, 1),
    "ends_on": date(2032, 1, 1),
    "today": date(2026, 11, 23),
    "votes_for": 3,
    "votes_of": 5,
}


def test_a_number_is_a_letter_and_a_running_number() -> None:
    assert rules.member_number("T", 22) == "T-022"
    assert rules.member_number("VN", 1204) == "VN-1204"


@pytest.mark.parametrize(
    ("kind", "roles"),
    [
        ("agency", {Role.REQUESTER, Role.APPROVER, Role.RECEIVER, Role.AGENCY_ADMINISTRATOR}),
        ("vendor", {Role.VENDOR_REPRESENTATIVE}),
        ("lead_agency", {Role.BUYER, Role.CUSTODIAN}),
    ],
)
def test_roles_that_fit_the_organisation_are_held_together(kind: str, roles: set[Role]) -> None:
    assert rules.why_not_roles(kind, frozenset(roles)) is None


@pytest.mark.parametrize(
    ("kind", "roles", "because"),
    [
        ("agency", set(), "Choose at least one role."),
        ("agency", {Role.BUYER}, "Buyer is not a role of this kind of organization."),
        ("vendor", {Role.APPROVER}, "Approver is not a role"),
        ("lead_agency", {Role.CUSTODIAN, Role.ADMINISTRATOR}, "can never hold an opening key"),
    ],
)
def test_roles_that_do_not_fit_are_refused(kind: str, roles: set[Role], because: str) -> None:
    assert because in str(rules.why_not_roles(kind, frozenset(roles)))


def test_a_vote_by_more_than_half_carries_the_agreement() -> None:
    assert rules.why_not_vote(**VOTE) is None


@pytest.mark.parametrize(
    ("change", "field", "because"),
    [
        ({"voted_on": date(2026, 11, 24)}, "voted_on", "cannot lie in the future"),
        ({"starts_on": date(2026, 11, 19)}, "starts_on", "before the board voted"),
        ({"ends_on": date(2027, 1, 1)}, "ends_on", "must end after it starts"),
        ({"votes_of": None}, "votes_for", "Give both"),
        ({"votes_for": None}, "votes_for", "Give both"),
        ({"votes_for": 6, "votes_of": 5}, "votes_for", "cannot come from a board of 5"),
        ({"votes_for": 0, "votes_of": 0}, "votes_of", "at least one vote"),
    ],
)
def test_a_vote_that_cannot_be_says_which_field_is_at_fault(
    change: dict[str, object], field: str, because: str
) -> None:
    fault = rules.why_not_vote(**{**VOTE, **change})
    assert fault is not None
    assert fault[0] == field
    assert because in fault[1]
