"""The logo of a store as a receipt printer draws it: dots that are black, or left white."""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from dataclasses import dataclass
from typing import Final

from pos_app.domain.errors import InvalidInputError

WIDTH_MAX: Final = 384
"""In dots, as many as the narrowest paper has: 48 mm."""
HEIGHT_MAX: Final = 240
"""30 mm of paper for every customer."""
TEXT_LENGTH_MAX: Final = 16_384
DOTS_PER_BYTE: Final = 8
_TEXT: Final = re.compile(r"([1-9]\d{0,2})x([1-9]\d{0,2}):([A-Za-z0-9+/]+={0,2})")
_DIGEST_DIGITS: Final = 12


class LogoTextError(InvalidInputError):
    code = "logo.text"
    text = "This is no logo of at most {width} x {height} dots. Nothing was changed."


@dataclass(frozen=True, slots=True)
class Logo:
    """Line by line from the top; the first bit of a byte lies at the left, and 1 is black."""

    width: int
    height: int
    bits: bytes

    @property
    def line_bytes(self) -> int:
        return -(-self.width // DOTS_PER_BYTE)

    @property
    def told(self) -> str:
        """What the journal says of it: its size, and a digest that another one does not have."""
        digest = hashlib.sha256(self.to_text().encode()).hexdigest()[:_DIGEST_DIGITS]
        return f"{self.width} x {self.height}, {digest}"

    def to_text(self) -> str:
        """As the store keeps it: never longer than TEXT_LENGTH_MAX."""
        packed = base64.b64encode(zlib.compress(self.bits, 9)).decode()
        return f"{self.width}x{self.height}:{packed}"

    @classmethod
    def of_text(cls, text: str) -> Logo:
        """:raises LogoTextError: if it is none, or one that has no room on the paper"""
        found = _TEXT.fullmatch(text) if len(text) <= TEXT_LENGTH_MAX else None
        if found is None:
            raise LogoTextError(width=WIDTH_MAX, height=HEIGHT_MAX)
        logo = cls(int(found[1]), int(found[2]), _unpacked(found[3]))
        is_small = logo.width <= WIDTH_MAX and logo.height <= HEIGHT_MAX
        if not (is_small and len(logo.bits) == logo.line_bytes * logo.height):
            raise LogoTextError(width=WIDTH_MAX, height=HEIGHT_MAX)
        return logo


def is_logo(text: str) -> bool:
    """Whether a text is meant as one: no path is as long, or begins so."""
    return bool(_TEXT.fullmatch(text))


def _unpacked(packed: str) -> bytes:
    """Never more than the largest logo has: what is packed may be small and hold very much."""
    most = WIDTH_MAX // DOTS_PER_BYTE * HEIGHT_MAX
    try:
        return zlib.decompressobj().decompress(base64.b64decode(packed, validate=True), most + 1)
    except (ValueError, zlib.error) as error:
        raise LogoTextError(width=WIDTH_MAX, height=HEIGHT_MAX) from error
