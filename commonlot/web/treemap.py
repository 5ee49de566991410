"""Squarified treemap: plots whose areas are the shares of a whole, as near to squares as they can be.

Source: Bruls, Huizing, van Wijk, "Squarified treemaps" (2000). Pure geometry: positive numbers in,
rectangles out, in the same order, filling the frame exactly. Floats are right here: these are pixels,
not money or quantities.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Plot:
    x: float
    y: float
    width: float
    height: float


def squarify(amounts: Sequence[float], width: float, height: float) -> list[Plot]:
    """Lay out amounts, which must be positive and sorted from the largest, in a frame."""
    if any(amount <= 0 for amount in amounts):
        raise ValueError("a plot needs a positive amount")
    scale = width * height / sum(amounts) if amounts else 0.0
    areas = [amount * scale for amount in amounts]
    plots: list[Plot] = []
    frame = Plot(0.0, 0.0, width, height)
    while areas:
        taken = _best_row(areas, min(frame.width, frame.height))
        row, areas = areas[:taken], areas[taken:]
        placed, frame = _place(row, frame)
        plots.extend(placed)
    return plots


def _worst_ratio(row: Sequence[float], side: float) -> float:
    depth = sum(row) / side
    return max(max(depth / (area / depth), (area / depth) / depth) for area in row)


def _best_row(areas: Sequence[float], side: float) -> int:
    taken = 1
    while taken < len(areas) and _worst_ratio(areas[: taken + 1], side) <= _worst_ratio(areas[:taken], side):
        taken += 1
    return taken


def _place(row: Sequence[float], frame: Plot) -> tuple[list[Plot], Plot]:
    total = sum(row)
    across = frame.width >= frame.height
    depth = total / (frame.height if across else frame.width)
    plots, at = [], frame.y if across else frame.x
    for area in row:
        length = area / depth
        plots.append(Plot(frame.x, at, depth, length) if across else Plot(at, frame.y, length, depth))
        at += length
    if across:
        return plots, Plot(frame.x + depth, frame.y, max(frame.width - depth, 1e-9), frame.height)
    return plots, Plot(frame.x, frame.y + depth, frame.width, max(frame.height - depth, 1e-9))
