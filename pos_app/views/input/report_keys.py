"""The keys of the reports: what is shown, of when and of whom, and where it goes."""

from __future__ import annotations

from typing import Final

from pos_app.views.input.binding import Binding

REPORT_KEYS: Final[dict[str, tuple[Binding, ...]]] = {
    "reports": (
        Binding("orders", ("Enter",), "The orders behind the highlighted row"),
        Binding("all_orders", ("Shift+Enter",), "All orders of the period"),
        Binding("up", ("Up",), "Row above"),
        Binding("down", ("Down",), "Row below"),
        Binding("page_up", ("PgUp",), "Rows above"),
        Binding("page_down", ("PgDown",), "Rows below"),
        Binding("home", ("Home",), "First row"),
        Binding("end", ("End",), "Last row"),
        Binding("before", ("Left",), "Period before"),
        Binding("after", ("Right",), "Period after"),
        Binding("day", ("D",), "A day"),
        Binding("week", ("W",), "A week"),
        Binding("month", ("M",), "A month"),
        Binding("year", ("Y",), "A year"),
        Binding("range", ("R",), "From one day to another"),
        Binding("report", ("F2",), "Next report"),
        Binding("cut", ("F3",), "Cut it in the next way"),
        Binding("cashier", ("F4",), "Of the next cashier, or of all"),
        Binding("category", ("F5",), "Of the next category, or of all"),
        Binding("payment", ("F6",), "Paid in the next way, or in any"),
        Binding("sort", ("S",), "Sort by the next column"),
        Binding("turn", ("Shift+S",), "The other way round"),
        Binding("view", ("F7",), "Next view that was kept"),
        Binding("keep", ("Ctrl+S",), "Keep this view, or let it go"),
        Binding("csv", ("Ctrl+Shift+E",), "Write it as CSV"),
        Binding("xlsx", ("Ctrl+Shift+X",), "Write it as a workbook"),
        Binding("pdf", ("Ctrl+Shift+F",), "Write it as PDF"),
        Binding("back", ("Esc",), "Back to the order"),
    ),
    "range": (
        Binding("save", ("Enter",), "Show it"),
        Binding("leave", ("Esc",), "Close, and change nothing"),
    ),
}
