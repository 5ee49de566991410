"""What is compared in two records: words, codes, numbers with units, editions; and a pair's place in its table."""

import math

import numpy as np
import pytest

from commonlot.engines.pooling.learning.features import pair_features, read_record, record_weights
from commonlot.engines.pooling.learning.ranks import fair_share, rank_features
from commonlot.engines.pooling.learning.texts import read_code, read_text
from commonlot.engines.pooling.learning.words import learn_words, unseen_word_scores

RECORDS = [
    {"title": "Acme cordless drill DR-4510B 18 volt", "price": "99.00"},
    {"title": "Acme drill DR4510B, 18V, cordless", "price": "$89.00"},
    {"title": "Acme cordless drill DR-4520B 20 volt", "price": ""},
    {"title": "Borel paint studio 2.0 upgrade mac", "price": "49.00"},
    {"title": "Borel paint studio v2 .0 windows", "price": "99.00"},
]


def compared(one: int, other: int) -> dict[str, float]:
    read = [read_record(record) for record in RECORDS]
    return pair_features(read[one], read[other], record_weights(read))


@pytest.mark.parametrize(
    ("typed", "code"),
    [("dr-4510b", "dr4510b"), ("108r00645", "108r00645"), ("27528", "27528"), ("500gb", ""), ("8x11", ""),
     ("drill", ""), ("2007", ""), ("18v", "")],
)  # fmt: skip
def test_a_code_is_neither_a_word_nor_a_measure(typed: str, code: str) -> None:
    assert read_code(typed) == code


def test_numbers_and_versions_are_read_one_way() -> None:
    assert read_text("v2 .0").words == read_text("Version 2.0").words == read_text("2").words == ("2",)
    assert read_text("1,000 GB") == read_text("1,000 gb")
    assert read_text("18 volt").measures == read_text("18V").measures == {"v": frozenset({"18"})}


def test_a_model_number_agrees_with_and_without_its_dash() -> None:
    same, other = compared(0, 1), compared(0, 2)
    assert (same["head.equal"], other["head.equal"]) == (1, 0)
    assert same["head.near"] == 1 > other["head.near"] > 0.8


def test_measures_of_one_unit_agree_or_clash() -> None:
    assert compared(0, 1)["head.measure_clash"] == 0
    assert compared(0, 2)["head.measure_clash"] == 1


def test_another_platform_is_a_clash_and_a_word_of_one_side_is_counted() -> None:
    pair = compared(3, 4)
    assert pair["platform_clash"] == 1
    assert (pair["license_a"], pair["license_b"]) == (1, 0)
    assert pair["head.number_jaccard"] == 1


def test_prices_are_compared_as_a_ratio_and_a_missing_one_is_no_number() -> None:
    assert compared(0, 1)["field_price.ratio"] == pytest.approx(math.log(99 / 89))
    missing = compared(0, 2)
    assert missing["field_price.stated"] == 1
    assert math.isnan(missing["field_price.ratio"])


def test_what_is_compared_turns_round_with_the_pair() -> None:
    there, back = compared(0, 1), compared(1, 0)
    assert there["whole.held_a"] == back["whole.held_b"]
    assert there["field_price.ratio"] == pytest.approx(-back["field_price.ratio"])


def test_short_forms_and_initials_explain_a_word() -> None:
    read = [
        read_record({"title": t}) for t in ("office sbe prof", "office small business edition professional")
    ]
    pair = pair_features(read[0], read[1], record_weights(read))
    assert (pair["head.left_a"], pair["head.share_a"]) == (0, 0)


def test_a_record_without_text_compares_without_error() -> None:
    read = [read_record({"title": ""}), read_record(RECORDS[0])]
    assert math.isnan(pair_features(read[0], read[1], record_weights(read))["head.jaccard"])


TABLE = [("a", "x"), ("a", "y"), ("b", "y"), ("c", "z")]


def test_a_pair_has_a_rank_among_the_pairs_of_its_records() -> None:
    rank, gap, others, share = rank_features(TABLE, np.array([0.9, 0.6, 0.8, 0.5]))[:, :4].T
    assert rank.tolist() == [0, 1, 0, 0]
    assert others.tolist() == [1, 1, 0, 0]
    assert gap[:2] == pytest.approx([0.3, -0.3])
    assert np.isnan(gap[2:]).all()
    assert share[:2] == pytest.approx([0.6, 0.4])


def test_the_order_of_the_table_changes_no_rank() -> None:
    values = np.array([0.9, 0.6, 0.8, 0.5])
    turned = rank_features(TABLE[::-1], values[::-1])[::-1]
    assert np.array_equal(rank_features(TABLE, values), turned, equal_nan=True)


def test_one_partner_is_shared_out_among_those_who_want_it() -> None:
    shares = fair_share(TABLE, np.array([0.9, 0.6, 0.8, 0.5]))
    assert shares[0] + shares[1] < 1
    assert shares[1] + shares[2] < 1
    assert shares[1] < 0.2
    # Odds of one to one with nobody else: v with v/(1-v)^2 = 1 is 0.382.
    assert shares[3] == pytest.approx(0.382, abs=0.001)


def test_words_that_make_another_thing_are_learned() -> None:
    same = (frozenset({"mop", "acme"}), frozenset({"mop", "nice"}))
    other = (frozenset({"mop", "refill"}), frozenset({"mop"}))
    pairs, labels = [same, other] * 20, np.array([1, 0] * 20)
    scores = learn_words(pairs, labels).score([same, other])
    assert scores[0] > 0 > scores[1]
    assert ((unseen_word_scores(pairs, labels) > 0) == (labels == 1)).all()
