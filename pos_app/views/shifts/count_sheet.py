"""The sheet on which the drawer is counted by notes and coins."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from pos_app.viewmodels.shifts.counting import CountForm, CountModel
from pos_app.views.shared import tokens
from pos_app.views.shared.amount_label import AmountLabel
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.number_pad import BACK, NumberPad
from pos_app.views.shared.sheet import Sheet
from pos_app.views.shared.theme import Theme
from pos_app.views.shifts.count_cell import CountCell

COLUMNS: Final = 3
PAD_WIDTH: Final = 240


class CountSheet(Sheet):
    """Digits count the highlighted one; Enter goes to the next."""

    def __init__(self, view_model: CountModel, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self.title = label(self.tr("Count the drawer"), role="title", name="count_title")
        self.cells = [
            CountCell(name, theme=theme, name=f"count_cell_{place}", role="mode")
            for place, name in enumerate(view_model.names)
        ]
        self.total = AmountLabel(theme=theme, name="count_total", size=tokens.TOTAL)
        self.words = label("", role="muted", name="count_words")
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignBottom)
        self.roll_button = ActionButton("", theme=theme, name="count_roll", role="mode", key="*")
        if not view_model.has_rolls:
            self.roll_button.hide()
        point = view_model.decimal_sign
        self.pad = NumberPad(
            theme=theme,
            name="count_pad",
            last_row=("0", "." if point else "00", BACK),
            point=point,
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
        # Five rows of them, and the pad at its full size, below the bars of a low screen.
        grid.setSpacing(theme.px(tokens.SPACE[0]))
        for place, cell in enumerate(self.cells):
            cell.setCheckable(True)
            grid.addWidget(cell, *divmod(place, COLUMNS))
        self.pad.setFixedWidth(theme.px(PAD_WIDTH))
        layout = column(self.title, spacing=gap)
        layout.addLayout(grid)
        beside = column(1, self.words, self.roll_button, spacing=gap)
        beside.addLayout(row(1, self.total, spacing=0))
        # Beside the pad: below it they would take the height of its keys.
        beside.addWidget(self.use_button)
        beside.addWidget(self.leave_button)
        below = row(self.pad, spacing=gap)
        below.addLayout(beside, 1)
        layout.addLayout(below)
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
                "roll": view_model.roll,
                "use": view_model.use,
                "leave": view_model.leave,
            },
            typed=view_model.press,
        )
        for place, cell in enumerate(self.cells):
            cell.clicked.connect(lambda _=False, at=place: view_model.choose(at))
            cell.turned.connect(partial(view_model.turn, place))
        self.pad.pressed.connect(view_model.press)
        self.pad.erased.connect(view_model.backspace)
        self.roll_button.clicked.connect(view_model.roll)
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
        self.words.setText(form.words)
        self.roll_button.set_text(form.roll or self.tr("Roll"))
        self.roll_button.setEnabled(bool(form.roll))
        self.total.setText(form.total)
        self.total.setAccessibleName(form.total)
