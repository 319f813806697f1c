"""A pad of digits for fingers; it acts on the press and is never mirrored."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton
from pos_app.views.shared.theme import Theme

BACK: Final = "back"
_DIGITS: Final = ("7", "8", "9", "4", "5", "6", "1", "2", "3")
_COLUMNS: Final = 3


class NumberPad(QWidget):
    """Digits above a last row of three keys.

    Signals:
        pressed: Emitted with "0" to "9", "00" or ".", however the store writes that.
        erased: Emitted by BACK.
    """

    pressed = Signal(str)
    erased = Signal()

    def __init__(
        self,
        *,
        theme: Theme,
        name: str,
        last_row: tuple[str, str, str] = ("0", "00", BACK),
        point: str = "",
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self._theme = theme
        self._point = point or theme.decimal_mark
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.keys: dict[str, ActionButton] = {}
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.GAP)
        for place, key in enumerate((*_DIGITS, *last_row)):
            button = self._key(key)
            layout.addWidget(button, *divmod(place, _COLUMNS))

    def set_key_height(self, height: int) -> None:
        for button in self.keys.values():
            button.setMinimumHeight(self._theme.px(height))

    def _text_of(self, key: str) -> str:
        """The decimal point as this store writes it; a key of one still says "."."""
        return self._point if key == "." else key

    def _key(self, key: str) -> ActionButton:
        icon = "delete" if key == BACK else ""
        button = ActionButton(
            "" if icon else self._text_of(key),
            theme=self._theme,
            name=f"{self.objectName()}_{key}",
            role="mode" if icon else "",
            icon=icon,
        )
        button.type_size = tokens.KEY
        button.setAccessibleName(
            self.tr("Take back the last digit") if icon else self._text_of(key)
        )
        side = self._theme.px(tokens.KEY_HEIGHT)
        button.setMinimumSize(side, side)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        button.pressed.connect(self.erased if icon else lambda: self.pressed.emit(key))
        self.keys[key] = button
        return button
