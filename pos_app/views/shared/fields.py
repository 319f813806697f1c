"""The fields of a sheet, where Tab never leaves it, and the icons of the fields that search."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QApplication, QLineEdit

from pos_app.views.shared import tokens
from pos_app.views.shared.theme import Theme


def go_round(fields: Iterable[QLineEdit], *, forward: bool) -> None:
    """Give the keys to the next field, or to the one before; after the last comes the first."""
    ring = list(fields)
    focus = QApplication.focusWidget()
    at = next((place for place, field in enumerate(ring) if field is focus), -1)
    wanted = ring[(at + (1 if forward else -1)) % len(ring)]
    wanted.setFocus(Qt.FocusReason.TabFocusReason)
    wanted.selectAll()


class SearchIcons(QObject):
    """The glass of a field that searches, and the cross that empties it, as the theme is now."""

    def __init__(self, field: QLineEdit, *, theme: Theme) -> None:
        super().__init__(field)
        self._theme = theme
        field.setClearButtonEnabled(True)
        self._glass = field.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)
        # Qt draws its own cross in a grey that is not seen on a dark ground.
        cross = field.findChild(QAction, "_q_qlineeditclearaction")
        assert cross is not None, "Qt names it so"
        self._cross = cross
        self._show()
        theme.changed.connect(self._show)

    @Slot()
    def _show(self) -> None:
        for action, icon in ((self._glass, "search"), (self._cross, "x")):
            action.setIcon(QIcon(self._theme.icon(icon, tokens.BODY[0], "text2")))
