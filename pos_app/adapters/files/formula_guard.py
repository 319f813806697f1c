"""Text that a spreadsheet would run as a formula, written so that it stays text."""

from __future__ import annotations

import re
from typing import Final

# Where a spreadsheet may see a cell begin: at the start of the field, and behind what another
# locale takes for the end of one. The signs are those of formulas, their full-width twins too.
_DANGEROUS: Final = re.compile(
    "(^|[;\t\r\n])(?=['\\s]*[=+\\-@\uff1d\uff0b\uff0d\uff20\0]|['\\x20]*[\t\r\n])"
)
_GUARDED: Final = re.compile(
    "(^|[;\t\r\n])'(?=['\\s]*[=+\\-@\uff1d\uff0b\uff0d\uff20\0]|['\\x20]*[\t\r\n])"
)


def guarded(text: str) -> str:
    """The text with an apostrophe where a formula could begin."""
    return _DANGEROUS.sub(r"\1'", text)


def unguarded(text: str) -> str:
    """The text that `guarded` was given."""
    return _GUARDED.sub(r"\1", text) if "'" in text else text
