"""The sheet of an age check: the date of birth to beat, and two answers."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.sell.age_prompt import AgePrompt
from pos_app.views.sell.waiting_label import WaitingLabel
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.sheet import Sheet
from pos_app.views.shared.theme import Theme


class AgeSheet(Sheet):
    def __init__(
        self, view_model: AgePrompt, *, waiting: WaitingLabel, theme: Theme, owner: QWidget
    ) -> None:
        super().__init__(theme=theme, owner=owner)
        self.title = label(role="title", name="age_title")
        self.product = label(role="line", name="age_product")
        self.born = label(role="last", name="age_born")
        self.words = label(
            self.tr("Look at the date of birth. It is asked once for this order."),
            role="muted",
            name="age_words",
        )
        self.refuse_button = ActionButton(
            self.tr("Not sold"), theme=theme, name="age_refuse", role="danger", key="Esc"
        )
        self.confirm_button = ActionButton(
            self.tr("Old enough"), theme=theme, name="age_confirm", role="primary", key="Enter"
        )
        for words in (self.title, self.product, self.born, self.words):
            words.setWordWrap(True)
        layout = column(
            *(self.title, waiting, self.product, self.born, self.words),
            spacing=theme.px(tokens.SPACE[2]),
        )
        buttons = row(self.refuse_button, 1, self.confirm_button, spacing=theme.px(tokens.GAP))
        layout.addLayout(buttons)
        self.fill(layout)
        self.bind_keys("age", {"confirm": view_model.confirm, "refuse": view_model.refuse})
        self.confirm_button.clicked.connect(view_model.confirm)
        self.refuse_button.clicked.connect(view_model.refuse)
        view_model.opened.connect(self._open)
        view_model.hidden.connect(self.close_sheet)
        self.closed.connect(view_model.refuse)

    @Slot(str, str, str)
    def _open(self, age: str, product: str, born: str) -> None:
        self.title.setText(age)
        self.product.setText(product)
        self.born.setText(born)
        self.setAccessibleName(f"{age}. {born}")
        self.open_sheet()
