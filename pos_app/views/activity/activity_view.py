"""The activity log: what is looked for above, and below it who did what, newest first."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from pos_app.viewmodels.activity.activity import ActivityViewModel
from pos_app.views.activity.activity_list import ActivityList
from pos_app.views.reports.folding import ACROSS, DOWN, beside
from pos_app.views.shared import tokens
from pos_app.views.shared.breakpoints import shape_in
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.empty_state import EmptyState
from pos_app.views.shared.fields import SearchIcons
from pos_app.views.shared.file_dialog import ChoosePath, choose_path, write_file
from pos_app.views.shared.menu import Entry, open_menu
from pos_app.views.shared.page import Page
from pos_app.views.shared.theme import Theme

TEXT_LENGTH_MAX: Final = 100
LENGTH_MAX: Final = 22
"""So much of a name stands on its button; the menu has the rest."""


class ActivityView(Page):
    context = "activity"

    def __init__(
        self, view_model: ActivityViewModel, *, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme=theme, parent=parent)
        self._view_model = view_model
        self.choose_path: ChoosePath = choose_path
        self.field = QLineEdit()
        self.back_button = self._button("activity_back", self.tr("Back"), "Esc", "chevron-left")
        self.group_button = self._button("activity_group", "", "F2", "clipboard-list")
        self.person_button = self._button("activity_person", "", "F3", "user")
        self.when_button = self._button("activity_when", "", "F4", "history")
        self.order_button = self._button("activity_order", self.tr("Order"), "Enter", "receipt")
        self.csv_button = self._button("activity_csv", self.tr("CSV"), "Ctrl+Shift+E", "download")
        self.state = label(role="muted", name="activity_state")
        self.rows = ActivityList(view_model, theme=theme)
        self.empty = EmptyState(theme=theme, name="activity_empty", icon="search", words="")
        self._is_narrow = False
        self._lay_out()
        self._bind()
        self.setFocusProxy(self.field)
        self._show()

    def _button(self, name: str, words: str, key: str, icon: str) -> ActionButton:
        return ActionButton(words, theme=self.theme, name=name, key=key, icon=icon)

    def _lay_out(self) -> None:
        theme, gap = self.theme, self.theme.px(tokens.GAP)
        self.field.setObjectName("activity_text")
        self.field.setAccessibleName(self.tr("Receipt number or words"))
        self.field.setPlaceholderText(self.tr("Receipt number or words"))
        self.field.setFixedHeight(theme.px(tokens.TARGET))
        self.field.setMaxLength(TEXT_LENGTH_MAX)
        SearchIcons(self.field, theme=theme)
        searching = row(self.back_button, spacing=gap)
        searching.addWidget(self.field, 1)
        choosing = row(self.group_button, self.person_button, self.when_button, spacing=gap)
        self._top = beside(searching, choosing, spacing=gap)
        whole = column(spacing=gap)
        whole.addLayout(self._top)
        whole.addWidget(self.rows, 1)
        whole.addWidget(self.empty, 1)
        whole.addLayout(row(self.order_button, self.state, 1, self.csv_button, spacing=gap))
        pad = theme.px(tokens.SPACE[3])
        whole.setContentsMargins(pad, pad, pad, pad)
        self.setLayout(whole)

    def _bind(self) -> None:
        view_model, rows = self._view_model, self.rows
        self.bind_keys(
            {
                "order": view_model.show_order,
                "up": lambda: view_model.move(-1),
                "down": lambda: view_model.move(1),
                "page_up": lambda: view_model.move(-rows.page_rows),
                "page_down": lambda: view_model.move(rows.page_rows),
                "group": view_model.filters.next_group,
                "person": view_model.filters.next_person,
                "when": view_model.filters.next_when,
                "csv": partial(view_model.out.ask, "csv"),
                "back": view_model.back,
            }
        )
        self.field.textChanged.connect(view_model.filters.look_for)
        self.back_button.clicked.connect(view_model.left)
        self.group_button.clicked.connect(self._open_groups)
        self.person_button.clicked.connect(self._open_people)
        self.when_button.clicked.connect(self._open_times)
        self.order_button.clicked.connect(view_model.show_order)
        self.csv_button.clicked.connect(partial(view_model.out.ask, "csv"))
        rows.picked.connect(view_model.select)
        rows.asked.connect(view_model.show_order)
        rows.end_near.connect(view_model.more)
        view_model.text_set.connect(self.field.setText)
        view_model.chosen.connect(self._show)
        view_model.selected.connect(self._on_selected)
        view_model.out.path_wanted.connect(self._ask_path)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        is_narrow = shape_in(self.window(), self.theme).is_one_column
        if is_narrow is not self._is_narrow:
            self._is_narrow = is_narrow
            self._top.setDirection(DOWN if is_narrow else ACROSS)

    @Slot()
    def _show(self) -> None:
        view_model = self._view_model
        words, filters = view_model.words, view_model.filters
        wanted = filters.wanted
        person = "" if wanted.person is None else filters.people.get(wanted.person, "")
        for button, said in (
            (self.group_button, words.of(wanted.group, wanted.kind)),
            (self.person_button, person or self.tr("Everybody")),
            (self.when_button, words.when(filters.when)),
        ):
            button.set_text(said if len(said) <= LENGTH_MAX else f"{said[: LENGTH_MAX - 1]}…")
            button.updateGeometry()
        self.state.setText(self.tr("Reading …") if view_model.is_busy else "")
        has_rows = bool(view_model.lines)
        self.rows.setVisible(has_rows)
        self.empty.setVisible(not has_rows)
        nothing = "" if view_model.is_busy else self.tr("Nothing of this kind was done")
        self.empty.say(view_model.problem or nothing)
        self.csv_button.setEnabled(has_rows)

    @Slot(int)
    def _on_selected(self, place: int) -> None:
        lines = self._view_model.lines
        self.order_button.setEnabled(0 <= place < len(lines) and bool(lines[place].number))

    def _open_groups(self) -> None:
        choose, words = self._view_model.filters.choose_group, self._view_model.words
        entries = [Entry(said, partial(choose, one)) for one, said in words.groups()]
        self._open(self.group_button, entries)

    def _open_people(self) -> None:
        choose, people = self._view_model.filters.choose_person, self._view_model.filters.people
        entries = [Entry(self.tr("Everybody"), partial(choose, None))]
        entries += [Entry(name, partial(choose, one)) for one, name in people.items()]
        self._open(self.person_button, entries)

    def _open_times(self) -> None:
        choose, words = self._view_model.filters.choose_when, self._view_model.words
        entries = [Entry(said, partial(choose, one)) for one, said in words.times()]
        self._open(self.when_button, entries)

    def _open(self, button: ActionButton, entries: list[Entry]) -> None:
        open_menu(self, entries, button.mapToGlobal(QPoint(0, button.height())))

    @Slot(str)
    def _ask_path(self, name: str) -> None:
        write_file(self, name, self._view_model.out, choose=self.choose_path)
