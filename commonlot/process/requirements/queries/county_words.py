"""Where a later stage says with which words a county has lines read; the engine is loaded only when lines are."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commonlot.process.requirements.queries.counting import CountyWords

WordsOf = Callable[[int], "CountyWords"]
_KEPT: list[WordsOf] = []


def read_with_words_of(words_of: WordsOf) -> None:
    """Register the function that gives the words of a lead agency, which a later stage keeps."""
    _KEPT[:] = [words_of]


def words_of(lead_agency_id: int) -> "CountyWords | None":
    """Return the words of a lead agency, or None where no stage keeps any."""
    return _KEPT[0](lead_agency_id) if _KEPT else None
