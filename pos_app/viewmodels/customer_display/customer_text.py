"""What the customer sees, ready to be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from pos_app.viewmodels.sell.lines import LineText


class Scene(Enum):
    """How it is laid out."""

    MESSAGE = "message"
    """A few large words, or an amount."""
    ORDER = "order"
    """The lines of the order beside its total, or beside what is paid of it."""
    SLIDE = "slide"
    """A sentence or a picture of the store's own, while nothing is sold."""
    CHARGE = "charge"
    """What the customer is to do with a reader or a phone."""


@dataclass(frozen=True, slots=True)
class SumRow:
    """`tone` is nothing, "strong" or "success"."""

    words: str
    amount: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class CustomerText:
    """Empty texts are left out; `title` says what the `large` words or amount are."""

    scene: Scene
    title: str = ""
    large: str = ""
    words: str = ""
    rows: tuple[SumRow, ...] = ()
    last: LineText | None = None
    """The line that was changed last."""
    row: int = -1
    """Its place in the list."""
    icon: str = ""
    tone: str = ""
    """Nothing, "success", "warning" or "danger"."""
    prompt: str = ""
    """What is drawn as a QR code."""
    picture: str = ""
    """The path that `image`, which a view paints, was read from."""
    image: object | None = field(default=None, compare=False, repr=False)
