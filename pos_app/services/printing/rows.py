"""The rows a receipt is made of; screen, paper and PDF are drawn from these and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum

from pos_app.domain.logo import Logo
from pos_app.services.printing.cells import clean


class Align(StrEnum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Emphasis(StrEnum):
    NORMAL = "normal"
    STRONG = "strong"
    LARGE = "large"


class _Printable:
    """Texts are cleaned where a row is made, so that no renderer can forget it."""

    __slots__ = ()

    def __post_init__(self) -> None:
        for one in fields(self):  # type: ignore[arg-type]  # every subclass is a dataclass
            value = getattr(self, one.name)
            if type(value) is str:
                object.__setattr__(self, one.name, clean(value))


@dataclass(frozen=True, slots=True)
class Text(_Printable):
    text: str
    align: Align = Align.LEFT
    emphasis: Emphasis = Emphasis.NORMAL
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Columns(_Printable):
    """A text that may wrap, and an amount at the right edge that is never broken."""

    left: str
    right: str
    emphasis: Emphasis = Emphasis.NORMAL
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Table(_Printable):
    """One line of a table: a text that may wrap, and two amounts under their headings."""

    left: str
    middle: str
    right: str
    emphasis: Emphasis = Emphasis.NORMAL


@dataclass(frozen=True, slots=True)
class Qr(_Printable):
    """A QR code; where none can be drawn, `note` and the payload stand in its place."""

    payload: str
    note: str


@dataclass(frozen=True, slots=True)
class Bars(_Printable):
    """A bar code for scanners that read no other; the same stands on the paper in words too."""

    payload: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""


@dataclass(frozen=True, slots=True)
class Blank:
    """An empty line."""


Row = Text | Columns | Table | Qr | Bars | Logo | Rule | Blank


@dataclass(frozen=True, slots=True)
class Receipt:
    """`name` is what the print-out is called: the number, and COPY with its count."""

    name: str
    rows: tuple[Row, ...]
