"""The sheet of an approval: what is asked, by whom, and the PIN of who may allow it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from pos_app.viewmodels.approval.approvals import Approvals
from pos_app.viewmodels.approval.request import ApprovalRequest
from pos_app.views.shared import tokens
from pos_app.views.shared.amount_label import AmountLabel
from pos_app.views.shared.announcing import announce
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.number_pad import BACK, NumberPad
from pos_app.views.shared.sheet import Sheet
from pos_app.views.shared.theme import Theme
from pos_app.views.sign_in.sign_in_view import OK, Dots

PAD_WIDTH: Final = 232
TILES_ACROSS: Final = 2


class ApprovalSheet(Sheet):
    """Lies on any screen and on any other sheet; what is below stays as it is.

    Signals:
        pin_wanted: Emitted with whether digits are those of a PIN from now on.
    """

    pin_wanted = Signal(bool)
    level = 1

    def __init__(self, view_model: Approvals, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self.tiles: list[ActionButton] = []
        self.asker = label(role="small", name="approval_asker")
        self.time = label(role="small", name="approval_time")
        self.what = label(role="title", name="approval_what")
        self.how_much = AmountLabel(theme=theme, name="approval_how_much", size=tokens.TOTAL)
        self.limit = label(role="muted", name="approval_limit")
        self.why = label(name="approval_why")
        self.question = label(name="approval_question")
        self.dots = Dots(view_model.pin.length, theme=theme)
        self.message = label(role="danger", name="approval_message")
        self.pad = NumberPad(theme=theme, name="approval_pad", last_row=(BACK, "0", OK))
        self.badge = label(self.tr("Or scan a badge"), role="muted", name="approval_badge")
        self.refuse_button = ActionButton(
            self.tr("Refuse"), theme=theme, name="approval_refuse", key="Esc"
        )
        self._lay_out()
        self._bind()

    def _lay_out(self) -> None:
        theme = self._theme
        self.tile_grid = QGridLayout()
        self.tile_grid.setSpacing(theme.px(tokens.GAP))
        for words in (self.asker, self.what, self.limit, self.why, self.question, self.message):
            words.setWordWrap(True)
        self.pad.keys[OK].hide()
        self.pad.setFixedWidth(theme.px(PAD_WIDTH))
        top = row(spacing=theme.px(tokens.GAP))
        top.addWidget(self.asker, 1)
        top.addWidget(self.time)
        left = column(self.question, spacing=theme.px(tokens.SPACE[1]))
        left.addLayout(self.tile_grid)
        for part in (self.dots, self.message, self.badge):
            left.addWidget(part)
        left.addStretch(1)
        left.addLayout(row(self.refuse_button, 1))
        middle = row(spacing=theme.px(tokens.SPACE[3]))
        middle.addLayout(left, 1)
        middle.addWidget(self.pad, 0, Qt.AlignmentFlag.AlignTop)
        layout = column(spacing=theme.px(tokens.SPACE[1]))
        layout.addLayout(top)
        for words in (self.what, self.how_much, self.limit, self.why):
            layout.addWidget(words)
        layout.addSpacing(theme.px(tokens.SPACE[1]))
        layout.addLayout(middle)
        self.fill(layout)

    def _bind(self) -> None:
        view_model = self._view_model
        commands = {
            "refuse": view_model.refuse,
            "backspace": view_model.pin.erase,
            "next": lambda: view_model.step(1),
            "previous": lambda: view_model.step(-1),
            "end_scan": view_model.pin.end,
        }
        self.bind_keys("approval", commands, typed=view_model.press)
        self.pad.pressed.connect(view_model.press)
        self.pad.erased.connect(view_model.pin.erase)
        self.refuse_button.clicked.connect(view_model.refuse)
        view_model.asked.connect(self._open)
        view_model.hidden.connect(self.close_sheet)
        view_model.people_changed.connect(self._show_people)
        view_model.pin.changed.connect(self.dots.fill)
        view_model.message_changed.connect(self._say)
        view_model.wrong.connect(self.dots.shake)
        view_model.seconds_changed.connect(self._show_seconds)
        self.closed.connect(view_model.refuse)
        self.closed.connect(lambda: self.pin_wanted.emit(False))

    @Slot(object, str)
    def _open(self, request: ApprovalRequest, asker: str) -> None:
        if request.takes_own:
            self.asker.setText(self.tr("Signed in: {name}").format(name=asker))
            self.question.setText(self.tr("Who is it? Their PIN:"))
        else:
            self.asker.setText(self.tr("{name} asks for approval").format(name=asker))
            self.question.setText(self.tr("Who allows it? Their PIN:"))
        shown = (
            (self.what, request.what),
            (self.how_much, request.how_much),
            (self.limit, request.limit),
            (self.why, request.why),
        )
        for part, words in shown:
            part.setText(words)
            part.setAccessibleName(words)
            part.setVisible(bool(words))
        self.badge.setVisible(self._view_model.takes_badges)
        self._make_tiles()
        self._say("")
        asked = ", ".join(words for _, words in shown if words)
        self.setAccessibleName(asked)
        self.open_sheet()
        announce(self, f"{self.asker.text()}: {asked}", is_urgent=True)
        self.pin_wanted.emit(True)

    def _make_tiles(self) -> None:
        for tile in self.tiles:
            self.tile_grid.removeWidget(tile)
            tile.deleteLater()
        self.tiles = []
        for place, person in enumerate(self._view_model.people):
            tile = ActionButton(
                self.tr("{name}, {role}").format(name=person.name, role=person.role),
                theme=self._theme,
                name=f"approver_{person.staff_id}",
                role="tab",
            )
            tile.setCheckable(True)
            tile.clicked.connect(lambda _=False, who=person.staff_id: self._view_model.choose(who))
            self.tile_grid.addWidget(tile, *divmod(place, TILES_ACROSS))
            self.tiles.append(tile)

    def place(self) -> None:
        """No edge of a sheet below looks out behind it."""
        super().place()
        below = (
            one for one in self.owner.findChildren(Sheet) if one.isVisible() and one is not self
        )
        tallest = max((one.height() for one in below), default=0)
        if tallest > self.height():
            self.setFixedHeight(tallest)
            self.move(self.x(), (self.owner.height() - tallest) // 2)

    @Slot()
    def _show_people(self) -> None:
        for tile, person in zip(self.tiles, self._view_model.people, strict=True):
            tile.setChecked(person.staff_id == self._view_model.chosen)

    @Slot(int)
    def _show_seconds(self, seconds: int) -> None:
        self.time.setText(self.tr("{seconds} s").format(seconds=seconds))
        self.time.setAccessibleName(self.tr("{seconds} seconds left").format(seconds=seconds))

    @Slot(str)
    def _say(self, words: str) -> None:
        self.message.setText(words)
        announce(self, words, is_urgent=True)
        if self.isVisible():
            self.place()
