"""The panel of a chip: what is wrong, since when, what to do, and to try it again."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.status import StatusChips
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, label, row, say
from pos_app.views.shared.sheet import Sheet
from pos_app.views.shared.theme import Theme


class StatusSheet(Sheet):
    """Left and right go from one chip to the next."""

    def __init__(self, status: StatusChips, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme=theme, owner=owner)
        self._status = status
        self._about = ""
        self.title = label(role="title", name="status_title")
        self.since = label(role="muted", name="status_since")
        self.words = label(role="line", name="status_words")
        self.words.setWordWrap(True)
        self.retry_button = ActionButton(
            self.tr("Try again"), theme=theme, name="status_retry", role="primary", key="Enter"
        )
        self.close_button = ActionButton(
            self.tr("Close"), theme=theme, name="status_close", key="Esc"
        )
        buttons = row(1, self.close_button, self.retry_button, spacing=theme.px(tokens.GAP))
        layout = column(self.title, self.since, self.words, spacing=theme.px(tokens.SPACE[2]))
        layout.addLayout(buttons)
        self.fill(layout)
        self.retry_button.clicked.connect(self._retry)
        self.close_button.clicked.connect(self.close_sheet)
        status.changed.connect(self._refresh)
        self.bind_keys(
            "status",
            {
                "retry": self._retry,
                "leave": self.close_sheet,
                "next": lambda: self._step(1),
                "previous": lambda: self._step(-1),
            },
        )

    @Slot(str)
    def open_about(self, about: str) -> None:
        if self._show(about):
            self.open_sheet()

    @Slot()
    def open_worst(self) -> None:
        self.open_about(self._status.worst())

    def _step(self, step: int) -> None:
        chips = [one.about for one in self._status.chips]
        place = chips.index(self._about) if self._about in chips else 0
        self._show(chips[(place + step) % len(chips)])
        self.place()

    @Slot()
    def _refresh(self) -> None:
        """What is looked at has changed, or works again."""
        if self.isVisible():
            if not self._show(self._about):
                self.close_sheet()
            self.place()

    @Slot()
    def _retry(self) -> None:
        retry = self._status.retries.get(self._about)
        if retry is None or not self.retry_button.isEnabled():
            self.close_sheet()
            return
        retry()

    def _show(self, about: str) -> bool:
        chip = self._status.chip(about)
        if chip is None:
            return False
        self._about = about
        self.title.setText(chip.word)
        say(self.title, "role", "title_warning" if chip.is_trouble else "title")
        since = self.tr("Since {time}").format(time=chip.since) if chip.since else ""
        self.since.setText(since)
        self.since.setVisible(bool(since))
        self.words.setText(chip.words or self.tr("Nothing is known to be wrong."))
        can_retry = chip.is_trouble and about in self._status.retries
        self.retry_button.setVisible(can_retry)
        return True
