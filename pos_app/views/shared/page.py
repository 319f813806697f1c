"""What every screen is: a widget that has the focus itself and hands plain keys to its map."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from pos_app.views.input.keys import Command, Keys
from pos_app.views.shared.sheet import sheet_over
from pos_app.views.shared.theme import Theme


class Page(QWidget):
    """`context` names its keys in the map; `awake`, what they do even under a sheet.

    `idle` names the commands that do nothing in this store: no card and no palette has them.
    """

    context = ""
    awake: frozenset[str] = frozenset()
    idle: frozenset[str] = frozenset()

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._keys: Keys | None = None
        self.commands: Mapping[str, Command] = {}
        self.entered = 0
        """How often it was shown."""

    def bind_keys(
        self, commands: Mapping[str, Command], *, typed: Callable[[str], None] | None = None
    ) -> None:
        self.commands = commands
        self._keys = Keys(self, self.context, commands, typed=typed, awake=self.awake)

    def enter(self) -> None:
        """The page is shown now: it wants the keys."""
        self.entered += 1
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        sheet = sheet_over(self.window())
        if sheet is not None:
            sheet.keep_keys()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if self._keys is None or not self._keys.handle(event):
            super().keyPressEvent(event)
