"""The hours: a week or a month above, and below it who was here when."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from pos_app.viewmodels.hours.hours import UNITS
from pos_app.viewmodels.hours.screens import HoursScreens
from pos_app.viewmodels.reports.choice import Unit
from pos_app.views.hours.hours_list import HoursList
from pos_app.views.hours.time_entry_sheet import TimeEntrySheet
from pos_app.views.reports.folding import ACROSS, DOWN, beside
from pos_app.views.shared import tokens
from pos_app.views.shared.breakpoints import shape_in
from pos_app.views.shared.controls import ActionButton, column, frame, label, row
from pos_app.views.shared.empty_state import EmptyState
from pos_app.views.shared.file_dialog import ChoosePath, choose_path, write_file
from pos_app.views.shared.page import Page
from pos_app.views.shared.theme import Theme

LAST: Final = 1 << 20


class HoursView(Page):
    context = "hours"

    def __init__(
        self, screens: HoursScreens, *, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme=theme, parent=parent)
        self._screens = screens
        self._hours = screens.hours
        self.choose_path: ChoosePath = choose_path
        self._make_top()
        self.list = HoursList(theme=theme)
        self.empty = EmptyState(theme=theme, name="hours_empty", icon="history", words="")
        self.stack = QStackedWidget()
        self.correct_button = self._button("hours_correct", self.tr("Correct"), "Enter", "pencil")
        self.state = label(role="muted", name="hours_state")
        self.csv_button = self._button("hours_csv", self.tr("CSV"), "Ctrl+Shift+E", "download")
        self.xlsx_button = self._button("hours_xlsx", self.tr("XLSX"), "Ctrl+Shift+X")
        self.pdf_button = self._button("hours_pdf", self.tr("PDF"), "Ctrl+Shift+F")
        self.print_button = self._button("hours_print", self.tr("Print"), "Ctrl+P", "printer")
        self.sheet = TimeEntrySheet(screens.form, theme=theme, owner=self)
        self._is_narrow = False
        self._lay_out()
        self._bind()
        self._bind_to_keys()
        self._show()

    def _button(
        self, name: str, words: str, key: str, icon: str = "", role: str = ""
    ) -> ActionButton:
        return ActionButton(words, theme=self.theme, name=name, key=key, icon=icon, role=role)

    def _make_top(self) -> None:
        self.back_button = self._button("hours_back", self.tr("Back"), "Esc", "chevron-left")
        words = {Unit.WEEK: (self.tr("Week"), "W"), Unit.MONTH: (self.tr("Month"), "M")}
        self.units = {
            unit: self._button(f"hours_{unit}", *words[unit], role="tab") for unit in UNITS
        }
        self.before_button = self._button("hours_before", "", "", "chevron-left")
        self.after_button = self._button("hours_after", "", "", "chevron-right")
        self.before_button.setAccessibleName(self.tr("Week or month before (Left)"))
        self.after_button.setAccessibleName(self.tr("Week or month after (Right)"))
        self.span = label(role="strong", name="hours_span")
        self.present = label(name="hours_present")
        self.present.setWordWrap(True)
        self.add_button = self._button(
            "hours_add", self.tr("Add time entry"), "Ctrl+N", "plus", role="primary"
        )

    def _lay_out(self) -> None:
        gap = self.theme.px(tokens.GAP)
        for unit_button in self.units.values():
            unit_button.setCheckable(True)
        units = row(self.back_button, *self.units.values(), 1, spacing=gap)
        when = row(self.before_button, self.after_button, spacing=gap)
        when.addWidget(self.span, 1)
        when.addWidget(self.add_button)
        self._top = beside(units, when, spacing=gap)
        self._top.setStretch(1, 1)
        inside = column(self.list, spacing=gap)
        inside.setContentsMargins(gap, gap, gap, gap)
        full = frame("card")
        full.setLayout(inside)
        for page in (full, self.empty):
            self.stack.addWidget(page)
        correct = row(self.correct_button, self.state, 1, spacing=gap)
        out = row(self.csv_button, self.xlsx_button, self.pdf_button, spacing=gap)
        out.addWidget(self.print_button)
        self._buttons = beside(correct, out, spacing=gap)
        whole = column(spacing=gap)
        whole.addLayout(self._top)
        whole.addWidget(self.present)
        whole.addWidget(self.stack, 1)
        whole.addLayout(self._buttons)
        whole.setContentsMargins(gap, gap, gap, gap)
        self.setLayout(whole)

    def _bind(self) -> None:
        hours, out, time_entries = self._hours, self._screens.out, self._hours.time_entries
        hours.chosen.connect(self._show_choice)
        hours.changed.connect(self._show)
        time_entries.selected.connect(self.list.rows.highlight)
        self.list.picked.connect(time_entries.select)
        self.list.opened.connect(self._screens.correct)
        self.back_button.clicked.connect(hours.left)
        self.before_button.clicked.connect(partial(hours.step, -1))
        self.after_button.clicked.connect(partial(hours.step, 1))
        for unit, button in self.units.items():
            button.clicked.connect(partial(hours.choose_unit, unit))
        self.correct_button.clicked.connect(self._screens.correct)
        self.add_button.clicked.connect(self._screens.add)
        for out_button, ending in (
            (self.csv_button, "csv"),
            (self.xlsx_button, "xlsx"),
            (self.pdf_button, "pdf"),
        ):
            out_button.clicked.connect(partial(out.ask, ending))
        self.print_button.clicked.connect(out.print)
        out.path_wanted.connect(self._ask_path)
        self.sheet.closed.connect(self.setFocus)

    def _bind_to_keys(self) -> None:
        hours, out, time_entries = self._hours, self._screens.out, self._hours.time_entries
        self.bind_keys(
            {
                "correct": self._screens.correct,
                "add": self._screens.add,
                "up": partial(time_entries.move, -1),
                "down": partial(time_entries.move, 1),
                "page_up": lambda: time_entries.move(-self.list.rows.page_rows),
                "page_down": lambda: time_entries.move(self.list.rows.page_rows),
                "home": partial(time_entries.move, -LAST),
                "end": partial(time_entries.move, LAST),
                "before": partial(hours.step, -1),
                "after": partial(hours.step, 1),
                "week": partial(hours.choose_unit, Unit.WEEK),
                "month": partial(hours.choose_unit, Unit.MONTH),
                "csv": partial(out.ask, "csv"),
                "xlsx": partial(out.ask, "xlsx"),
                "pdf": partial(out.ask, "pdf"),
                "back": hours.left.emit,
            }
        )

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        is_narrow = shape_in(self.window(), self.theme).is_one_column
        if is_narrow is not self._is_narrow:
            self._is_narrow = is_narrow
            for pair in (self._top, self._buttons):
                pair.setDirection(DOWN if is_narrow else ACROSS)
        if self.sheet.isVisible():
            self.sheet.place()

    @Slot()
    def _show_choice(self) -> None:
        hours = self._hours
        self.span.setText(hours.span_words)
        self.after_button.setEnabled(hours.can_step)
        self.state.setText(self.tr("Reading …") if hours.is_busy else "")
        for unit, button in self.units.items():
            button.setChecked(unit is hours.span.unit)

    @Slot()
    def _show(self) -> None:
        hours, time_entries = self._hours, self._hours.time_entries
        self._show_choice()
        self.present.setText(hours.present)
        unended = self.tr("not clocked out: {count}").format(count=time_entries.unended)
        remark = unended if time_entries.unended else ""
        self.list.show_rows(time_entries.rows, total=hours.total, remark=remark)
        self.list.rows.highlight(time_entries.current)
        is_full = bool(time_entries.rows)
        self.stack.setCurrentIndex(0 if is_full else 1)
        nothing = "" if hours.is_busy else self.tr("No hours in this time")
        self.empty.say(hours.problem or nothing)
        for button in (
            *(self.correct_button, self.csv_button, self.xlsx_button, self.pdf_button),
            self.print_button,
        ):
            button.setEnabled(is_full)

    @Slot(str)
    def _ask_path(self, name: str) -> None:
        write_file(self, name, self._screens.out, choose=self.choose_path)
