"""What no table knows still sets needs apart: numbers beside words, denials, words of which one excludes another."""

from decimal import Decimal

import pytest

from commonlot.engines.pooling import NeedLine
from commonlot.engines.pooling.clean import clean
from commonlot.engines.pooling.contrasts import contrasts, is_contrast
from commonlot.engines.pooling.lexicon import lexicon
from commonlot.engines.pooling.needs import Kind
from commonlot.engines.pooling.reading import read_kinds
from commonlot.engines.pooling.score import Weights, conflicting, judge
from commonlot.engines.pooling.vocabulary import Vocabulary


def kinds(*descriptions: str, unit: str = "EA") -> list[Kind]:
    lines = [NeedLine((i,), f"Town {i}", text, unit, Decimal(1)) for i, text in enumerate(descriptions)]
    read = read_kinds(lines, frozenset(), lambda *_: None)
    return sorted(read, key=lambda kind: kind.lines[0].key)


@pytest.mark.parametrize(
    ("one", "other", "fact"),
    [
        ("Brake fluid DOT 3", "DOT 4 brake fluid", "~dot number"),
        ("Acetaminophen 325 mg tablets", "Acetaminophen tabs 500mg", "~mg number"),
        ("Epinephrine auto injector 0.3 mg", "Epinephrine auto injector 0.15mg", "~mg number"),
        ("1156 bulb", "BULB #1157", "~bulb number"),
        ("Envelope #10 no window", "Envelope #10 window", "~window"),
        ("Sporks, unwrapped", "Sporks, individually wrapped", "~wrapping"),
        ("Non-acid bowl cleaner", "Bowl cleaner, acid", "~acidity"),
        ("Beaker, glass, 250 ml", "Beaker, polypropylene, 250 ml", "~material"),
        ("No parking sign, arrow left", "No parking sign, right arrow", "~side"),
        ("Tire chain, singles", "Tire chain, triples", "~times"),
        ("Coffee, decaf", "Coffee, regular", "~caffeine"),
    ],
)
def test_a_word_or_number_that_excludes_the_others_is_a_conflict(one: str, other: str, fact: str) -> None:
    a, b = kinds(one, other)
    assert fact in conflicting(a.stated, b.stated)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Buffer pH 7", "Buffer pH 7.00"),
        ("Envelope #10 window", "Envelope #10"),
        ("Beaker, Pyrex", "Beaker, borosilicate glass"),
        ("Hydraulic hose 2-wire", "Hydraulic hose, two wire"),
        ("Hex bolt 3/8-16 x 1", "Hex bolt 3/8 x 1, coarse"),
        ("Calcium chloride 94-97%", "Calcium chloride 94%"),
        ("Ballast 120-277V", "Ballast 120V"),
    ],
)
def test_what_is_unstated_or_said_otherwise_is_no_conflict(one: str, other: str) -> None:
    a, b = kinds(one, other)
    assert conflicting(a.stated, b.stated) == []


def test_a_contrast_that_only_one_line_states_leaves_no_fact_open() -> None:
    a, b = kinds("Envelope, #10, white, window", "Envelope, #10, white")
    assert any(is_contrast(name) for name in a.stated.keys() ^ b.stated.keys())
    plain, again = kinds("Envelope, #10, white, plain", "Envelope, #10, white")
    assert judge(plain, again, 0.8, Weights([plain, again])).tier == "auto"


def test_a_page_or_a_length_that_is_none_of_the_others_sides_is_a_conflict() -> None:
    legal, other = kinds("Ballot stock, legal", "Ballot stock 8.5 x 17")
    assert conflicting(legal.stated, other.stated) == ["size"]
    narrow, wide = kinds('Painters tape, blue, 1"', "Painters tape, blue, 2 in. x 60 yd")
    assert conflicting(narrow.stated, wide.stated) == ["length"]


def test_numbers_of_one_series_are_two_articles() -> None:
    a, b = kinds("Lube filter Fleetguard LF16035", "Lube filter LF-9009")
    assert judge(a, b, 0.8, Weights([a, b])).conflict


def test_an_example_of_a_maker_is_no_part_of_the_need() -> None:
    plain, example = kinds(
        "Painters tape, blue, 2 in. x 60 yd", "Painters tape, blue, 2 in. x 60 yd (3M 2090 or equal)"
    )
    assert example.words == plain.words
    assert example.numbers == frozenset()
    clause, first = kinds("Dry erase markers, black, Expo or equal", "Zorvex Q7 or equal")
    assert "expo" not in clause.words
    assert first.words == ()


def test_a_number_that_is_spelled_is_read_and_keeps_its_place() -> None:
    line = clean("Batteries, twelve to a box, forty-five each; five hundred")
    assert line.text == "batteries, 12 to a box, 45 each; 500"
    start = line.text.index("45")
    assert line.typed[slice(*line.span(start, start + 2))] == "forty-five"


def test_facts_parted_by_slashes_are_read_one_by_one() -> None:
    assert clean("liner/38x58/black/100 ct").text == "liner,38x58,black,100 ct"
    assert clean("towels 250/pk 16/cs w/ core").text == "towels 250/pk 16/cs w/ core"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("pelets", "pellet"), ("guaze", "gauze"), ("constuction", "construction"), ("absorbant", "absorbent"),
        ("beaker", "beaker"), ("painter", "painter"),
    ],
)  # fmt: skip
def test_a_slip_is_mended_and_another_word_is_not(typed: str, read: str) -> None:
    words = lexicon(Vocabulary.shipped())
    assert words.tokens(typed)[0].word in (read, f"{read}ized")


def test_no_word_of_the_table_belongs_to_two_values_of_one_sort() -> None:
    for word, rows in contrasts().items():
        assert len({sort for sort, _ in rows}) == len(rows), word
