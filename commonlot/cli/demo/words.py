"""Two words that the county's buyers taught the program before the pools were sorted."""

from commonlot.cli.demo.county import County
from commonlot.process.pooling.actions.words import add_word
from commonlot.process.pooling.rules.words import ABBREVIATION, SAME_UNIT, Word

TAUGHT = (
    (
        Word(ABBREVIATION, "BOE", means="board of elections"),
        "The Board of Elections types it for ballot supplies.",
    ),
    (Word(SAME_UNIT, "SKD", unit="PL"), "Two villages order de-icer by the skid and type SKD."),
)


def teach(county: County) -> None:
    """Add the words, a few minutes apart, long before the first pool that is on the desk today."""
    for minutes, (word, because) in enumerate(TAUGHT):
        add_word(word=word, because=because, actor=county.buyer, now=county.days.at(-95, 10, 4 * minutes))
