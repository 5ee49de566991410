"""Match the records of two catalogues: features, a bag of trees, and a threshold chosen on labelled pairs only."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from commonlot.engines.pooling.learning.bag import FOLDS, SEEDS, Bag, Labels, Numbers, train_bag
from commonlot.engines.pooling.learning.bounds import best_threshold
from commonlot.engines.pooling.learning.features import Read, pair_features, read_record, record_weights
from commonlot.engines.pooling.learning.ranks import fair_share, rank_features
from commonlot.engines.pooling.learning.texts import Record
from commonlot.engines.pooling.learning.words import learn_words, unseen_word_scores

GRAMS = (("char_wb", 3, 5), ("char", 2, 4))
RANKED = ("cosine", "jaccard", "rarest")
RANKED_HEAD = ("head.soft_a", "head.soft_b", "head.set", "grams.head.char")


@dataclass(frozen=True)
class Catalogue:
    """Pairs to compare: records by name, the pairs as (left name, right name), and their features."""

    reads: dict[str, Read]
    table: tuple[tuple[str, str], ...]
    names: tuple[str, ...]
    matrix: Numbers


@dataclass(frozen=True)
class Matched:
    """What training gave: a chance for every pair of the table, the threshold, and the F1 of unseen folds."""

    chances: Numbers
    threshold: float
    unseen_f1: float
    bag: Bag


def compare(records: dict[str, Record], table: Sequence[tuple[str, str]]) -> Catalogue:
    """Compute the pairwise features of a table of candidate pairs; no labels are used."""
    reads = {name: read_record(record) for name, record in records.items()}
    weights = record_weights(list(reads.values()))
    rows = [pair_features(reads[a], reads[b], weights) for a, b in table]
    names = list(rows[0])
    columns = [np.array([[row[name] for name in names] for row in rows])]
    several = any(len(record) > 1 for record in records.values())
    for part in ("head", "whole") if several else ("head",):
        texts = {name: (read.head if part == "head" else read.whole).plain for name, read in reads.items()}
        for analyzer, least, most in GRAMS:
            names.append(f"grams.{part}.{analyzer}")
            columns.append(gram_cosines(texts, table, analyzer, (least, most))[:, None])
    return Catalogue(reads, tuple(table), tuple(names), np.hstack(columns))


def gram_cosines(
    texts: dict[str, str], table: Sequence[tuple[str, str]], analyzer: str, lengths: tuple[int, int]
) -> Numbers:
    """Return the TF-IDF cosine of character n-grams for each pair; weights come from all texts."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    place = {name: i for i, name in enumerate(sorted(texts))}
    vectors = TfidfVectorizer(analyzer=analyzer, ngram_range=lengths, sublinear_tf=True)
    matrix = vectors.fit_transform([texts[name] for name in sorted(texts)])
    left, right = ([place[pair[side]] for pair in table] for side in (0, 1))
    cosines: Numbers = np.asarray(matrix[left].multiply(matrix[right]).sum(axis=1)).ravel()
    return cosines


def match_pairwise(
    catalogue: Catalogue,
    labelled: Sequence[int],
    labels: Labels,
    *,
    seeds: Sequence[int] = SEEDS,
    folds: int = FOLDS,
) -> Matched:
    """Train on the labelled rows and score every row, each by its own two records alone."""
    bags = [(catalogue.reads[a].whole.bag, catalogue.reads[b].whole.bag) for a, b in catalogue.table]
    known = [bags[row] for row in labelled]
    words = learn_words(known, labels).score(bags)
    words[labelled] = unseen_word_scores(known, labels)
    matrix = np.column_stack([catalogue.matrix, words])
    names = (*catalogue.names, "words")
    return _match(matrix, names, labelled, labels, seeds=seeds, folds=folds)


def match_with_ranks(
    catalogue: Catalogue,
    pairwise: Matched,
    labelled: Sequence[int],
    labels: Labels,
    *,
    seeds: Sequence[int] = SEEDS,
    folds: int = FOLDS,
) -> Matched:
    """Train once more, with how each pair stands among the pairs that share a record with it."""
    part = "whole" if "whole.cosine" in catalogue.names else "head"
    ranked = [*(f"{part}.{name}" for name in RANKED), *RANKED_HEAD]
    chance = np.clip(pairwise.chances, 1e-6, 1 - 1e-6)
    likenesses = {name: np.nan_to_num(catalogue.matrix[:, catalogue.names.index(name)]) for name in ranked}
    if "field_price.difference" in catalogue.names:
        difference = catalogue.matrix[:, catalogue.names.index("field_price.difference")]
        likenesses["price"] = -np.nan_to_num(difference, nan=9.0)
    likenesses |= {"chance": chance, "odds": np.log(chance / (1 - chance))}
    columns = [rank_features(catalogue.table, values) for values in likenesses.values()]
    matrix = np.column_stack([catalogue.matrix, chance, fair_share(catalogue.table, chance), *columns])
    names = (*catalogue.names, "chance", "fair share", *(f"{n}.{i}" for n in likenesses for i in range(8)))
    return _match(matrix, names, labelled, labels, seeds=seeds, folds=folds)


def _match(
    matrix: Numbers,
    names: Sequence[str],
    labelled: Sequence[int],
    labels: Labels,
    *,
    seeds: Sequence[int],
    folds: int,
) -> Matched:
    """Train; labelled rows keep the chances of models that never saw them, and these choose the threshold."""
    bag, unseen = train_bag(matrix[labelled], labels, names, seeds=seeds, folds=folds)
    chances = bag.chances(matrix)
    chances[labelled] = unseen
    threshold, value = best_threshold(unseen.tolist(), [bool(label) for label in labels])
    return Matched(chances, threshold, value, bag)
