"""The sheet of X and Z reports: what the printer gives, and below it, if wanted, its parts."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QScrollArea, QWidget

from pos_app.viewmodels.shared.paper import Paper
from pos_app.viewmodels.shifts.report_counts import KINDS, ReportCounts
from pos_app.viewmodels.shifts.reports import ReportPage, ShiftReportsModel
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.receipt_paper import ReceiptPaper
from pos_app.views.shared.sheet import Sheet
from pos_app.views.shared.theme import Theme

PAPER_HEIGHT: Final = 380


class ReportSheet(Sheet):
    """Up and down move along the paper, left and right from shift to shift."""

    def __init__(self, view_model: ShiftReportsModel, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self.title = label(role="title", name="shift_report_title")
        self.paper = ReceiptPaper(theme=theme)
        self.paper.setObjectName("shift_report_paper")
        self.area = QScrollArea()
        self._goes_on_at: int | None = None

        def button(text: str, name: str, key: str, role: str = "") -> ActionButton:
            return ActionButton(text, theme=theme, name=f"shift_report_{name}", key=key, role=role)

        self.earlier_button = button(self.tr("Earlier"), "earlier", "Left")
        self.later_button = button(self.tr("Later"), "later", "Right")
        self.parts_button = button(self.tr("By hour, cashier, category"), "parts", "Ctrl+B")
        self.orders_button = button(self.tr("Orders of this part"), "orders", "Ctrl+Enter")
        self.table_button = button(self.tr("CSV"), "table", "Ctrl+Shift+E")
        self.save_button = button(self.tr("PDF"), "save", "Ctrl+S")
        self.leave_button = button(self.tr("Close"), "leave", "Esc")
        self.print_button = button(self.tr("Print"), "print", "Enter", "primary")
        self.count_buttons = [
            button("", f"count_{place}", str(place)) for place in range(1, len(KINDS) + 1)
        ]
        self.counts = label(role="muted", name="shift_report_counts")
        self.counts.setWordWrap(True)
        self._lay_out()
        self._bind()

    def _lay_out(self) -> None:
        theme, gap = self._theme, self._theme.px(tokens.GAP)
        middle = QWidget()
        middle.setLayout(row(1, self.paper, 1))
        self.area.setWidget(middle)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setMinimumHeight(theme.px(PAPER_HEIGHT))
        layout = column(self.title, self.area, spacing=theme.px(tokens.SPACE[2]))
        parts = (self.parts_button, self.orders_button)  # one of them at a time
        layout.addLayout(row(self.earlier_button, self.later_button, 1, *parts, spacing=gap))
        layout.addWidget(self.counts)
        layout.addLayout(row(*self.count_buttons, 1, spacing=gap))
        layout.addLayout(
            row(
                *(self.leave_button, 1, self.table_button, self.save_button, self.print_button),
                spacing=gap,
            )
        )
        self.fill(layout)

    def _bind(self) -> None:
        view_model = self._view_model
        earlier, later = partial(view_model.step, -1), partial(view_model.step, 1)
        self.bind_keys(
            "shift_report",
            {
                "earlier": earlier,
                "later": later,
                "up": partial(self._move, -1),
                "down": partial(self._move, 1),
                "print": view_model.print,
                "save": view_model.save,
                "parts": view_model.parts.show,
                "orders": view_model.parts.show_orders,
                "table": view_model.parts.save,
                "leave": view_model.leave,
                **{
                    f"count_{place + 1}": partial(view_model.counts.open, place)
                    for place in range(len(KINDS))
                },
            },
        )
        for place, button in enumerate(self.count_buttons):
            button.clicked.connect(lambda _=False, at=place: view_model.counts.open(at))
        view_model.counts.read.connect(self._show_counts)
        for button, command in (
            (self.earlier_button, earlier),
            (self.later_button, later),
            (self.print_button, view_model.print),
            (self.save_button, view_model.save),
            (self.parts_button, view_model.parts.show),
            (self.orders_button, view_model.parts.show_orders),
            (self.table_button, view_model.parts.save),
            (self.leave_button, view_model.leave),
        ):
            button.clicked.connect(lambda _=False, run=command: run())
        view_model.opened.connect(self._open)
        view_model.changed.connect(self._show)
        view_model.parts.grown.connect(self._grow)
        view_model.parts.selected.connect(self._highlight)
        self.paper.picked.connect(view_model.parts.pick)
        self.area.verticalScrollBar().rangeChanged.connect(self._go_on)
        view_model.hidden.connect(self.close_sheet)
        self.closed.connect(view_model.leave)

    @Slot(object)
    def _open(self, page: ReportPage) -> None:
        self._show(page)
        self.open_sheet()

    @Slot(object)
    def _show(self, page: ReportPage) -> None:
        self.title.setText(page.title)
        self._goes_on_at = None
        self.paper.show_paper(page.paper)
        self._show_parts(are_shown=False)
        self.earlier_button.setEnabled(page.has_earlier)
        self.later_button.setEnabled(page.has_later)
        self.area.verticalScrollBar().setValue(0)

    @Slot(object)
    def _show_counts(self, counts: ReportCounts) -> None:
        """For who may not read the log they are words."""
        for button, text in zip(self.count_buttons, counts.texts, strict=True):
            button.set_text(text)
            button.setVisible(counts.are_open)
        self.counts.setText(" · ".join(counts.texts))
        self.counts.setVisible(not counts.are_open)
        if self.isVisible():
            self.place()

    @Slot(object)
    def _grow(self, paper: Paper) -> None:
        """Go on where the paper has ended until now."""
        bar = self.area.verticalScrollBar()
        self._goes_on_at = bar.maximum() + bar.pageStep() // 2
        self.paper.show_paper(paper)

    def _show_parts(self, *, are_shown: bool) -> None:
        self.parts_button.setVisible(not are_shown)
        self.orders_button.setVisible(are_shown)

    @Slot(int)
    def _highlight(self, line: int) -> None:
        self.paper.highlight(line)
        self._show_parts(are_shown=True)
        if self._goes_on_at is None:
            place = self.paper.place_of(line)
            self.area.ensureVisible(0, self.paper.y() + place.center().y(), 0, place.height())

    @Slot(int, int)
    def _go_on(self, _least: int, most: int) -> None:
        """There is a way down as soon as the longer paper is laid out."""
        if self._goes_on_at is not None:
            self.area.verticalScrollBar().setValue(min(self._goes_on_at, most))
            self._goes_on_at = None

    def _move(self, by: int) -> None:
        """From part to part, or else along the paper."""
        if self._view_model.parts.move(by):
            return
        bar = self.area.verticalScrollBar()
        bar.setValue(bar.value() + by * bar.pageStep() // 2)
