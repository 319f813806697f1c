"""The products beside the order: search, categories, and tiles that keep their places."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from pos_app.viewmodels.sell.grid import GridViewModel
from pos_app.viewmodels.sell.tiles import Tile
from pos_app.views.sell.category_bar import CategoryBar
from pos_app.views.sell.results_list import ResultsList
from pos_app.views.sell.search_field import SearchField
from pos_app.views.sell.tile_grid import TileGrid
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.empty_state import EmptyState
from pos_app.views.shared.sheet import sheet_over
from pos_app.views.shared.theme import Theme


class ProductGrid(QWidget):
    """Tiles of a category, or what a search found, one in place of the other.

    Signals:
        picked: Emitted with a product's id.
        looked: Emitted with the id of a hit that is only to be looked at.
        group_picked: Emitted with the name of a kind, of which one must be chosen.
        check_asked: Emitted to look at what is scanned next.
        custom_asked: Emitted to sell what is in no catalogue.
    """

    picked = Signal(int)
    looked = Signal(int)
    group_picked = Signal(str)
    check_asked = Signal()
    custom_asked = Signal()

    def __init__(self, view_model: GridViewModel, *, theme: Theme) -> None:
        super().__init__()
        self._view_model = view_model
        self._theme = theme
        self.search = SearchField(theme=theme)
        self.chip = label(role="strong", name="typed")
        self.check_button = ActionButton("", theme=theme, name="price_check", icon="tag")
        self.custom_button = ActionButton(
            self.tr("Custom"), theme=theme, name="custom_item", key="Ctrl+E"
        )
        self.categories = CategoryBar(theme=theme)
        self.tiles = TileGrid(theme=theme)
        self.results = ResultsList(theme=theme)
        self.nothing_button = ActionButton(
            self.tr("Sell it as a custom item"), theme=theme, name="nothing_custom", key="Ctrl+E"
        )
        self.nothing = EmptyState(
            theme=theme, name="nothing_found", icon="search", words="", action=self.nothing_button
        )
        self.page_label = label(role="muted", name="grid_page")
        self.page_up = ActionButton("", theme=theme, name="grid_page_up", icon="chevron-up")
        self.page_down = ActionButton("", theme=theme, name="grid_page_down", icon="chevron-down")
        self.pager = QWidget()
        self._pages = 1
        self._awaited: tuple[str, bool] | None = None
        self.stack = QStackedWidget()
        self._lay_out()
        self._bind()

    def _lay_out(self) -> None:
        theme = self._theme
        self.page_up.setAccessibleName(self.tr("Products before"))
        self.page_down.setAccessibleName(self.tr("More products"))
        self.check_button.setAccessibleName(self.tr("Price check (Shift+F2)"))
        self.check_button.setToolTip(self.tr("Price check (Shift+F2)"))
        for page in (self.tiles, self.results, self.nothing):
            self.stack.addWidget(page)
        self.pager.setLayout(row(self.page_label, self.page_up, self.page_down))
        gap = theme.px(tokens.GAP)
        field = row(spacing=gap)
        field.addWidget(self.search, 1)
        field.addWidget(self.chip)
        field.addWidget(self.check_button)
        field.addWidget(self.custom_button)
        shelf = row(spacing=gap)
        shelf.addWidget(self.categories, 1)
        shelf.addWidget(self.pager)
        layout = column(spacing=gap)
        layout.addLayout(field)
        layout.addLayout(shelf)
        layout.addWidget(self.stack, 1)
        self.setLayout(layout)
        self.chip.hide()
        self.pager.hide()

    def _bind(self) -> None:
        view_model = self._view_model
        view_model.categories_changed.connect(self.categories.show_categories)
        view_model.tiles_changed.connect(self.tiles.show_tiles)
        view_model.results_changed.connect(self._show_results)
        self.categories.chosen.connect(self._choose)
        for button in (self.custom_button, self.nothing_button):
            button.clicked.connect(self.custom_asked)
        self.search.textChanged.connect(self._look_for)
        self.search.moved.connect(self.results.move_by)
        self.search.chosen.connect(self._pick_result)
        self.search.looked.connect(self._look_at_result)
        self.check_button.clicked.connect(self.check_asked)
        self.results.picked.connect(self._pick)
        self.tiles.picked.connect(self.picked)
        self.tiles.group_picked.connect(self.group_picked)
        self.tiles.turned.connect(self._show_page)
        self.page_up.clicked.connect(lambda: self.tiles.turn(-1))
        self.page_down.clicked.connect(lambda: self.tiles.turn(1))

    @Slot(str)
    def show_chip(self, text: str) -> None:
        self.chip.setText(text)
        self.chip.setVisible(bool(text))

    def start_search(self, text: str = "") -> None:
        """Move the cursor to the field, with what was typed elsewhere."""
        sheet = sheet_over(self.window())
        if sheet is not None:
            sheet.close_sheet()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if text:
            self.search.setText(self.search.text() + text)
        else:
            self.search.selectAll()

    def end_search(self) -> None:
        self.search.clear()

    @Slot(str)
    def _look_for(self, text: str) -> None:
        self._awaited = None
        self._view_model.look_for(text)

    @Slot(str)
    def _choose(self, category: str) -> None:
        self.end_search()
        self.tiles.go_to_first_page()
        self._view_model.choose(category)

    @Slot(object)
    def _show_results(self, tiles: tuple[Tile, ...]) -> None:
        self.results.show_results(tiles)
        is_over = not self.search.text().strip()
        self.pager.setVisible(is_over and self._pages > 1)
        if is_over:
            self.stack.setCurrentWidget(self.tiles)
        elif tiles:
            self.stack.setCurrentWidget(self.results)
        else:
            words = self.tr("Nothing is called “{text}”.").format(text=self.search.text())
            self.nothing.say(words)
            self.stack.setCurrentWidget(self.nothing)
        if self._awaited is not None and self._awaited[0] == self._view_model.found_for:
            self._pick_result(self._awaited[1])

    @Slot(bool)
    def _pick_result(self, keep_searching: bool) -> None:
        """Add the highlighted hit; an Enter that is faster than the search waits for its hits."""
        text = self.search.text().strip()
        if text != self._view_model.found_for:
            self._awaited = (text, keep_searching)
            return
        self._awaited = None
        product_id = self.results.chosen() if text and self._view_model.results else None
        if product_id is None:
            return
        if not keep_searching:
            self.search.clear()
        self.picked.emit(product_id)

    @Slot()
    def _look_at_result(self) -> None:
        product_id = self.results.chosen() if self._view_model.results else None
        if product_id is not None:
            self.looked.emit(product_id)

    @Slot(int)
    def _pick(self, product_id: int) -> None:
        self.search.clear()
        self.picked.emit(product_id)

    @Slot(int, int)
    def _show_page(self, page: int, pages: int) -> None:
        self._pages = pages
        self.pager.setVisible(pages > 1 and self.stack.currentWidget() is self.tiles)
        self.page_label.setText(self.tr("{page}/{pages}").format(page=page + 1, pages=pages))
        self.page_up.setEnabled(page > 0)
        self.page_down.setEnabled(page + 1 < pages)
