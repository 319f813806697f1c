"""The sign-in screen: a tile for each person, and the pad for the PIN."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPropertyAnimation, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy, QWidget

from pos_app.viewmodels.sign_in.sign_in import SignInViewModel
from pos_app.views.shared import tokens
from pos_app.views.shared.breakpoints import shape_in
from pos_app.views.shared.controls import ActionButton, column, frame, label, row, say
from pos_app.views.shared.number_pad import BACK, NumberPad
from pos_app.views.shared.page import Page
from pos_app.views.shared.theme import Theme
from pos_app.views.sign_in.people_grid import ACROSS, PeopleGrid

DOT: Final = 24
PAD_WIDTH: Final = 320
SHAKE: Final = 12
OK: Final = "OK"


class Dots(QWidget):
    """One for each digit of the PIN; they shake when it was wrong."""

    def __init__(self, count: int, *, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("pin_dots")
        self._dots = [self._dot(theme) for _ in range(count)]
        self.setLayout(row(1, *self._dots, 1, spacing=theme.px(tokens.SPACE[3])))
        self._theme = theme
        self._shake = QPropertyAnimation(self, b"pos", self)
        self._shake.setDuration(tokens.MOTION_MS)
        self._distance = theme.px(SHAKE)
        self.fill(0)

    def fill(self, count: int) -> None:
        for place, dot in enumerate(self._dots):
            say(dot, "filled", place < count)
        self.setAccessibleName(self.tr("%n digits typed", "", count))

    @Slot()
    def shake(self) -> None:
        is_running = self._shake.state() is QPropertyAnimation.State.Running
        if is_running or not self._theme.has_motion:
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
        self.question = label(self.tr("Who is selling?"), role="title")
        self.grid = PeopleGrid(theme=theme)
        self.letters = label(role="strong", name="sign_in_letters")
        self.badge = label(self.tr("Or scan your badge"), role="muted", name="badge_hint")
        self.person = label(role="title", name="person")
        self.dots = Dots(view_model.pin.length, theme=theme)
        self.message = label(role="danger", name="sign_in_message")
        self.kept = label(role="muted", name="kept_order")
        self.clocked = label(role="strong", name="clocked")
        self.clock_button = ActionButton(
            self.tr("Clock in or out"),
            theme=theme,
            name="clock_button",
            role="tab",
            key="F8",
            icon="history",
        )
        self.pad = NumberPad(theme=theme, name="pin_pad", last_row=(BACK, "0", OK))
        self.forgot = label(role="muted", name="forgot_pin")
        self.hint = label(view_model.hint, role="muted", name="sign_in_hint")
        self._lay_out()
        self._bind()

    def _lay_out(self) -> None:
        theme = self.theme
        for words in (
            *(self.person, self.message, self.badge, self.forgot, self.hint, self.kept),
            self.clocked,
        ):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            words.setWordWrap(True)
        for words in (self.question, self.letters):
            words.setWordWrap(True)
        self.message.setMinimumHeight(theme.px(48))
        self.pad.keys[OK].hide()
        self.pad.setFixedWidth(theme.px(PAD_WIDTH))
        self.pad.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        whole = self._sides = row(1, spacing=theme.px(tokens.SPACE[4]))
        whole.addWidget(self._people())
        self._card_side = column(self._card(), 1)
        whole.addLayout(self._card_side)
        whole.addStretch(1)
        outside = self._outside = column(2, spacing=0)
        outside.addLayout(whole, 1)
        outside.addSpacing(theme.px(tokens.SPACE[3]))
        # In one line: below each other they would leave too little height for the pad.
        outside.addLayout(row(self.kept, self.clocked))
        outside.addStretch(3)
        margin = theme.px(tokens.SPACE[4])
        outside.setContentsMargins(margin, theme.px(tokens.GAP), margin, theme.px(tokens.GAP))
        self.setLayout(outside)

    def _people(self) -> QWidget:
        inside = column(
            self.question, self.letters, self.grid, 1,
            spacing=self.theme.px(tokens.SPACE[3]),
        )  # fmt: skip
        inside.addLayout(row(self.clock_button, 1))
        self.people = QWidget()
        self.people.setLayout(inside)
        return self.people

    def _card(self) -> QFrame:
        theme = self.theme
        card = self.card = frame("card")
        card.setFixedWidth(theme.px(PAD_WIDTH + 2 * tokens.SPACE[4]))
        self.inside_card = column(
            self.person, self.dots, self.message, self.pad, self.badge, self.forgot, self.hint,
            spacing=theme.px(tokens.SPACE[2]),
        )  # fmt: skip
        pad, side = theme.px(tokens.SPACE[4]), theme.px(tokens.SPACE[3])
        self.inside_card.setContentsMargins(side, pad, side, pad)
        self.inside_card.setAlignment(self.pad, Qt.AlignmentFlag.AlignHCenter)
        card.setLayout(self.inside_card)
        return card

    def _bind(self) -> None:
        view_model = self._view_model
        self.bind_keys(
            {
                "backspace": view_model.backspace,
                "clear": self._clear,
                "clock": view_model.clocking.toggle,
                "next": lambda: self._step(1),
                "previous": lambda: self._step(-1),
            },
            typed=view_model.press,
        )
        self.pad.pressed.connect(view_model.press)
        self.pad.erased.connect(view_model.backspace)
        self.grid.asked.connect(view_model.choose)
        view_model.people_changed.connect(self._show_people)
        view_model.digits_changed.connect(self.dots.fill)
        view_model.message_changed.connect(self.message.setText)
        view_model.kept_changed.connect(self.kept.setText)
        view_model.refused.connect(self.dots.shake)
        view_model.clocking.told.connect(self._show_clocked)
        view_model.clocking.changed.connect(self._show_clocking)
        self.clock_button.clicked.connect(view_model.clocking.toggle)
        self.clock_button.setCheckable(True)
        self._show_clocked("")
        self.hint.setVisible(bool(view_model.hint))
        self._show_people()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        shape = shape_in(self.window(), self.theme)
        self.grid.set_across(ACROSS[shape.is_wide])
        direction = QBoxLayout.Direction
        self._sides.setDirection(
            direction.TopToBottom if shape.is_one_column else direction.LeftToRight
        )
        middle = Qt.AlignmentFlag.AlignHCenter if shape.is_one_column else Qt.AlignmentFlag(0)
        # In one column the people take what the pad leaves, before any empty room.
        for place, part in ((0, 2), (self._outside.count() - 1, 3)):
            self._outside.setStretch(place, 0 if shape.is_one_column else part)
        least = self.card.sizeHint().height() if shape.is_one_column else 0
        self.card.setMinimumHeight(least)
        self._sides.setAlignment(self.people, middle)
        self._sides.setAlignment(self._card_side, middle)

    @Slot()
    def _show_people(self) -> None:
        people = self._view_model.list
        self.grid.show_people(people.shown, people.chosen)
        self.people.setVisible(not people.is_alone)
        self.badge.setVisible(self._view_model.takes_badges)
        self.letters.setVisible(bool(people.letters))
        self.letters.setText(self._words_of_letters())
        self.person.setText(people.chosen.name if people.chosen else "")
        self.forgot.setText(self._forgot())

    @Slot()
    def _clear(self) -> None:
        """Whoever takes everything back wants to sign in."""
        self._view_model.clocking.stop()
        self._view_model.clear()

    @Slot()
    def _show_clocking(self) -> None:
        is_on = self._view_model.clocking.is_on
        self.clock_button.setChecked(is_on)
        self.question.setText(
            self.tr("Who comes or leaves?") if is_on else self.tr("Who is selling?")
        )

    @Slot(str)
    def _show_clocked(self, words: str) -> None:
        self.clocked.setText(words)
        self.clocked.setVisible(bool(words))
        self.kept.setVisible(not words or bool(self.kept.text()))

    def _words_of_letters(self) -> str:
        people = self._view_model.list
        if not people.shown:
            words = self.tr("Nobody is called {letters}…  Esc shows everybody")
        else:
            words = self.tr("{letters}…  Esc shows everybody")
        return words.format(letters=people.letters)

    def _forgot(self) -> str:
        people = self._view_model.list
        if people.is_alone and people.chosen is not None:
            name = people.chosen.name
            return self.tr("Forgot your PIN?\npos-app staff reset {name}").format(name=name)
        return self.tr("Forgot your PIN? Ask a manager")

    def _step(self, by: int) -> None:
        person = self._view_model.list.beside(by)
        if person is not None:
            self._view_model.choose(person.staff_id)
