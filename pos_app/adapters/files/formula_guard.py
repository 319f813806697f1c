"""Text that a spreadsheet would run as a formula, written so that it stays text."""

from __future__ import annotations

import re
from typing import Final

_GUARD: Final = "'"
# Where a spreadsheet may see a cell begin: at the start of the field, and behind what another
# locale takes for the end of one. The signs are those of formulas, their full-width twins too.
_SEPARATORS: Final = re.compile("([;\t\r\n])")
_FORMULA: Final = re.compile("['\\s]*[=+\\-@\uff1d\uff0b\uff0d\uff20\0]")
_BLANK: Final = re.compile("['\\s]*")
_BREAKS: Final = frozenset("\t\r\n")


def guarded(text: str) -> str:
    """The text with an apostrophe where a formula could begin."""
    if not _SEPARATORS.search(text):
        return _GUARD + text if _FORMULA.match(text) else text
    parts, dangerous = _examined(text)
    for place in dangerous:
        parts[place] = _GUARD + parts[place]
    return "".join(parts)


def unguarded(text: str) -> str:
    """The text that `guarded` was given."""
    if _GUARD not in text:
        return text
    parts, dangerous = _examined(text)
    for place in dangerous:
        parts[place] = parts[place].removeprefix(_GUARD)
    return "".join(parts)


def _examined(text: str) -> tuple[list[str], list[int]]:
    """The text cut at its separators, and which of the pieces between them are dangerous.

    From right to left, so that a long row of separators is read once and not once for each.
    """
    parts = _SEPARATORS.split(text)
    dangerous: list[int] = []
    next_runs = False
    for place in range(len(parts) - 1, -1, -2):
        piece = parts[place]
        ends_in_break = place + 1 < len(parts) and parts[place + 1] in _BREAKS
        is_blank = _BLANK.fullmatch(piece) is not None
        next_runs = _FORMULA.match(piece) is not None or (is_blank and ends_in_break and next_runs)
        if next_runs or (ends_in_break and not piece.strip("' ")):
            dangerous.append(place)
    return parts, dangerous
