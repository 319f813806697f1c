"""The sheet of a void: what is taken back, and why."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from pos_app.viewmodels.returns.void_order import VoidForm, VoidOrder
from pos_app.viewmodels.shared.return_words import WORDS_MAX
from pos_app.views.input.keys import Command
from pos_app.views.shared import tokens
from pos_app.views.shared.announcing import announce
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.sheet import Sheet
from pos_app.views.shared.theme import Theme

ACROSS: Final = 2


class VoidSheet(Sheet):
    def __init__(self, view_model: VoidOrder, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self.title = label(role="title", name="void_title")
        self.facts = label(role="muted", name="void_facts")
        self.words = label(
            self.tr(
                "All of it is taken back as it was paid, and the goods go back to stock. "
                "Both receipts stay in the journal."
            ),
            name="void_words",
        )
        self.field = QLineEdit()
        self.message = label(role="danger", name="void_problem")
        self.chips = [self._chip(place, one) for place, one in enumerate(view_model.reasons)]
        self.leave_button = ActionButton(
            self.tr("Leave"), theme=theme, name="void_leave", key="Esc"
        )
        self.save_button = ActionButton(
            self.tr("Void it"), theme=theme, name="void_save", role="danger", key="Enter"
        )
        self._lay_out()
        self._bind()

    def _chip(self, place: int, words: str) -> ActionButton:
        chip = ActionButton(
            words,
            theme=self._theme,
            name=f"void_reason_{place + 1}",
            key=f"Alt+{place + 1}",
            role="tab",
        )
        chip.setCheckable(True)
        return chip

    def _lay_out(self) -> None:
        gap = self._theme.px(tokens.GAP)
        for words in (self.title, self.facts, self.words, self.message):
            words.setWordWrap(True)
        self.field.setObjectName("void_text")
        self.field.setAccessibleName(self.tr("Why it is voided, in words"))
        self.field.setPlaceholderText(self.tr("Why it is voided, in a few words"))
        self.field.setFixedHeight(self._theme.px(tokens.TARGET))
        self.field.setMaxLength(WORDS_MAX)
        self.field.hide()
        self.message.hide()
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(gap)
        for place, chip in enumerate(self.chips):
            grid.addWidget(chip, *divmod(place, ACROSS))
        layout = column(self.title, self.facts, self.words, spacing=self._theme.px(tokens.SPACE[2]))
        layout.addLayout(grid)
        for part in (self.field, self.message):
            layout.addWidget(part)
        layout.addLayout(row(self.leave_button, 1, self.save_button, spacing=gap))
        self.fill(layout)

    def _bind(self) -> None:
        view_model = self._view_model
        reasons: dict[str, Command] = {
            f"reason_{place + 1}": partial(view_model.choose, place)
            for place in range(len(self.chips))
        }
        self.bind_keys("void", {"save": view_model.save, "leave": view_model.leave, **reasons})
        for place, chip in enumerate(self.chips):
            chip.clicked.connect(partial(self._choose, place))
        self.field.textEdited.connect(self._set_words)
        self.leave_button.clicked.connect(view_model.leave)
        self.save_button.clicked.connect(view_model.save)
        view_model.opened.connect(self._open)
        view_model.changed.connect(self._show)
        view_model.refused.connect(self._refuse)
        view_model.hidden.connect(self.close_sheet)
        self.closed.connect(view_model.leave)

    def _choose(self, place: int) -> None:
        self._view_model.choose(place)

    def _set_words(self, text: str) -> None:
        self._view_model.words = text
        self._refuse("")

    @Slot(object)
    def _open(self, form: VoidForm) -> None:
        self.field.clear()
        self._show(form)
        self.open_sheet()
        announce(self, f"{form.title} {form.facts}")

    @Slot(object)
    def _show(self, form: VoidForm) -> None:
        self.title.setText(form.title)
        self.facts.setText(form.facts)
        for place, chip in enumerate(self.chips):
            chip.setChecked(place == form.reason)
        self.field.setVisible(form.asks_words)
        self._refuse("")
        if self.isVisible():
            self.place()
            (self.field if form.asks_words else self).setFocus()

    @Slot(str)
    def _refuse(self, words: str) -> None:
        self.tell(self.message, words)
        announce(self, words, is_urgent=True)
