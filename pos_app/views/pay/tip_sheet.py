"""The sheet that asks for the tip: the usual shares of the total, an amount, or none."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.pay.tip import PLACES, Tip, TipForm, UsualTip
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
        self._usual: tuple[UsualTip, ...] = ()
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
        self._usual = form.usual
        for place, button in enumerate(self.usual_buttons):
            button.setVisible(place < len(form.usual))
        self._show_usual()
        self.none_button.setEnabled(form.has_tip)
        self.refuse("")
        self.open_sheet()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._show_usual()

    def _show_usual(self) -> None:
        """Shares alone where the amounts have no room; they are spoken all the same."""
        shown = list(zip(self.usual_buttons, self._usual, strict=False))
        for button, tip in shown:
            button.set_text(f"{tip.share}  {tip.amount}")
        gap, pad = self._theme.px(tokens.GAP), self._theme.px(tokens.SPACE[4])
        room = self.width() - 2 * pad + gap
        if any(button.sizeHint().width() + gap > room // len(shown) for button, _ in shown):
            for button, tip in shown:
                spoken = button.accessibleName()
                button.set_text(tip.share)
                button.setAccessibleName(spoken)
