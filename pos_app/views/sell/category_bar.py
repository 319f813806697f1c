"""Favourites and categories in one row; what has no room is under More."""

from __future__ import annotations

from functools import partial
from itertools import accumulate

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, row
from pos_app.views.shared.theme import Theme


class CategoryBar(QWidget):
    """One tab for each category.

    Signals:
        chosen: Emitted with a category's name; nothing stands for the favourites.
    """

    chosen = Signal(str)

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._categories: tuple[str, ...] = ()
        self._current = ""
        self.favourites = self._tab("", self.tr("Favourites"))
        self.tabs: list[ActionButton] = []
        self.more = ActionButton("", theme=theme, name="more_categories", role="tab")
        self.more.setCheckable(True)
        self.more.clicked.connect(self._open_menu)
        self._row = row(self.favourites, 1, spacing=theme.px(tokens.GAP))
        self._row.insertWidget(1, self.more)
        self.setLayout(self._row)
        self.setFixedHeight(theme.px(tokens.TARGET))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._fit()

    @Slot(object)
    def show_categories(self, categories: tuple[str, ...]) -> None:
        if categories == self._categories:
            return
        self._categories = categories
        for tab in self.tabs:
            self._row.removeWidget(tab)
            tab.deleteLater()
        self.tabs = [self._tab(name, name) for name in categories]
        for place, tab in enumerate(self.tabs, start=1):
            self._row.insertWidget(place, tab)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._fit()

    def _tab(self, category: str, words: str) -> ActionButton:
        tab = ActionButton(words, theme=self._theme, name=f"category_{category}", role="tab")
        tab.setCheckable(True)
        tab.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        tab.clicked.connect(lambda: self._choose(category))
        return tab

    def _choose(self, category: str) -> None:
        self._current = category
        self._fit()
        self.chosen.emit(category)

    def _fit(self) -> None:
        """Show as many as there is room for; the chosen one is always to be seen."""
        shown = self._shown(self.tr("More"))
        is_hidden = bool(self._current) and self._current not in shown
        if is_hidden:
            shown = self._shown(self._current)
        for name, tab in zip(self._categories, self.tabs, strict=True):
            if tab.isHidden() and tab.isVisible():
                tab.show()  # It was hidden while its parent was being shown: hide it in earnest.
            tab.setVisible(name in shown)
            tab.setChecked(name == self._current)
        self.favourites.setChecked(not self._current)
        self.more.set_text(self._current if is_hidden else self.tr("More"))
        self.more.setChecked(is_hidden)
        self.more.setVisible(len(shown) < len(self.tabs))

    def _shown(self, more: str) -> tuple[str, ...]:
        """The categories that fit beside a More button with these words."""
        gap = self._theme.px(tokens.GAP)
        room = self.width() - self.favourites.sizeHint().width()
        widths = [tab.sizeHint().width() + gap for tab in self.tabs]
        if sum(widths) <= room:
            return self._categories
        self.more.set_text(more)
        room -= self.more.sizeHint().width() + gap
        ends = accumulate(widths)
        return tuple(name for name, end in zip(self._categories, ends, strict=True) if end <= room)

    @Slot()
    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, tab in zip(self._categories, self.tabs, strict=True):
            if not tab.isVisible():
                menu.addAction(name, partial(self._choose, name))
        menu.aboutToHide.connect(self._fit)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))
