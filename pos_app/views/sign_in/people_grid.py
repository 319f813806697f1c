"""The tiles of who may sign in, as many across as there is room for."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QSizePolicy, QWidget

from pos_app.viewmodels.sign_in.people import PersonTile
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton
from pos_app.views.shared.theme import Theme

TILE: Final = (180, 120)
AVATAR: Final = 44
ACROSS: Final = (3, 4)
"""On small screens, and on others."""
BAR: Final = 16
LINE: Final = 22


class PersonButton(ActionButton):
    """A tile with initials, name and role."""

    def __init__(self, person: PersonTile, *, theme: Theme) -> None:
        super().__init__(person.name, theme=theme, name=f"person_{person.staff_id}", role="person")
        self.person = person
        self.setCheckable(True)
        self.setFixedSize(theme.px(TILE[0]), theme.px(TILE[1]))
        self.setAccessibleName(f"{person.name}, {person.role}")

    def _draw_words(self, painter: QPainter) -> None:
        theme = self._theme
        size = theme.px(AVATAR)
        above = (self.height() - size - 2 * theme.px(LINE)) // 2
        place = QRect((self.width() - size) // 2, above, size, size)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("primary_tint"))
        painter.drawEllipse(place)
        painter.setPen(theme.colour("primary"))
        painter.setFont(theme.font((tokens.LINE[0], 600)))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self.person.initials)
        self._draw_line(painter, self.person.name, "text", (tokens.BODY[0], 600), place.bottom())
        below = place.bottom() + theme.px(LINE)
        self._draw_line(painter, self.person.role, "text2", tokens.SMALL, below)

    def _draw_line(
        self, painter: QPainter, words: str, ink: str, size: tuple[int, int], top: int
    ) -> None:
        theme = self._theme
        painter.setFont(theme.font(size))
        painter.setPen(theme.colour(ink))
        place = QRect(theme.px(8), top + theme.px(2), self.width() - theme.px(16), theme.px(24))
        fitting = painter.fontMetrics().elidedText(
            words, Qt.TextElideMode.ElideRight, place.width()
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, fitting)


class PeopleGrid(QScrollArea):
    """No taller than its tiles; where there are more than fit, it scrolls to the chosen one.

    Signals:
        asked: Emitted with the staff id of a tile that was touched.
    """

    asked = Signal(int)

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("people")
        self._theme = theme
        self.tiles: list[PersonButton] = []
        self._across = ACROSS[0]
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px(tokens.SPACE[2]))
        self._grid.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setWidget(inside)

    def show_people(self, people: tuple[PersonTile, ...], chosen: PersonTile | None) -> None:
        if tuple(tile.person for tile in self.tiles) != people:
            self._make_tiles(people)
        for tile in self.tiles:
            tile.setChecked(tile.person == chosen)
            if tile.person == chosen:
                self.ensureWidgetVisible(tile, 0, self._theme.px(tokens.GAP))

    def set_across(self, count: int) -> None:
        if count != self._across:
            self._across = count
            for place, tile in enumerate(self.tiles):
                self._grid.addWidget(tile, *divmod(place, count))
            self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802
        rows = -(-len(self.tiles) // self._across)
        return QSize(
            self._length(self._across, TILE[0]) + self._theme.px(BAR), self._length(rows, TILE[1])
        )

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        rows = min(1, len(self.tiles))
        return QSize(self.sizeHint().width(), self._length(rows, TILE[1]))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        checked = next((tile for tile in self.tiles if tile.isChecked()), None)
        if checked is not None:
            self.ensureWidgetVisible(checked)

    def _length(self, count: int, size: int) -> int:
        gap = self._grid.spacing()
        return max(0, count * (self._theme.px(size) + gap) - gap)

    def _make_tiles(self, people: tuple[PersonTile, ...]) -> None:
        for tile in self.tiles:
            self._grid.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self.tiles = []
        for place, person in enumerate(people):
            tile = PersonButton(person, theme=self._theme)
            tile.clicked.connect(lambda _=False, who=person.staff_id: self.asked.emit(who))
            self._grid.addWidget(tile, *divmod(place, self._across))
            self.tiles.append(tile)
        self.updateGeometry()
