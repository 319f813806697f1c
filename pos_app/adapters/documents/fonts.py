"""The typeface of what is drawn into a PDF."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QFont, QFontDatabase

FAMILY: Final = "Inter"
_NAMELESS: Final = ("tnum", "calt")
"""Digits of one width, and what a colon or a cross between digits becomes."""


def document_font(pixels: float, *, bold: bool = False) -> QFont:
    """The program's own where it is loaded, else the system's.

    Without the shapes that the screens have and no character stands for: nobody could search a PDF
    for such a number, copy it or have it read out.
    """
    font = QFont()
    if FAMILY in QFontDatabase.families():
        font.setFamily(FAMILY)
    font.setPixelSize(round(pixels))
    font.setBold(bold)
    for feature in _NAMELESS:
        font.setFeature(QFont.Tag(feature), 0)
    return font
