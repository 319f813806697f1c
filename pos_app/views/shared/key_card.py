"""F1: every key of this screen, over the screen itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QLabel, QWidget

from pos_app.views.input.binding import Binding
from pos_app.views.input.keymap import bindings_in, bindings_of
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import column, label
from pos_app.views.shared.key_titles import words_of
from pos_app.views.shared.page import Page
from pos_app.views.shared.sheet import Sheet
from pos_app.views.shared.theme import Theme


@dataclass(frozen=True, slots=True)
class _Type:
    """How the keys and their words are written, and the room between two rows."""

    keys: str
    words: str
    sizes: tuple[tuple[int, int], tuple[int, int]]
    gap: int

    def width(self, theme: Theme, bindings: tuple[Binding, ...]) -> int:
        """Of one column."""
        keys, words = (theme.metrics(size) for size in self.sizes)
        return (
            max(keys.horizontalAdvance(_keys_of(one)) for one in bindings)
            + theme.px(tokens.SPACE[3])
            + max(words.horizontalAdvance(words_of(one)) for one in bindings)
        )


EDGE: Final = 2
_SMALL: Final = ((tokens.SMALL[0], 600), tokens.SMALL)
_TYPES: Final = (
    _Type("strong", "", ((tokens.LINE[0], 600), tokens.BODY), tokens.GAP),
    _Type("small_strong", "small", _SMALL, tokens.SPACE[0]),
    _Type("small_strong", "small", _SMALL, tokens.SPACE[0] // 2),
    _Type("small_strong", "small", _SMALL, 0),
)
"""As it is liked, and for windows that it would not go into."""


class KeyCard(QFrame):
    """Goes away with the next key or touch; P prints it first.

    Signals:
        closed: Emitted by either.
        print_asked: Emitted by P.
    """

    closed = Signal()
    print_asked = Signal()

    def __init__(self, bindings: tuple[Binding, ...], *, theme: Theme, owner: QWidget) -> None:
        super().__init__(owner)
        self.setObjectName("sheet")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        title = label(self.tr("Keys of this screen"), role="title")
        close = label(
            self.tr("F1 again, or P, prints the card of all keys. Any other key closes this one."),
            role="muted",
        )
        pad = theme.px(tokens.SPACE[4])
        used = _height_of(title) + _height_of(close) + 2 * (EDGE + pad + theme.px(tokens.SPACE[3]))
        grid = _grid(bindings, owner.size() - QSize(2 * pad, used), theme=theme)
        layout = column(title, spacing=theme.px(tokens.SPACE[3]))
        layout.addLayout(grid)
        layout.addWidget(close)
        layout.setContentsMargins(pad, pad, pad, pad)
        self.setLayout(layout)
        self.adjustSize()
        spare = owner.size() - self.size()
        self.move(max(0, spare.width() // 2), max(0, spare.height() // 2))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_P:
            self.print_asked.emit()
        self.closed.emit()

    def mousePressEvent(self, _event: QMouseEvent) -> None:  # noqa: N802
        self.closed.emit()


class KeyOverlay(QObject):
    """Opens the card of what is looked at, one at a time, and gives the keys back after it.

    Signals:
        print_asked: Emitted to print the card of all keys.
    """

    print_asked = Signal()

    def __init__(
        self,
        *,
        theme: Theme,
        owner: QWidget,
        holder: Callable[[], Page | Sheet],
        works: Callable[[str], bool],
    ) -> None:
        """`holder` says what is looked at, and has the keys; `works` what they can do now."""
        super().__init__(owner)
        self._theme = theme
        self._owner = owner
        self._holder = holder
        self._works = works
        self._card: KeyCard | None = None
        self._before: QWidget | None = None
        """Where the cursor was: what is typed after the card goes on there."""

    @Slot()
    def show(self) -> None:
        """Show the card; a second time, print it."""
        if self._card is not None:
            self.close()
            self.print_asked.emit()
            return
        self._before = QApplication.focusWidget()
        if self._before is not None:
            self._before.destroyed.connect(self._forget)
        self._card = KeyCard(self._bindings(), theme=self._theme, owner=self._owner)
        self._card.print_asked.connect(self.print_asked)
        self._card.closed.connect(self.close)
        self._card.show()
        self._card.setFocus()

    @Slot()
    def close(self) -> None:
        card, self._card = self._card, None
        if card is not None:
            card.hide()
            card.deleteLater()
            holder, before, self._before = self._holder(), self._before, None
            if before is not None:
                before.destroyed.disconnect(self._forget)
            if before is None or not holder.isAncestorOf(before):
                before = holder  # a scan may have opened a sheet meanwhile
            before.setFocus()

    @Slot()
    def _forget(self) -> None:
        self._before = None

    def _bindings(self) -> tuple[Binding, ...]:
        """Without the keys for everywhere that do nothing here: before anybody signed in."""
        holder = self._holder()
        context, idle = holder.context, holder.idle if isinstance(holder, Page) else frozenset()
        own = [one for one in bindings_in(context) if one.command not in idle]
        return tuple(one for one in bindings_of(context) if one in own or self._works(one.command))


def _grid(bindings: tuple[Binding, ...], room: QSize, *, theme: Theme) -> QGridLayout:
    """As few columns as the height lets be, in the first type that is not too wide for them."""
    between = theme.px(tokens.SPACE[5])
    for kind in _TYPES:
        # A label is at times a pixel higher than what is written in it.
        height = 1 + max(theme.metrics(size).height() for size in kind.sizes) + theme.px(kind.gap)
        columns = -(-len(bindings) // max(1, room.height() // height))
        rows = -(-len(bindings) // columns)
        parts = [bindings[start : start + rows] for start in range(0, len(bindings), rows)]
        width = sum(kind.width(theme, part) + between for part in parts)
        if width <= room.width():
            break
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.px(tokens.SPACE[3]))
    grid.setVerticalSpacing(theme.px(kind.gap))
    for place, part in enumerate(parts):
        grid.setColumnMinimumWidth(3 * place + 2, between - 2 * theme.px(tokens.SPACE[3]))
        for row_of, binding in enumerate(part):
            keys = label(_keys_of(binding), role=kind.keys)
            grid.addWidget(keys, row_of, 3 * place, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(label(words_of(binding), role=kind.words), row_of, 3 * place + 1)
    return grid


def _height_of(words: QLabel) -> int:
    words.ensurePolished()
    return words.sizeHint().height()


def _keys_of(binding: Binding) -> str:
    return "  ".join(binding.keys)
