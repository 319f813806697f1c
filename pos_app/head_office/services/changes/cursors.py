"""Where a terminal has got to in the changes, as a text that means nothing to it."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Final, NamedTuple

from pos_app.head_office.services.errors import HeadOfficeError
from pos_app.wire.problem import ProblemCode

CURSOR_LENGTH_MAX: Final = 1024
_WHOLE_MAX: Final = 2**63 - 1


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

    def written(self) -> str:
        txid, is_stock, number, sku, terminal_id = self.position
        place = [sku, terminal_id] if is_stock else number
        parts = [self.incarnation, txid, place, self.left]
        text = json.dumps(parts, ensure_ascii=True, separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode("ascii")).decode("ascii").rstrip("=")


def read_cursor(text: str) -> Cursor:
    """:raises CursorUnknownError: if it is none that was written here"""
    try:
        raw = base64.urlsafe_b64decode(text.encode("ascii") + b"==")
        match json.loads(raw):
            case [str(incarnation), int(txid), [str(sku), str(terminal_id)], int(left)]:
                position = Position(txid, True, 0, sku, terminal_id)
            case [str(incarnation), int(txid), int(number), int(left)]:
                position = Position(txid, False, number)
            case _:
                raise CursorUnknownError
    except (ValueError, RecursionError) as error:
        raise CursorUnknownError from error
    cursor = Cursor(incarnation, position, left)
    # Whatever does not come out as it went in was not written here.
    numbers = (txid, position.number, left)
    if min(numbers) < 0 or max(numbers) > _WHOLE_MAX or cursor.written() != text:
        raise CursorUnknownError
    if "\0" in position.sku or "\0" in position.terminal_id:
        raise CursorUnknownError
    return cursor
