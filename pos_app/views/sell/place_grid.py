"""The places of the favourites, as they stand on the product grid; empty ones too."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from pos_app.viewmodels.sell.arranging import Places
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton
from pos_app.views.shared.theme import Theme


class PlaceButton(ActionButton):
    """One place: what stands in it, and whether the cursor is here."""

    def __init__(self, *, theme: Theme, number: int) -> None:
        super().__init__("", theme=theme, name=f"place_{number}", role="person")
        self.setCheckable(True)
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_place(self, words: str, *, is_here: bool, says: str) -> None:
        self._words = words
        self.setChecked(is_here)
        self.setAccessibleName(says)
        self.update()

    def _draw_words(self, painter: QPainter) -> None:
        theme = self._theme
        pad = theme.px(tokens.SPACE[2])
        inside: QRect = self.rect().adjusted(pad, pad // 2, -pad, -pad // 2)
        painter.setPen(theme.colour(self._inks()[0] if self._words else "text2"))
        painter.setFont(theme.font(tokens.BODY))
        painter.setClipRect(inside)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(inside, flags, self._words)


class PlaceGrid(QWidget):
    """The page with the cursor on it.

    Signals:
        tapped: Emitted with the number of a place.
    """

    tapped = Signal(int)

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shape = (0, 0)
        self.buttons: list[PlaceButton] = []
        self._first = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px(tokens.GAP))

    @property
    def columns(self) -> int:
        return self._shape[1]

    @property
    def size_of_page(self) -> int:
        return self._shape[0] * self._shape[1]

    def arrange(self, rows: int, columns: int) -> None:
        """As many as the product grid has on a page."""
        if (rows, columns) == self._shape:
            return
        self._shape = (rows, columns)
        for button in self.buttons:
            self._grid.removeWidget(button)
            button.hide()
        while len(self.buttons) < rows * columns:
            number = len(self.buttons)
            button = PlaceButton(theme=self._theme, number=number)
            button.clicked.connect(partial(self._tap, number))
            self.buttons.append(button)
        for number, button in enumerate(self.buttons[: rows * columns]):
            self._grid.addWidget(button, *divmod(number, columns))
            button.show()

    def show_places(self, places: Places) -> None:
        size = self.size_of_page
        self._first = places.cursor // size * size
        for number, button in enumerate(self.buttons[:size]):
            place = self._first + number
            name = places.names.get(place, "")
            words = f"↔ {name}" if place == places.held else name
            says = self.tr("Place {number}: {name}").format(
                number=place + 1, name=name or self.tr("empty")
            )
            button.show_place(words or str(place + 1), is_here=place == places.cursor, says=says)

    def _tap(self, number: int) -> None:
        self.tapped.emit(self._first + number)
