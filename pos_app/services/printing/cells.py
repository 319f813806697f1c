"""Text as display cells: cleaned of whatever moves, hides or commands, then wrapped to a width."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

NO_BREAK_SPACE: Final = "\u00a0"
TEXT_LENGTH_MAX: Final = 2_000
MARKS_PER_CHARACTER_MAX: Final = 2
CELLS_WIDEST: Final = 2
ELLIPSIS: Final = "..."

_READ_MAX: Final = 8 * TEXT_LENGTH_MAX
_BREAKS: Final = frozenset("\t\n\v\f\r\x85")
_NO_BREAK: Final = frozenset("\u00a0\u2007\u202f")
_SPACES: Final = frozenset({"Zs", "Zl", "Zp"})
_MARKS: Final = frozenset({"Mn", "Me"})
_DROPPED: Final = frozenset({"Cc", "Cf"})
# Surrogates, private use, unassigned: no printer and no font agrees on them.
_UNKNOWN: Final = frozenset({"Cs", "Co", "Cn"})
_VARIATION_SELECTORS: Final = range(0xFE00, 0xFE10)
_SPACE_RUN: Final = re.compile(f"[ {NO_BREAK_SPACE}]{{2,}}")


def clean(text: str) -> str:
    """One line of printable text; cleaning what is clean changes nothing.

    Controls and direction marks go, line breaks become spaces, unknown characters "?", and a
    character keeps two combining marks at most.
    """
    if not (text.isascii() and text.isprintable()):
        text = "".join(map(_plain, text[:_READ_MAX]))
        text = _limit_marks(unicodedata.normalize("NFC", text))
    return _SPACE_RUN.sub(" ", text[:TEXT_LENGTH_MAX]).strip()


def _plain(char: str) -> str:
    if char in _NO_BREAK:
        return NO_BREAK_SPACE
    category = unicodedata.category(char)
    if char in _BREAKS or category in _SPACES:
        return " "
    if category in _DROPPED or ord(char) in _VARIATION_SELECTORS:
        return ""
    return "?" if category in _UNKNOWN else char


def _limit_marks(text: str) -> str:
    kept: list[str] = []
    left = 0
    for char in text:
        if is_mark(char):
            left -= 1
            if left < 0:
                continue
        else:
            # A mark on a space would climb onto its neighbour when the text is cut there.
            left = 0 if char in {" ", NO_BREAK_SPACE} else MARKS_PER_CHARACTER_MAX
        kept.append(char)
    return "".join(kept)


def is_mark(char: str) -> bool:
    """Whether it is drawn on the character before it and takes no cell of its own."""
    return unicodedata.category(char) in _MARKS


def cell_width(char: str) -> int:
    if is_mark(char):
        return 0
    return CELLS_WIDEST if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def cells(text: str) -> int:
    """How many columns the text takes on a screen or printer of fixed pitch."""
    return len(text) if text.isascii() else sum(map(cell_width, text))


def pieces(word: str, width: int) -> list[str]:
    """Cut an unbreakable text into parts of at most `width` cells."""
    assert width >= CELLS_WIDEST, width
    parts = [""]
    room = width
    for char in word:
        size = cell_width(char)
        if size > room:
            parts.append("")
            room = width
        parts[-1] += char
        room -= size
    return parts


def wrap(text: str, width: int, *, lines_max: int) -> list[str]:
    """Break clean text at its spaces; what is longer than `lines_max` lines ends in "..."."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if cells(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = pieces(word, width)
        lines += full
    lines.append(line)
    if len(lines) > lines_max:
        last = pieces(lines[lines_max - 1], width - len(ELLIPSIS))[0]
        return [*lines[: lines_max - 1], last.rstrip() + ELLIPSIS]
    return lines
