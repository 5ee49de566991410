"""The law as the database keeps it, and its public page."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pgtrigger
import pytest
from django.db import IntegrityError

from commonlot.records.legal.actions import load_pack, take_in
from commonlot.records.legal.models import Rule
from commonlot.records.legal.pack import read_pack
from commonlot.records.legal.queries import rule_sheets, the_law

pytestmark = pytest.mark.django_db


def test_the_database_holds_the_pack_as_the_file_says() -> None:
    pack, law = read_pack(), the_law("NY")
    assert law.rules == pack.rules
    assert tuple(law.paths.values()) == pack.paths
    assert tuple(law.questions.values()) == pack.questions


def test_two_versions_of_a_rule_never_hold_on_one_day() -> None:
    old = Rule.objects.get(code="PIG-6")
    version: dict[str, Any] = {
        "code": "PIG-6", "position": old.position, "says": old.says, "citation": "ch. 1/2026",
        "certainty": "A", "severity": "ask",
    }  # fmt: skip
    Rule.objects.create(**version, effective_from=date(2026, 7, 1))
    with pytest.raises(IntegrityError, match="one_version_of_a_rule_on_a_day"):
        Rule.objects.create(**version, effective_from=date(2026, 6, 30), effective_to=date(2026, 7, 1))


def test_the_rules_page_says_which_rules_hold_today() -> None:
    sheets = {sheet.code: sheet for sheet in rule_sheets(on=date(2026, 11, 23))}
    assert (sheets["PIG-6"].holds, sheets["PIG-6"].state) == (False, "Has ended")
    assert (sheets["ADA-1"].holds, sheets["ADA-1"].state) == (False, "Not yet in force")
    assert (sheets["CNTY-1"].holds, sheets["CNTY-1"].state) == (True, "In force")
    assert [use.label for use in sheets["CNTY-1"].uses] == ["Path C"]


def test_a_pack_is_loaded_once_and_a_missing_rule_is_added(now: datetime) -> None:
    pack = read_pack()
    assert load_pack(now=now) == 0
    more = replace(pack.rules[0], code="NEW-1")
    assert take_in(pack=replace(pack, rules=(*pack.rules, more)), now=now) == 1
    assert Rule.objects.get(code="NEW-1").recorded_at == now


def test_before_a_pack_is_loaded_the_file_is_the_law() -> None:
    with pgtrigger.ignore("legal.Rule:a_version_is_never_deleted"):
        Rule.objects.all().delete()
    assert the_law("NY").rules == read_pack().rules
