"""Reading a pack of rules from its data file; the file is the whole of what a jurisdiction adds."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from commonlot.records.legal.rules import COMPARISONS, UNITS, LegalPath, LegalQuestion, LegalRule

CERTAINTIES, SEVERITIES = frozenset("ABC"), frozenset({"block", "ask", "warn"})
OTHERWISE = frozenset({"blocked", "uncertain", "supply", "note"})
TESTS = ("is", "one_of", "stated", *COMPARISONS)


class PackWrong(Exception):
    """A data file that breaks the shape of a pack; the sentence names the rule."""


@dataclass(frozen=True)
class Pack:
    """One jurisdiction's law: its short name, its rules in the order of the file, its paths and questions."""

    code: str
    name: str
    rules: tuple[LegalRule, ...]
    paths: tuple[LegalPath, ...]
    questions: tuple[LegalQuestion, ...]


def read_pack(name: str = "new_york") -> Pack:
    """Return a pack that ships with the program."""
    return parse_pack(
        resources.files("commonlot.records.legal").joinpath(f"data/{name}.toml").read_text("utf-8")
    )


@cache
def shipped_packs() -> Mapping[str, Pack]:
    """Return every pack that ships with the program, by its short name."""
    folder = resources.files("commonlot.records.legal").joinpath("data")
    packs = [parse_pack(file.read_text("utf-8")) for file in folder.iterdir() if file.name.endswith(".toml")]
    return {pack.code: pack for pack in packs}


def parse_pack(text: str) -> Pack:
    """Read the text of a pack, or raise PackWrong with the rule that breaks its shape."""
    data = tomllib.loads(text, parse_float=Decimal)
    rules = tuple(_rule(item) for item in data["rule"])
    paths = tuple(LegalPath(each["letter"], *_asked(each)) for each in data.get("path", []))
    questions = tuple(LegalQuestion(each["code"], *_asked(each)) for each in data.get("question", []))
    _refuse_unknown_rules([*paths, *questions], {rule.code for rule in rules})
    return Pack(data["pack"], data["name"], rules, paths, questions)


def _asked(item: dict[str, Any]) -> tuple[str, str, tuple[str, ...], str]:
    return item["name"], item["says"], tuple(item["rules"]), item.get("stage", "")


def _refuse_unknown_rules(asked: Sequence[LegalQuestion], known: set[str]) -> None:
    for each in asked:
        unknown = [code for code in each.rule_codes if code not in known]
        if unknown:
            raise PackWrong(f"{each.code} names {', '.join(unknown)}, which the pack does not hold.")


def _rule(item: dict[str, Any]) -> LegalRule:
    item = dict(item)
    start, last = item.pop("in_force_from", None), item.pop("in_force_through", None)
    if "number" in item:
        item["number"] = Decimal(item["number"])
    rule = LegalRule(**item, effective_from=start, effective_to=last + timedelta(days=1) if last else None)
    refuse_what_breaks_the_shape(rule)
    return rule


def refuse_what_breaks_the_shape(rule: LegalRule) -> None:
    """Raise PackWrong where a rule could not be weighed, be it from a file or typed in the product."""
    if rule.certainty not in CERTAINTIES or rule.severity not in SEVERITIES:
        raise PackWrong(f"{rule.code}: certainty is A, B or C; severity is block, ask or warn.")
    if not (rule.says.strip() and rule.citation.strip()):
        raise PackWrong(f"{rule.code}: a rule says something and names where it stands.")
    if rule.number is not None and (rule.unit not in UNITS or rule.number < 0):
        raise PackWrong(f"{rule.code}: a figure is not negative, and its unit is one of {', '.join(UNITS)}.")
    for check in rule.checks:
        if sum(test in check for test in TESTS) != 1 or check["otherwise"] not in OTHERWISE:
            raise PackWrong(
                f"{rule.code}: a check has one of {', '.join(TESTS)}, and says what it comes to otherwise."
            )
        if not {"fact", "found", "missing"} <= check.keys():
            raise PackWrong(f"{rule.code}: a check names its fact, what was found, and what is missing.")
        compares = [check[test] for test in COMPARISONS if test in check]
        if compares and (compares != ["figure"] or rule.number is None):
            raise PackWrong(f"{rule.code}: a check compares with the rule’s own figure, which is a number.")
