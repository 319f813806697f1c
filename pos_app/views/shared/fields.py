"""The fields of a sheet: Tab goes round them, and never to the screen below."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit


def go_round(fields: Iterable[QLineEdit], *, forward: bool) -> None:
    """Give the keys to the next field, or to the one before; after the last comes the first."""
    ring = list(fields)
    focus = QApplication.focusWidget()
    at = next((place for place, field in enumerate(ring) if field is focus), -1)
    wanted = ring[(at + (1 if forward else -1)) % len(ring)]
    wanted.setFocus(Qt.FocusReason.TabFocusReason)
    wanted.selectAll()
