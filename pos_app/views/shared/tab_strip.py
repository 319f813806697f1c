"""The open orders in the bar: as many tabs as there is room for, the others behind a button."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, plain_tip
from pos_app.views.shared.menu import Entry, open_menu
from pos_app.views.shared.theme import Theme

if TYPE_CHECKING:  # the first paint does not wait for it
    from pos_app.viewmodels.sell.order_tabs import TabText

TITLE_WIDTH_MAX: Final = 200


class TabStrip(QWidget):
    """The active tab is always among those that are seen.

    Signals:
        chosen: Emitted with the number of the order to go to.
        new_asked: Emitted to begin another order.
    """

    chosen = Signal(int)
    new_asked = Signal()

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._texts: Sequence[TabText] = ()
        self._buttons: dict[int, ActionButton] = {}
        self.new_button = self._make("", "order_new", icon="plus")
        self.new_button.setAccessibleName(self.tr("Another order (Ctrl+N)"))
        self.new_button.setToolTip(self.new_button.accessibleName())
        self.more_button = self._make("", "order_more", icon="chevron-down")
        self.new_button.clicked.connect(self.new_asked)
        self.more_button.clicked.connect(self._open_more)
        self._hidden: list[TabText] = []
        self._room = 0
        """For the active one alone."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.px(tokens.TARGET))
        self.hide()

    def _make(self, text: str, name: str, *, icon: str = "") -> ActionButton:
        button = ActionButton(text, theme=self._theme, name=name, role="order_tab", icon=icon)
        button.setParent(self)
        return button

    @Slot(object)
    def show_tabs(self, texts: Sequence[TabText]) -> None:
        self._texts = texts
        for number in set(self._buttons) - {one.number for one in texts}:
            self._buttons.pop(number).deleteLater()
        for one in texts:
            if one.number not in self._buttons:
                button = self._make("", f"order_tab_{one.number}")
                button.setCheckable(True)
                button.clicked.connect(partial(self._choose, one.number))
                self._buttons[one.number] = button
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._place()

    def _choose(self, number: int) -> None:
        # A checked button stays checked: the order on screen says which it is.
        self.show_tabs(self._texts)
        self.chosen.emit(number)

    @Slot()
    def _open_more(self) -> None:
        entries = [
            Entry(f"{one.title}   {one.amount}", partial(self.chosen.emit, one.number))
            for one in self._hidden
        ]
        corner = QPoint(self.more_button.x(), self.height())
        open_menu(self, entries, self.mapToGlobal(corner))

    def _place(self) -> None:
        """Whole titles where they fit, numbers where not, and at last only some of them."""
        theme = self._theme
        gap, target = theme.px(tokens.GAP), theme.px(tokens.TARGET)
        icon = self.new_button.sizeHint().width()
        room = self.width() - icon - gap
        self._room = room - gap - (icon + gap if len(self._texts) > 1 else 0)
        is_whole = self._fits(self._texts, room, whole=True)
        shown = list(self._texts)
        if not is_whole and not self._fits(shown, room, whole=False):
            shown = self._as_many_as_fit(room - icon - gap)
        self._hidden = [one for one in self._texts if one not in shown]
        x = 0
        for one in self._texts:
            button = self._buttons[one.number]
            button.setVisible(one in shown)
            if one in shown:
                whole = is_whole or one.is_active
                width = self._width(one, whole=whole)
                self._dress(button, one, whole=whole, width=width)
                button.setGeometry(x, 0, width, target)
                x += width + gap
        self.more_button.setVisible(bool(self._hidden))
        if self._hidden:
            words = self.tr("%n more open orders", "", len(self._hidden))
            self.more_button.setAccessibleName(words)
            self.more_button.setToolTip(words)
            self.more_button.setGeometry(x, 0, icon, target)
            x += icon + gap
        self.new_button.setGeometry(x, 0, icon, target)

    def _as_many_as_fit(self, room: int) -> list[TabText]:
        """The active one always; of the others the first ones."""
        shown = [one for one in self._texts if one.is_active]
        for one in self._texts:
            if not one.is_active and self._fits([*shown, one], room, whole=False):
                shown.append(one)
        return shown

    def _fits(self, texts: Sequence[TabText], room: int, *, whole: bool) -> bool:
        gap = self._theme.px(tokens.GAP)
        widths = [self._width(one, whole=whole or one.is_active) for one in texts]
        return sum(widths) + gap * len(widths) <= room

    def _width(self, text: TabText, *, whole: bool) -> int:
        return self._width_of(self._words(text, whole=whole))

    def _width_of(self, words: str) -> int:
        theme = self._theme
        width = theme.advance(tokens.BODY, words) + 2 * theme.px(tokens.SPACE[2])
        return max(theme.px(tokens.TARGET), width)

    def _words(self, text: TabText, *, whole: bool) -> str:
        """Of the active one no more than there is room for: the order itself says all of it."""
        in_short = f"{text.number}  {text.amount}".strip()
        if not whole:
            return in_short
        title = self._theme.elided(tokens.BODY, text.title, self._theme.px(TITLE_WIDTH_MAX))
        words = f"{title}  {text.amount}".strip()
        if not text.is_active:
            return words
        shorter = (words, in_short, title)
        fitting = (one for one in shorter if self._width_of(one) <= self._room)
        return next(fitting, str(text.number))

    def _dress(self, button: ActionButton, text: TabText, *, whole: bool, width: int) -> None:
        words = self._words(text, whole=whole)
        spoken = f"{text.title} {text.amount}".strip()
        tip = plain_tip(spoken)
        if (button.text(), button.toolTip()) != (words, tip):
            button.set_text(words)
            button.setAccessibleName(spoken)
            button.setToolTip(tip)
        button.setChecked(text.is_active)
        button.setMinimumWidth(width)
