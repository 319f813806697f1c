"""Why a way to pay cannot be used now, above the buttons; a line is kept free for it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.pay.method_troubles import MethodTroubles, TroubleWatch
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import Icon, label, row
from pos_app.views.shared.theme import Theme

LINE_HEIGHT: Final = 24


class TroublesBar(QWidget):
    def __init__(self, view_model: TroubleWatch, *, theme: Theme) -> None:
        super().__init__()
        self._view_model = view_model
        self.words = label(role="warning", name="pay_troubles")
        self.words.setWordWrap(True)
        self.icon = Icon("triangle-alert", theme=theme, ink="warning")
        layout = row(spacing=theme.px(tokens.GAP))
        layout.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.words, 1)
        self.setLayout(layout)
        if view_model.has_methods:
            # The keys above it stay where they are when there is something to say.
            self.setMinimumHeight(theme.px(LINE_HEIGHT))
        self._show(MethodTroubles())
        view_model.changed.connect(self._show)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._view_model.watch(is_shown=True)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        self._view_model.watch(is_shown=False)

    @Slot(object)
    def _show(self, troubles: MethodTroubles) -> None:
        self.words.setText(troubles.words)
        for part in (self.icon, self.words):
            part.setVisible(bool(troubles.words))
