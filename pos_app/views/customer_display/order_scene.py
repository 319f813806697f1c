"""The order as it grows: what was added last, all lines, and what it comes to or is left of it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame

from pos_app.viewmodels.customer_display.customer_lines import CustomerLines
from pos_app.viewmodels.customer_display.customer_text import CustomerText
from pos_app.viewmodels.sell.lines import LineText
from pos_app.views.customer_display.customer_scene import CustomerScene
from pos_app.views.customer_display.fit_label import FitLabel
from pos_app.views.customer_display.line_list import LineList
from pos_app.views.customer_display.sizes import Sizes
from pos_app.views.customer_display.sum_rows import SumRows
from pos_app.views.shared.controls import column, frame, row

PAD: Final = 12
LAST_NAME_MIN: Final = 21
LINES_STRETCH: Final = 17
SUMS_STRETCH: Final = 10
_RIGHT: Final = Qt.AlignmentFlag.AlignRight


class OrderScene(CustomerScene):
    def __init__(self, lines: CustomerLines, *, sizes: Sizes) -> None:
        super().__init__("display_order", sizes=sizes)
        self.last_name = FitLabel(sizes=sizes, name="display_last_name", units=30)
        self.last_name.elides_at = LAST_NAME_MIN
        self.last_detail = FitLabel(sizes=sizes, name="display_last_detail", units=17, weight=500)
        self.last_price = FitLabel(
            sizes=sizes, name="display_last_price", units=30, weight=700, align=_RIGHT
        )
        self.list = LineList(lines, sizes=sizes)
        self.title = FitLabel(sizes=sizes, name="display_sum_title", units=22)
        self.large = FitLabel(sizes=sizes, name="display_sum", units=72, weight=700)
        self.rows = SumRows(sizes=sizes, name="display_sums")
        self.left, self.right = frame("display_card"), frame("display_card")
        self.left.setLayout(column(self._last(), self.list, spacing=0))
        self.right.setLayout(column(self.title, self.large, self.rows, spacing=0))
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._layout.addWidget(self.left, LINES_STRETCH)
        self._layout.addWidget(self.right, SUMS_STRETCH)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(self._layout)

    def _last(self) -> QFrame:
        self.last = frame("display_last")
        below = row(spacing=0)
        below.addWidget(self.last_detail, 3)
        below.addWidget(self.last_price, 2)
        inside = column(self.last_name, spacing=0)
        inside.addLayout(below)
        self.last.setLayout(inside)
        return self.last

    def show_text(self, text: CustomerText) -> None:
        self.title.show_words(text.title)
        self.large.show_words(text.large)
        self.large.setAccessibleName(f"{text.title} {text.large}")
        self.rows.show_rows(text.rows)
        self._show_last(text.last)
        self.list.show_row(text.row)

    def _show_last(self, last: LineText | None) -> None:
        self.last.setVisible(last is not None)
        if last is not None:
            is_one = last.quantity in ("", "1")
            self.last_name.show_words(last.name if is_one else f"{last.quantity} × {last.name}")
            self.last_detail.setText(last.detail)
            self.last_detail.ink = "text"
            self.last_price.show_words(last.total)

    def refit(self) -> None:
        direction = QBoxLayout.Direction
        sizes, is_upright = self.sizes, self.sizes.is_upright
        self._layout.setDirection(direction.TopToBottom if is_upright else direction.LeftToRight)
        pad = sizes.px(PAD)
        self._layout.setSpacing(pad)
        for part in (self.left, self.right, self.last):
            inside = part.layout()
            assert inside is not None
            inside.setContentsMargins(pad, pad // 2, pad, pad // 2)
            inside.setSpacing(pad // 2 if part is self.left else 0)
