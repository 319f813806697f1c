"""The sheet that puts a wrong tender right: what was recorded, and what it was in truth."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from pos_app.viewmodels.pay.change_tender import ChangeForm, ChangeTender
from pos_app.views.input.keys import Command
from pos_app.views.pay.pay_questions import ReferenceBar
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, label, say
from pos_app.views.shared.sheet import Sheet
from pos_app.views.shared.theme import Theme

CHOICES: Final = 8
ACROSS: Final = 2
TENDERS: Final = 12


class ChangeTenderSheet(Sheet):
    def __init__(self, view_model: ChangeTender, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self.title = label(role="title", name="change_title")
        self.message = label(role="danger", name="change_problem")
        self.tenders = [self._tender(place) for place in range(TENDERS)]
        self.choices = [self._choice(place) for place in range(CHOICES)]
        self.reference = ReferenceBar(theme=theme)
        self.leave_button = ActionButton(
            self.tr("It was right"), theme=theme, name="change_leave", key="Esc"
        )
        self._lay_out()
        self._bind()

    def _tender(self, place: int) -> ActionButton:
        button = ActionButton("", theme=self._theme, name=f"change_tender_{place}", role="tab")
        button.setCheckable(True)
        button.clicked.connect(lambda: self._view_model.select(place))
        return button

    def _choice(self, place: int) -> ActionButton:
        button = ActionButton(
            "", theme=self._theme, name=f"change_to_{place + 1}", key=str(place + 1)
        )
        button.type_size = (tokens.LINE[0], 600)
        button.setMinimumHeight(self._theme.px(tokens.KEY_HEIGHT))
        button.clicked.connect(lambda: self._view_model.choose(place))
        return button

    def _lay_out(self) -> None:
        theme = self._theme
        for words in (self.title, self.message):
            words.setWordWrap(True)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px(tokens.GAP))
        for place, button in enumerate(self.choices):
            grid.addWidget(button, *divmod(place, ACROSS))
        layout = column(
            self.title,
            *self.tenders,
            label(self.tr("It was really paid by:"), role="strong", name="change_words"),
            spacing=theme.px(tokens.SPACE[2]),
        )
        layout.addLayout(grid)
        for part in (self.reference, self.message, self.leave_button):
            layout.addWidget(part)
        self.fill(layout)

    def _bind(self) -> None:
        view_model = self._view_model
        choices: dict[str, Command] = {
            f"choice_{place + 1}": partial(view_model.choose, place) for place in range(CHOICES)
        }
        self.bind_keys(
            "change_tender",
            {
                "leave": view_model.leave,
                "up": partial(view_model.move_by, -1),
                "down": partial(view_model.move_by, 1),
                **choices,
            },
        )
        self.leave_button.clicked.connect(view_model.leave)
        self.reference.given.connect(view_model.refer)
        self.closed.connect(view_model.leave)
        view_model.opened.connect(self._open)
        view_model.shown.connect(self._show)
        view_model.refused.connect(self._refuse)
        view_model.reference_asked.connect(self._ask)
        view_model.hidden.connect(self.close_sheet)

    @Slot(object)
    def _open(self, form: ChangeForm) -> None:
        self._show(form)
        self.open_sheet()

    @Slot(object)
    def _show(self, form: ChangeForm) -> None:
        self.title.setText(self.tr("Wrong payment of {number}?").format(number=form.number))
        for place, button in enumerate(self.tenders):
            button.setVisible(place < len(form.tenders))
            if place < len(form.tenders):
                one = form.tenders[place]
                button.set_text(f"{one.words}  {one.amount}")
                button.setChecked(place == form.selected)
                say(button, "role", "tab")
        for place, button in enumerate(self.choices):
            button.setVisible(place < len(form.choices))
            if place < len(form.choices):
                button.set_text(form.choices[place].words)
        self.reference.hide()
        self._refuse("")

    @Slot(str)
    def _ask(self, words: str) -> None:
        self.reference.ask(words)
        self.place()

    @Slot(str)
    def _refuse(self, words: str) -> None:
        self.tell(self.message, words)
