"""Papers are tagged PDF that a screen reader can read, and the same data gives the same paper."""

from datetime import UTC, datetime

import pytest

from commonlot.engines.papers import PaperFailed, set_paper

MADE_AT = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
TEMPLATE = """
#import "house.typ": *
#let d = json(bytes(sys.inputs.data))
#show: paper.with(title: d.title, foot: "Foot")
#ledger(("No.", "What"), (auto, 1fr), d.rows)
"""


def test_a_paper_is_a_tagged_pdf_with_a_title_and_a_language() -> None:
    pdf = set_paper(TEMPLATE, {"title": "Purchase order", "rows": [["1", "Salt"]]}, made_at=MADE_AT)
    assert pdf.startswith(b"%PDF-")
    assert b"/MarkInfo" in pdf
    assert b"/Lang" in pdf


def test_the_same_data_gives_the_same_bytes() -> None:
    data = {"title": "Purchase order", "rows": [["1", "Salt & “sand” #2"]]}
    assert set_paper(TEMPLATE, data, made_at=MADE_AT) == set_paper(TEMPLATE, data, made_at=MADE_AT)


def test_a_template_that_misses_its_data_says_so() -> None:
    with pytest.raises(PaperFailed, match="title"):
        set_paper(TEMPLATE, {"rows": []}, made_at=MADE_AT)
