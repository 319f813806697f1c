"""The head of the order: who it is for, and what its highlighted line is about."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, row
from pos_app.views.shared.theme import Theme


class OrderHead(QWidget):
    """Two buttons that never move.

    Signals:
        customer_asked: Emitted to choose whom the order is for.
        info_asked: Emitted to look at the product of the highlighted line.
    """

    customer_asked = Signal()
    info_asked = Signal()

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._name = ""
        self.customer_button = ActionButton("", theme=theme, name="customer", key="F4", icon="user")
        self.customer_button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.info_button = ActionButton(
            self.tr("Info"), theme=theme, name="line_info", key="Shift+F3", icon="info"
        )
        layout = row(spacing=theme.px(tokens.GAP))
        layout.addWidget(self.customer_button, 1)
        layout.addWidget(self.info_button)
        self.setLayout(layout)
        self.customer_button.clicked.connect(self.customer_asked)
        self.info_button.clicked.connect(self.info_asked)
        self._fit()

    @Slot(str)
    def show_customer(self, name: str) -> None:
        self._name = name
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As much of the name as there is room for; all of it is spoken."""
        button, theme = self.customer_button, self._theme
        words = self.tr("Customer: {name}") if self._name else self.tr("No customer")
        whole = words.format(name=self._name)
        button.set_text("")
        room = button.width() - button.sizeHint().width() - theme.px(tokens.GAP)
        metrics = theme.metrics(tokens.BODY)
        if metrics.horizontalAdvance(whole) > room and self._name:
            whole_name = metrics.elidedText(self._name, Qt.TextElideMode.ElideRight, room)
            button.set_text(whole_name)
        else:
            button.set_text(whole)
        button.setAccessibleName(f"{whole} (F4)")
