"""Measure the learned matcher on four public sets: `python bench/matching.py [--set NAME] [--short] [--no-test]`.

The sets stand in the shared data (COMMONLOT_SHARED_DATA, else ../shared/data). Features and word weights see all
texts but no labels; models, their stopping and the threshold see the labels of train and valid only; test labels
are read once, at the end. "text cosine" is the peer of the same run: character 3-5-grams, its threshold chosen on
valid. "unseen F1" is that of folds held back in training: what was expected before test was read. Exit status 1
when a bar is missed. --no-test stops before the test labels are read; --short samples and has no bars.
"""

import argparse
import os
import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from commonlot.engines.pooling.learning.bag import SEEDS
from commonlot.engines.pooling.learning.bounds import best_threshold, f1_at
from commonlot.engines.pooling.learning.catalogues import (
    Catalogue,
    Matched,
    compare,
    match_pairwise,
    match_with_ranks,
)

FIELD = re.compile(r"COL (\S+) VAL ?")


@dataclass(frozen=True)
class Bar:
    """The F1 that a set must reach, by pairwise features or with ranks."""

    folder: str
    least: float
    ranks: bool


BARS = (
    Bar("Abt-Buy", 91.0, ranks=False),
    Bar("Amazon-Google", 80.0, ranks=True),
    Bar("Walmart-Amazon", 87.0, ranks=False),
    Bar("wdc_computers", 85.0, ranks=False),
)


def main(arguments: list[str]) -> int:
    """Print a row for each set; return 1 if a bar was missed."""
    options = _options(arguments)
    seeds = SEEDS[:1] if options.short else SEEDS
    print(f"seeds {', '.join(map(str, seeds))}; F1 of test in percent" + "; unseen F1 only" * options.no_test)
    print(f"{'set':<16}{'cosine':>8}{'pairwise':>10}{'unseen':>8}{'ranks':>8}{'unseen':>8}"
          f"{'bar':>6}{'seconds':>9}")  # fmt: skip
    reached = [_measure(bar, options, seeds) for bar in BARS if options.set in ("", bar.folder)]
    return 0 if options.short or options.no_test or all(reached) else 1


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the learned matcher on four public sets.")
    parser.add_argument("--set", default="", choices=[bar.folder for bar in BARS], help="one set only")
    parser.add_argument("--short", action="store_true", help="a sample, one seed, no bars")
    parser.add_argument("--no-test", action="store_true", help="stop before test labels are read")
    return parser.parse_args(arguments)


def _measure(bar: Bar, options: argparse.Namespace, seeds: tuple[int, ...]) -> bool:
    began = time.perf_counter()
    every = 8 if options.short else 1
    texts = {part: _pairs(bar.folder, part, every) for part in ("train", "valid", "test")}
    table = [pair for part in texts.values() for pair in part]
    records = {text: _record(text) for text in dict.fromkeys(text for pair in table for text in pair)}
    catalogue = compare(records, table)
    train, valid = (_labels(bar.folder, part, every) for part in ("train", "valid"))
    labels = np.array(train + valid)
    labelled = list(range(len(labels)))
    pairwise = match_pairwise(catalogue, labelled, labels, seeds=seeds)
    ranked = match_with_ranks(catalogue, pairwise, labelled, labels, seeds=seeds)
    cosine, cosine_threshold = _peer(catalogue, len(train), valid)
    seconds = time.perf_counter() - began
    figures = {"cosine": float("nan"), "pairwise": float("nan"), "ranks": float("nan")}
    if not options.no_test:
        same = [label == 1 for label in _labels(bar.folder, "test", every)]
        figures = {
            name: 100 * f1_at(threshold, chances[len(labels) :].tolist(), same)
            for name, threshold, chances in (
                ("cosine", cosine_threshold, cosine),
                ("pairwise", pairwise.threshold, pairwise.chances),
                ("ranks", ranked.threshold, ranked.chances),
            )
        }
    _print(bar, figures, pairwise, ranked, seconds)
    return figures["ranks" if bar.ranks else "pairwise"] >= bar.least


def _print(bar: Bar, figures: dict[str, float], pairwise: Matched, ranked: Matched, seconds: float) -> None:
    print(
        f"{bar.folder:<16}{figures['cosine']:>8.2f}{figures['pairwise']:>10.2f}{100 * pairwise.unseen_f1:>8.2f}"
        f"{figures['ranks']:>8.2f}{100 * ranked.unseen_f1:>8.2f}{bar.least:>6.0f}{seconds:>9.0f}",
        flush=True,
    )


def _peer(catalogue: Catalogue, trained: int, valid: list[int]) -> tuple[np.ndarray, float]:
    part = "whole" if "grams.whole.char_wb" in catalogue.names else "head"
    cosine = catalogue.matrix[:, catalogue.names.index(f"grams.{part}.char_wb")]
    rows = slice(trained, trained + len(valid))
    return cosine, best_threshold(cosine[rows].tolist(), [label == 1 for label in valid])[0]


def _lines(folder: str, part: str, every: int) -> list[list[str]]:
    home = Path(__file__).resolve().parent.parent
    shared = Path(os.environ.get("COMMONLOT_SHARED_DATA", home.parent / "shared" / "data"))
    text = (shared / "matching" / folder / f"{part}.txt").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.split("\n")[::every] if line]


def _pairs(folder: str, part: str, every: int) -> list[tuple[str, str]]:
    return [(left, right) for left, right, _ in _lines(folder, part, every)]


def _labels(folder: str, part: str, every: int) -> list[int]:
    return [int(label) for *_, label in _lines(folder, part, every)]


def _record(text: str) -> dict[str, str]:
    parts = FIELD.split(text)
    return {name: value.strip() for name, value in zip(parts[1::2], parts[2::2], strict=True)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
