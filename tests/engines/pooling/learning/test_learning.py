"""A scorer is learned from a buyer's decisions, and is in force only if it is better than what it replaces."""

from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import product

import pytest

from commonlot.engines.pooling.learning import Decided, LearnedScorer, Publication, learn
from commonlot.engines.pooling.learning.publishing import ENOUGH, is_held_back
from commonlot.engines.pooling.needs import Kind, NeedLine
from commonlot.engines.pooling.reading import read_kinds
from commonlot.kernel.errors import Refused

GOODS = ("mop", "broom", "rake", "shovel", "bucket", "ladder", "lantern", "whistle", "stapler", "tarp", "anchor",
         "hammer")  # fmt: skip
MAKES = ("Acme", "Borel", "Cutler", "Dorn")
# To this buyer any maker will do; the hand-set score cannot know that.
WAYS = ("{make} {good}", "{good}, by {make}, any pack")


def kinds_of(*descriptions: str) -> list[Kind]:
    lines = [
        NeedLine(("a.csv", row), f"Town {row}", text, "EA", Decimal(1))
        for row, text in enumerate(descriptions)
    ]
    read = {kind.lines[0].description: kind for kind in read_kinds(lines, frozenset(), lambda *_: None)}
    return [read[text] for text in descriptions]


@cache
def decisions() -> tuple[Decided, ...]:
    """A good by any two makers is one need; two goods by one maker are two needs."""
    decided = []
    for number, one, other in product(range(len(GOODS)), MAKES, MAKES):
        good, another = GOODS[number], GOODS[number - 1 - MAKES.index(other)]
        a, b, c = kinds_of(
            WAYS[0].format(make=one, good=good),
            WAYS[1].format(make=other, good=good),
            WAYS[1].format(make=one, good=another),
        )
        decided += [Decided(a, b, 0.4, same=True), Decided(a, c, 0.4, same=False)]
    return tuple(decided)


@cache
def learned() -> Publication:
    return learn(decisions(), seeds=(1,))


def scorer() -> LearnedScorer:
    found = learned().scorer
    assert found is not None
    return found


def test_nothing_is_learned_from_a_few_decisions() -> None:
    few = learn(decisions()[: ENOUGH - 1])
    assert (few.published, few.scorer) == (False, None)
    assert few.why == "Learning starts at 300 decisions; there are 299."


def test_nothing_is_learned_if_every_decision_says_the_same() -> None:
    yes = [replace(decided, same=True) for decided in decisions()]
    assert "0 of two needs" in learn(yes).why


def test_a_scorer_that_beats_the_hand_set_score_is_published_and_says_by_how_much() -> None:
    result = learned()
    assert result.published, result.why
    assert result.new_f1 is not None
    assert result.old_f1 is not None
    assert result.new_f1 > result.old_f1
    assert "beats the hand-set score" in result.why


def test_a_scorer_that_is_no_better_leaves_the_present_one_in_force() -> None:
    again = learn(decisions(), scorer(), seeds=(1,))
    assert not again.published
    assert again.scorer == scorer()
    assert again.why.startswith("Not published: it does not beat the present scorer")


def test_too_few_sure_pairs_leave_nothing_to_offer_in_one_click() -> None:
    result = learned()
    assert result.held_back < 189
    assert scorer().auto is None
    assert "No pair is offered in one click" in result.why


def test_the_order_of_decisions_changes_nothing() -> None:
    turned = learn(decisions()[::-1], seeds=(1,))
    assert turned.scorer is not None
    assert turned.scorer.to_text() == scorer().to_text()


def test_it_does_not_matter_which_line_of_a_pair_is_named_first() -> None:
    there = scorer().score([(d.a, d.b, d.cosine) for d in decisions()])
    back = scorer().score([(d.b, d.a, d.cosine) for d in decisions()])
    assert there == back


def test_a_pair_scores_alike_whatever_is_scored_beside_it() -> None:
    pairs = [(d.a, d.b, d.cosine) for d in decisions()[:20]]
    assert scorer().score(pairs) == [scorer().score([pair])[0] for pair in pairs]
    assert scorer().score([]) == []


def test_a_score_is_a_chance() -> None:
    scores = scorer().score([(d.a, d.b, d.cosine) for d in decisions()])
    assert all(0 <= score <= 1 for score in scores)


def test_a_scorer_comes_back_from_its_text_as_it_was() -> None:
    again = LearnedScorer.from_text(scorer().to_text())
    pairs = [(d.a, d.b, d.cosine) for d in decisions()[:40]]
    assert again == scorer()
    assert again.version == scorer().version
    assert again.score(pairs) == scorer().score(pairs)


@pytest.mark.parametrize("text", ["", "{}", "[]", "not a scorer"])
def test_what_is_no_scorer_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="no learned scorer"):
        LearnedScorer.from_text(text)


def test_a_scorer_of_another_form_is_refused() -> None:
    with pytest.raises(Refused, match="another version"):
        LearnedScorer.from_text(scorer().to_text().replace('"form": 1', '"form": 99'))


def test_audit_pairs_are_never_learned_from() -> None:
    assert all(is_held_back(replace(decided, is_audit=True)) for decided in decisions())


def test_a_pair_held_back_once_is_held_back_whichever_way_it_is_named() -> None:
    assert [is_held_back(d) for d in decisions()] == [
        is_held_back(replace(d, a=d.b, b=d.a)) for d in decisions()
    ]
    share = sum(map(is_held_back, decisions())) / len(decisions())
    assert 0.2 < share < 0.5


def test_of_two_decisions_on_a_pair_the_last_one_counts() -> None:
    wrong = [replace(decided, same=not decided.same) for decided in decisions()]
    assert learn([*wrong, *decisions()], seeds=(1,)) == learned()
