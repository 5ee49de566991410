"""Prices and contracts in force are everyone's; drafts and the desk are the county's; adopting is the agency's."""

from typing import Any

from commonlot.process.award.states import AwardStatus
from tests.cast import Cast
from tests.factories.award import award, opened_bids
from tests.factories.contracts import contract, price
from tests.house.matrix import HIDDEN, REFUSED, THROUGH, Arguments, Row, open_to_all


def _contract(cast: Cast) -> Arguments:
    made = contract(cast)
    price(made)
    return {"pk": made.pk}


def _draft(cast: Cast) -> Arguments:
    return {"pk": contract(cast, status="draft", signed_at=None).pk}


def _approved(cast: Cast) -> Arguments:
    opened = opened_bids(cast, {"salt_and_sons": ["70", "68", "75"]})
    return {"pk": award(opened, cast, status=AwardStatus.APPROVED).pk}


def _typed(cast: Cast, _: Arguments) -> Arguments:
    return {
        "number": "25-0177",
        "title": "Toner",
        "vendor": cast.rival_salt.pk,
        "starts_on": "2026-01-01",
        "last_day": "2027-06-30",
        "let_by_kind": "county",
        "use_by_others": "on",
        "let_to_lowest": "on",
        "prices-TOTAL_FORMS": "1",
        "prices-INITIAL_FORMS": "0",
        "prices-0-description": "Toner, HP 58A",
        "prices-0-unit": "EA",
        "prices-0-unit_price": "92.15",
    }


COUNTY: dict[str, Any] = {
    "buyer": THROUGH, "member": REFUSED, "other_member": REFUSED, "vendor": REFUSED, "rival": REFUSED,
    "public": REFUSED,
}  # fmt: skip
AGENCIES = {"buyer": "purchasing_agent", "member": "approver", "other_member": "fire"}
ADOPTED = {"statement": "Two quotes were dearer by $4 a ton.", "own_bids": "none"}

ROWS: list[Row] = [
    open_to_all("contracts:search"),
    open_to_all("contracts:detail", given=_contract),
    open_to_all("contracts:prices_csv", given=_contract),
    open_to_all("contracts:of_award", given=_approved),
    Row(
        url="contracts:detail", given=_draft,
        buyer=THROUGH, member=HIDDEN, other_member=HIDDEN, vendor=HIDDEN, rival=HIDDEN, public=HIDDEN,
    ),
    Row(
        url="contracts:adopt", given=_contract,
        buyer=THROUGH, member=THROUGH, other_member=THROUGH, vendor=REFUSED, rival=REFUSED, public=REFUSED,
    ),
    Row(
        url="contracts:adopt", method="POST", given=_contract, data=ADOPTED, seats=AGENCIES,
        buyer=THROUGH, member=THROUGH, other_member=THROUGH, vendor=REFUSED, rival=REFUSED, public=REFUSED,
    ),
    Row(url="contracts:adopt", method="POST", given=_contract, data=ADOPTED, **{**COUNTY, "buyer": REFUSED}),
    Row(url="contracts:enter", **{**COUNTY, "member": REFUSED}),
    Row(url="contracts:enter", method="POST", data=_typed, **COUNTY),
    Row(url="contracts:make", method="POST", given=_approved, **COUNTY),
    Row(
        url="contracts:sign", method="POST", given=_draft, seats={"buyer": "purchasing_agent"},
        buyer=THROUGH, member=HIDDEN, other_member=HIDDEN, vendor=HIDDEN, rival=HIDDEN, public=REFUSED,
    ),
]  # fmt: skip
