"""The row of actions under the products: what has no room is under More, the last ones first."""

from __future__ import annotations

from functools import partial
from itertools import accumulate

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, row
from pos_app.views.shared.theme import Theme


class ActionRow(QWidget):
    """Buttons in the order of their use; each keeps its place at one size of the window."""

    def __init__(self, *buttons: ActionButton, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.buttons = buttons
        self.more = ActionButton(self.tr("More"), theme=theme, name="more_actions", icon="ellipsis")
        layout = row(spacing=theme.px(tokens.GAP))
        for button in (*buttons, self.more):
            layout.addWidget(button, 1)
        self.setLayout(layout)
        self.setFixedHeight(theme.px(tokens.TARGET))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.more.clicked.connect(self._open_menu)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        shown = self._fitting()
        for place, button in enumerate(self.buttons):
            button.setVisible(place < shown)
        self.more.setVisible(shown < len(self.buttons))

    def _fitting(self) -> int:
        """How many there is room for, beside More if some are under it."""
        gap = self._theme.px(tokens.GAP)
        ends = [*accumulate(button.sizeHint().width() + gap for button in self.buttons)]
        if ends[-1] - gap <= self.width():
            return len(ends)
        room = self.width() - self.more.sizeHint().width()
        return sum(end <= room for end in ends)

    @Slot()
    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setObjectName("actions_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button in self.buttons:
            if not button.isVisible():
                action = menu.addAction(button.text(), partial(button.clicked.emit, False))
                action.setEnabled(button.isEnabled())
        place = self.more.rect().topLeft()
        place.setY(place.y() - menu.sizeHint().height())
        menu.popup(self.more.mapToGlobal(place))
