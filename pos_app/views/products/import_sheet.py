"""The sheet of an import: its words, its progress, its rows with trouble, its buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QWidget

from pos_app.viewmodels.products.import_card import NO_PERCENT, ImportCard
from pos_app.viewmodels.products.import_products import ImportProducts
from pos_app.views.products.progress_bar import ProgressBar
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.sheet import Sheet
from pos_app.views.shared.theme import Theme
from pos_app.views.shared.wrapped_list import WrappedList

LIST_HEIGHT_MAX: Final = 320


def choose_file(owner: QWidget) -> str:
    """Ask for a file; nothing if nobody chooses one."""
    title = owner.tr("Import products")
    name, _filter = QFileDialog.getOpenFileName(
        owner, title, "", owner.tr("Products (*.csv);;All files (*)")
    )
    return name


class ImportSheet(Sheet):
    """A scan gives the keys back to the order."""

    lets_sell = True

    def __init__(
        self,
        view_model: ImportProducts,
        *,
        theme: Theme,
        owner: QWidget,
        choose: Callable[[QWidget], str] = choose_file,
    ) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self.choose = choose
        self.title = label(role="title", name="import_title")
        self.words = label(name="import_words")
        self.progress = ProgressBar(theme=theme, name="import_progress")
        self.problems = WrappedList(
            theme=theme, name="import_problems", says=self.tr("Rows with trouble")
        )
        self.go_button = ActionButton(
            "", theme=theme, name="import_go", role="primary", key="Enter"
        )
        self.other_button = ActionButton("", theme=theme, name="import_other", key="Ctrl+U")
        self.leave_button = ActionButton("", theme=theme, name="import_leave", key="Esc")
        self._lay_out()
        self._bind()

    def _lay_out(self) -> None:
        theme = self._theme
        for words in (self.title, self.words):
            words.setWordWrap(True)
        self.problems.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.problems.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.problems.setMaximumHeight(theme.px(LIST_HEIGHT_MAX))
        self.problems.setSizeAdjustPolicy(QAbstractItemView.SizeAdjustPolicy.AdjustToContents)
        buttons = row(
            self.leave_button, 1, self.other_button, self.go_button, spacing=theme.px(tokens.GAP)
        )
        layout = column(self.title, self.words, self.progress, spacing=theme.px(tokens.SPACE[2]))
        layout.addWidget(self.problems, 1)
        layout.addLayout(buttons)
        self.fill(layout)

    def _bind(self) -> None:
        view_model = self._view_model
        rows = self.problems.verticalScrollBar()
        commands = {
            "go": view_model.go,
            "other": view_model.other,
            "leave": view_model.leave,
            "up": lambda: rows.setValue(rows.value() - rows.pageStep()),
            "down": lambda: rows.setValue(rows.value() + rows.pageStep()),
        }
        self.bind_keys("import", commands)
        self.go_button.clicked.connect(view_model.go)
        self.other_button.clicked.connect(view_model.other)
        self.leave_button.clicked.connect(view_model.leave)
        view_model.changed.connect(self._show_card)
        view_model.shown.connect(self.open_sheet)
        view_model.hidden.connect(self.close_sheet)
        view_model.file_wanted.connect(self._ask)

    @Slot()
    def _ask(self) -> None:
        name = self.choose(self.window())
        if name:
            self._view_model.read(name)

    @Slot(object)
    def _show_card(self, card: ImportCard) -> None:
        self.title.setText(card.title)
        self.setAccessibleName(f"{card.title}. {card.words}")
        self.words.setText(card.words)
        self.words.setVisible(bool(card.words))
        self.progress.setVisible(card.percent != NO_PERCENT)
        self.progress.show_percent(max(0, card.percent))
        self._show_problems(card.problems)
        for button, words in (
            (self.go_button, card.go),
            (self.other_button, card.other),
            (self.leave_button, card.leave),
        ):
            button.set_text(words)
            button.setVisible(bool(words))
        if self.isVisible():
            self.place()

    def _show_problems(self, problems: tuple[str, ...]) -> None:
        self.problems.setVisible(bool(problems))
        if [self.problems.item(n).text() for n in range(self.problems.count())] != list(problems):
            self.problems.clear()
            self.problems.addItems(problems)
