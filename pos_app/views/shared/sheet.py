"""A sheet over the products: the order beside it stays in sight and in use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Protocol

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, Signal, SignalInstance, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QFrame, QLabel, QWidget

from pos_app.views.input.keys import Command, Keys
from pos_app.views.shared import tokens
from pos_app.views.shared.breakpoints import shape_in
from pos_app.views.shared.theme import Theme

WIDTH_MAX: Final = 560
_IN_FIELDS: Final = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Delete)
"""Deletes a word here; it would give up the order below."""


class Leavable(Protocol):
    @property
    def hidden(self) -> SignalInstance: ...
    def leave(self) -> None: ...


class Sheet(QFrame):
    """Has the keys while it is looked at; there is one at a time on each level.

    Signals:
        closed: Emitted when it is out of sight, and the screen below wants the keys.
        moved: Emitted when it has come into sight, out of it, or somewhere else.
    """

    closed = Signal()
    moved = Signal()
    level = 0
    """One of a higher level lies on those below, which stay as they are."""
    lets_sell = False
    """Whether the keys of the screen below go on working: what it shows takes minutes."""

    def __init__(self, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(owner)
        self.setObjectName("sheet")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme = theme
        self.owner = owner
        self._keys: Keys | None = None
        self.context = ""
        self.spare: QWidget | None = None
        """What goes where there is not room for all of it."""
        self.hide()

    def bind_keys(
        self,
        context: str,
        commands: Mapping[str, Command],
        *,
        typed: Callable[[str], None] | None = None,
    ) -> None:
        self.context = context
        self._keys = Keys(self, context, commands, typed=typed)

    def fill(self, layout: QBoxLayout) -> None:
        """Lay it out, with room at the edges."""
        pad = self._theme.px(tokens.SPACE[4])
        layout.setContentsMargins(pad, pad, pad, pad)
        self.setLayout(layout)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if self._keys is None or not self._keys.handle(event):
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        is_override = event.type() is QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and event.keyCombination() == _IN_FIELDS:
            event.accept()
            return True
        return super().event(event)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Only now: the events of the screen below are not for thirty sheets that nobody sees."""
        super().showEvent(event)
        self.owner.installEventFilter(self)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        self.owner.removeEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() is QEvent.Type.Resize:
            self.place()
        return False

    def open_sheet(self, *, keys_to: QWidget | None = None) -> None:
        """Show it in the place of others, with the keys in one of its fields."""
        for other in self.owner.findChildren(Sheet):
            if other is not self and other.level >= self.level:
                other.close_sheet()
        self.place()
        self.show()
        self._hand_over_keys()
        self.raise_()
        self.moved.emit()
        (keys_to or self).setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def close_sheet(self) -> None:
        """Out of sight; what works goes on."""
        if self.isVisible():
            self.hide()
            self._hand_over_keys()
            self.closed.emit()
            self.moved.emit()

    def tell(self, part: QLabel, words: str) -> None:
        """Say something in the sheet, or nothing any more: then it takes no room."""
        part.setText(words)
        part.setVisible(bool(words))
        if self.isVisible():
            self.place()

    def keep_keys(self) -> None:
        """The screen below has been given the keys, by a scan or a touch."""
        # The stubs do not know that there may be none.
        wanted = self.focusWidget() or self  # type: ignore[truthy-bool]
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def _hand_over_keys(self) -> None:
        """What is below does not act on keys that are pressed for what is above."""
        top = sheet_over(self.owner)
        for keys in self.owner.findChildren(Keys):
            is_covered = top is not None and not top.lets_sell and keys.parent() is not top
            keys.sleep(asleep=is_covered)

    def place(self) -> None:
        """Beside the order, in the middle of the products."""
        owner, theme = self.owner, self._theme
        margin = theme.px(tokens.SPACE[2])
        order = theme.px(shape_in(self.window(), theme).order_width)
        left = margin if theme.is_mirrored else order + 2 * margin
        room = owner.width() - order - 3 * margin
        width = min(theme.px(WIDTH_MAX), room)
        most = owner.height() - 2 * margin
        self.setFixedWidth(width)
        if self.spare is not None:
            self.spare.show()
        height = self._height_for(width)
        if self.spare is not None and height > most:
            self.spare.hide()
            height = self._height_for(width)
        # Rather without a margin than with fields that lie on each other.
        self.setFixedHeight(min(height, owner.height()))
        self.move(left + (room - width) // 2, (owner.height() - self.height()) // 2)
        if self.isVisible():
            self.moved.emit()

    def _height_for(self, width: int) -> int:
        layout = self.layout()
        assert layout is not None
        layout.activate()
        edges = self.height() - self.contentsRect().height()
        height = layout.sizeHint().height()
        if layout.hasHeightForWidth():
            inside = width - edges
            height = max(layout.heightForWidth(inside), layout.minimumHeightForWidth(inside))
        return height + edges


def bind_leaving(sheet: Sheet, view_model: Leavable, button: QAbstractButton) -> None:
    """The two go together: whichever is left, by the button or for another sheet."""
    button.clicked.connect(view_model.leave)
    view_model.hidden.connect(sheet.close_sheet)
    sheet.closed.connect(view_model.leave)


def sheet_over(owner: QWidget) -> Sheet | None:
    """The sheet that is looked at, if one is: the one on top."""
    visible = (one for one in owner.findChildren(Sheet) if one.isVisible())
    return max(visible, key=lambda one: one.level, default=None)
