"""The sheet on which one guest's lines are chosen out of an order."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.pay.item_share import ItemShare, ShareForm, ShareRow
from pos_app.views.shared import tokens
from pos_app.views.shared.amount_label import AmountLabel
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.rows import BOX, RowDelegate, Rows, RowsView
from pos_app.views.shared.sheet import Sheet
from pos_app.views.shared.theme import Theme

ROWS_SHOWN = 6


class _Delegate(RowDelegate):
    def draw(self, painter: QPainter, inside: QRect, line: ShareRow) -> None:
        theme = self.theme
        side, pad = theme.px(BOX), theme.px(tokens.SPACE[2])
        top = inside.top() + (inside.height() - side) // 2
        place = QRect(inside.left(), top, side, side)
        if theme.is_mirrored:
            place.moveRight(inside.right())
        if line.is_paid:
            painter.drawPixmap(place, theme.icon("circle-check", BOX, "success"))
        else:
            self.draw_box(painter, place, is_ticked=line.is_chosen)
        shift = -(side + pad) if theme.is_mirrored else 0
        rest = inside.adjusted(0 if shift else side + pad, 0, shift, 0)
        width = self.write_end(painter, rest, line.amount)
        words = "text2" if line.is_paid else "text"
        self.write(painter, rest.adjusted(0, 0, -width - pad, 0), line.name, tokens.LINE, words)


class _Lines(RowsView):
    """All of the order, each with a box to tick.

    Signals:
        picked: Emitted with the place of a line that is tapped.
    """

    picked = Signal(int)

    def __init__(self, *, theme: Theme) -> None:
        super().__init__(theme=theme, name="guest_lines", says=self.tr("Lines of the order"))
        self._rows = Rows(self, spoken=self._spoken)
        self.fill(self._rows, _Delegate(theme=theme, parent=self))
        self.clicked.connect(lambda index: self.picked.emit(index.row()))

    def show_form(self, form: ShareForm) -> None:
        self._rows.show(form.rows)
        self.setFixedHeight(min(len(form.rows), ROWS_SHOWN) * self._theme.px(tokens.ROW))
        self.highlight(form.at)

    def _spoken(self, line: ShareRow) -> str:
        state = self.tr("paid") if line.is_paid else self.tr("chosen") if line.is_chosen else ""
        return ", ".join(part for part in (line.name, line.amount, state) if part)


class ItemsSheet(Sheet):
    def __init__(self, view_model: ItemShare, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self.title = label(
            self.tr("Which lines does this guest pay?"), role="title", name="guest_title"
        )
        self.title.setWordWrap(True)
        self.lines = _Lines(theme=theme)
        self.total = AmountLabel(
            theme=theme, name="guest_total", size=tokens.TOTAL, align=Qt.AlignmentFlag.AlignRight
        )
        self.take_button = ActionButton(
            self.tr("These lines"), theme=theme, name="guest_take", role="primary", key="Enter"
        )
        self.leave_button = ActionButton(
            self.tr("Back"), theme=theme, name="guest_leave", key="Esc"
        )
        buttons = row(spacing=theme.px(tokens.GAP))
        for button in (self.leave_button, self.take_button):
            button.setMinimumHeight(theme.px(tokens.KEY_HEIGHT))
            buttons.addWidget(button, 1)
        layout = column(self.title, self.lines, self.total, spacing=theme.px(tokens.SPACE[2]))
        layout.addLayout(buttons)
        self.fill(layout)
        self._bind()

    def _bind(self) -> None:
        view_model = self._view_model
        self.bind_keys(
            "guest_items",
            {
                "toggle": view_model.toggle_here,
                "take": view_model.take,
                "leave": view_model.leave,
                "up": partial(view_model.move_by, -1),
                "down": partial(view_model.move_by, 1),
            },
        )
        self.lines.picked.connect(view_model.toggle)
        self.take_button.clicked.connect(view_model.take)
        self.leave_button.clicked.connect(view_model.leave)
        view_model.opened.connect(self._open)
        view_model.shown.connect(self._show)
        view_model.hidden.connect(self.close_sheet)

    @Slot(object)
    def _open(self, form: ShareForm) -> None:
        self._show(form)
        self.open_sheet()

    @Slot(object)
    def _show(self, form: ShareForm) -> None:
        self.lines.show_form(form)
        self.total.setText(form.total)
        self.take_button.setEnabled(form.can_take)
