"""The bar that is always there: menu, store, printer, who is selling, the time, lock."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame

from pos_app.viewmodels.frame import FrameViewModel
from pos_app.viewmodels.page_name import PageName
from pos_app.views.shared import tokens
from pos_app.views.shared.breakpoints import shape_in
from pos_app.views.shared.chip_row import ChipRow
from pos_app.views.shared.controls import ActionButton, label, row
from pos_app.views.shared.tab_strip import TabStrip
from pos_app.views.shared.theme import Theme

TABS_STRETCH: Final = 100
"""They take what room there is; without them the other parts stand at the right."""
STORE_FROM: Final = 560
"""Only beside an order as wide as that there is room for the store's name and the tabs."""


class TopBar(QFrame):
    def __init__(self, view_model: FrameViewModel, *, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("bar")
        self._theme = theme
        self.setFixedHeight(theme.px(tokens.ROW))
        self.menu_button = ActionButton("", theme=theme, name="menu", role="quiet", icon="menu")
        self.menu_button.setAccessibleName(self.tr("Menu (F10)"))
        self.store = label(view_model.store, role="strong", name="store")
        self.chips = ChipRow(view_model.status, theme=theme)
        self.person = label(role="strong", name="bar_person")
        self.clock = label(role="muted", name="clock")
        self.lock_button = ActionButton(
            self.tr("Lock"), theme=theme, name="lock", key="Ctrl+L", icon="lock"
        )
        self.tabs = TabStrip(theme=theme)
        layout = row(
            self.menu_button,
            self.tabs,
            self.store,
            self.chips,
            self.person,
            self.clock,
            self.lock_button,
            spacing=theme.px(tokens.SPACE[2]),
        )
        layout.setStretchFactor(self.tabs, TABS_STRETCH)
        layout.insertStretch(2, 1)
        layout.setContentsMargins(theme.px(tokens.GAP), 0, theme.px(tokens.GAP), 0)
        self.setLayout(layout)
        view_model.renamed.connect(lambda: self.store.setText(view_model.store))
        view_model.clock_changed.connect(self.clock.setText)
        self.clock.setText(view_model.clock_text)
        self.show_person("")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._make_room()
        self.chips.make_room()

    @Slot(str)
    def show_page(self, name: str) -> None:
        """Where the orders stand in the bar, the store's name gives way to them."""
        self.tabs.setVisible(name == PageName.SELL)
        self._make_room()

    def _make_room(self) -> None:
        shape = shape_in(self.window(), self._theme)
        has_room = not (self.tabs.isVisibleTo(self) or shape.is_one_column)
        self.store.setVisible(shape.order_width >= STORE_FROM or has_room)

    def show_person(self, name: str) -> None:
        self.person.setText(name)
        self.lock_button.setVisible(bool(name))
