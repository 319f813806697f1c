"""The sheet of the drawer: one reason, one key, and it opens."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.shifts.drawer import Drawer
from pos_app.views.input.keys import Command
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.sheet import Sheet, bind_leaving
from pos_app.views.shared.theme import Theme


class DrawerSheet(Sheet):
    def __init__(self, view_model: Drawer, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self.title = label(self.tr("Open the drawer: why?"), role="title", name="drawer_title")
        self.words = label(
            self.tr("It is written down with your name, and counted in the shift."),
            role="muted",
            name="drawer_words",
        )
        self.words.setWordWrap(True)
        self.reason_buttons = [
            ActionButton(words, theme=theme, name=f"drawer_reason_{place}", key=str(place))
            for place, words in enumerate(view_model.reasons, start=1)
        ]
        self.leave_button = ActionButton(
            self.tr("Leave it shut"), theme=theme, name="drawer_leave", key="Esc"
        )
        self._lay_out()
        self._bind()

    def _lay_out(self) -> None:
        layout = column(
            *(self.title, self.words, *self.reason_buttons),
            spacing=self._theme.px(tokens.SPACE[2]),
        )
        layout.addLayout(row(self.leave_button, 1))
        self.fill(layout)

    def _bind(self) -> None:
        view_model = self._view_model
        commands: dict[str, Command] = {"leave": view_model.leave}
        for place, button in enumerate(self.reason_buttons):
            commands[f"reason_{place + 1}"] = partial(view_model.choose, place)
            button.clicked.connect(lambda _=False, at=place: view_model.choose(at))
        self.bind_keys("drawer", commands)
        bind_leaving(self, view_model, self.leave_button)
        view_model.opened.connect(self._open)

    @Slot()
    def _open(self) -> None:
        self.open_sheet()
