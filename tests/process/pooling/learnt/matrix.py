"""What the program learns is the lead agency's; nobody else teaches it or sees it."""

from typing import Any

from commonlot.process.pooling.rules import words
from tests.cast import Cast
from tests.factories import learnt
from tests.house.matrix import REFUSED, THROUGH, Arguments, Row

COUNTY: dict[str, Any] = {
    "buyer": THROUGH, "member": REFUSED, "other_member": REFUSED, "vendor": REFUSED, "rival": REFUSED,
    "public": REFUSED,
}  # fmt: skip
AGENT = {"buyer": "purchasing_agent"}


def _kind(cast: Cast) -> Arguments:
    return {"kind": words.ABBREVIATION}


def _word(cast: Cast) -> Arguments:
    return {"word_id": learnt.word(cast).pk}


def _model(cast: Cast) -> Arguments:
    learnt.model(cast, in_use=True)
    return {}


ROWS: list[Row] = [
    Row(url="pooling:words", **COUNTY),
    Row(url="pooling:word_add", given=_kind, **COUNTY),
    Row(url="pooling:word_add", method="POST", given=_kind,
        data={"typed": "CPY", "means": "copy", "because": "The schools type it."}, **COUNTY),
    Row(url="pooling:word", given=_word, **COUNTY),
    Row(url="pooling:word_take_back", method="POST", given=_word, data={"because": "It was wrong."}, **COUNTY),
    Row(url="pooling:learning", **COUNTY),
    Row(url="pooling:model_file", given=lambda cast: {"model_id": learnt.model(cast).pk}, **COUNTY),
    Row(url="pooling:score", method="POST", given=_model, data={"because": "To compare."}, seats=AGENT, **COUNTY),
    Row(url="pooling:score", method="POST", given=_model, data={"because": "To compare."},
        **{**COUNTY, "buyer": REFUSED}),
]  # fmt: skip
