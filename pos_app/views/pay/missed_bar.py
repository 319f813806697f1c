"""What is not in the order that is being paid, and nobody has dealt with: it stays in sight."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.sell.notices import Notice, Notices
from pos_app.views.shared import tokens
from pos_app.views.shared.announcing import announce
from pos_app.views.shared.controls import Icon, label, row
from pos_app.views.shared.theme import Theme


class MissedBar(QWidget):
    """Says what the strip of the sell screen says; it is dealt with there."""

    def __init__(self, notices: Notices, *, theme: Theme) -> None:
        super().__init__()
        self._notices = notices
        self._newest: Notice | None = None
        self.words = label(role="danger", name="pay_missed")
        self.words.setWordWrap(True)
        icon = Icon("octagon-x", theme=theme, ink="danger")
        layout = row(spacing=theme.px(tokens.GAP))
        layout.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.words, 1)
        self.setLayout(layout)
        notices.changed.connect(self._show)
        self._show(notices.waiting)

    @Slot(object)
    def _show(self, waiting: tuple[Notice, ...]) -> None:
        self.words.setText(self._notices.words)
        self.setVisible(bool(waiting))
        newest = waiting[-1] if waiting else None
        if newest is not None and newest is not self._newest and self.isVisible():
            announce(self, newest.text, is_urgent=True)
        self._newest = newest
