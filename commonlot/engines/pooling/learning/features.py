"""The features of a pair of records: pure functions on two records and the weights of words."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import JaroWinkler

from commonlot.engines.pooling.learning.codes import compare_codes, compare_numbers
from commonlot.engines.pooling.learning.editions import compare_editions
from commonlot.engines.pooling.learning.likeness import (
    MISSING,
    Features,
    shared_words,
    soft_words,
    spelling,
    unsaid,
)
from commonlot.engines.pooling.learning.texts import Record, Text, read_text
from commonlot.engines.pooling.learning.weights import WordWeights


@dataclass(frozen=True)
class Read:
    """A record as read once: its head (the first field), all its text, and each field."""

    head: Text
    whole: Text
    fields: Mapping[str, Text]


def read_record(record: Record) -> Read:
    """Read a record; the first field is the head, the name under which the thing goes."""
    fields = {name: read_text(value) for name, value in record.items()}
    first = next(iter(fields), "")
    return Read(fields.get(first, read_text("")), read_text(" ".join(record.values())), fields)


def record_weights(records: Sequence[Read]) -> WordWeights:
    """Weigh words by the records' whole texts; no labels are used."""
    return WordWeights.of(record.whole.bag for record in records)


def pair_features(a: Read, b: Read, weights: WordWeights) -> Features:
    """Return name -> number for a pair; what cannot be compared is not a number (NaN)."""
    several = len(a.fields) > 1 or len(b.fields) > 1
    found = _prefixed("head", _texts(a.head, b.head, weights))
    found |= _prefixed("head", soft_words(a.head, b.head, weights))
    found |= compare_editions(a.head, b.head)
    if not several:
        return found
    found |= _prefixed("whole", _texts(a.whole, b.whole, weights))
    found |= _prefixed("whole", compare_editions(a.whole, b.whole))
    found |= _prefixed("across_a", _across(a.head, b.whole, weights))
    found |= _prefixed("across_b", _across(b.head, a.whole, weights))
    for name in dict.fromkeys((*a.fields, *b.fields)):
        found |= _prefixed(f"field_{name}", _field(a, b, name, weights))
    return found


def _prefixed(prefix: str, features: Features) -> Features:
    return {f"{prefix}.{name}": value for name, value in features.items()}


def _texts(a: Text, b: Text, weights: WordWeights) -> Features:
    return {
        **shared_words(a, b, weights),
        **unsaid(a, b, weights, soft=True),
        **spelling(a, b),
        **compare_codes(a, b, weights),
        **compare_numbers(a, b, weights),
    }


def _across(head: Text, whole: Text, weights: WordWeights) -> Features:
    """Compare the head of one record with all that the other says."""
    shared = shared_words(head, whole, weights)
    rest = unsaid(head, whole, weights, soft=False)
    codes = compare_codes(head, whole, weights)
    kept = {name: shared[name] for name in ("held_a", "rarest")}
    kept |= {name: rest[f"{name}_a"] for name in ("share", "top", "digits")}
    return kept | {name: codes[name] for name in ("inside_a", "inside_share_a", "missing_a", "near")}


def _field(a: Read, b: Read, name: str, weights: WordWeights) -> Features:
    """Compare one field: which side states it, equality, likeness, and the ratio if both are numbers."""
    one, other = a.fields.get(name), b.fields.get(name)
    stated = bool(one and one.plain), bool(other and other.plain)
    found: Features = {"stated": stated[0] + 2.0 * stated[1]}
    empty = dict.fromkeys(("equal", "winkler", "held_a", "held_b", "ratio", "difference"), MISSING)
    if one is None or other is None or not all(stated):
        return found | empty
    shared = shared_words(one, other, weights)
    found |= {
        **empty,
        "equal": float(one.run == other.run),
        "winkler": JaroWinkler.similarity(one.run, other.run),
        "held_a": shared["held_a"],
        "held_b": shared["held_b"],
    }
    values = _amount(one), _amount(other)
    if values[0] and values[1]:
        found["ratio"] = math.log(values[0] / values[1])
        found["difference"] = abs(found["ratio"])
    return found


def _amount(text: Text) -> float:
    typed = text.plain.removeprefix("$").replace(",", "").strip()
    return float(typed) if typed.replace(".", "", 1).isdigit() and typed.isascii() else 0.0
