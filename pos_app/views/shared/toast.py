"""A sentence at the foot of the window that goes by itself, with an undo where there is one."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from pos_app.views.shared import tokens
from pos_app.views.shared.announcing import announce
from pos_app.views.shared.breakpoints import shape_in
from pos_app.views.shared.controls import ActionButton, label, row
from pos_app.views.shared.sheet import sheet_over
from pos_app.views.shared.theme import Theme

_KEPT_CLEAR: Final = (
    *("keypad", "next_order", "methods", "pay_troubles"),
    # In one column they are below everything, and the buttons of a line above them.
    *("pay", "order_total", "less"),
    "report_totals",
)
"""The names of what it never lies on, from below: it stands above them."""
_MOVES: Final = frozenset(
    {QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Move}
)


class Toast(QFrame):
    """At most one; a new one takes the place of the old. A pointer on it keeps it, or the focus.

    Its words have a line, or more where the window is too narrow for them. It takes the focus by
    Tab only, and every other key gives it back.

    Signals:
        undo_asked: Emitted when its button is pressed.
    """

    undo_asked = Signal()

    def __init__(self, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(owner)
        self.setObjectName("toast")
        self._theme = theme
        self.is_across = False
        """On a screen that has its buttons where others have products: it stands at the other side,
        or over the bar where there is but one column."""
        self._owner = owner
        self.words = label(name="toast_words")
        self.undo_button = ActionButton(
            self.tr("Undo"), theme=theme, name="toast_undo", role="toast", key="Ctrl+Z"
        )
        self.undo_button.clicked.connect(self._undo)
        self._row = row(self.words, self.undo_button, spacing=theme.px(tokens.SPACE[3]))
        self.setLayout(self._row)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._before: QWidget | None = None
        """What had the focus until it was here."""
        self._watched: list[QWidget] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(tokens.TOAST_MS)
        self._timer.timeout.connect(self.hide)
        owner.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._remember)
        self.hide()

    def tell(self, words: str, can_undo: bool) -> None:
        """Show a sentence; `can_undo` offers to take back what it tells of."""
        self.words.setText(words)
        self.undo_button.setVisible(can_undo)
        end = tokens.GAP if can_undo else tokens.SPACE[3]
        self._row.setContentsMargins(self._theme.px(tokens.SPACE[3]), 0, self._theme.px(end), 0)
        self.setAccessibleName(words)
        self.place()
        self.show()
        self.raise_()
        if not self.hasFocus():
            self._timer.start()
        announce(self, words)

    @Slot()
    def outdate(self) -> None:
        """Its undo would now take back something else."""
        if self.undo_button.isVisible():
            self._go()

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        if not self.hasFocus():
            self._timer.start()
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        self._timer.stop()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        if not self.underMouse():
            self._timer.start()
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """It is only read here: the key is for what is below."""
        before = self._give_back_focus()
        if before is None:
            super().keyPressEvent(event)
        else:
            QApplication.sendEvent(before, event)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() in _MOVES and self.isVisible():
            self.place()
        return False

    @Slot(QWidget, QWidget)
    def _remember(self, before: QWidget | None, now: QWidget | None) -> None:
        if now is self:
            self._before = before

    def _give_back_focus(self) -> QWidget | None:
        before, self._before = self._before, None
        if before is None or not before.isVisible():
            return None
        before.setFocus(Qt.FocusReason.OtherFocusReason)
        return before

    def _go(self) -> None:
        if self.hasFocus():
            self._give_back_focus()
        self.hide()

    def _undo(self) -> None:
        self._go()
        self.undo_asked.emit()

    @Slot()
    def place(self) -> None:
        """Above the action row, beside the order or else over its lines: never over total or Pay.

        Where a sheet is looked at, above it, over the bar if need be: never over its title.
        """
        margin = self._theme.px(tokens.SPACE[2])
        shape = shape_in(self._owner, self._theme)
        order = self._theme.px(shape.order_width)
        room = self._owner.width() - order - 3 * margin
        above = self._theme.px(tokens.TARGET) + 2 * margin
        # In one line first: its words may have grown since.
        if self.words.wordWrap():
            self.words.setWordWrap(False)
        wanted = self._row.sizeHint().width()
        if wanted > room:
            self.words.setWordWrap(True)
        width = min(room, wanted)
        least = self._theme.px(tokens.ROW + tokens.GAP)
        self.setFixedSize(width, max(least, self._row.totalHeightForWidth(width)))
        left = order + 2 * margin
        if self._theme.is_mirrored != self.is_across:
            left = margin
        elif self.is_across:
            left = self._owner.width() - width - margin
        sheet = sheet_over(self._owner)
        is_over_bar = self.is_across and shape.is_one_column
        top = 0 if is_over_bar else self._owner.height() - self.height() - above
        if sheet is not None:
            page = sheet.owner.mapTo(self._owner, QPoint())
            top = max(0, page.y() + sheet.y() - self.height())
        self.move(left, top)
        self._make_way()

    def _make_way(self) -> None:
        """Above the keypad, or what else would be covered."""
        for name in _KEPT_CLEAR:
            kept = self._owner.findChild(QWidget, name)
            if kept is None:
                continue
            if kept not in self._watched:
                self._watched.append(kept)
                kept.installEventFilter(self)
            place = kept.rect().translated(kept.mapTo(self._owner, QPoint()))
            if kept.isVisible() and place.intersects(self.geometry()):
                self.move(self.x(), place.top() - self.height() - self._theme.px(tokens.GAP))
