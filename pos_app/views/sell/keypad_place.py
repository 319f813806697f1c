"""Where the keypad stands: in the order where there is room, else over the foot of the grid."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.viewmodels.sell.line_modes import LineMode
from pos_app.views.sell.keypad import Keypad
from pos_app.views.shared import tokens
from pos_app.views.shared.theme import Theme


class KeypadPlace(QObject):
    """`kept`: it stands in its slot all the time, and opening or closing it does nothing."""

    def __init__(self, keypad: Keypad, *, page: QWidget, slot: QVBoxLayout, theme: Theme) -> None:
        super().__init__(page)
        self._keypad = keypad
        self._page = page
        self._slot = slot
        self._theme = theme
        self.kept = False
        self._asks = False
        keypad.setParent(page)
        keypad.hide()

    @property
    def is_open(self) -> bool:
        """Whether it covers something that closing it would uncover."""
        return not self.kept and self._keypad.isVisible()

    @Slot()
    def open(self) -> None:
        self._keypad.show()
        self._keypad.raise_()

    @Slot()
    def close(self) -> None:
        if not self.kept:
            self._keypad.hide()

    @Slot(str)
    def show_typed(self, text: str) -> None:
        """Digits open it; when they are used or taken back, it goes, unless a mode waits."""
        self._keypad.show_typed(text)
        if text or self._asks:
            self.open()
        else:
            self.close()

    @Slot(object, str)
    def show_mode(self, mode: LineMode | None, question: str) -> None:
        self._asks = mode is not None
        self._keypad.show_mode(mode, question)
        if self._asks:
            self.open()
        else:
            self.close()

    def arrange(self, *, keep: bool) -> None:
        if keep != self.kept:
            self._move(keep=keep)
        self._keypad.float_on(floating=not keep)
        if not keep:
            self._float()

    def _move(self, *, keep: bool) -> None:
        self.kept = keep
        if keep:
            self._slot.addWidget(self._keypad)
        else:
            self._slot.removeWidget(self._keypad)
            self._keypad.setParent(self._page)
        self._keypad.setVisible(keep)

    def _float(self) -> None:
        """At the lower outer corner of the grid, above the action row."""
        keypad, page = self._keypad, self._page
        margin = self._theme.px(tokens.SPACE[2])
        foot = self._theme.px(tokens.TARGET) + 2 * margin
        left = margin if self._theme.is_mirrored else page.width() - keypad.width() - margin
        keypad.move(left, page.height() - keypad.height() - foot)
