"""The payment screen: what is due, what was given, what goes back."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from pos_app.viewmodels.pay.pay import PayText, PayViewModel
from pos_app.views.shared import tokens
from pos_app.views.shared.amount_label import AmountLabel
from pos_app.views.shared.breakpoints import shape_in
from pos_app.views.shared.controls import ActionButton, card, column, label, row
from pos_app.views.shared.number_pad import BACK, NumberPad
from pos_app.views.shared.page import Page
from pos_app.views.shared.theme import Theme

QUICK_MAX: Final = 5
QUICK_WIDE: Final = 4
QUICK_NARROW: Final = 2
CHANGE: Final = (72, 700)
CONTENT_MAX: Final = (1_366, 760)
SIDE_WIDTH: Final = 280
PAD_WIDTH: Final = 328
PAD_KEY_HEIGHT: Final = 80


class PayView(Page):
    context = "pay"

    def __init__(
        self, view_model: PayViewModel, *, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme=theme, parent=parent)
        self._view_model = view_model
        self.back_button = ActionButton(
            self.tr("Back"), theme=theme, name="pay_back", key="Esc", icon="chevron-left"
        )
        self.due = AmountLabel(theme=theme, name="due", size=tokens.HERO)
        self.total = label(role="line", name="pay_total")
        self.rounding = label(role="line", name="rounding")
        self.given = AmountLabel(theme=theme, name="given", size=tokens.HERO)
        self.verdict = label(role="title", name="verdict")
        self.change = AmountLabel(theme=theme, name="change", size=CHANGE)
        self.message = label(role="danger", name="pay_message")
        self.quick_buttons = [self._quick(place) for place in range(QUICK_MAX)]
        self.pad = NumberPad(
            theme=theme, name="pay_pad", last_row=("0", "00", BACK), key_height=PAD_KEY_HEIGHT
        )
        self.point_button = ActionButton(".", theme=theme, name="pay_pad_point", role="mode")
        self.take_button = ActionButton(
            self.tr("Take cash"), theme=theme, name="take", role="pay", key="Enter"
        )
        self._lay_out()
        self._bind()

    def _quick(self, place: int) -> ActionButton:
        button = ActionButton(
            "", theme=self.theme, name=f"quick_{place + 1}", key=f"Alt+{place + 1}"
        )
        button.type_size = (tokens.LINE[0], 600)
        button.setMinimumHeight(self.theme.px(tokens.KEY_HEIGHT))
        button.clicked.connect(lambda: self._view_model.take_quick(place))
        return button

    def _lay_out(self) -> None:
        theme = self.theme
        whole = self._sides = row(spacing=theme.px(tokens.SPACE[3]))
        whole.addWidget(self._due_card())
        whole.addWidget(self._given_card(), 1)
        whole.addLayout(self._pad_side())
        content = QWidget()
        content.setMaximumSize(theme.px(CONTENT_MAX[0]), theme.px(CONTENT_MAX[1]))
        content.setLayout(whole)
        pad = theme.px(tokens.SPACE[3])
        whole.setContentsMargins(pad, pad, pad, pad)
        outside = row(spacing=0)
        outside.addWidget(content)
        self.setLayout(outside)

    def _due_card(self) -> QFrame:
        theme = self.theme
        words = column(
            self.back_button,
            label(self.tr("To pay"), role="title"),
            self.due,
            self.total,
            self.rounding,
            1,
            spacing=theme.px(tokens.SPACE[2]),
        )
        due = card(words, theme=theme)
        due.setMinimumWidth(theme.px(SIDE_WIDTH))
        return due

    def _given_card(self) -> QFrame:
        theme = self.theme
        self.message.setWordWrap(True)
        self.message.setMinimumHeight(theme.px(tokens.TARGET))
        self._quick_grid = QGridLayout()
        self._quick_grid.setSpacing(theme.px(tokens.GAP))
        self._arrange_quick(QUICK_WIDE)
        words = column(
            label(self.tr("Cash given"), role="title"),
            self.given,
            spacing=theme.px(tokens.SPACE[2]),
        )
        words.addLayout(self._quick_grid)
        for part in (self.verdict, self.change, self.message):
            words.addWidget(part)
        words.addStretch(1)
        return card(words, theme=theme)

    def _arrange_quick(self, columns: int) -> None:
        """The exact amount over the whole width, the notes below it."""
        exact, *notes = self.quick_buttons
        grid = self._quick_grid
        grid.addWidget(exact, 0, 0, 1, columns)
        for place, button in enumerate(notes):
            across, down = place % columns, place // columns
            grid.addWidget(button, 1 + down, across)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        is_wide = shape_in(self.window(), self.theme).is_wide
        self._sides.setDirection(self.theme.sides)
        self._arrange_quick(QUICK_WIDE if is_wide else QUICK_NARROW)

    def _pad_side(self) -> QVBoxLayout:
        theme = self.theme
        self.add_buttons = [
            self._add(minor, text) for minor, text in self._view_model.add_amounts[:3]
        ]
        self.pad.setFixedWidth(theme.px(PAD_WIDTH))
        self.pad.setMaximumHeight(theme.px(4 * PAD_KEY_HEIGHT + 3 * tokens.GAP))
        adds = row(spacing=theme.px(tokens.GAP))
        for button in (*self.add_buttons, self.point_button):
            adds.addWidget(button, 1)
        side = column(self.pad, spacing=theme.px(tokens.GAP))
        side.addLayout(adds)
        side.addWidget(self.take_button)
        side.addStretch(1)
        return side

    def _add(self, minor: int, text: str) -> ActionButton:
        button = ActionButton(text, theme=self.theme, name=f"add_{minor}", role="mode")
        button.clicked.connect(lambda: self._view_model.add(minor))
        return button

    def _bind(self) -> None:
        view_model = self._view_model
        quick = {
            f"quick_{place + 1}": lambda place=place: view_model.take_quick(place)
            for place in range(QUICK_MAX)
        }
        self.bind_keys(
            {
                "take": view_model.take,
                "plus": view_model.plus,
                "backspace": view_model.backspace,
                "back": view_model.back,
                "exact": lambda: view_model.take_quick(0),
                **quick,
            },
            typed=view_model.press,
        )
        self.pad.pressed.connect(view_model.press)
        self.pad.erased.connect(view_model.backspace)
        self.point_button.clicked.connect(lambda: view_model.press("."))
        self.take_button.clicked.connect(view_model.take)
        self.back_button.clicked.connect(view_model.back)
        view_model.changed.connect(self._show)
        view_model.quick_amounts_changed.connect(self._show_quick)
        view_model.busy_changed.connect(self._show_busy)
        view_model.refused.connect(self.message.setText)

    @Slot(object)
    def _show(self, text: PayText) -> None:
        self.due.setText(text.due)
        self.total.setText(self.tr("Total {total}").format(total=text.total) * bool(text.rounding))
        self.rounding.setText(
            self.tr("Rounding {rounding}").format(rounding=text.rounding) * bool(text.rounding)
        )
        self.given.setText(text.given)
        self.verdict.setText(self.tr("Change") if text.is_enough else self.tr("Still to pay"))
        self.change.setText(text.change if text.is_enough else text.missing)
        self.change.set_ink("success" if text.is_enough else "danger")
        self.take_button.setEnabled(text.is_enough)
        self.message.clear()

    @Slot(object)
    def _show_quick(self, amounts: tuple[str, ...]) -> None:
        for place, button in enumerate(self.quick_buttons):
            button.setVisible(place < len(amounts))
            if place < len(amounts):
                words = self.tr("Exact {amount}") if place == 0 else "{amount}"
                button.set_text(words.format(amount=amounts[place]))

    @Slot(bool)
    def _show_busy(self, busy: bool) -> None:
        for button in (self.take_button, self.back_button, *self.quick_buttons):
            button.setEnabled(not busy)
