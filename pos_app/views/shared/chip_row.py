"""The chips of the bar: icon and word, grey while all is well; each opens its panel."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.status import Chip, StatusChips
from pos_app.views.shared import tokens
from pos_app.views.shared.breakpoints import Shape, shape_in
from pos_app.views.shared.controls import ActionButton, plain_tip, row
from pos_app.views.shared.theme import Theme

WORDS_MAX: Final = 2
"""So many troubles have their words; more of them are icons, and in the panel."""
ROOM_FROM: Final = 560
"""Beside an order as wide as that there is room for the words of troubles and of the others."""


class ChipRow(QWidget):
    """Where the window is narrow, or a trouble has its words, a healthy chip is its icon only.

    Signals:
        chosen: Emitted with what the chip is about.
    """

    chosen = Signal(str)

    def __init__(self, status: StatusChips, *, theme: Theme) -> None:
        super().__init__()
        self._status = status
        self._theme = theme
        self._row = row(spacing=theme.px(tokens.SPACE[0]))
        self.setLayout(self._row)
        self._buttons: dict[str, ActionButton] = {}
        self._shape: Shape | None = None
        status.changed.connect(self.show_chips)

    def make_room(self) -> None:
        """The window may have another shape now."""
        if shape_in(self.window(), self._theme) != self._shape:
            self.show_chips()

    @Slot()
    def show_chips(self) -> None:
        chips = self._status.chips
        for about in self._buttons.keys() - {one.about for one in chips}:
            gone = self._buttons.pop(about)
            gone.hide()
            gone.deleteLater()
        shape = self._shape = shape_in(self.window(), self._theme)
        has_room, troubles = shape.order_width >= ROOM_FROM, 0
        for place, chip in enumerate(chips):
            troubles += chip.is_trouble
            is_said = has_room or (shape.is_wide and not troubles)
            if chip.is_trouble:
                is_said = troubles <= WORDS_MAX
            self._show(place, chip, word=chip.word if is_said else "")

    def _show(self, place: int, chip: Chip, *, word: str) -> None:
        role = "chip_trouble" if chip.is_trouble else "chip"
        button = self._buttons.get(chip.about)
        if button is None or button.property("role") != role:
            if button is not None:
                button.hide()
                button.deleteLater()
            button = ActionButton(
                "", theme=self._theme, name=f"chip_{chip.about}", role=role, icon=chip.icon
            )
            button.clicked.connect(partial(self.chosen.emit, chip.about))
            self._buttons[chip.about] = button
        if self._row.indexOf(button) != place:
            self._row.insertWidget(place, button)
            button.show()
        button.set_icon(chip.icon)
        if button.text() != word:
            button.setText(word)
            button.updateGeometry()
        said = f"{chip.word}: {chip.words}" if chip.words else chip.word
        button.setAccessibleName(said)
        button.setToolTip(plain_tip(said))
        button.setMinimumWidth(max(button.sizeHint().width(), self._theme.px(tokens.TARGET)))
