"""What the customer gives: the amount typed, the quick amounts, and what goes back."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QVBoxLayout, QWidget

from pos_app.viewmodels.pay.pay_text import PayText
from pos_app.views.pay.pay_questions import PartsBar, ReferenceBar
from pos_app.views.shared import tokens
from pos_app.views.shared.amount_label import AmountLabel
from pos_app.views.shared.controls import ActionButton, card, column, label
from pos_app.views.shared.theme import Theme

QUICK_MAX: Final = 5
QUICK_NARROW: Final = 2
NARROW: Final = {"T", "S"}
QUICK_HEIGHTS: Final = {"T": tokens.TARGET, "S": 56, "M": 72, "L": 96}
QUICK_ROWS: Final = {"T": 3, "S": 3, "M": 2, "L": 2}
"""Room for as many rows is kept, so that what is below never moves."""
GIVEN: Final = {"T": tokens.TOTAL, "L": tokens.DISPLAY}
CHANGE: Final = (72, 700)
CHANGES: Final = {"T": tokens.TOTAL, "L": tokens.DISPLAY}


class GivenCard(QWidget):
    """Quick amounts give way to a question, and come back after it.

    Signals:
        quick: Emitted with the place of a quick amount.
        parted: Emitted with the number of equal parts that was chosen.
        referred: Emitted with what was typed as the number of a voucher.
        left: Emitted when no such number is given.
    """

    quick = Signal(int)
    parted = Signal(int)
    referred = Signal(str)
    left = Signal()

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shape = "M"
        self._shown = QUICK_MAX
        self.title = label(role="title", name="given_title")
        self.given = AmountLabel(theme=theme, name="given", size=tokens.HERO)
        self.verdict = label(role="title", name="verdict")
        self.change = AmountLabel(theme=theme, name="change", size=CHANGE)
        self.message = label(role="danger", name="pay_message")
        self.quick_buttons = [self._quick(place) for place in range(QUICK_MAX)]
        self.parts = PartsBar(theme=theme)
        self.reference = ReferenceBar(theme=theme)
        self.parts.chosen.connect(self.parted)
        self.reference.given.connect(self.referred)
        self._lay_out()

    def show_text(self, text: PayText) -> None:
        title = self.tr("Cash given")
        self.title.setText(f"{text.part} · {title}" if text.part else title)
        self.given.setText(text.given)
        self.verdict.setText(self.tr("Change") if text.is_enough else self.tr("Still to pay"))
        self.change.setText(text.change if text.is_enough else text.missing)
        self.change.set_ink("success" if text.is_enough else "danger")
        self.refuse("")
        self.close_parts()
        self._close_reference()

    @Slot(str)
    def refuse(self, words: str) -> None:
        """Say why it was not taken, in the place of the change that nobody gets."""
        self.message.setText(words)
        self.message.setVisible(bool(words))
        for part in (self.verdict, self.change):
            part.setVisible(not words)

    def show_quick(self, amounts: tuple[str, ...]) -> None:
        for place, button in enumerate(self.quick_buttons):
            if place < len(amounts):
                words = self.tr("Exact {amount}") if place == 0 else "{amount}"
                button.set_text(words.format(amount=amounts[place]))
        self._shown = len(amounts)
        self._place_quick()

    def arrange(self, shape: str) -> None:
        """For a screen that is S, M or L, or T: tall, with the pad below."""
        self._shape = shape
        self.given.set_size(GIVEN.get(shape, tokens.HERO))
        self.change.set_size(CHANGES.get(shape, CHANGE))
        # Three rows of ways to pay below the pad leave an upright screen no room for two lines.
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._going.setDirection(beside if shape == "T" else below)
        for button in (*self.quick_buttons, *self.parts.buttons):
            button.setMinimumHeight(self._theme.px(QUICK_HEIGHTS[shape]))
        # Two rows of ways to pay leave a small screen no room for more.
        is_small = shape in NARROW
        self._words.setSpacing(self._theme.px(tokens.GAP if is_small else tokens.SPACE[2]))
        side = self._theme.px(tokens.SPACE[4])
        above = self._theme.px(tokens.SPACE[2]) if is_small else side
        self._words.setContentsMargins(side, above, side, above)
        rows = QUICK_ROWS[shape]
        self.choices.setMinimumHeight(
            self._theme.px(rows * QUICK_HEIGHTS[shape] + (rows - 1) * tokens.GAP)
        )
        self._place_quick()

    def _place_quick(self) -> None:
        """The exact amount over the whole width, the notes below it, the last over what is left.

        Large amounts stand in fewer columns, and the largest nowhere if there are no rows for them.
        """
        exact, *others = self.quick_buttons
        most = max(self._shown - 1, 1)
        columns = self._columns(others[: self._shown - 1], most)
        notes = min(most, columns * (QUICK_ROWS[self._shape] - 1))
        self._grid.addWidget(exact, 0, 0, 1, columns)
        exact.setVisible(self._shown > 0)
        for place, button in enumerate(others):
            row_of, column_of = divmod(place, columns)
            span = columns - column_of if place == notes - 1 else 1
            self._grid.addWidget(button, 1 + row_of, column_of, 1, span)
            button.setVisible(place < min(notes, self._shown - 1))

    def _columns(self, notes: list[ActionButton], most: int) -> int:
        """As many as there is room for beside each other."""
        gap, edges = self._theme.px(tokens.GAP), self._words.contentsMargins()
        room = self.width() - edges.left() - edges.right() + gap
        widest = max((button.sizeHint().width() for button in notes), default=0)
        if self._shape in NARROW:
            most = min(most, QUICK_NARROW)
        return max(1, min(most, room // (widest + gap)))

    def take_quick(self, place: int) -> None:
        """By its key: only what is offered."""
        if not self.quick_buttons[place].isHidden():
            self.quick.emit(place)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._place_quick()

    @Slot()
    def open_parts(self) -> None:
        self._close_reference()
        self.parts.show()
        self.quick_frame.hide()

    def close_parts(self) -> None:
        self.parts.hide()
        self.quick_frame.show()

    def ask_reference(self, words: str) -> None:
        self.close_parts()
        self.quick_frame.hide()
        self.reference.ask(words)

    def _close_reference(self) -> None:
        if self.reference.isVisibleTo(self):
            self.reference.hide()
            self.quick_frame.show()
            self.left.emit()

    def _quick(self, place: int) -> ActionButton:
        button = ActionButton(
            "", theme=self._theme, name=f"quick_{place + 1}", key=f"Alt+{place + 1}"
        )
        button.type_size = (tokens.LINE[0], 600)
        button.setMinimumHeight(self._theme.px(tokens.KEY_HEIGHT))
        button.clicked.connect(lambda: self.quick.emit(place))
        return button

    def _lay_out(self) -> None:
        theme = self._theme
        self.message.setWordWrap(True)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px(tokens.GAP))
        self.quick_frame = QFrame()
        self.quick_frame.setLayout(self._grid)
        self.choices = QWidget()
        self.choices.setLayout(column(self.quick_frame, self.parts, self.reference, 1))
        self._going = column(self.verdict, self.change, spacing=theme.px(tokens.SPACE[2]))
        self._words = words = column(
            *(self.title, self.given, self.choices, 1),
            *(self.message, 1),
            spacing=theme.px(tokens.SPACE[2]),
        )
        words.insertLayout(words.indexOf(self.message), self._going)
        self._place_quick()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card(words, theme=theme))
