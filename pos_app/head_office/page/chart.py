"""The sales of a day by hour as a chart: where each bar stands, painted by a template as SVG."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 360
HEIGHT: Final = 190
_LEFT: Final = 4
_RIGHT: Final = 356
_TOP: Final = 20
_BOTTOM: Final = 166
_GAP: Final = 2
_HOURS_MIN: Final = 12
_OPENING: Final = 8
_HOURS: Final = 24
_LABELS_MAX: Final = 7


@dataclass(frozen=True, slots=True)
class Bar:
    """In the units of the drawing, from its upper left corner; `amount` in minor units."""

    hour: int
    amount: int
    x: int
    y: int
    width: int
    height: int
    is_labelled: bool

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


@dataclass(frozen=True, slots=True)
class Chart:
    """`zero` is the line that the bars stand on; what was given back hangs below it."""

    bars: tuple[Bar, ...]
    zero: int
    highest: int
    top: int = _TOP
    width: int = WIDTH
    height: int = HEIGHT


def chart_of(amounts: Mapping[int, int], *, highest: int = 0, lowest: int = 0) -> Chart:
    """A bar for each hour from the first sale to the last, at least a working day.

    :param amounts: minor units by hour of the day
    :param highest: of all charts that stand beside each other, so that they compare
    """
    hours = _hours(amounts)
    top = max(highest, 0, *amounts.values()) if amounts else max(highest, 0)
    bottom = min(lowest, 0, *amounts.values()) if amounts else min(lowest, 0)
    span = max(top - bottom, 1)
    zero = _TOP + top * (_BOTTOM - _TOP) // span if top or bottom else _BOTTOM
    step = (_RIGHT - _LEFT) // len(hours)
    every = -(-len(hours) // _LABELS_MAX)
    bars = []
    for place, hour in enumerate(hours):
        amount = amounts.get(hour, 0)
        height = abs(amount) * (_BOTTOM - _TOP) // span
        bars.append(
            Bar(
                hour=hour,
                amount=amount,
                x=_LEFT + place * step + _GAP,
                y=zero - height if amount >= 0 else zero,
                width=step - 2 * _GAP,
                height=max(height, 1) if amount else 0,
                is_labelled=place % every == 0,
            )
        )
    return Chart(bars=tuple(bars), zero=zero, highest=top)


def _hours(amounts: Mapping[int, int]) -> range:
    sold = [hour for hour, amount in amounts.items() if amount]
    first = min([_OPENING, *sold])
    last = max([first + _HOURS_MIN - 1, *sold])
    return range(first, min(last, _HOURS - 1) + 1)
