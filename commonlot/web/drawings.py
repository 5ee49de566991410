"""Geometry of the drawings: lot plan strip, lot map, bar chart. Numbers in, SVG attribute values out.

The content policy forbids inline style, so every drawing is made of attributes, and every drawing has a
table beside it. Floats are pixels here, never money or quantities.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from commonlot.web import words
from commonlot.web.treemap import squarify

GAP = 0.35
LEAST = 0.2


@dataclass(frozen=True)
class Strip:
    x: str
    width: str
    asked: bool


@dataclass(frozen=True)
class Share:
    """One agency's part of a pooled line."""

    name: str
    amount: Decimal
    short: str = ""
    asked: bool = False


def to_share(item: Any) -> Share:
    """Read a share from a plain number, a (name, amount) pair, or anything with an amount or quantity."""
    if isinstance(item, Share):
        return item
    if isinstance(item, tuple):
        return Share(str(item[0]), words.as_decimal(item[1]) or Decimal(0))
    for name in ("share", "quantity", "amount"):
        if hasattr(item, name):
            amount = words.as_decimal(getattr(item, name))
            who = getattr(item, "agency", None) or getattr(item, "name", "")
            return Share(
                str(who), amount or Decimal(0), asked=amount is None or bool(getattr(item, "asked", False))
            )
    return Share("", words.as_decimal(item) or Decimal(0))


def strips(items: Iterable[Any]) -> list[Strip]:
    """Lay shares side by side as percentages of the whole, largest first, small ones still to be seen."""
    shares = sorted((to_share(item) for item in items), key=lambda share: -share.amount)
    total = sum((share.amount for share in shares), Decimal(0))
    room = 100 - GAP * max(len(shares) - 1, 0) - LEAST * sum(1 for share in shares)
    drawn, x = [], 0.0
    for share in shares:
        width = LEAST + (max(room, 1.0) * float(share.amount / total) if total else 0.0)
        drawn.append(Strip(f"{x:.3f}%", f"{width:.3f}%", share.asked))
        x += width + GAP
    return drawn


@dataclass(frozen=True)
class MapPlot:
    x: str
    y: str
    width: str
    height: str
    shade: str
    dark: bool
    text_x: str
    name_y: str
    amount_y: str
    name: str
    amount: str


@dataclass(frozen=True)
class LotMap:
    wide: list[MapPlot]
    narrow: list[MapPlot]


def lot_map(items: Iterable[Any]) -> LotMap:
    """Draw the shares of one line as plots, once for a wide screen (520 × 348), once for a phone (344 × 300)."""
    shares = sorted((to_share(item) for item in items), key=lambda share: (-share.amount, share.name))
    return LotMap(_map(shares, 520, 348), _map(shares, 344, 300))


def _map(shares: Sequence[Share], width: float, height: float) -> list[MapPlot]:
    shares = [share for share in shares if share.amount > 0]
    plots = squarify([float(share.amount) for share in shares], width, height)
    largest = shares[0].amount if shares else Decimal(1)
    drawn = []
    for index, (share, plot) in enumerate(zip(shares, plots, strict=True)):
        shade, dark = _shade(index, share.amount / largest)
        wide, high = max(plot.width - 3, 0.5), max(plot.height - 3, 0.5)
        name = _fit(share.short or share.name, wide - 18, 7.3) if high > 46 else ""
        drawn.append(
            MapPlot(
                x=f"{plot.x + 1.5:.1f}", y=f"{plot.y + 1.5:.1f}", width=f"{wide:.1f}", height=f"{high:.1f}",
                shade=shade, dark=dark,
                text_x=f"{plot.x + 11:.1f}", name_y=f"{plot.y + 23:.1f}", amount_y=f"{plot.y + 40:.1f}",
                name=name, amount=words.short_number(share.amount) if name else "",
            )
        )  # fmt: skip
    return drawn


def _shade(index: int, of_largest: Decimal) -> tuple[str, bool]:
    if of_largest >= Decimal("0.2") or index < 1:
        return f"s{min(index, 3)}", True
    return ("s4" if index % 2 else "s5"), False


def _fit(name: str, room: float, letter: float) -> str:
    if len(name) * letter <= room:
        return name
    short = name
    for long, brief in SHORTER:
        short = short.replace(long, brief)
    return short if len(short) * letter <= room else ""


SHORTER = (
    ("Town of ", ""), ("Village of ", ""), ("City of ", ""), ("County departments", "County"),
    (" Union Free School District", " UFSD"), (" Central School District", " CSD"),
    (" School District", " SD"), (" Fire District", " FD"),
)  # fmt: skip


