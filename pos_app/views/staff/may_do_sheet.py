"""The sheet that says what one person may do, in three lists."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from pos_app.viewmodels.staff.may_do import MayDo, MayDoSheetModel
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.sheet import Sheet
from pos_app.views.shared.theme import Theme

LISTS_HEIGHT: Final = 700
LISTS_HEIGHT_MIN: Final = 160
BESIDE: Final = 210
"""What the title, the button and the edges take of the height."""


class MayDoSheet(Sheet):
    """Up and down move along the lists."""

    def __init__(self, view_model: MayDoSheetModel, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self.title = label(role="title", name="may_do_title")
        self.words = label(role="muted", name="may_do_words")
        heads = {
            "allowed": self.tr("Allowed"),
            "ask": self.tr("Asks a manager"),
            "no": self.tr("Not allowed"),
        }
        self.heads = {
            state: label(words, role="strong", name=f"may_do_{state}_head")
            for state, words in heads.items()
        }
        self.lists: dict[str, QLabel] = {state: label(name=f"may_do_{state}") for state in heads}
        self.area = QScrollArea()
        self.leave_button = ActionButton(
            self.tr("Close"), theme=theme, name="may_do_leave", key="Esc"
        )
        self._lay_out()
        self._bind()

    def _lay_out(self) -> None:
        theme = self._theme
        inside = column(spacing=theme.px(tokens.SPACE[0]))
        for state, head in self.heads.items():
            inside.addWidget(head)
            inside.addWidget(self.lists[state])
            self.lists[state].setContentsMargins(0, 0, 0, theme.px(tokens.SPACE[2]))
        inside.addStretch(1)
        for words in (self.words, *self.lists.values()):
            words.setWordWrap(True)
        lists = QWidget()
        lists.setLayout(inside)
        self.area.setWidget(lists)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = column(self.title, self.words, self.area, spacing=theme.px(tokens.SPACE[2]))
        layout.addLayout(row(1, self.leave_button, spacing=0))
        self.fill(layout)

    def _bind(self) -> None:
        view_model = self._view_model
        self.bind_keys(
            "may_do",
            {
                "up": lambda: self._scroll(-1),
                "down": lambda: self._scroll(1),
                "leave": view_model.leave,
            },
        )
        self.leave_button.clicked.connect(view_model.leave)
        view_model.opened.connect(self._open)
        view_model.hidden.connect(self.close_sheet)
        self.closed.connect(view_model.leave)

    @Slot(object)
    def _open(self, found: MayDo) -> None:
        self.title.setText(found.title)
        self.words.setText(found.words)
        for state, lines in found.groups.items():
            self.lists[state].setText("\n".join(lines))
            for part in (self.heads[state], self.lists[state]):
                part.setVisible(bool(lines))
        px = self._theme.px
        room = max(px(LISTS_HEIGHT_MIN), self.owner.height() - px(BESIDE))
        self.area.setFixedHeight(min(px(LISTS_HEIGHT), room))
        self.area.verticalScrollBar().setValue(0)
        self.open_sheet()

    def _scroll(self, by: int) -> None:
        bar = self.area.verticalScrollBar()
        bar.setValue(bar.value() + by * bar.pageStep() // 2)
