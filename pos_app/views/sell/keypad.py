"""The keypad of the sell screen: digits for a quantity, a count or a code."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.number_pad import BACK, NumberPad
from pos_app.views.shared.theme import Theme

SIZE: Final = (420, 408)
KEPT_KEY_HEIGHT: Final = 56
QWIDGETSIZE_MAX: Final = (1 << 24) - 1


class Keypad(QFrame):
    """Digits at the left, what they are for at the right.

    Signals:
        quantity_asked: Emitted to make the digits the quantity of the highlighted line.
        count_asked: Emitted to make them the count of the next scan or tap.
        code_asked: Emitted to look them up as a code.
        closed: Emitted by its close button.
    """

    quantity_asked = Signal()
    count_asked = Signal()
    code_asked = Signal()
    closed = Signal()

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("keypad")
        self._theme = theme
        self.typed = label(role="last", name="keypad_typed")
        self.pad = NumberPad(theme=theme, name="keypad_digit", last_row=("0", ".", BACK))
        self.close_button = ActionButton(
            "", theme=theme, name="keypad_close", role="quiet", icon="x"
        )
        self.close_button.setAccessibleName(self.tr("Close the keypad"))
        self.quantity_button = self._mode(self.tr("Qty"), "keypad_quantity", "F3")
        self.count_button = self._mode(self.tr("Count"), "keypad_count", "*")
        self.code_button = self._mode(self.tr("Code"), "keypad_code", "Enter")
        self._lay_out()
        self.quantity_button.clicked.connect(self.quantity_asked)
        self.count_button.clicked.connect(self.count_asked)
        self.code_button.clicked.connect(self.code_asked)
        self.close_button.clicked.connect(self.closed)

    def float_on(self, *, floating: bool) -> None:
        """Over the grid it has a head and can be closed; in the order it is a part of it."""
        self.head.setVisible(floating)
        self.pad.set_key_height(tokens.KEY_HEIGHT if floating else KEPT_KEY_HEIGHT)
        if floating:
            self.setFixedSize(self._theme.px(SIZE[0]), self._theme.px(SIZE[1]))
        else:
            self.setMinimumSize(0, 0)
            self.setMaximumSize(QWIDGETSIZE_MAX, QWIDGETSIZE_MAX)

    def show_typed(self, text: str) -> None:
        self.typed.setText(text or self.tr("How many?"))

    def _mode(self, text: str, name: str, key: str) -> ActionButton:
        button = ActionButton(text, theme=self._theme, name=name, role="mode", key=key)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        return button

    def _lay_out(self) -> None:
        theme = self._theme
        self.head = QWidget()
        self.head.setLayout(row(self.typed, 1, self.close_button))
        modes = column(
            self.quantity_button, self.count_button, self.code_button,
            spacing=theme.px(tokens.GAP),
        )  # fmt: skip
        body = row(spacing=theme.px(tokens.GAP))
        body.addWidget(self.pad, 3)
        body.addLayout(modes, 1)
        layout = column(spacing=theme.px(tokens.GAP))
        layout.addWidget(self.head)
        layout.addLayout(body, 1)
        pad = theme.px(tokens.SPACE[2])
        layout.setContentsMargins(pad, pad, pad, pad)
        self.setLayout(layout)
        self.show_typed("")
