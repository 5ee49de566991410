"""Reading a pack of rules from its data file; the file is the whole of what a jurisdiction adds."""

import tomllib
from datetime import timedelta
from importlib import resources
from typing import Any

from commonlot.records.legal.rules import LegalPath, LegalRule

CERTAINTIES, SEVERITIES = frozenset("ABC"), frozenset({"block", "ask", "warn"})
OTHERWISE = frozenset({"blocked", "uncertain", "supply", "note"})
TESTS = ("is", "one_of", "above", "stated")


class PackWrong(Exception):
    """A data file that breaks the shape of a pack; the sentence names the rule."""


def read_pack(name: str = "new_york") -> tuple[str, list[LegalRule], list[LegalPath]]:
    """Return a pack's short name, its rules in the order of the file, and its paths."""
    return parse_pack(
        resources.files("commonlot.records.legal").joinpath(f"data/{name}.toml").read_text("utf-8")
    )


def parse_pack(text: str) -> tuple[str, list[LegalRule], list[LegalPath]]:
    """Read the text of a pack, or raise PackWrong with the rule that breaks its shape."""
    data = tomllib.loads(text)
    rules = [_rule(item) for item in data["rule"]]
    paths = [
        LegalPath(each["letter"], each["name"], each["says"], tuple(each["rules"])) for each in data["path"]
    ]
    known = {rule.code for rule in rules}
    for path in paths:
        unknown = [code for code in path.rule_codes if code not in known]
        if unknown:
            raise PackWrong(f"Path {path.letter} names {', '.join(unknown)}, which the pack does not hold.")
    return data["pack"], rules, paths


def _rule(item: dict[str, Any]) -> LegalRule:
    item = dict(item)
    start, last = item.pop("in_force_from", None), item.pop("in_force_through", None)
    rule = LegalRule(**item, effective_from=start, effective_to=last + timedelta(days=1) if last else None)
    if rule.certainty not in CERTAINTIES or rule.severity not in SEVERITIES:
        raise PackWrong(f"{rule.code}: certainty is A, B or C; severity is block, ask or warn.")
    for check in rule.checks:
        if sum(test in check for test in TESTS) != 1 or check["otherwise"] not in OTHERWISE:
            raise PackWrong(
                f"{rule.code}: a check has one of {', '.join(TESTS)}, and says what it comes to otherwise."
            )
        if not {"fact", "found", "missing"} <= check.keys():
            raise PackWrong(f"{rule.code}: a check names its fact, what was found, and what is missing.")
    return rule
