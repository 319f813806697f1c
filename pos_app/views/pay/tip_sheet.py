"""The sheet that asks for the tip: the usual shares of the total, an amount, or none."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.pay.tip import PLACES, Tip, TipForm
from pos_app.views.input.keys import Command
from pos_app.views.shared import tokens
from pos_app.views.shared.amount_sheet import AmountQuestion, AmountSheet
from pos_app.views.shared.controls import ActionButton, row
from pos_app.views.shared.theme import Theme


class TipSheet(AmountSheet):
    def __init__(self, view_model: Tip, *, theme: Theme, owner: QWidget) -> None:
        places = range(1, PLACES + 1)
        choices: dict[str, Command] = {
            f"usual_{place}": partial(view_model.choose, place - 1) for place in places
        }
        self.usual_buttons = [
            ActionButton("", theme=theme, name=f"tip_usual_{place}", key=f"Alt+{place}")
            for place in places
        ]
        self.none_button = ActionButton("", theme=theme, name="tip_none", key="Del")
        usual = QWidget()
        usual.setLayout(row(*self.usual_buttons, spacing=theme.px(tokens.GAP)))
        question = AmountQuestion(
            context="tip",
            leave=self.tr("Back"),
            accept=self.tr("Take this tip"),
            command="take",
            on_accept=view_model.take,
            more={"none": view_model.none, **choices},
        )
        super().__init__(
            *(view_model, question),
            above=(usual,),
            beside=(self.none_button,),
            theme=theme,
            owner=owner,
        )
        self.none_button.set_text(self.tr("No tip"))
        self.words.hide()
        for button, choose in zip(self.usual_buttons, choices.values(), strict=True):
            button.clicked.connect(choose)
        self.none_button.clicked.connect(view_model.none)
        view_model.opened.connect(self._open)

    @Slot(object)
    def _open(self, form: TipForm) -> None:
        self.title.setText(form.title)
        for place, button in enumerate(self.usual_buttons):
            button.setVisible(place < len(form.usual))
            if place < len(form.usual):
                button.set_text(form.usual[place])
        self.none_button.setEnabled(form.has_tip)
        self.refuse("")
        self.open_sheet()
