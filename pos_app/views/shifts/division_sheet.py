"""The sheet on which somebody says what of the counted cash stays in the drawer."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.shifts.division import Division
from pos_app.views.shared.amount_sheet import AmountQuestion, AmountSheet
from pos_app.views.shared.theme import Theme


class DivisionSheet(AmountSheet):
    def __init__(self, view_model: Division, *, theme: Theme, owner: QWidget) -> None:
        question = AmountQuestion(
            context="division",
            leave=self.tr("Leave it as it is"),
            accept=self.tr("This stays"),
            command="take",
            on_accept=view_model.take,
        )
        super().__init__(view_model, question, theme=theme, owner=owner)
        self.title.setText(self.tr("What stays in the drawer?"))
        view_model.opened.connect(self._open)

    @Slot(str)
    def _open(self, counted: str) -> None:
        words = self.tr(
            "Of the {counted} counted, this is the float of the next shift. "
            "The rest goes to the safe or the bank."
        )
        self.words.setText(words.format(counted=counted))
        self.refuse("")
        self.open_sheet()
