"""The sheet of money that a processor would not give back: try again, or say how it went."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from pos_app.viewmodels.payments.owed_money import WORDS_MAX, OwedForm, OwedMoney
from pos_app.views.shared import tokens
from pos_app.views.shared.announcing import announce
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.sheet import Sheet, bind_leaving
from pos_app.views.shared.theme import Theme


class OwedSheet(Sheet):
    def __init__(self, view_model: OwedMoney, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self.title = label(
            self.tr("This still has to be given back"), role="title", name="owed_title"
        )
        self.amount = label(role="strong", name="owed_amount")
        self.facts = label(role="muted", name="owed_facts")
        self.why = label(role="line", name="owed_why")
        self.place_words = label(role="small", name="owed_place")
        self.words = label(
            self.tr(
                "Ask for it once more, or give it back otherwise and say how: by bank transfer, "
                "or in cash, which the drawer will be short by when it is counted."
            ),
            name="owed_words",
        )
        self.field = QLineEdit()
        self.message = label(role="danger", name="owed_problem")
        self.try_button = self._action(self.tr("Ask for it again"), "owed_try", "Ctrl+T")
        self.next_button = self._action(self.tr("Next one"), "owed_next", "Ctrl+N")
        self.leave_button = self._action(self.tr("Leave"), "owed_leave", "Esc")
        self.save_button = self._action(
            self.tr("It was given back so"), "owed_save", "Enter", role="primary"
        )
        self._lay_out()
        self._bind()
        self.setFocusProxy(self.field)

    def _action(self, words: str, name: str, key: str, *, role: str = "") -> ActionButton:
        return ActionButton(words, theme=self._theme, name=name, key=key, role=role)

    def _lay_out(self) -> None:
        gap = self._theme.px(tokens.GAP)
        for words in (self.title, self.facts, self.why, self.words, self.message):
            words.setWordWrap(True)
        self.field.setObjectName("owed_how")
        self.field.setAccessibleName(self.tr("How it was given back"))
        self.field.setPlaceholderText(self.tr("How it was given back, in a few words"))
        self.field.setFixedHeight(self._theme.px(tokens.TARGET))
        self.field.setMaxLength(WORDS_MAX)
        self.message.hide()
        layout = column(spacing=self._theme.px(tokens.SPACE[2]))
        layout.addWidget(self.title)
        layout.addLayout(row(self.amount, 1, self.place_words, spacing=gap))
        for part in (self.facts, self.why, self.words):
            layout.addWidget(part)
        layout.addLayout(row(self.try_button, self.next_button, 1, spacing=gap))
        layout.addWidget(self.field)
        layout.addWidget(self.message)
        layout.addLayout(row(self.leave_button, 1, self.save_button, spacing=gap))
        self.fill(layout)

    def _bind(self) -> None:
        view_model = self._view_model
        self.bind_keys(
            "owed",
            {
                "save": self._save,
                "try": view_model.try_again,
                "next": view_model.next_one,
                "leave": view_model.leave,
            },
        )
        self.try_button.clicked.connect(view_model.try_again)
        self.next_button.clicked.connect(view_model.next_one)
        bind_leaving(self, view_model, self.leave_button)
        self.save_button.clicked.connect(self._save)
        view_model.opened.connect(self._open)
        view_model.changed.connect(self._show)
        view_model.refused.connect(self._say)
        view_model.busy_changed.connect(self._show_busy)

    @Slot(object)
    def _open(self, form: OwedForm) -> None:
        self.field.clear()
        self._say("")
        self._show(form)
        self.open_sheet(keys_to=self.field)
        announce(self, f"{self.title.text()}: {form.amount}. {form.facts} {form.why}")

    @Slot(object)
    def _show(self, form: OwedForm) -> None:
        self.amount.setText(form.amount)
        self.facts.setText(form.facts)
        self.why.setText(form.why)
        self.why.setVisible(bool(form.why))
        self.place_words.setText(form.place)
        self.next_button.setVisible(bool(form.place))
        if self.isVisible():
            self.place()

    @Slot()
    def _save(self) -> None:
        self._say("")
        self._view_model.settle(self.field.text())

    @Slot(str)
    def _say(self, words: str) -> None:
        self.tell(self.message, words)
        announce(self, words, is_urgent=True)

    @Slot(bool)
    def _show_busy(self, busy: bool) -> None:
        for button in (self.try_button, self.next_button, self.save_button):
            button.setEnabled(not busy)
