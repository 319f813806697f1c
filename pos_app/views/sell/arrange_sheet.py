"""The sheet in which the favourites are arranged: places as on the grid, by keys and by touch."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from pos_app.viewmodels.sell.arranging import Arranging, Places
from pos_app.viewmodels.shared.row_text import RowText
from pos_app.views.sell.place_grid import PlaceGrid
from pos_app.views.shared import tokens
from pos_app.views.shared.breakpoints import shape_in
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.row_list import RowList
from pos_app.views.shared.sheet import Sheet
from pos_app.views.shared.theme import Theme

Shape = Callable[[], tuple[int, int]]
_ALWAYS = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
_IF_EMPTY = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Delete, Qt.Key.Key_Home}
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape}


class _Field(QLineEdit):
    """What is typed searches; the keys that move in the places are the sheet's."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key = Qt.Key(event.key())
        if key in _ALWAYS | _ENTER or (key in _IF_EMPTY and not self.text()):
            event.ignore()
        else:
            super().keyPressEvent(event)


class ArrangeSheet(Sheet):
    def __init__(
        self, view_model: Arranging, *, shape: Shape, theme: Theme, owner: QWidget
    ) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self._grid_shape = shape
        self._places = Places({}, 0, None)
        self.title = label(self.tr("Arrange the favourites"), role="title", name="arrange_title")
        self.words = label(
            self.tr("Choose a place, then find or scan the product for it."),
            role="muted",
            name="arrange_words",
        )
        self.search = _Field()
        self.list = RowList(theme=theme, name="arrange_found", says=self.tr("Products found"))
        self.places = PlaceGrid(theme=theme)
        self.move_button = ActionButton(
            self.tr("Move"), theme=theme, name="arrange_move", key="Enter"
        )
        self.remove_button = ActionButton(
            self.tr("Take out"), theme=theme, name="arrange_remove", role="danger", key="Del"
        )
        self.leave_button = ActionButton(
            self.tr("Done"), theme=theme, name="arrange_leave", role="primary", key="Esc"
        )
        self._lay_out()
        self._bind()
        self.setFocusProxy(self.search)

    def _lay_out(self) -> None:
        theme = self._theme
        gap = theme.px(tokens.GAP)
        self.search.setObjectName("arrange_search")
        self.search.setAccessibleName(self.tr("Search for a product"))
        self.search.setFixedHeight(theme.px(tokens.TARGET))
        self.search.setPlaceholderText(self.tr("Scan, or search by name or code"))
        self.search.setMaxLength(100)
        self.words.setWordWrap(True)
        layout = column(self.title, self.words, self.search, spacing=theme.px(tokens.GAP))
        below = column(self.list)
        below.addWidget(self.places, 1)
        below.addStretch(0)
        layout.addLayout(below, 1)
        layout.addLayout(
            row(self.move_button, self.remove_button, 1, self.leave_button, spacing=gap)
        )
        self.fill(layout)

    def _bind(self) -> None:
        view_model = self._view_model
        commands = {
            "press": self._press,
            "remove": view_model.remove,
            "leave": self._leave,
            "up": lambda: self._step(-1),
            "down": lambda: self._step(1),
            "left": lambda: view_model.move_by(-1),
            "right": lambda: view_model.move_by(1),
            "page_up": lambda: view_model.move_by(-self.places.size_of_page),
            "page_down": lambda: view_model.move_by(self.places.size_of_page),
        }
        self.bind_keys("favourites", commands)
        self.search.textChanged.connect(view_model.look_for)
        self.list.picked.connect(self._put)
        self.places.tapped.connect(view_model.tap)
        self.move_button.clicked.connect(view_model.press)
        self.remove_button.clicked.connect(view_model.remove)
        self.leave_button.clicked.connect(view_model.close)
        view_model.opened.connect(self._open)
        view_model.changed.connect(self._show)
        view_model.found.connect(self._show_found)
        view_model.hidden.connect(self.close_sheet)
        self.closed.connect(view_model.close)

    def place(self) -> None:
        """All over the products: the places are as large as the tiles they stand for."""
        owner, theme = self.owner, self._theme
        margin = theme.px(tokens.SPACE[2])
        order = theme.px(shape_in(self.window(), theme).order_width)
        left = margin if theme.is_mirrored else order + 2 * margin
        self.setFixedSize(owner.width() - order - 3 * margin, owner.height() - 2 * margin)
        self.move(left, margin)

    @Slot(object)
    def _open(self, places: Places) -> None:
        self.places.arrange(*self._grid_shape())
        self.search.clear()
        self._show_found(())
        self._show(places)
        self.open_sheet(keys_to=self.search)

    @Slot(object)
    def _show(self, places: Places) -> None:
        self.places.show_places(places)
        self._places = places
        self._show_buttons()

    def _show_buttons(self) -> None:
        """Enter puts down what is held or found, and else takes up what stands here."""
        places, puts = self._places, self._places.held is not None or self.list.isVisibleTo(self)
        is_there = places.cursor in places.names
        self.move_button.setEnabled(is_there or puts)
        self.remove_button.setEnabled(is_there and not self.search.text())
        self.move_button.set_text(self.tr("Put it here") if puts else self.tr("Move"))

    @Slot(object)
    def _show_found(self, rows: Sequence[RowText]) -> None:
        shown = rows if self.search.text().strip() else ()
        if self.places.isVisible():
            # As much as the places have had.
            self.list.shown_max = self.places.height() // self._theme.px(tokens.ROW)
        self.list.show_rows(shown)
        self.places.setVisible(not shown)
        self._show_buttons()

    @Slot()
    def _press(self) -> None:
        chosen = self.list.chosen() if self.list.isVisible() else None
        if chosen is not None:
            self._put(chosen)
        elif not self.search.text():
            self._view_model.press()

    @Slot(int)
    def _put(self, product_id: int) -> None:
        self._view_model.put(product_id)
        self.search.clear()

    @Slot()
    def _leave(self) -> None:
        if self.search.text():
            self.search.clear()
        else:
            self._view_model.leave()

    def _step(self, rows: int) -> None:
        if self.list.isVisible():
            self.list.move_by(rows)
        else:
            self._view_model.move_by(rows * self.places.columns)
