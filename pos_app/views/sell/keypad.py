"""The keypad of the sell screen: digits for a quantity, a count or a code."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy, QWidget

from pos_app.viewmodels.sell.line_modes import LineMode
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.number_pad import BACK, NumberPad
from pos_app.views.shared.theme import Theme

SIZE: Final = (420, 408)
QWIDGETSIZE_MAX: Final = (1 << 24) - 1


class Keypad(QFrame):
    """Digits at the left, what they are for at the right; the mode that waits stands out.

    Signals:
        mode_asked: Emitted with the LineMode that the digits are for.
        count_asked: Emitted to make them the count of the next scan or tap.
        code_asked: Emitted by Enter: the mode, or else a code to look up.
        closed: Emitted by its close button.
    """

    mode_asked = Signal(object)
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
        self.modes = {
            LineMode.QUANTITY: self._mode(self.tr("Qty"), "keypad_quantity", "F3"),
            LineMode.DISCOUNT: self._mode(self.tr("Disc %"), "keypad_discount", "F5"),
            LineMode.PRICE: self._mode(self.tr("Price"), "keypad_price", "F6"),
        }
        self.count_button = self._mode(self.tr("Count"), "keypad_count", "*")
        self.code_button = self._mode(self.tr("Code"), "keypad_code", "Enter")
        self._question = ""
        self._typed = ""
        self._lay_out()
        for mode, button in self.modes.items():
            button.setCheckable(True)
            button.clicked.connect(lambda _on=False, mode=mode: self._ask(mode))
        self.count_button.clicked.connect(self.count_asked)
        self.code_button.clicked.connect(self.code_asked)
        self.close_button.clicked.connect(self.closed)

    def float_on(self, *, floating: bool) -> None:
        """Over the grid it has a head and can be closed; in the order it is a part of it."""
        self.head.setVisible(floating)
        # In the order, the bar above it has the modes already, and the count has their place.
        for button in self.modes.values():
            button.setVisible(floating)
        place: QBoxLayout = self._head if floating else self._column
        place.insertWidget(1 if floating else 0, self.count_button)
        if floating:
            self.setFixedSize(self._theme.px(SIZE[0]), self._theme.px(SIZE[1]))
        else:
            self.setMinimumSize(0, 0)
            self.setMaximumSize(QWIDGETSIZE_MAX, QWIDGETSIZE_MAX)

    def show_typed(self, text: str) -> None:
        self._typed = text
        self.typed.setText(text or self._question)

    def show_mode(self, mode: LineMode | None, question: str) -> None:
        self._question = question
        for one, button in self.modes.items():
            button.setChecked(one is mode)
        self.code_button.set_text(self.tr("Code") if mode is None else self.tr("OK"))
        self.show_typed(self._typed)

    def _ask(self, mode: LineMode) -> None:
        # Whether it stands out is not the button's to say.
        self.modes[mode].setChecked(not self.modes[mode].isChecked())
        self.mode_asked.emit(mode)

    def _mode(self, text: str, name: str, key: str) -> ActionButton:
        button = ActionButton(text, theme=self._theme, name=name, role="mode", key=key)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        return button

    def _lay_out(self) -> None:
        theme = self._theme
        self.head = QWidget()
        self._head = row(self.typed, self.count_button, self.close_button)
        self._head.setStretch(0, 1)
        self.head.setLayout(self._head)
        self._column = column(*self.modes.values(), self.code_button, spacing=theme.px(tokens.GAP))
        body = row(spacing=theme.px(tokens.GAP))
        body.addWidget(self.pad, 3)
        body.addLayout(self._column, 1)
        layout = column(spacing=theme.px(tokens.GAP))
        layout.addWidget(self.head)
        layout.addLayout(body, 1)
        pad = theme.px(tokens.SPACE[2])
        layout.setContentsMargins(pad, pad, pad, pad)
        self.setLayout(layout)
        self.show_typed("")
