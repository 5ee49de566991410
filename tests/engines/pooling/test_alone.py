"""One line counted by itself, before any other is known: exactly, or the question that must be answered first."""

from decimal import Decimal
from fractions import Fraction

import pytest

from commonlot.engines.pooling import NeedLine, Step, pool_lines
from commonlot.engines.pooling.alone import Alone, count_alone, name_of_pieces, one_of
from commonlot.engines.pooling.vocabulary import Vocabulary
from commonlot.kernel.quantity import Unit


def line(description: str, unit: str, quantity: str = "10", *steps: Step, question: str = "") -> NeedLine:
    return NeedLine(
        ("a",), "", description, unit, Decimal(quantity), conversions=steps, question=question or None
    )


def alone(description: str, unit: str, quantity: str = "10", *steps: Step) -> Alone:
    return count_alone([line(description, unit, quantity, *steps)])["a",]


@pytest.mark.parametrize(
    ("description", "unit", "quantity", "said"),
    [
        ("Paper towels, multifold, white", "case of 4,000", "300", "1,200,000 towels"),
        ("Toilet tissue, 2-ply", "case of 96 rolls", "240", "23,040 rolls"),
        ("Can liners, 33 gal, clear", "case of 250", "190", "47,500 liners"),
        ("Floor cleaner, neutral", "gallon", "2400", "2,400 gallons"),
        ("Hand soap, foam, 1,250 mL", "case of 4", "3", "12 pieces"),
        ("Copy paper, letter, 20 lb", "ream", "2", "1,000 sheets"),
        ("Road salt, bulk", "TON", "40.5", "40.5 short tons"),
        ("Trash bags, black", "roll", "1", "1 roll"),
        ("#10 envelopes, white, 500 per box", "BX", "4", "2,000 envelopes"),
        ("Nitrile gloves, 100/bx", "BX", "0.01", "1 glove"),
    ],
)  # fmt: skip
def test_what_a_line_comes_to_is_said_in_its_own_words(
    description: str, unit: str, quantity: str, said: str
) -> None:
    assert alone(description, unit, quantity).said == said


@pytest.mark.parametrize(
    ("description", "unit", "question", "asked_in"),
    [
        ("Gloves, nitrile, large", "box", "How many gloves are in your box?", "EA"),
        ("Paper towels", "CS", "How many towels are in your case?", "EA"),
        ("Copy paper, letter, 20 lb", "case", "How many sheets are in your case?", "SHEET"),
        ("Hydraulic oil", "drum", "How many gallons are in your drum?", "GAL"),
        ("Traffic cones, 28 in", "pallet", "How many cones are in your pallet?", "EA"),
        ("Masks, blue", "floop", "How many masks are in your floop?", "EA"),
        ("Hand soap", "case", "How many pieces are in your case?", "EA"),
    ],
)
def test_a_pack_of_which_nobody_says_what_it_holds_is_asked_and_never_guessed(
    description: str, unit: str, question: str, asked_in: str
) -> None:
    found = alone(description, unit)
    assert (found.quantity, found.said) == (None, "")
    assert (found.question, found.asked_in) == (question, asked_in)


def test_the_answer_counts_the_line_and_the_question_is_gone() -> None:
    found = alone("Gloves, nitrile, large", "box", "130", Step("BX", Fraction(100), "EA", "buyer"))
    assert (found.said, found.question) == ("13,000 gloves", "")
    drums = alone("Hydraulic oil", "drum", "6", Step("DR", Fraction(55), "GAL", "buyer"))
    assert drums.said == "330 gallons"
    paper = alone("Copy paper, letter", "case", "3", Step("CS", Fraction(5000), "SHEET", "buyer"))
    assert paper.said == "15,000 sheets"


def test_what_is_counted_alone_is_what_a_pool_of_that_line_alone_counts() -> None:
    lines = [
        line("Paper towels, multifold, white", "case of 4,000"), line("Floor cleaner", "4/1 gal case"),
        line("Road salt, bulk", "ton"), line("Rock salt, 50 lb", "bag"), line("Pens, blue", "DZ"),
        line("Nitrile gloves 100/bx 10 bx/cs", "CS"), line("Marking paint, 20 oz", "can"),
    ]  # fmt: skip
    for each in lines:
        found, [group] = count_alone([each])[each.key], pool_lines([each]).groups
        assert (found.quantity, found.unit) == (group.total, group.base_unit), each.description


def test_a_part_of_a_case_that_holds_no_whole_number_is_asked_about() -> None:
    thirds = alone("Pens", "box", "0.1", Step("BX", Fraction(1, 3), "EA", "buyer"))
    assert thirds.quantity is None
    assert "no exact number" in thirds.question
    assert thirds.asked_in == ""


def test_a_line_that_is_asked_about_already_stays_asked() -> None:
    asked = line("Road salt", "TON", question="How much do you need?")
    found = count_alone([asked])["a",]
    assert (found.quantity, found.question, found.asked_in) == (None, "How much do you need?", "")
    assert "What is this?" in alone("#NAME?", "TON").question


def test_a_countys_own_unit_is_called_by_its_name() -> None:
    own = Vocabulary.shipped().with_words(
        units={"tub": Unit("TUB", "snow tub", "snow tubs", "pack", None, "")}
    )
    found = count_alone([line("Ice melt", "tub")], own)["a",]
    assert found.question == "How many pieces are in your snow tub?"


@pytest.mark.parametrize(
    ("description", "name", "one"),
    [
        ("Gloves, nitrile", "gloves", "glove"), ("Batteries AA", "batteries", "battery"),
        ("Grass seed", "pieces", "piece"), ("Office supplies", "pieces", "piece"),
        ("#10 envelopes, white", "envelopes", "envelope"), ("Storage boxes", "boxes", "box"),
        ("Brushes, wire", "brushes", "brush"), ("Toner 26X", "pieces", "piece"),
    ],
)  # fmt: skip
def test_pieces_are_called_what_the_line_calls_them(description: str, name: str, one: str) -> None:
    assert name_of_pieces(description) == name
    assert one_of(name) == one
