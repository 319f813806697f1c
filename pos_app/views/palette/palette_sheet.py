"""Ctrl+K: one field that finds everything, with nothing to learn but its key."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from pos_app.viewmodels.palette import Found, Kind, PaletteViewModel
from pos_app.views.palette.found_list import FoundList
from pos_app.views.shared import tokens
from pos_app.views.shared.amount_label import AmountLabel
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.empty_state import EmptyState
from pos_app.views.shared.sheet import Sheet
from pos_app.views.shared.theme import Theme

LIST_HEIGHT: Final = 7 * tokens.TARGET


class PaletteSheet(Sheet):
    def __init__(self, view_model: PaletteViewModel, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self._awaited = False
        self.field = QLineEdit()
        self.list = FoundList(theme=theme)
        self.nothing = EmptyState(
            theme=theme,
            name="palette_nothing",
            icon="search",
            words=self.tr("Nothing is called so."),
        )
        self.stack = QStackedWidget()
        self.look_title = label(role="last", name="palette_look_title")
        self.look_price = AmountLabel(theme=theme, name="palette_look_price", size=tokens.HERO)
        self.look_detail = label(role="line", name="palette_look_detail")
        self.look = QWidget()
        self.look_button = self._button("palette_look", self.tr("Price only"), "Shift+Enter")
        self.leave_button = self._button("palette_leave", self.tr("Leave"), "Esc")
        self.go_button = self._button("palette_go", self.tr("Go"), "Enter", "primary")
        self._lay_out()
        self._bind()

    def _button(self, name: str, words: str, key: str, role: str = "") -> ActionButton:
        return ActionButton(words, theme=self._theme, name=name, key=key, role=role)

    def _lay_out(self) -> None:
        theme = self._theme
        field = self.field
        field.setObjectName("palette_field")
        field.setAccessibleName(self.tr("What are you looking for?"))
        field.setPlaceholderText(self.tr("Action, product or receipt number"))
        field.setFixedHeight(theme.px(tokens.TARGET))
        field.setMaxLength(100)
        for page in (self.list, self.nothing):
            self.stack.addWidget(page)
        self.stack.setMinimumHeight(theme.px(LIST_HEIGHT))
        for words in (self.look_title, self.look_detail):
            words.setWordWrap(True)
        self.look.setLayout(column(self.look_title, self.look_price, self.look_detail))
        self.look.hide()
        buttons = row(
            *(self.leave_button, 1, self.look_button, self.go_button),
            spacing=theme.px(tokens.GAP),
        )
        layout = column(field, self.stack, self.look, spacing=theme.px(tokens.SPACE[2]))
        layout.addLayout(buttons)
        self.fill(layout)

    def _bind(self) -> None:
        view_model = self._view_model
        self.bind_keys(
            "palette",
            {
                "up": lambda: self.list.move_by(-1),
                "down": lambda: self.list.move_by(1),
                "go": self._go,
                "look": self._look,
                "leave": self._leave,
            },
        )
        self.field.textChanged.connect(self._on_text)
        self.list.picked.connect(self._choose)
        self.go_button.clicked.connect(self._go)
        self.look_button.clicked.connect(self._look)
        self.leave_button.clicked.connect(self.close_sheet)
        view_model.opened.connect(self._open)
        view_model.changed.connect(self._show)
        view_model.looked_at.connect(self._show_look)

    @Slot()
    def _open(self) -> None:
        self.field.clear()
        self._hide_look()
        self.open_sheet(keys_to=self.field)

    @Slot(str)
    def _on_text(self, text: str) -> None:
        self._awaited = False
        self._hide_look()
        self._view_model.look_for(text)

    @Slot(object)
    def _show(self, rows: tuple[Found, ...]) -> None:
        self.list.show_rows(rows)
        is_empty = not rows and not self._view_model.is_searching
        self.stack.setCurrentWidget(self.nothing if is_empty else self.list)
        if self._awaited and not self._view_model.is_searching:
            self._go()

    @Slot()
    def _go(self) -> None:
        """Take the highlighted row; an Enter that is faster than the search waits for it."""
        row = self.list.chosen()
        self._awaited = row is None and self._view_model.is_searching
        if row is not None:
            self._choose(row)

    @Slot(object)
    def _choose(self, row: Found) -> None:
        self.close_sheet()
        self._view_model.choose(row)

    @Slot()
    def _look(self) -> None:
        row = self.list.chosen()
        if row is not None:
            self._view_model.look_at(row)

    @Slot()
    def _leave(self) -> None:
        """One step back: what is looked at, then the palette."""
        if self.look.isVisible():
            self._hide_look()
        else:
            self.close_sheet()

    @Slot(object)
    def _show_look(self, row: Found) -> None:
        self.look_title.setText(row.words)
        self.look_price.setText(row.right)
        self.look_detail.setText(row.detail)
        self.look.setAccessibleName(f"{row.words}, {row.right}, {row.detail}")
        self.stack.hide()
        self.look.show()
        self.go_button.set_text(self.tr("Add it") if row.kind is Kind.PRODUCT else self.tr("Go"))
        self.place()

    def _hide_look(self) -> None:
        self.look.hide()
        self.stack.show()
        self.go_button.set_text(self.tr("Go"))
        if self.isVisible():
            self.place()
