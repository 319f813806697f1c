"""What is painted, and not all of it: words that a delegate or a label has ended in dots."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractItemDelegate, QWidget

from tests.gui.driving import DrivenTill

Cut = tuple[str, str]
"""The name of what has painted it, and the words."""


def cut_off(till: DrivenTill) -> list[Cut]:
    """What is seen of the window now, painted once more from nothing."""
    theme = getattr(till.window, "theme", None)  # the first run has none
    if theme is not None:
        theme.elided.cache_clear()
    with elisions() as found:
        till.window.grab()
    return found


@contextmanager
def elisions() -> Iterator[list[Cut]]:
    """Everything that is left out meanwhile, in whatever is to be seen."""
    found: list[Cut] = []
    whole = QFontMetrics.elidedText

    def elided(
        metrics: QFontMetrics, words: str, mode: Qt.TextElideMode, width: int, flags: int = 0
    ) -> str:
        shown = whole(metrics, words, mode, width, flags)
        painter = _painter()
        if shown != words and painter is not None:
            found.append((painter, words))
        return shown

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QFontMetrics, "elidedText", elided)
        yield found


def _painter() -> str | None:
    """The nearest widget that has asked, or the view of the delegate, if it is to be seen."""
    frame = sys._getframe(2)  # noqa: SLF001 - nothing else tells who has asked
    while frame.f_back is not None:
        asks = frame.f_locals.get("self")
        if isinstance(asks, QAbstractItemDelegate):
            asks = asks.parent()
        if isinstance(asks, QWidget):
            return asks.objectName() if asks.isVisible() else None
        frame = frame.f_back
    return None
