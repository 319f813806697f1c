"""The sheet on which the drawer is counted by notes and coins."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from pos_app.viewmodels.shifts.counting import CountForm, CountModel
from pos_app.views.shared import tokens
from pos_app.views.shared.amount_label import AmountLabel
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.number_pad import BACK, NumberPad
from pos_app.views.shared.sheet import Sheet
from pos_app.views.shared.theme import Theme

COLUMNS: Final = 3
PAD_WIDTH: Final = 240


class CountSheet(Sheet):
    """Digits count the highlighted one; Enter goes to the next."""

    def __init__(self, view_model: CountModel, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self.title = label(self.tr("Count the drawer"), role="title", name="count_title")
        self.cells = [
            ActionButton(name, theme=theme, name=f"count_cell_{place}", role="mode")
            for place, name in enumerate(view_model.names)
        ]
        self.total = AmountLabel(theme=theme, name="count_total", size=tokens.TOTAL)
        self.pad = NumberPad(
            theme=theme, name="count_pad", last_row=("0", "00", BACK), key_height=tokens.TARGET
        )
        self.leave_button = ActionButton(
            self.tr("Go on later"), theme=theme, name="count_leave", key="Esc"
        )
        self.use_button = ActionButton(
            self.tr("That is all"), theme=theme, name="count_use", role="primary", key="Ctrl+Enter"
        )
        self._lay_out()
        self._bind()

    def _lay_out(self) -> None:
        theme, gap = self._theme, self._theme.px(tokens.GAP)
        grid = QGridLayout()
        grid.setSpacing(gap)
        for place, cell in enumerate(self.cells):
            cell.setCheckable(True)
            grid.addWidget(cell, *divmod(place, COLUMNS))
        self.pad.setFixedWidth(theme.px(PAD_WIDTH))
        layout = column(self.title, spacing=theme.px(tokens.SPACE[2]))
        layout.addLayout(grid)
        below = row(self.pad, 1, self.total, spacing=gap)
        layout.addLayout(below)
        layout.addLayout(row(self.leave_button, 1, self.use_button, spacing=gap))
        self.fill(layout)

    def _bind(self) -> None:
        view_model = self._view_model
        self.bind_keys(
            "count",
            {
                "next": view_model.next,
                "previous": partial(view_model.step, -1),
                "right": partial(view_model.step, 1),
                "up": partial(view_model.step, -COLUMNS),
                "down": partial(view_model.step, COLUMNS),
                "backspace": view_model.backspace,
                "use": view_model.use,
                "leave": view_model.leave,
            },
            typed=view_model.press,
        )
        for place, cell in enumerate(self.cells):
            cell.clicked.connect(lambda _=False, at=place: view_model.choose(at))
        self.pad.pressed.connect(view_model.press)
        self.pad.erased.connect(view_model.backspace)
        self.leave_button.clicked.connect(view_model.leave)
        self.use_button.clicked.connect(view_model.use)
        view_model.opened.connect(self._open)
        view_model.changed.connect(self._show)
        view_model.hidden.connect(self.close_sheet)
        self.closed.connect(view_model.leave)

    @Slot(object)
    def _open(self, form: CountForm) -> None:
        self._show(form)
        self.open_sheet()

    @Slot(object)
    def _show(self, form: CountForm) -> None:
        for place, (cell, text) in enumerate(zip(self.cells, form.cells, strict=True)):
            cell.set_text(text)
            cell.setChecked(place == form.chosen)
        self.total.setText(form.total)
        self.total.setAccessibleName(form.total)
