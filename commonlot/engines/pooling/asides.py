"""What a line says by the way: “(Fleetguard LF9009 or equal)” names an example, and an example is no part of a need."""

import re
from collections.abc import Sequence

from commonlot.engines.pooling.lexicon import Lexicon, Token

_EQUAL = re.compile(r"\bor ?(?:approved |an? )?(?:equal|equiv\w*|eq\b|similar|=)|/ ?(?:equal|eq\b)|\bor ?$")
_STARTS = (",", ";", " - ", "(", " / ")


def asides(text: str, tokens: Sequence[Token], words: Lexicon) -> set[int]:
    """Return the positions of words that only name an example: the clause before “or equal”, or a maker's words.

    The first clause says what the thing is: of it only the words that no table knows, right before “or equal”.
    """
    found: set[int] = set()
    if "or" not in text and "eq" not in text:
        return found
    for match in _EQUAL.finditer(text):
        start = max(text.rfind(mark, 0, match.start()) for mark in _STARTS)
        before = [i for i, token in enumerate(tokens) if start < token.start < match.start()]
        if start < 0:
            before = _makers_words(tokens, before, words)
        found |= set(before)
    return found


def _makers_words(tokens: Sequence[Token], positions: Sequence[int], words: Lexicon) -> list[int]:
    last: list[int] = []
    for i in reversed(positions):
        word = tokens[i].word
        if word in words.known and not any(character.isdigit() for character in word):
            break
        last.append(i)
    return last
