"""Like needs become one line, and every unit adds up to its agencies.

`pool_lines(lines, decisions, progress)` takes typed lines (`NeedLine`: quantity an exact Decimal in the unit as
typed) and returns a `PoolingResult`: groups with a base unit, an exact total and a reason for every line, and
the questions that must be asked before a line can count. Nothing is guessed; a buyer's decision outranks
every score; the order of lines, files or agencies changes nothing. Tables in `data/` drive what is recognised.
`spark.SparkEngine(session).pool_lines(...)` takes the same and finds the same, on Apache Spark.
"""

from typing import TYPE_CHECKING, Any

from commonlot.engines.pooling.attributes import Attribute
from commonlot.engines.pooling.needs import Asked, Decision, Group, GroupedLine, NeedLine, PoolingResult
from commonlot.engines.pooling.packs import Step
from commonlot.engines.pooling.register import Register

if TYPE_CHECKING:
    from commonlot.engines.pooling.pipeline import pool_lines

__all__ = [
    "Asked",
    "Attribute",
    "Decision",
    "Group",
    "GroupedLine",
    "NeedLine",
    "PoolingResult",
    "Register",
    "Step",
    "pool_lines",
]


def __getattr__(name: str) -> Any:
    """Load `pool_lines` when it is asked for: who only reads lines, as a helper does, needs no matrices."""
    if name != "pool_lines":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from commonlot.engines.pooling.pipeline import pool_lines

    return pool_lines
