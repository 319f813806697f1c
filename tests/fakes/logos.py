"""Logos, and what a printer draws of its bytes."""

from __future__ import annotations

from hypothesis import strategies as st

from pos_app.domain.logo import HEIGHT_MAX, WIDTH_MAX, Logo

RASTER = b"\x1dv0\x00"
ARROW = Logo(12, 3, bytes([0xFF, 0xF0, 0x0F, 0x00, 0x06, 0x00]))


@st.composite
def logos(draw: st.DrawFn, width_max: int = WIDTH_MAX) -> Logo:
    width = draw(st.integers(1, width_max))
    height = draw(st.integers(1, HEIGHT_MAX))
    lines = -(-width // 8) * height
    pattern = draw(st.binary(min_size=1, max_size=64))
    return Logo(width, height, (pattern * (lines // len(pattern) + 1))[:lines])


def drawn_by(printer_bytes: bytes) -> Logo:
    """The one raster picture among these bytes, as a printer reads the command."""
    assert printer_bytes.count(RASTER) == 1
    _before, _command, data = printer_bytes.partition(RASTER)
    line_bytes = int.from_bytes(data[:2], "little")
    height = int.from_bytes(data[2:4], "little")
    return Logo(8 * line_bytes, height, data[4 : 4 + line_bytes * height])
