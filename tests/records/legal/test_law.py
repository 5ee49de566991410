"""The law as the database keeps it, and its public page."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client

from commonlot.records.legal.actions import load_pack
from commonlot.records.legal.models import Path, Rule
from commonlot.records.legal.pack import read_pack
from commonlot.records.legal.queries import rule_rows, the_law

pytestmark = pytest.mark.django_db


def test_the_database_holds_the_pack_as_the_file_says() -> None:
    pack, law = read_pack(), the_law()
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
    rows = {row.rule.code: row for row in rule_rows(on=date(2026, 11, 23))}
    assert (rows["PIG-6"].holds, rows["PIG-6"].state) == (False, "Has ended")
    assert (rows["ADA-1"].holds, rows["ADA-1"].state) == (False, "Not yet in force")
    assert (rows["CNTY-1"].holds, rows["CNTY-1"].state) == (True, "In force")
    assert [path.letter for path in rows["CNTY-1"].paths] == ["C"]


def test_anyone_reads_every_rule_with_its_citation(django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(4):
        page = Client().get("/rules/")
    assert page.status_code == 200
    text = page.content.decode()
    for rule in Rule.objects.all():
        assert rule.code in text
    assert "GML 103(16)" in text
    assert Path.objects.count() == 6


def test_a_pack_is_loaded_once_and_a_missing_rule_is_added() -> None:
    assert load_pack() == 0
    Rule.objects.filter(code="PIG-5").delete()
    assert load_pack() == 1
    assert Rule.objects.get(code="PIG-5").effective_from == date(2026, 5, 21)


def test_before_a_pack_is_loaded_the_file_is_the_law() -> None:
    Rule.objects.all().delete()
    assert the_law().rules == read_pack().rules
