"""Who may read the rules: everybody. Who may change them: two people of the county."""

from typing import Any

from commonlot.records.legal.models import Rule
from commonlot.records.legal.pack import read_pack
from tests.cast import Cast
from tests.house.matrix import HIDDEN, REFUSED, THROUGH, Arguments, Row, open_to_all
from tests.records.legal.making import approved, proposed

NOBODY_ELSE: dict[str, Any] = {
    "member": REFUSED, "other_member": REFUSED, "vendor": REFUSED, "rival": REFUSED, "public": REFUSED
}  # fmt: skip
UNSEEN: dict[str, Any] = {
    "member": HIDDEN, "other_member": HIDDEN, "vendor": HIDDEN, "rival": HIDDEN, "public": REFUSED
}  # fmt: skip
VALID = {
    "kind": "begins", "first_day": "2027-01-01", "says": "Another wording.", "citation": "GML 104",
    "certainty": "A", "severity": "block", "number": "600", "why": "A new law, read by counsel.",
    "check_0_found": "Above {figure}.", "check_0_fails": "Not above {figure}.", "check_0_missing": "The amount.",
}  # fmt: skip


def open_change(cast: Cast) -> Arguments:
    return {"pk": proposed(cast).pk}


def decided_change(cast: Cast) -> Arguments:
    return {"pk": approved(cast).pk}


def a_version(cast: Cast) -> Arguments:
    return {"version": Rule.objects.standing().get(code="OGS-1").pk}


def one_that_differs(cast: Cast) -> Arguments:
    """Keep a rule otherwise than the file that ships has it."""
    Rule.objects.filter(code="OGS-1").update(superseded_at=cast.now)
    shipped = next(rule for rule in read_pack().rules if rule.code == "OGS-1")
    row = Rule.of(shipped, pack="NY", position=1, recorded_at=cast.now)
    row.note = "Kept otherwise."
    Rule.objects.bulk_create([row])
    return {"pack": "NY", "code": "OGS-1"}


ROWS: list[Row] = [
    open_to_all("legal:rules"),
    open_to_all("legal:rule", given=lambda cast: {"pack": "NY", "code": "BID-1"}),
    open_to_all("legal:change", given=decided_change),
    Row(url="legal:change", given=open_change, buyer=THROUGH, **{**UNSEEN, "public": HIDDEN}),
    Row(url="legal:changes", buyer=THROUGH, **NOBODY_ELSE),
    Row(url="legal:shipped", buyer=THROUGH, **NOBODY_ELSE),
    Row(url="legal:propose", given=a_version, buyer=THROUGH, **NOBODY_ELSE),
    Row(url="legal:propose", method="POST", given=a_version, data=VALID, buyer=THROUGH, **NOBODY_ELSE),
    Row(url="legal:propose_shipped", method="POST", given=one_that_differs, buyer=THROUGH, **NOBODY_ELSE),
    Row(url="legal:approve", method="POST", given=open_change, buyer=REFUSED, **UNSEEN),
    Row(
        url="legal:approve", method="POST", given=open_change, seats={"buyer": "purchasing_agent"}, buyer=THROUGH,
        **UNSEEN,
    ),
    Row(url="legal:decline", method="POST", given=open_change, data={"note": "No."}, buyer=REFUSED, **UNSEEN),
    Row(
        url="legal:decline", method="POST", given=open_change, data={"note": "No."},
        seats={"buyer": "purchasing_agent"}, buyer=THROUGH, **UNSEEN,
    ),
    Row(url="legal:withdraw", method="POST", given=open_change, buyer=THROUGH, **UNSEEN),
    Row(
        url="legal:withdraw", method="POST", given=open_change, seats={"buyer": "second_buyer"}, buyer=REFUSED,
        **UNSEEN,
    ),
]  # fmt: skip
