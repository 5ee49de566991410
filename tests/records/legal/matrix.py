"""Who may read the rules: everybody."""

from tests.house.matrix import Row, open_to_all

ROWS: list[Row] = [open_to_all("legal:rules")]
