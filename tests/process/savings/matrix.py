"""Everybody may read what was saved and how it was counted."""

from tests.house.matrix import open_to_all

ROWS = [open_to_all("savings:public"), open_to_all("savings:csv"), open_to_all("savings:method")]
