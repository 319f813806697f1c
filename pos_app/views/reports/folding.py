"""Two halves of a line that stand below each other where the window is narrow."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QBoxLayout

ACROSS: Final = QBoxLayout.Direction.LeftToRight
DOWN: Final = QBoxLayout.Direction.TopToBottom


def beside(first: QBoxLayout, second: QBoxLayout, *, spacing: int) -> QBoxLayout:
    both = QBoxLayout(ACROSS)
    both.setSpacing(spacing)
    both.addLayout(first)
    both.addLayout(second)
    return both
