"""The line bar under the order: what can be done to the highlighted line."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.viewmodels.sell.line_modes import LineMode
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, row
from pos_app.views.shared.theme import Theme

PADDING: Final = tokens.SPACE[1]


class ModeButton(ActionButton):
    """Its key stands under its words, so that three of them fit beside the others."""

    def __init__(self, text: str, *, theme: Theme, name: str, key: str) -> None:
        super().__init__(text, theme=theme, name=name, role="mode", key=key)
        self.setCheckable(True)

    def sizeHint(self) -> QSize:  # noqa: N802
        theme = self._theme
        width = max(
            theme.metrics(tokens.BODY).horizontalAdvance(self.text()),
            theme.metrics(tokens.SMALL).horizontalAdvance(self._key),
        )
        wanted = width + theme.px(2 * PADDING)
        return QSize(max(wanted, theme.px(tokens.TARGET)), self.minimumHeight())

    def _draw_words(self, painter: QPainter) -> None:
        theme = self._theme
        ink, faint = self._inks()
        half = self.height() // 2
        centre = Qt.AlignmentFlag.AlignHCenter
        above = QRect(0, 0, self.width(), half + theme.px(PADDING) // 2)
        painter.setFont(theme.font(tokens.BODY))
        painter.setPen(theme.colour(ink))
        painter.drawText(above, centre | Qt.AlignmentFlag.AlignBottom, self.text())
        below = QRect(0, above.bottom(), self.width(), half)
        painter.setFont(theme.font(tokens.SMALL))
        painter.setPen(theme.colour(faint))
        painter.drawText(below, centre | Qt.AlignmentFlag.AlignTop, self._key)


class LineBar(QWidget):
    """Acts on the highlighted line; the mode that waits for digits stands out.

    Signals:
        mode_asked: Emitted with a LineMode.
        less_asked, more_asked, remove_asked: Emitted by the other buttons.
    """

    mode_asked = Signal(object)
    less_asked = Signal()
    more_asked = Signal()
    remove_asked = Signal()

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self.less_button = ActionButton("", theme=theme, name="less", icon="minus")
        self.more_button = ActionButton("", theme=theme, name="more", icon="plus")
        self.remove_button = ActionButton(
            "", theme=theme, name="remove", role="danger", icon="trash-2"
        )
        self.less_button.setAccessibleName(self.tr("One less (−)"))
        self.more_button.setAccessibleName(self.tr("One more (+)"))
        self.remove_button.setAccessibleName(self.tr("Remove the line (Del)"))
        self.modes = {
            LineMode.QUANTITY: ModeButton(self.tr("Qty"), theme=theme, name="quantity", key="F3"),
            LineMode.DISCOUNT: ModeButton(
                self.tr("Disc"), theme=theme, name="line_discount", key="F5"
            ),
            LineMode.PRICE: ModeButton(self.tr("Price"), theme=theme, name="line_price", key="F6"),
        }
        bar = row(spacing=theme.px(tokens.GAP))
        for button in self.buttons:
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.setMinimumWidth(theme.px(tokens.TARGET))
            bar.addWidget(button, 1)
        self.setLayout(bar)
        self.less_button.clicked.connect(self.less_asked)
        self.more_button.clicked.connect(self.more_asked)
        self.remove_button.clicked.connect(self.remove_asked)
        for mode, button in self.modes.items():
            button.clicked.connect(lambda _on=False, mode=mode: self._ask(mode))

    @property
    def buttons(self) -> tuple[ActionButton, ...]:
        return (self.less_button, self.more_button, *self.modes.values(), self.remove_button)

    def show_mode(self, mode: LineMode | None) -> None:
        for one, button in self.modes.items():
            button.setChecked(one is mode)

    def _ask(self, mode: LineMode) -> None:
        # Whether it stands out is not the button's to say.
        self.modes[mode].setChecked(not self.modes[mode].isChecked())
        self.mode_asked.emit(mode)
