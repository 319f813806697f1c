"""The commands by which a receipt printer draws a QR code or a bar code by itself, or a logo.

A payload is data whose length goes before it: whatever it holds, no byte of it is a command.
"""

from __future__ import annotations

from typing import Final

from pos_app.domain.logo import Logo
from pos_app.services.printing.layout import DOTS_PER_BAR

QR_MODULE_DOTS: Final = 6
"""Three quarters of a millimetre: the code of a receipt is 28 mm wide then."""
BAR_HEIGHT_DOTS: Final = 64
QR_BYTES_MAX: Final = 2_000

_CENTRE: Final = b"\x1ba\x01"
_LEFT: Final = b"\x1ba\x00"
_QR_MODEL_2: Final = b"\x1d(k\x04\x001A2\x00"
_QR_SIZE: Final = b"\x1d(k\x03\x001C" + bytes([QR_MODULE_DOTS])
_QR_CORRECTION_M: Final = b"\x1d(k\x03\x001E1"
_QR_PRINT: Final = b"\x1d(k\x03\x001Q0"
_BARS_ALONE: Final = b"\x1dH\x00"
_BAR_HEIGHT: Final = b"\x1dh" + bytes([BAR_HEIGHT_DOTS])
_BAR_WIDTH: Final = b"\x1dw" + bytes([DOTS_PER_BAR])
_CODE_128: Final = b"\x1dkI"
_SUBSET_B: Final = b"{B"
_RASTER: Final = b"\x1dv0\x00"


def qr_bytes(payload: str, caption: bytes = b"") -> bytes:
    """A QR code in the middle of the paper, with its caption beneath."""
    data = payload.encode()
    assert len(data) <= QR_BYTES_MAX, len(data)
    store = b"\x1d(k" + (len(data) + 3).to_bytes(2, "little") + b"1P0" + data
    beneath = caption + b"\n" if caption else b""
    drawn = _QR_MODEL_2 + _QR_SIZE + _QR_CORRECTION_M + store + _QR_PRINT
    return _CENTRE + drawn + beneath + _LEFT


def bars_bytes(payload: str) -> bytes:
    """Code 128 in the middle of the paper."""
    # A brace begins a command of this code, two are one brace.
    data = _SUBSET_B + payload.replace("{", "{{").encode("ascii")
    bars = _BARS_ALONE + _BAR_HEIGHT + _BAR_WIDTH + _CODE_128 + bytes([len(data)]) + data
    return _CENTRE + bars + b"\n" + _LEFT


def logo_bytes(logo: Logo) -> bytes:
    """Its dots, one each, in the middle of the paper."""
    size = logo.line_bytes.to_bytes(2, "little") + logo.height.to_bytes(2, "little")
    return _CENTRE + _RASTER + size + logo.bits + _LEFT
