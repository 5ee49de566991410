"""A period starts on its first day and ends before its last; a state moves only along its table."""

from datetime import date, timedelta
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.kernel.period import Period


class Door(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(days, st.integers(1, 4000))
def test_a_contract_runs_from_its_first_day_up_to_but_not_on_its_end(start: date, length: int) -> None:
    period = Period(start, start + timedelta(days=length))
    assert start in period
    assert period.start + timedelta(days=length - 1) in period
    assert start + timedelta(days=length) not in period


def test_a_closed_thing_does_not_reopen() -> None:
    moves = {Door.OPEN: frozenset({Door.CLOSED}), Door.CLOSED: frozenset[Door]()}
    workflow.check_move(moves, Door.OPEN, Door.CLOSED)
    with pytest.raises(Refused, match="closed and cannot become open"):
        workflow.check_move(moves, "closed", Door.OPEN)
