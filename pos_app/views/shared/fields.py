"""The fields of a sheet, where Tab never leaves it, and the icons of the fields that search."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication, QLineEdit

from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, Icon, row
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
    """The glass of a field that searches, and the cross that empties it.

    Qt's own cross is too small for a finger, has no name, and is not seen on a dark ground.
    """

    def __init__(self, field: QLineEdit, *, theme: Theme) -> None:
        super().__init__(field)
        self._field = field
        self._theme = theme
        glass = Icon("search", theme=theme, size=tokens.BODY[0])
        glass.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._cross = ActionButton(
            "", theme=theme, name=f"{field.objectName()}_clear", role="quiet", icon="x"
        )
        self._cross.setAccessibleName(self.tr("Empty the field"))
        self._cross.setCursor(Qt.CursorShape.ArrowCursor)
        self._cross.clicked.connect(self._empty)
        inside = row(glass, 1, self._cross)
        inside.insertSpacing(0, theme.px(tokens.SPACE[2]))
        field.setLayout(inside)
        field.textChanged.connect(self._make_room)
        theme.changed.connect(self._make_room)
        self._make_room()

    @Slot()
    def _make_room(self) -> None:
        """The words stand between the two; the cross is there where there are any."""
        self._cross.setVisible(bool(self._field.text()))
        before = self._theme.px(tokens.BODY[0] + tokens.SPACE[0])
        after = self._cross.sizeHint().width() if self._field.text() else 0
        if self._field.isRightToLeft():
            before, after = after, before
        self._field.setTextMargins(before, 0, after, 0)

    @Slot()
    def _empty(self) -> None:
        self._field.clear()
        self._field.textEdited.emit("")
