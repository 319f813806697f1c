"""A sheet with a form: a title, what helps, fields below their words, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from PySide6.QtCore import SignalInstance, Slot
from PySide6.QtWidgets import QLabel, QLayout, QLineEdit, QVBoxLayout, QWidget

from pos_app.viewmodels.approval.sheet_form import Texts
from pos_app.views.input.keys import Command
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.fields import go_round
from pos_app.views.shared.sheet import Sheet, bind_leaving
from pos_app.views.shared.theme import Theme


class Card(Protocol):
    @property
    def title(self) -> str: ...

    @property
    def help(self) -> str: ...


class Form(Protocol):
    @property
    def refused(self) -> SignalInstance: ...

    @property
    def hidden(self) -> SignalInstance: ...

    def leave(self) -> None: ...

    def save(self, texts: Texts) -> None: ...


class FormSheet(Sheet):
    """Enter saves, from every field; its parts have its name in theirs, as its keys have."""

    def __init__(self, form: Form, name: str, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme=theme, owner=owner)
        self._form = form
        self._name = name
        self.fields: dict[str, QLineEdit] = {}
        self.labels: dict[str, QLabel] = {}
        self.title = label(role="title", name=f"{name}_title")
        self.help = label(role="small", name=f"{name}_help")
        self.message = label(role="danger", name=f"{name}_problem")
        for part in (self.title, self.help, self.message):
            part.setWordWrap(True)
        self.leave_button = ActionButton(
            self.tr("Leave"), theme=theme, name=f"{name}_leave", key="Esc"
        )
        self.save_button = ActionButton(
            self.tr("Save"), theme=theme, name=f"{name}_save", key="Enter", role="primary"
        )

    def new_field(self, name: str, words: str, *, length: int) -> QVBoxLayout:
        """:param length: how many characters it may have at the most"""
        field = self.fields[name] = QLineEdit()
        field.setObjectName(f"{self._name}_{name}")
        field.setAccessibleName(words)
        field.setFixedHeight(self._theme.px(tokens.TARGET))
        field.setMaxLength(length)
        self.labels[name] = label(words, role="small")
        return column(self.labels[name], field, spacing=self._theme.px(tokens.SPACE[0]))

    def lay_out(self, *parts: QLayout) -> None:
        """The fields stand between the title and the buttons."""
        layout = column(self.title, self.help, spacing=self._theme.px(tokens.SPACE[2]))
        for part in parts:
            layout.addLayout(part)
        layout.addWidget(self.message)
        gap = self._theme.px(tokens.GAP)
        layout.addLayout(row(self.leave_button, 1, self.save_button, spacing=gap))
        self.fill(layout)

    def bind_form(self, commands: Mapping[str, Command]) -> None:
        """:param commands: what its keys do beside saving and leaving"""
        form = self._form
        self.bind_keys(self._name, {"save": self._save, "leave": form.leave, **commands})
        bind_leaving(self, form, self.leave_button)
        self.save_button.clicked.connect(self._save)
        form.refused.connect(self.refuse)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, N802
        """Tab goes round the fields, and never to the screen below."""
        asked = [field for field in self.fields.values() if not field.isHidden()]
        if asked:
            go_round(asked, forward=next)
        return True

    def show_head(self, card: Card) -> None:
        self.title.setText(card.title)
        self.help.setText(card.help)

    def open_form(self, keys_to: QLineEdit | None) -> None:
        self.tell(self.message, "")
        self.open_sheet(keys_to=keys_to)
        if keys_to is not None:
            keys_to.selectAll()

    @Slot()
    def _save(self) -> None:
        self.tell(self.message, "")
        self._form.save({name: field.text() for name, field in self.fields.items()})

    @Slot(str, str)
    def refuse(self, words: str, name: str) -> None:
        """The keys go to what is wrong; what stands there stays."""
        if name in self.fields:
            self.fields[name].setFocus()
            self.fields[name].selectAll()
        self.tell(self.message, words)