@dataclass(frozen=True)
class Bar:
    name: str
    value: str
    loss: bool
    name_x: str
    name_y: str
    name_width: str
    y: str
    x: str
    width: str
    middle: str
    low_x: str
    high_x: str
    cap_top: str
    cap_bottom: str
    value_x: str
    value_y: str
    has_range: bool


@dataclass(frozen=True)
class Tick:
    x: str
    label: str
    zero: bool


@dataclass(frozen=True)
class BarChart:
    view_box: str
    bars: list[Bar]
    ticks: list[Tick]
    top: str
    bottom: str
    narrow: bool
    note_x: str
    note_y: str


@dataclass(frozen=True)
class BarRow:
    """One bar: a name, its value, and the low and high of its range where there is one."""

    name: str
    value: Decimal
    low: Decimal | None = None
    high: Decimal | None = None


def to_row(item: Any) -> BarRow:
    """Read a bar from a (name, value) or (name, low, value, high) tuple, or from an object."""
    if isinstance(item, BarRow):
        return item
    if isinstance(item, (tuple, list)):
        name, *numbers = item
        read = [words.as_decimal(each) or Decimal(0) for each in numbers]
        return BarRow(str(name), read[0]) if len(read) == 1 else BarRow(str(name), read[1], read[0], read[2])
    low, high = (words.as_decimal(getattr(item, end, None)) for end in ("low", "high"))
    return BarRow(str(item.name), words.as_decimal(item.value) or Decimal(0), low, high)


def bar_chart(items: Iterable[Any], *, narrow: bool = False) -> BarChart:
    """Draw bars from zero, losses to the left, a black line from low to high; dollars on the axis."""
    rows = [to_row(item) for item in items]
    left, right, pitch, width = (50, 250, 52, 344) if narrow else (208, 960, 42, 1080)
    step, lowest, highest = _axis(rows, most=3 if narrow else 7)
    span = float(highest - lowest) or 1.0

    def at(value: Decimal) -> float:
        return left + (right - left) * float(value - lowest) / span

    bottom = 26 + pitch * len(rows) + 10
    ticks = [
        Tick(f"{at(lowest + step * i):.1f}", _tick_label(lowest + step * i), lowest + step * i == 0)
        for i in range(int((highest - lowest) / step) + 1)
    ]
    bars = [_bar(row, at, 26 + pitch * i, narrow=narrow) for i, row in enumerate(rows)]
    box = f"0 0 {width} {bottom + 26}"
    return BarChart(box, bars, ticks, "26", str(bottom), narrow, str(8 if narrow else left), str(bottom + 20))


def _bar(row: BarRow, at: Any, top: float, *, narrow: bool) -> Bar:
    y = top + (32 if narrow else 19)
    low, high = row.low if row.low is not None else row.value, row.high if row.high is not None else row.value
    start, end = sorted((at(Decimal(0)), at(row.value)))
    beside = max(end, at(high), at(Decimal(0))) + 10
    name_width = len(row.name) * 7.6
    return Bar(
        name=row.name, value=words.dollars(row.value, 0), loss=row.value < 0,
        name_x="8" if narrow else "194", name_y=f"{y - 8:.1f}" if narrow else f"{y + 15:.1f}",
        name_width=f"{name_width:.0f}", y=f"{y:.1f}", x=f"{start:.1f}", width=f"{max(end - start, 0.5):.1f}",
        middle=f"{y + 10:.1f}", low_x=f"{at(low):.1f}", high_x=f"{at(high):.1f}", cap_top=f"{y + 4:.1f}",
        cap_bottom=f"{y + 16:.1f}", value_x=f"{beside:.1f}", value_y=f"{y + 15:.1f}",
        has_range=row.low is not None and low != high,
    )  # fmt: skip


def _axis(rows: Sequence[BarRow], *, most: int) -> tuple[Decimal, Decimal, Decimal]:
    ends = [Decimal(0)]
    for row in rows:
        ends += [end for end in (row.value, row.low, row.high) if end is not None]
    lowest, highest = min(ends), max(ends)
    rough = max((highest - lowest) / most, Decimal(1))
    power = Decimal(10) ** (len(str(int(rough))) - 1)
    step = next(power * k for k in (1, 2, 5, 10) if power * k >= rough)
    first = (lowest / step).to_integral_value(ROUND_FLOOR) * step
    last = (highest / step).to_integral_value(ROUND_CEILING) * step
    return step, first, max(last, first + step)


def _tick_label(value: Decimal) -> str:
    sign = words.MINUS if value < 0 else ""
    size = abs(value)
    if size == 0:
        return "0"
    if size >= 1_000_000:
        return f"{sign}${words.number(size / 1_000_000)}M"
    return f"{sign}${words.number(size / 1000)}k" if size >= 1000 else f"{sign}${words.number(size)}"
