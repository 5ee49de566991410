"""Every row of every table that drives the reading of lines is shown at work, and shown where it must keep still."""

from collections import Counter

import pytest

from commonlot.engines.pooling.attributes import Attribute, read_attributes
from commonlot.engines.pooling.clean import clean, read_data
from commonlot.engines.pooling.lexicon import lexicon
from commonlot.engines.pooling.score import brands, says
from commonlot.engines.pooling.vocabulary import Vocabulary

RECOGNISERS = [
    pytest.param(row, id=f"{row['attribute']}: {row['example']}") for row in read_data("recognisers.csv")
]
TERMS = [pytest.param(row, id=f"{row['attribute']} {row['value']}") for row in read_data("terms.csv")]


def read(text: str) -> list[Attribute]:
    return read_attributes(clean(text))[0]


def stated(row: dict[str, str], text: str) -> bool:
    """Tell whether a line states what a row of a table reads."""
    fixed = row.get("form", "fixed") == "fixed"
    return any(a.name == row["attribute"] and (not fixed or a.value == row["value"]) for a in read(text))


@pytest.mark.parametrize("row", RECOGNISERS)
def test_a_recogniser_reads_its_example(row: dict[str, str]) -> None:
    assert stated(row, row["example"])


@pytest.mark.parametrize("row", RECOGNISERS)
def test_a_recogniser_keeps_still_where_it_must(row: dict[str, str]) -> None:
    assert row["counterexample"]
    assert not stated(row, row["counterexample"])


@pytest.mark.parametrize("row", TERMS)
def test_a_term_states_its_fact(row: dict[str, str]) -> None:
    assert stated(row, row["example"])


@pytest.mark.parametrize("row", TERMS)
def test_a_term_keeps_still_outside_its_trade(row: dict[str, str]) -> None:
    assert not stated(row, row["counterexample"])


def test_every_name_of_a_product_means_that_product() -> None:
    words = lexicon(Vocabulary.shipped())
    wrong = []
    for row in read_data("synonyms.csv"):
        for typed in row["typed"].split("|"):
            names, _ = words.names(words.tokens(typed), frozenset())
            if row["means"] not in names:
                wrong.append((typed, names))
    assert wrong == []


def test_no_word_is_short_for_two_things() -> None:
    typed = Counter(row["typed"] for row in read_data("abbreviations.csv"))
    assert [word for word, times in typed.items() if times > 1] == []
    names = Counter(name for row in read_data("synonyms.csv") for name in row["typed"].split("|"))
    assert [name for name, times in names.items() if times > 1] == []


def test_an_abbreviation_is_written_out() -> None:
    words = lexicon(Vocabulary.shipped())
    for row in read_data("abbreviations.csv"):
        written = [token.word for token in words.tokens(row["typed"])]
        assert written, row
    assert [token.word for token in words.tokens("glv ntrl pf lrg")] == [
        *("glove", "nitrile", "powder", "free", "large"),
    ]


def test_a_brand_is_no_name_of_a_product_or_a_fact() -> None:
    phrases = {phrase for row in read_data("terms.csv") for phrase in row["phrases"].split("|")}
    assert brands().isdisjoint(phrases)


def test_what_a_missing_fact_says_is_told_once_and_in_three_steps() -> None:
    told = Counter(row["attribute"] for row in read_data("attributes.csv"))
    assert [name for name, times in told.items() if times > 1] == []
    assert set(says().values()) == {0, 1, 2}


def test_what_a_fact_gives_away_is_a_product_of_the_table() -> None:
    known = {row["means"] for row in read_data("synonyms.csv")}
    assert {row["product"] for row in read_data("implied.csv")} - known == set()
