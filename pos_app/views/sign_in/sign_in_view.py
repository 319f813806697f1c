"""The sign-in screen: a tile for each person, and the pad for the PIN."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPropertyAnimation, QRect, Qt, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QWidget

from pos_app.viewmodels.sign_in.sign_in import PersonTile, SignInViewModel
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, frame, label, row, say
from pos_app.views.shared.number_pad import BACK, NumberPad
from pos_app.views.shared.page import Page
from pos_app.views.shared.theme import Theme

TILE: Final = (180, 120)
TILES_ACROSS: Final = 3
AVATAR: Final = 44
DOT: Final = 24
PAD_WIDTH: Final = 320
PAD_KEY_HEIGHT: Final = 72
SHAKE: Final = 12
OK: Final = "OK"


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
        gap = theme.px(tokens.SPACE[1])
        place = QRect((self.width() - size) // 2, gap, size, size)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("primary_tint"))
        painter.drawEllipse(place)
        painter.setPen(theme.colour("primary"))
        painter.setFont(theme.font((tokens.LINE[0], 600)))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self.person.initials)
        self._draw_line(painter, self.person.name, "text", (tokens.BODY[0], 600), place.bottom())
        below = place.bottom() + theme.px(22)
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


class Dots(QWidget):
    """One for each digit of the PIN; they shake when it was wrong."""

    def __init__(self, count: int, *, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("pin_dots")
        self._dots = [self._dot(theme) for _ in range(count)]
        self.setLayout(row(1, *self._dots, 1, spacing=theme.px(tokens.SPACE[3])))
        self._shake = QPropertyAnimation(self, b"pos", self)
        self._shake.setDuration(2 * tokens.MOTION_MS)
        self._distance = theme.px(SHAKE)
        self.fill(0)

    def fill(self, count: int) -> None:
        for place, dot in enumerate(self._dots):
            say(dot, "filled", place < count)
        self.setAccessibleName(self.tr("%n digits typed", "", count))

    @Slot()
    def shake(self) -> None:
        if self._shake.state() is QPropertyAnimation.State.Running:
            return
        home = self.pos()
        self._shake.setStartValue(home)
        self._shake.setKeyValueAt(0.25, home.__class__(home.x() - self._distance, home.y()))
        self._shake.setKeyValueAt(0.75, home.__class__(home.x() + self._distance, home.y()))
        self._shake.setEndValue(home)
        self._shake.start()

    def _dot(self, theme: Theme) -> QFrame:
        dot = frame("dot")
        dot.setFixedSize(theme.px(DOT), theme.px(DOT))
        return dot


class SignInView(Page):
    context = "sign_in"

    def __init__(
        self,
        view_model: SignInViewModel,
        *,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme=theme, parent=parent)
        self._view_model = view_model
        self.tiles: list[PersonButton] = []
        self.question = label(self.tr("Who is selling?"), role="title")
        self.person = label(role="title", name="person")
        self.dots = Dots(view_model.pin_length, theme=theme)
        self.message = label(role="danger", name="sign_in_message")
        self.kept = label(role="muted", name="kept_order")
        self.pad = NumberPad(
            theme=theme, name="pin_pad", last_row=(BACK, "0", OK), key_height=PAD_KEY_HEIGHT
        )
        self.hint = label(view_model.hint, role="muted", name="sign_in_hint")
        self._lay_out()
        self._bind()

    def _lay_out(self) -> None:
        theme = self.theme
        self.tile_grid = QGridLayout()
        self.tile_grid.setSpacing(theme.px(tokens.SPACE[2]))
        for words in (self.person, self.message, self.hint):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            words.setWordWrap(True)
        for words in (self.kept, self.question):
            words.setWordWrap(True)
        self.message.setMinimumHeight(theme.px(48))
        self.pad.keys[OK].hide()
        self.pad.setFixedWidth(theme.px(PAD_WIDTH))
        self.pad.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        people = column(self.question, spacing=theme.px(tokens.SPACE[3]))
        people.addLayout(self.tile_grid)
        people.addWidget(self.kept)
        people.addStretch(1)
        card = frame("card")
        card.setFixedWidth(theme.px(PAD_WIDTH + 2 * tokens.SPACE[4]))
        inside = column(
            self.person, self.dots, self.message, self.pad, self.hint,
            spacing=theme.px(tokens.SPACE[2]),
        )  # fmt: skip
        pad = theme.px(tokens.SPACE[4])
        inside.setContentsMargins(pad, pad, pad, pad)
        card.setLayout(inside)
        whole = row(1, spacing=theme.px(2 * tokens.SPACE[5]))
        whole.addLayout(people)
        whole.addLayout(column(card, 1))
        whole.addStretch(1)
        outside = column(2, spacing=0)
        outside.addLayout(whole)
        outside.addStretch(3)
        margin = theme.px(tokens.SPACE[4])
        outside.setContentsMargins(margin, margin, margin, margin)
        self.setLayout(outside)

    def _bind(self) -> None:
        view_model = self._view_model
        self.bind_keys(
            {
                "backspace": view_model.backspace,
                "clear": view_model.clear,
                "next": lambda: self._step(1),
                "previous": lambda: self._step(-1),
            },
            typed=view_model.press,
        )
        self.pad.pressed.connect(view_model.press)
        self.pad.erased.connect(view_model.backspace)
        view_model.people_changed.connect(self._show_people)
        view_model.digits_changed.connect(self.dots.fill)
        view_model.message_changed.connect(self.message.setText)
        view_model.kept_changed.connect(self.kept.setText)
        view_model.refused.connect(self.dots.shake)
        self.hint.setVisible(bool(view_model.hint))
        self._show_people()

    @Slot()
    def _show_people(self) -> None:
        people = self._view_model.people
        if [tile.person for tile in self.tiles] != list(people):
            self._make_tiles(people)
        chosen = self._view_model.chosen
        for tile in self.tiles:
            tile.setChecked(tile.person == chosen)
        self.person.setText(chosen.name if chosen else "")

    def _make_tiles(self, people: tuple[PersonTile, ...]) -> None:
        for tile in self.tiles:
            self.tile_grid.removeWidget(tile)
            tile.deleteLater()
        self.tiles = []
        for place, person in enumerate(people):
            tile = PersonButton(person, theme=self.theme)
            tile.clicked.connect(lambda _=False, who=person.staff_id: self._view_model.choose(who))
            self.tile_grid.addWidget(tile, *divmod(place, TILES_ACROSS))
            self.tiles.append(tile)

    def _step(self, by: int) -> None:
        people = self._view_model.people
        chosen = self._view_model.chosen
        if people and chosen in people:
            self._view_model.choose(people[(people.index(chosen) + by) % len(people)].staff_id)
