"""Who gets what from the files of members, vendors and the list."""

from typing import Any

from commonlot.process.membership.actions import upload_members
from tests.cast import Cast
from tests.house.matrix import REFUSED, THROUGH, Arguments, Gets, Row

COUNTY_ONLY: dict[str, Gets] = dict.fromkeys(("member", "other_member", "vendor", "rival", "public"), REFUSED)
NOBODY: dict[str, Any] = {**COUNTY_ONLY, "buyer": REFUSED}
COUNTY: dict[str, Any] = {**COUNTY_ONLY, "buyer": THROUGH}


def _file(cast: Cast) -> Arguments:
    content = b"name,phone\r\nSalt & Sons,914-555-0100\r\n"
    file = upload_members(kind="vendors", name="vendors.csv", content=content, actor=cast.buyer, now=cast.now)
    return {"pk": file.pk}


def _template(cast: Cast) -> Arguments:
    return {"kind": "members", "ending": "csv"}


ROWS = [
    Row(url="membership:member_files", **COUNTY),
    Row(url="membership:member_files", method="POST", data={"kind": "vendors"}, **NOBODY),  # no file was sent
    Row(url="membership:member_file", given=_file, **COUNTY),
    Row(
        url="membership:member_file",
        method="POST",
        given=_file,
        data={"name": "name", "phone": "phone"},
        **COUNTY,
    ),
    Row(url="membership:start_member_import", method="POST", given=_file, **COUNTY),
    Row(url="membership:member_template", given=_template, **COUNTY),
]
