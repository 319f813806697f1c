"""The chips of the bar: icon and word, grey while all is well; each opens its panel."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.status import Chip, StatusChips
from pos_app.views.shared import tokens
from pos_app.views.shared.breakpoints import shape_in
from pos_app.views.shared.controls import ActionButton, plain_tip, row
from pos_app.views.shared.theme import Theme

WORDS_MAX: Final = 2
"""So many troubles have their words; more of them are icons, and in the panel."""


class ChipRow(QWidget):
    """Where the window is narrow, a healthy chip is its icon only.

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
        self._is_wide: bool | None = None
        status.changed.connect(self.show_chips)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        # Not on every resize: one that comes from these buttons themselves would not end.
        if shape_in(self.window(), self._theme).is_wide is not self._is_wide:
            QTimer.singleShot(0, self, self.show_chips)

    @Slot()
    def show_chips(self) -> None:
        chips = self._status.chips
        for about in self._buttons.keys() - {one.about for one in chips}:
            gone = self._buttons.pop(about)
            gone.hide()
            gone.deleteLater()
        is_wide = self._is_wide = shape_in(self.window(), self._theme).is_wide
        troubles = 0
        for place, chip in enumerate(chips):
            troubles += chip.is_trouble
            is_said = troubles <= WORDS_MAX if chip.is_trouble else is_wide and not troubles
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
