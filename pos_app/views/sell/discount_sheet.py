"""The sheet of a discount: on what, how much, and why."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.viewmodels.sell.order_discount import DiscountForm, OrderDiscount
from pos_app.views.input.keys import Command
from pos_app.views.shared import tokens
from pos_app.views.shared.amount_label import AmountLabel
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.number_pad import BACK, NumberPad
from pos_app.views.shared.sheet import Sheet, bind_leaving
from pos_app.views.shared.theme import Theme

PAD_WIDTH: Final = 248
REASONS_WITH_KEYS: Final = 5


class DiscountSheet(Sheet):
    """The reasons stand beside the pad: one more touch, or Alt and a digit."""

    def __init__(self, view_model: OrderDiscount, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self.title = label(role="title", name="discount_title")
        self.amount = AmountLabel(theme=theme, name="discount_amount", size=tokens.TOTAL)
        self.effect = label(role="strong", name="discount_effect")
        self.message = label(role="danger", name="discount_problem")
        self.order_button = self._tab(self.tr("Whole order"), "discount_order", "Shift+F5")
        self.line_button = self._tab(self.tr("This line"), "discount_line", "F5")
        self.percent_button = self._tab("%", "discount_percent", self.tr("Space"))
        self.amount_button = self._tab(self.tr("Amount"), "discount_minor", "")
        self.pad = NumberPad(theme=theme, name="discount_pad", last_row=("0", ".", BACK))
        self.reasons = [
            self._reason(place, words) for place, words in enumerate(view_model.entry.reasons)
        ]
        self.leave_button = self._button(self.tr("Leave"), "discount_leave", "Esc")
        self.off_button = self._button(self.tr("Take it off"), "discount_off", "Del")
        self.save_button = ActionButton(
            self.tr("Give the discount"),
            theme=theme,
            name="discount_save",
            role="primary",
            key="Enter",
        )
        self._lay_out()
        self._bind()

    def _button(self, text: str, name: str, key: str) -> ActionButton:
        return ActionButton(text, theme=self._theme, name=name, key=key)

    def _tab(self, text: str, name: str, key: str) -> ActionButton:
        button = ActionButton(text, theme=self._theme, name=name, role="tab", key=key)
        button.setCheckable(True)
        return button

    def _reason(self, place: int, words: str) -> ActionButton:
        key = f"Alt+{place + 1}" if place < REASONS_WITH_KEYS else ""
        button = self._tab(words, f"discount_reason_{place + 1}", key)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return button

    def _lay_out(self) -> None:
        theme = self._theme
        gap = theme.px(tokens.GAP)
        self.message.setWordWrap(True)
        self.title.setWordWrap(True)
        self.pad.setFixedWidth(theme.px(PAD_WIDTH))
        chips = column(*self.reasons, 1, spacing=gap)
        middle = row(self.pad, spacing=theme.px(tokens.SPACE[3]))
        middle.addLayout(chips, 1)
        aims = row(
            self.order_button, self.line_button, 1, self.percent_button, self.amount_button,
            spacing=gap,
        )  # fmt: skip
        figures = row(spacing=theme.px(tokens.SPACE[3]))
        figures.addWidget(self.amount, 1)
        figures.addWidget(self.effect)
        figures.addWidget(self.message, 1)
        buttons = row(self.leave_button, self.off_button, 1, self.save_button, spacing=gap)
        layout = column(self.title, spacing=theme.px(tokens.SPACE[2]))
        layout.addLayout(aims)
        layout.addLayout(figures)
        layout.addLayout(middle)
        layout.addLayout(buttons)
        self.fill(layout)

    def _bind(self) -> None:
        view_model = self._view_model
        entry = view_model.entry
        reasons: dict[str, Command] = {
            f"reason_{place + 1}": partial(entry.choose, place)
            for place in range(REASONS_WITH_KEYS)
        }
        commands: dict[str, Command] = {
            "save": view_model.save,
            "leave": view_model.leave,
            "backspace": entry.backspace,
            "kind": entry.turn_kind,
            "line": lambda: view_model.aim(is_order=False),
            "take_off": view_model.take_off,
            "next_reason": lambda: entry.step(1),
            "previous_reason": lambda: entry.step(-1),
            **reasons,
        }
        self.bind_keys("discount", commands, typed=entry.press)
        self.pad.pressed.connect(entry.press)
        self.pad.erased.connect(entry.backspace)
        self.order_button.clicked.connect(lambda: view_model.aim(is_order=True))
        self.line_button.clicked.connect(lambda: view_model.aim(is_order=False))
        self.percent_button.clicked.connect(lambda: entry.measure(is_percent=True))
        self.amount_button.clicked.connect(lambda: entry.measure(is_percent=False))
        for place, button in enumerate(self.reasons):
            button.clicked.connect(partial(entry.choose, place))
        bind_leaving(self, view_model, self.leave_button)
        self.off_button.clicked.connect(view_model.take_off)
        self.save_button.clicked.connect(view_model.save)
        view_model.opened.connect(self._open)
        view_model.changed.connect(self._show)
        view_model.refused.connect(self._refuse)

    @Slot(object)
    def _open(self, form: DiscountForm) -> None:
        self._show(form)
        self.open_sheet()

    @Slot(object)
    def _show(self, form: DiscountForm) -> None:
        self.title.setText(form.title)
        self.amount.setText(form.value)
        self.amount.setAccessibleName(f"{form.value}, {form.effect}")
        self.effect.setText(form.effect)
        self.order_button.setChecked(form.is_order)
        self.line_button.setChecked(not form.is_order)
        self.line_button.setEnabled(form.has_line)
        self.percent_button.setChecked(form.is_percent)
        self.amount_button.setChecked(not form.is_percent)
        for place, button in enumerate(self.reasons):
            button.setChecked(place == form.reason)
        self.off_button.setVisible(form.can_take_off)
        self._refuse("")

    @Slot(str)
    def _refuse(self, words: str) -> None:
        self.effect.setVisible(not words)
        self.tell(self.message, words)
