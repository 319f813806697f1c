"""Where a terminal has got to in the changes, as a text that means nothing to it."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

from pos_app.head_office.services.errors import HeadOfficeError
from pos_app.wire.problem import ProblemCode

CURSOR_LENGTH_MAX: Final = 1024
MARK_LENGTH: Final = 32
_WHOLE_MAX: Final = 2**63 - 1

Prove = Callable[[str], str]
"""A mark that only head office can make of a text: a made-up cursor could send every till back to
the beginning."""


class CursorUnknownError(HeadOfficeError):
    code = ProblemCode.CURSOR_UNKNOWN
    text = (
        "Head office does not know this cursor, or has gone back in time since. Nothing was "
        "changed; begin again without a cursor."
    )


class Position(NamedTuple):
    """Behind a change: by transaction; inside one the edited things come before the stock.

    `number` is of the edited thing; `sku` and `terminal_id` of the stock that moved.
    """

    txid: int = 0
    is_stock: bool = False
    number: int = 0
    sku: str = ""
    terminal_id: str = ""


@dataclass(frozen=True, slots=True)
class Cursor:
    """`left` is about how many changes follow."""

    incarnation: str
    position: Position
    left: int

    def written(self, prove: Prove) -> str:
        text = self._plain()
        return f"{text}.{_mark(text, prove)}"

    def _plain(self) -> str:
        txid, is_stock, number, sku, terminal_id = self.position
        place = [sku, terminal_id] if is_stock else number
        parts = [self.incarnation, txid, place, self.left]
        text = json.dumps(parts, ensure_ascii=True, separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode("ascii")).decode("ascii").rstrip("=")


def read_cursor(text: str, prove: Prove) -> Cursor:
    """:raises CursorUnknownError: if it is none that was written here"""
    plain, _, mark = text.rpartition(".")
    if not hmac.compare_digest(mark.encode(), _mark(plain, prove).encode()):
        raise CursorUnknownError
    try:
        raw = base64.urlsafe_b64decode(plain.encode("ascii") + b"==")
        match json.loads(raw):
            case [str(incarnation), int(txid), [str(sku), str(terminal_id)], int(left)]:
                position = Position(txid, True, 0, sku, terminal_id)
            case [str(incarnation), int(txid), int(number), int(left)]:
                position = Position(txid, False, number)
            case _:
                raise CursorUnknownError
    except (ValueError, RecursionError) as error:
        raise CursorUnknownError from error
    numbers = (txid, position.number, left)
    if min(numbers) < 0 or max(numbers) > _WHOLE_MAX:
        raise CursorUnknownError
    return Cursor(incarnation, position, left)


def _mark(text: str, prove: Prove) -> str:
    return prove(f"cursor {text}")[:MARK_LENGTH]
