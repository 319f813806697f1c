"""The screen that opens a shift with the float that lies in the drawer."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.shifts.shifts import OpenShiftViewModel
from pos_app.views.shared.amount_page import AmountPage
from pos_app.views.shared.controls import ActionButton
from pos_app.views.shared.theme import Theme


class OpenShiftView(AmountPage):
    context = "open_shift"

    def __init__(
        self, view_model: OpenShiftViewModel, *, theme: Theme, parent: QWidget | None = None
    ) -> None:
        self.pieces_button = ActionButton(
            self.tr("Count by notes and coins"),
            theme=theme,
            name="open_pieces",
            key="F2",
            icon="coins",
        )
        if not view_model.count.names:
            self.pieces_button.hide()
        self.open_button = ActionButton("", theme=theme, name="open_shift", role="pay", key="Enter")
        super().__init__(
            theme=theme,
            title="",
            explanation="",
            buttons=(self.pieces_button, self.open_button),
            point=view_model.decimal_sign,
            parent=parent,
        )
        self._view_model = view_model
        self.title.setText(self.tr("Open the shift"))
        self._show_proposed(False)
        self._bind()

    def _bind(self) -> None:
        view_model = self._view_model
        self.bind_keys(
            {
                "open": view_model.open,
                "backspace": view_model.backspace,
                "pieces": view_model.count_pieces,
            },
            typed=view_model.press,
        )
        self.pieces_button.clicked.connect(view_model.count_pieces)
        self.pad.pressed.connect(view_model.press)
        self.pad.erased.connect(view_model.backspace)
        self.open_button.clicked.connect(view_model.open)
        view_model.amount_changed.connect(self._show_amount)
        view_model.refused.connect(self.message.setText)
        view_model.proposed.connect(self._show_proposed)
        self._show_amount(view_model.amount_text)

    @Slot(bool)
    def _show_proposed(self, is_left: bool) -> None:
        self.explanation.setText(
            self.tr("The last shift has left this in the drawer. Count it; type what is there.")
            if is_left
            else self.tr("Count the cash in the drawer and type it, or open with nothing.")
        )

    @Slot(str)
    def _show_amount(self, text: str) -> None:
        self.show_amount(text)
        self.open_button.set_text(self.tr("Open with {amount}").format(amount=text))
