"""The sections, or what was found among their settings; one of them is highlighted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from pos_app.viewmodels.settings.search import Hit, find
from pos_app.viewmodels.settings.section import Section
from pos_app.viewmodels.shared.row_text import RowText
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, label
from pos_app.views.shared.fields import SearchIcons
from pos_app.views.shared.row_list import RowList
from pos_app.views.shared.theme import Theme

ROWS_MIN: Final = 4


class SectionList(QWidget):
    """Signals are of what a person does here.

    Signals:
        moved: Emitted with the place of the section that is highlighted now, without a search.
        taken: Emitted with the Hit to go to.
    """

    moved = Signal(int)
    taken = Signal(object)

    def __init__(self, sections: Sequence[Section], *, theme: Theme) -> None:
        super().__init__()
        self._sections = sections
        self._theme = theme
        self._hits: tuple[Hit, ...] = ()
        self.place = 0
        self.back_button = ActionButton(
            *(self.tr("Back"),), theme=theme, name="settings_back", key="Esc", icon="chevron-left"
        )
        self.search = QLineEdit()
        self.search.setObjectName("setting_search")
        self.search.setAccessibleName(self.tr("Find a setting"))
        self.search.setPlaceholderText(self.tr("Find a setting"))
        self.search.setFixedHeight(theme.px(tokens.TARGET))
        SearchIcons(self.search, theme=theme)
        self.list = RowList(theme=theme, name="setting_list", says=self.tr("Settings"))
        self.nothing = label(self.tr("No setting is called so"), role="muted", name="setting_none")
        layout = column(self.back_button, self.search, spacing=theme.px(tokens.GAP))
        layout.addWidget(self.nothing)
        layout.addWidget(self.list)
        layout.addStretch(1)
        self.setLayout(layout)
        self.search.textChanged.connect(self._show)
        self.list.picked.connect(self._take)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """As many rows as there is room for; the others are scrolled to."""
        super().resizeEvent(event)
        theme = self._theme
        above = 2 * theme.px(tokens.TARGET + tokens.GAP)
        rows = max(ROWS_MIN, (self.height() - above) // theme.px(tokens.ROW))
        if rows != self.list.shown_max:
            self.list.shown_max = rows
            self._show()

    def mark(self, place: int) -> None:
        """The section that is shown."""
        self.place = place
        if not self.search.text():
            self.list.highlight(place)

    def go_by(self, step: int) -> None:
        self.list.move_by(step)
        chosen = self.list.chosen()
        if chosen is not None and not self.search.text():
            self.moved.emit(self._hits[chosen].place)

    def take(self) -> bool:
        """Go to what was found, if something is looked for."""
        if not (self.search.hasFocus() and self.search.text()):
            return False
        chosen = self.list.chosen()
        if chosen is not None and self._hits:
            self._take(chosen)
        return True

    def clear(self) -> bool:
        """Look for nothing any more; say whether something was looked for."""
        was = bool(self.search.text())
        self.search.clear()
        return was

    @Slot(int)
    def _take(self, place: int) -> None:
        hit = self._hits[place]
        self.search.clear()
        self.taken.emit(hit)

    @Slot()
    def _show(self) -> None:
        words = self.search.text()
        self._hits = find(self._sections, words)
        self.list.show_rows(
            [RowText(place, hit.title, middle=hit.within) for place, hit in enumerate(self._hits)]
        )
        self.nothing.setVisible(not self._hits)
        if not words:
            self.list.highlight(self.place)
