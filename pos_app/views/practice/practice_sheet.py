"""The sheet that asks whether an open order may wait while somebody practises."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.practice.practice import PracticeViewModel
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.sheet import Sheet
from pos_app.views.shared.theme import Theme


class PracticeSheet(Sheet):
    def __init__(self, view_model: PracticeViewModel, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme=theme, owner=owner)
        self.title = label(
            self.tr("Practise while this order waits?"), role="title", name="practice_title"
        )
        self.words = label(
            self.tr("It stays as it is, and is here again when you come back."),
            name="practice_words",
        )
        for words in (self.title, self.words):
            words.setWordWrap(True)
        self.leave_button = ActionButton(
            self.tr("Stay here"), theme=theme, name="practice_leave", key="Esc"
        )
        self.go_button = ActionButton(
            self.tr("Practise"), theme=theme, name="practice_go", role="primary", key="Enter"
        )
        layout = column(self.title, self.words, spacing=theme.px(tokens.SPACE[2]))
        layout.addLayout(row(self.leave_button, 1, self.go_button, spacing=theme.px(tokens.GAP)))
        self.fill(layout)
        self.bind_keys("practice", {"go": view_model.go, "leave": view_model.leave})
        self.go_button.clicked.connect(view_model.go)
        self.leave_button.clicked.connect(view_model.leave)
        view_model.opened.connect(self._open)
        view_model.hidden.connect(self.close_sheet)

    @Slot()
    def _open(self) -> None:
        self.setAccessibleName(f"{self.title.text()} {self.words.text()}")
        self.open_sheet()
