"""The trail says who did what from which seat, in plain words, and nobody changes it."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.template import engines

from commonlot.records.access.models import PUBLIC
from commonlot.records.audit import words
from commonlot.records.audit.actions import record
from commonlot.records.audit.models import Entry
from commonlot.records.audit.queries import trail_of
from tests.cast import Cast


@pytest.fixture
def entry(cast: Cast) -> Entry:
    """The buyer enrolled the town."""
    return record(
        at=cast.now, actor=cast.buyer, verb="membership.agency_enrolled", subject=cast.town, number="T-022"
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET who = 'Somebody Else' WHERE id = %s",
        "DELETE FROM audit_entry WHERE id = %s",
    ],
)
def test_not_even_raw_sql_changes_what_was_written(entry: Entry, statement: str) -> None:
    with pytest.raises(DatabaseError, match="annot"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [entry.pk])
    entry.refresh_from_db()
    assert entry.who == "Priya Raman"


def test_an_entry_keeps_the_names_of_that_day(entry: Entry, cast: Cast) -> None:
    cast.buyer.user.name = "Priya Raman-Ode"
    cast.buyer.user.save()
    cast.county.organisation.name = "Renamed County"
    cast.county.organisation.save()
    entry.refresh_from_db()
    assert (entry.who, entry.acting_for) == ("Priya Raman", "Westchester County")


def test_the_program_and_the_public_are_named_as_such(cast: Cast) -> None:
    by_itself = record(at=cast.now, actor=None, verb="test.done", subject=cast.town)
    by_anyone = record(at=cast.now, actor=PUBLIC, verb="test.done", subject=cast.town)
    assert [by_itself.who, by_anyone.who] == ["Commonlot", "the public"]


def test_the_trail_of_a_record_holds_what_was_done_to_it_and_within_it_newest_first(cast: Cast) -> None:
    record(at=cast.now, actor=cast.buyer, verb="test.first", subject=cast.town)
    record(at=cast.now, actor=cast.buyer, verb="test.second", subject=cast.receiver, within=cast.town)
    record(at=cast.now, actor=cast.buyer, verb="test.elsewhere", subject=cast.school_district)
    assert [each.verb for each in trail_of(cast.town)] == ["test.second", "test.first"]


def test_verbs_are_said_in_the_words_of_their_stage(entry: Entry) -> None:
    assert words.what_was_done(entry.verb) == "enrolled the agency"
    assert words.what_was_done("nowhere.bids_opened") == "bids opened"


def test_every_verb_is_named_after_its_part_and_says_something() -> None:
    for verb, said in words.verbs().items():
        part, _, what = verb.partition(".")
        assert part, verb
        assert what, verb
        assert said, verb
        assert not said.endswith("."), verb


def test_details_are_written_for_people() -> None:
    details = {
        "roles": ["agency_administrator", "receiver"],
        "sha256": "ab" * 32,
        "empty": "",
        "resolution": "2026-14",
        "voted_on": "2025-04-01",
        "policy": "2026-01-06 (was 2025-02-30)",
        "start": "2026-12-01T08:00:00-05:00",
        "on_behalf": True,
        "counts": {"new_lines": 3},
        "long": "x" * 200,
    }
    facts = dict(words.facts(details))
    assert facts["Roles"] == "agency administrator, receiver"
    assert facts["Fingerprint"] == "abababababababab…"
    assert facts["Resolution"] == "2026-14"
    assert facts["Voted on"] == "Apr 1, 2025"
    assert facts["Policy"] == "2026-01-06 (was 2025-02-30)"
    assert facts["Start"] == "Dec 1, 2026, 8:00 a.m. EST"
    assert facts["On behalf"] == "yes"
    assert facts["Counts"] == "new lines 3"
    assert len(facts["Long"]) == 120
    assert "Empty" not in facts


def test_what_stood_empty_before_or_after_is_said(entry: Entry) -> None:
    changed = {"before": {"phone": "", "zones": []}, "after": {"phone": "555", "zones": ["NORTH"]}}
    assert words.facts(changed) == [
        ("Before", "phone (empty), zones (empty)"),
        ("After", "phone 555, zones NORTH"),
    ]
    assert words.facts({"before": "", "after": "Salt", "note": ""}) == [
        ("Before", "(empty)"),
        ("After", "Salt"),
    ]


def test_a_template_writes_an_entry_in_plain_words(entry: Entry) -> None:
    said = "{{ entry.verb|what_was_done }}{% for fact in entry.details|facts %}, {{ fact.1 }}{% endfor %}"
    template = engines["django"].from_string("{% load audit %}" + said)
    assert template.render({"entry": entry}) == "enrolled the agency, T-022"
