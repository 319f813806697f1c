"""The reports: figures above, then bars, then the rows that they are of."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from pos_app.viewmodels.reports.choice import Unit
from pos_app.viewmodels.reports.options import Part
from pos_app.viewmodels.reports.screens import ReportScreens
from pos_app.viewmodels.reports.shown import bars_of, drawn_of, figures_of
from pos_app.viewmodels.reports.sides import sides_of
from pos_app.viewmodels.reports.table import Table
from pos_app.views.reports.chart import BarChart
from pos_app.views.reports.choice_bar import ChoiceBar
from pos_app.views.reports.figure_cards import FigureCards
from pos_app.views.reports.folding import ACROSS, DOWN, beside
from pos_app.views.reports.range_sheet import RangeSheet
from pos_app.views.reports.report_table import ReportTable
from pos_app.views.reports.side_chart import SideChart
from pos_app.views.shared import tokens
from pos_app.views.shared.breakpoints import shape_in
from pos_app.views.shared.controls import ActionButton, column, frame, label, row
from pos_app.views.shared.empty_state import EmptyState
from pos_app.views.shared.file_dialog import ChoosePath, choose_path, write_file
from pos_app.views.shared.page import Page
from pos_app.views.shared.theme import Theme

CHART_SHARE: Final = 2
MAIN_SHARE: Final = 2
"""Of the width: so many parts, and one for each of the sides."""
TABLE_SHARE: Final = 3


class ReportsView(Page):
    context = "reports"

    def __init__(
        self, screens: ReportScreens, *, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme=theme, parent=parent)
        self._screens = screens
        self._reports = screens.reports
        self.choose_path: ChoosePath = choose_path
        self.choices = ChoiceBar(screens, theme=theme)
        self.sheet = RangeSheet(screens.range, theme=theme, owner=self)
        self.figures = FigureCards(theme=theme)
        self.chart = BarChart(theme=theme)
        self.sides = [SideChart(theme=theme, name=f"report_side_{place}") for place in range(2)]
        self.table = ReportTable(theme=theme)
        self.state = label(role="muted", name="report_state")
        self.state.setWordWrap(True)  # beside the ways out there is little room
        self.empty = EmptyState(theme=theme, name="report_empty", icon="chart-column", words="")
        self.orders_button = self._button("report_orders", self.tr("Orders"), "Enter", "receipt")
        self.csv_button = self._button("report_csv", self.tr("CSV"), "Ctrl+Shift+E", "download")
        self.xlsx_button = self._button("report_xlsx", self.tr("XLSX"), "Ctrl+Shift+X")
        self.pdf_button = self._button("report_pdf", self.tr("PDF"), "Ctrl+Shift+F")
        self.print_button = self._button("report_print", self.tr("Print"), "Ctrl+P", "printer")
        self.stack = QStackedWidget()
        self._sorted = 0
        self._is_narrow = False
        self._lay_out()
        self._bind()
        self._bind_to_keys()

    def _button(self, name: str, words: str, key: str, icon: str = "") -> ActionButton:
        return ActionButton(words, theme=self.theme, name=name, key=key, icon=icon)

    def _lay_out(self) -> None:
        gap = self.theme.px(tokens.GAP)
        inside = column(spacing=gap)
        above = row(spacing=self.theme.px(tokens.SPACE[3]))
        above.addWidget(self.chart, MAIN_SHARE)
        for side in self.sides:
            side.hide()
            above.addWidget(side, 1)
        inside.addLayout(above, CHART_SHARE)
        inside.addWidget(self.table, TABLE_SHARE)
        inside.setContentsMargins(gap, gap, gap, gap)
        full = frame("card")
        full.setLayout(inside)
        for page in (full, self.empty):
            self.stack.addWidget(page)
        orders = row(self.orders_button, spacing=gap)
        orders.addWidget(self.state, 1)
        out = row(self.csv_button, self.xlsx_button, self.pdf_button, spacing=gap)
        out.addWidget(self.print_button)
        self._buttons = beside(orders, out, spacing=gap)
        self._buttons.setStretch(0, 1)  # the words there have what the buttons leave
        whole = column(self.choices, self.figures, spacing=gap)
        whole.addWidget(self.stack, 1)
        whole.addLayout(self._buttons)
        whole.setContentsMargins(gap, gap, gap, gap)
        self.setLayout(whole)

    def _bind(self) -> None:
        reports, out = self._reports, self._screens.out
        reports.opened.connect(self._begin)
        reports.chosen.connect(self._show_state)
        reports.changed.connect(self._show)
        reports.selected.connect(self.chart.highlight)
        reports.selected.connect(self.table.rows.highlight)
        self.chart.picked.connect(reports.select)
        for side in self.sides:
            side.picked.connect(lambda by: reports.choose(replace(reports.choice, by=by)))
        self.figures.picked.connect(partial(reports.show_orders, of_all=True))
        self.table.picked.connect(reports.select)
        self.table.opened.connect(reports.show_orders)
        self.table.head_picked.connect(self._sort)
        self.orders_button.clicked.connect(reports.show_orders)
        for button, ending in (
            (self.csv_button, "csv"),
            (self.xlsx_button, "xlsx"),
            (self.pdf_button, "pdf"),
        ):
            button.clicked.connect(partial(out.ask, ending))
        self.print_button.clicked.connect(out.print)
        out.path_wanted.connect(self._ask_path)
        self.sheet.closed.connect(self.setFocus)

    def _bind_to_keys(self) -> None:
        reports, options, out = self._reports, self._screens.options, self._screens.out
        last = 1 << 30
        self.bind_keys(
            {
                "orders": reports.show_orders,
                "all_orders": partial(reports.show_orders, of_all=True),
                "up": lambda: reports.select(reports.current - 1),
                "down": lambda: reports.select(reports.current + 1),
                "page_up": lambda: reports.select(reports.current - self.table.rows.page_rows),
                "page_down": lambda: reports.select(reports.current + self.table.rows.page_rows),
                "home": partial(reports.select, 0),
                "end": partial(reports.select, last),
                "before": partial(reports.step, -1),
                "after": partial(reports.step, 1),
                **{unit.value: partial(options.choose_unit, unit) for unit in self.choices.units},
                Unit.RANGE.value: self._screens.range.open,
                "report": partial(options.take_next, Part.REPORT),
                "cut": partial(options.take_next, Part.CUT),
                "cashier": partial(options.take_next, Part.CASHIER),
                "category": partial(options.take_next, Part.CATEGORY),
                "payment": partial(options.take_next, Part.PAYMENT),
                "view": partial(options.take_next, Part.VIEW),
                "sort": lambda: self._sort(self._sorted + 1),
                "turn": lambda: self._sort(self._sorted),
                "keep": options.keep,
                "csv": partial(out.ask, "csv"),
                "xlsx": partial(out.ask, "xlsx"),
                "pdf": partial(out.ask, "pdf"),
                "back": reports.back,
            }
        )

    def enter(self) -> None:
        super().enter()
        self.choices.show_choice()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._show_sides()
        is_narrow = shape_in(self.window(), self.theme).is_one_column
        if is_narrow is not self._is_narrow:
            self._is_narrow = is_narrow
            self.choices.fold(is_narrow=is_narrow)
            self.figures.fold(is_narrow=is_narrow)
            self._buttons.setDirection(DOWN if is_narrow else ACROSS)

    def _sort(self, place: int) -> None:
        found = self._reports.found
        if found is not None:
            self._sorted = place % len(found.report.columns)
            self._reports.sort(self._sorted)

    @Slot(str)
    def _ask_path(self, name: str) -> None:
        write_file(self, name, self._screens.out, choose=self.choose_path)

    @Slot()
    def _begin(self) -> None:
        """Somebody else may be here: what the one before them read is not theirs to see."""
        if self._reports.found is None:
            self._show()
            self.empty.say(self.tr("Reading …"))

    @Slot()
    def _show_state(self) -> None:
        reports, found = self._reports, self._reports.found
        drawn = drawn_of(found, reports.words) if found is not None else ""
        self.state.setText(self.tr("Reading …") if reports.is_busy else drawn)

    @Slot()
    def _show(self) -> None:
        reports, found = self._reports, self._reports.found
        self._show_state()
        is_full = found is not None and bool(found.report.rows)
        self.stack.setCurrentIndex(0 if is_full else 1)
        self.empty.say(reports.problem or self.tr("Nothing to report of this time"))
        for button in (
            *(self.orders_button, self.csv_button, self.xlsx_button, self.pdf_button),
            self.print_button,
        ):
            button.setEnabled(is_full)
        self._show_sides()
        if found is None:
            return
        self.figures.show_figures(figures_of(found.figures, reports.words))
        bars = bars_of(found, reports.words, hours_from=reports.hours_from)
        self.chart.show_bars(bars, title=reports.words.words.columns.get(found.report.charted, ""))
        self.table.show_table(Table(found.report, reports.words))

    def _show_sides(self) -> None:
        """Where the window has room for them."""
        reports, found = self._reports, self._reports.found
        is_wide = shape_in(self.window(), self.theme).is_wide
        read = sides_of(found.sides, reports.words) if found is not None and is_wide else ()
        for place, part in enumerate(self.sides):
            part.show_side(read[place] if place < len(read) else None)
