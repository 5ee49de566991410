"""State machines as one table each: which state may follow which."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from commonlot.kernel.errors import Refused

State = TypeVar("State", bound=StrEnum)
Moves = Mapping[State, frozenset[State]]


def words(state: str) -> str:
    """Write a state as a person would say it: OUT_TO_BID is "out to bid"."""
    return str(state).replace("_", " ")


def check_move(moves: Moves[State], now_in: State | str, to: State) -> None:
    """Refuse a move that the table does not list."""
    state = type(to)(now_in)
    if to not in moves[state]:
        raise Refused(f"This is {words(state)} and cannot become {words(to)}.")


def mermaid(moves: Moves[State]) -> str:
    """Draw the table as a Mermaid state diagram, in the order of the table."""
    first = next(iter(moves))
    lines = ["stateDiagram-v2", f"    [*] --> {first}"]
    for state, followers in moves.items():
        ordered = [other for other in moves if other in followers]
        lines += [f"    {state} --> {other}" for other in ordered]
        if not followers:
            lines.append(f"    {state} --> [*]")
    return "\n".join(lines)
