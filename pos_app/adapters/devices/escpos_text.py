"""A print-out as bytes of a receipt printer: text in code page 858, and codes it draws itself."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

from pos_app.adapters.devices.escpos_codes import bars_bytes, logo_bytes, qr_bytes
from pos_app.domain.logo import Logo
from pos_app.services.print_lines import BarsLine, Line, QrLine
from pos_app.services.printing.cells import cell_width

CODE_PAGE: Final = "cp858"
START: Final = b"\x1b@\x1bt\x13"
"""Reset, then code page 858."""
FEED_AND_CUT: Final = b"\n\n\n\n\x1dVB\x00"
DRAWER_PULSE: Final = b"\x1bp\x00\x19\xfa"

_SPACE: Final = 0x20
_DELETE: Final = 0x7F
_ALIKE: Final = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u02bc", "'"),
        **dict.fromkeys("\u201c\u201d\u201e", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        "\u2022": "*",
    }
)


def job_bytes(lines: Iterable[Line]) -> bytes:
    """A whole print-out: reset, the lines, feed and cut."""
    return START + b"".join(map(_line_bytes, lines)) + FEED_AND_CUT


def _line_bytes(line: Line) -> bytes:
    match line:
        case QrLine():
            return qr_bytes(line.payload, line_bytes(line.caption))
        case BarsLine():
            return bars_bytes(line.payload)
        case Logo():
            return logo_bytes(line)
        case _:
            return line_bytes(line) + b"\n"


def line_bytes(line: str) -> bytes:
    """One byte for each display cell, "?" for what the code page does not have."""
    composed = unicodedata.normalize("NFC", line.translate(_ALIKE))
    return b"".join(map(_char_bytes, composed))


def _char_bytes(char: str) -> bytes:
    code = ord(char)
    if code < _SPACE or code == _DELETE:
        return b""
    # "č" is better read as "c" than as "?"; wide characters keep their two columns.
    for form in (char, unicodedata.normalize("NFD", char)[0]):
        data = form.encode(CODE_PAGE, errors="ignore")
        if data:
            return data
    return b"?" * cell_width(char)
