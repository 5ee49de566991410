"""The words of a line: abbreviations written out, slips of one letter mended, synonyms made one.

A `Lexicon` is compiled once for a vocabulary. It knows three tables: abbreviations (typed -> means), synonyms
(many names of one product -> its name) and noise (words that say nothing about a need).
"""

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from commonlot.engines.pooling.clean import read_data, singular
from commonlot.engines.pooling.vocabulary import Vocabulary

Phrase = tuple[str, ...]
_TOKEN = re.compile(r"(?:[a-z]\.){2,}|[a-z]+'s?(?![a-z])|\d+(?:[./,-]\d+)*(?![a-z0-9])|[a-z0-9]+(?:\.\d+)?")
_DOUBLED = re.compile(r"([a-z])\1")
LONGEST_PHRASE = 5
SHORTEST_MENDED = 5
# In a shorter word another consonant may make another word: a beaker is no breaker, a painter no printer.
LONG = 9
VOWELLED = 7
_VOWELS = str.maketrans("", "", "aeiou")


class Token(NamedTuple):
    """A word with the stretch of clean text it was read from."""

    word: str
    start: int
    end: int


class Lexicon:
    """The compiled words of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        typed = {row["typed"]: row["means"] for row in read_data("abbreviations.csv")}
        self.short = PhraseTable((a, b) for a, b in {**typed, **vocabulary.abbreviations}.items())
        self.one_name = PhraseTable(self._product_names())
        self.noise = frozenset(row["word"] for row in read_data("noise.csv"))
        self.known = self._known_words()
        self._near = _deletions(self.known - self.noise)
        self._cut = lru_cache(50_000)(self._tokens_of)

    def _known_words(self) -> frozenset[str]:
        terms = {word for row in read_data("terms.csv") for word in re.split(r"[|\s]", row["phrases"])}
        spelled = {row["word"] for row in read_data("words.csv")}
        return self.short.words | self.one_name.words | self.noise | terms | spelled

    def _product_names(self) -> Iterable[tuple[str, str]]:
        """Give every name of a product as written, and with its noun in front as catalogues have it."""
        names = [
            (phrase, row["means"])
            for row in read_data("synonyms.csv")
            for name in row["typed"].split("|")
            for phrase in self.spellings(name)
        ]
        turned = [((phrase[-1], *phrase[:-1]), means) for phrase, means in names if 2 <= len(phrase) <= 3]
        written = {phrase for phrase, _ in names}
        for phrase, means in (*((p, m) for p, m in turned if p not in written), *names):
            yield " ".join(phrase), means

    def spellings(self, typed: str) -> list[Phrase]:
        """Return a phrase of a table as it is, and as it reads with its abbreviations written out."""
        plain = tuple(singular(word) for word in re.findall(r"[^\s/.-]+", typed))
        tokens = [Token(word, 0, 0) for word in plain]
        return list(dict.fromkeys((plain, tuple(token.word for token in self._write_out(tokens)))))

    def tokens(self, text: str) -> list[Token]:
        """Return the words of a clean text in order, abbreviations written out and slips mended."""
        raw = []
        here = 0
        for chunk in text.split(" "):
            raw += [Token(word, here + start, here + end) for word, start, end in self._cut(chunk)]
            here += len(chunk) + 1
        return self._write_out(raw)

    def _tokens_of(self, chunk: str) -> tuple[Token, ...]:
        """Return the words of a stretch without spaces; most stretches come often."""
        return tuple(Token(self._word(m[0]), m.start(), m.end()) for m in _TOKEN.finditer(chunk))

    def _word(self, typed: str) -> str:
        plain = typed.replace(".", "") if typed[0].isalpha() else typed
        return self.mend(singular(plain.removesuffix("'s").strip("'")))

    def _write_out(self, raw: Sequence[Token]) -> list[Token]:
        said: list[Token] = []
        position = 0
        first = self.short.lengths
        while position < len(raw):
            if raw[position].word not in first:
                said.append(raw[position])
                position += 1
                continue
            means, length = self.short.find(raw, position)
            if means is None:
                said.append(raw[position])
            else:
                start, end = raw[position].start, raw[position + length - 1].end
                said += [Token(word, start, end) for word in means]
            position += length
        return said

    def mend(self, word: str) -> str:
        """Return the known word that a longer word misses by one letter; any other word stays as it is."""
        if len(word) < SHORTEST_MENDED or not word.isalpha() or word in self.known:
            return word
        return self._mend(word)

    def _mend(self, word: str) -> str:
        near = {known for cut in _cuts(word) for known in self._near.get(cut, ())}
        fits = [known for known in near if known[0] == word[0] and _is_slip(known, word)]
        return min(fits, default=word)

    def names(self, tokens: Sequence[Token], stated: Set[int]) -> tuple[list[str], set[int]]:
        """Return the one name of every product named here, and the positions that named them.

        stated: positions of words that state a fact; alone they name nothing (a lime vest is no lime).
        """
        found: list[str] = []
        used: set[int] = set()
        position = 0
        first = self.one_name.lengths
        while position < len(tokens):
            if tokens[position].word not in first:
                position += 1
                continue
            means, length = self.one_name.find(tokens, position)
            if means is not None and (length > 1 or position not in stated):
                found.append(" ".join(means))
                used.update(range(position, position + length))
            position += length
        return found, used


class PhraseTable:
    """Phrases of one to five words, each with what it means; the longest that fits wins."""

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        self._means: dict[Phrase, Phrase] = {}
        # How long the phrases are that begin with a word, the longest first.
        self.lengths: dict[str, tuple[int, ...]] = {}
        for typed, means in rows:
            phrase = tuple(singular(word) for word in re.findall(r"[^\s/.-]+", typed))
            self._means[phrase] = tuple(means.split())
            lengths = {*self.lengths.get(phrase[0], ()), len(phrase)}
            self.lengths[phrase[0]] = tuple(sorted(lengths, reverse=True))
        self.words = frozenset(w for both in self._means.items() for phrase in both for w in phrase)

    def find(self, tokens: Sequence[Token], position: int) -> tuple[Phrase | None, int]:
        """Return what the longest phrase at this position means, and how many words it takes."""
        for length in self.lengths.get(tokens[position].word, ()):
            if position + length > len(tokens):
                continue
            means = self._means.get(tuple([token.word for token in tokens[position : position + length]]))
            if means is not None:
                return means, length
        return None, 1


def _is_slip(known: str, word: str) -> bool:
    """Tell whether a word is a known one mistyped: letters turned or doubled, a vowel wrong; more in a long word."""
    if OSA.distance(known, word, score_cutoff=1) > 1:
        return False
    if sorted(known) == sorted(word) or _DOUBLED.sub(r"\1", known) == _DOUBLED.sub(r"\1", word):
        return True
    longer = max(len(known), len(word))
    return longer >= LONG or (longer >= VOWELLED and known.translate(_VOWELS) == word.translate(_VOWELS))


def _cuts(word: str) -> Iterable[str]:
    """Return a word, and the word without each of its letters."""
    return (word, *(word[:i] + word[i + 1 :] for i in range(len(word))))


def _deletions(words: Iterable[str]) -> Mapping[str, list[str]]:
    near: dict[str, list[str]] = {}
    for word in sorted(words):
        if len(word) >= SHORTEST_MENDED and word.isalpha():
            for cut in sorted(set(_cuts(word))):
                near.setdefault(cut, []).append(word)
    return near


@lru_cache(maxsize=16)
def lexicon(vocabulary: Vocabulary) -> Lexicon:
    """Return the compiled words of a vocabulary; those last used are kept."""
    return Lexicon(vocabulary)
