"""Papers: tagged PDF/UA-1 documents set by typst from a template and plain data.

A template is a .typ file that imports `house.typ` and reads its data with
`json(bytes(sys.inputs.data))`. The same data and the same `made_at` give the same bytes.
"""

import json
import tempfile
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import Any

import typst


class PaperFailed(Exception):
    """A template and its data do not make a valid tagged PDF; the message is typst's own."""


def set_paper(template: str, data: dict[str, Any], *, made_at: datetime) -> bytes:
    """Set one paper and return its PDF bytes.

    template: the text of a .typ file. data: JSON values only (numbers as strings, so that nothing is
    rounded on the way). made_at: the moment written into the document. Raises PaperFailed.
    """
    house = resources.files("commonlot.engines.papers").joinpath("house.typ").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory(prefix="paper-") as folder:
        root = Path(folder)
        (root / "house.typ").write_text(house, encoding="utf-8")
        (root / "paper.typ").write_text(template, encoding="utf-8")
        try:
            pdf = typst.compile(
                str(root / "paper.typ"),
                root=folder,
                format="pdf",
                sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
                pdf_standards=["ua-1"],
                ignore_system_fonts=True,
                timestamp=int(made_at.timestamp()),
            )
        except typst.TypstError as error:
            raise PaperFailed(str(error)) from error
    if not isinstance(pdf, bytes):
        raise PaperFailed("typst gave no document")
    return pdf
