"""The sheet of cash that goes into the drawer or out of it without an order."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.viewmodels.shifts.cash_moving import CashForm, CashMover
from pos_app.views.input.keys import Command
from pos_app.views.shared import tokens
from pos_app.views.shared.amount_label import AmountLabel
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.number_pad import BACK, NumberPad
from pos_app.views.shared.sheet import Sheet, bind_leaving
from pos_app.views.shared.theme import Theme

PAD_WIDTH: Final = 248


class CashSheet(Sheet):
    """The reasons stand beside the pad: one more touch, or Alt and a digit."""

    def __init__(self, view_model: CashMover, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self.title = label(self.tr("Cash in or out"), role="title", name="cash_title")
        self.out_button = self._tab(self.tr("Take out"), "cash_out", self.tr("Space"))
        self.in_button = self._tab(self.tr("Put in"), "cash_in", "")
        self.amount = AmountLabel(theme=theme, name="cash_amount", size=tokens.TOTAL)
        self.message = label(role="danger", name="cash_problem")
        self.pad = NumberPad(theme=theme, name="cash_pad", last_row=("0", ".", BACK))
        self.reasons = [
            self._reason(place, words) for place, words in enumerate(view_model.reasons, start=1)
        ]
        self.leave_button = ActionButton(
            self.tr("Leave it"), theme=theme, name="cash_leave", key="Esc"
        )
        self.accept_button = ActionButton(
            "", theme=theme, name="cash_record", role="primary", key="Enter"
        )
        self._lay_out()
        self._bind()

    def _tab(self, text: str, name: str, key: str) -> ActionButton:
        button = ActionButton(text, theme=self._theme, name=name, role="tab", key=key)
        button.setCheckable(True)
        return button

    def _reason(self, place: int, words: str) -> ActionButton:
        button = self._tab(words, f"cash_reason_{place}", f"Alt+{place}")
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return button

    def _lay_out(self) -> None:
        theme, gap = self._theme, self._theme.px(tokens.GAP)
        self.message.setWordWrap(True)
        self.pad.setFixedWidth(theme.px(PAD_WIDTH))
        middle = row(self.pad, spacing=theme.px(tokens.SPACE[3]))
        middle.addLayout(column(*self.reasons, 1, spacing=gap), 1)
        layout = column(self.title, spacing=theme.px(tokens.SPACE[2]))
        layout.addLayout(row(self.out_button, self.in_button, 1, spacing=gap))
        layout.addWidget(self.amount)
        layout.addLayout(middle)
        layout.addWidget(self.message)
        layout.addLayout(row(self.leave_button, 1, self.accept_button, spacing=gap))
        self.fill(layout)

    def _bind(self) -> None:
        view_model = self._view_model
        commands: dict[str, Command] = {
            "record": view_model.record,
            "leave": view_model.leave,
            "backspace": view_model.backspace,
            "turn": view_model.turn,
            "next_reason": partial(view_model.step, 1),
            "previous_reason": partial(view_model.step, -1),
        }
        for place, button in enumerate(self.reasons):
            commands[f"reason_{place + 1}"] = partial(view_model.choose, place)
            button.clicked.connect(lambda _=False, at=place: view_model.choose(at))
        self.bind_keys("cash", commands, typed=view_model.press)
        self.pad.pressed.connect(view_model.press)
        self.pad.erased.connect(view_model.backspace)
        self.out_button.clicked.connect(lambda: view_model.turn(is_in=False))
        self.in_button.clicked.connect(lambda: view_model.turn(is_in=True))
        bind_leaving(self, view_model, self.leave_button)
        self.accept_button.clicked.connect(view_model.record)
        view_model.opened.connect(self._open)
        view_model.changed.connect(self._show)
        view_model.refused.connect(self._refuse)

    @Slot(object)
    def _open(self, form: CashForm) -> None:
        self._show(form)
        self.open_sheet()

    @Slot(object)
    def _show(self, form: CashForm) -> None:
        self.amount.setText(form.amount)
        self.amount.setAccessibleName(form.accept)
        self.accept_button.set_text(form.accept)
        self.out_button.setChecked(not form.is_in)
        self.in_button.setChecked(form.is_in)
        for place, button in enumerate(self.reasons):
            button.setChecked(place == form.reason)
        self._refuse("")

    @Slot(str)
    def _refuse(self, words: str) -> None:
        self.tell(self.message, words)
