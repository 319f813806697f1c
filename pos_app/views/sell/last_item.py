"""What was just added, large for a moment over the foot of the list, to be read at arm's length."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QMoveEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from pos_app.views.sell.line_delegate import in_two
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import label, row
from pos_app.views.shared.theme import Theme


class _Name(QLabel):
    """In one type or another without the style sheet: that takes longer than all else of a scan."""

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("last_name")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._theme = theme
        self.type = tokens.LAST

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setFont(self._theme.font(self.type))
        painter.setPen(self._theme.colour("text"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(self.rect(), flags, self.text())
        painter.end()


class LastItem(QFrame):
    """Covers the line it repeats, and nothing that can be pressed."""

    def __init__(self, *, theme: Theme, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("last")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._over = over
        self._theme = theme
        self.name = _Name(theme=theme)
        self.price = label(role="last", name="last_price")
        layout = row(spacing=theme.px(tokens.GAP))
        layout.addWidget(self.name, 1)
        layout.addWidget(self.price)
        layout.setContentsMargins(theme.px(tokens.SPACE[2]), 0, theme.px(tokens.SPACE[2]), 0)
        self.setLayout(layout)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(tokens.LAST_ITEM_MS)
        self._timer.timeout.connect(self.hide)
        over.installEventFilter(self)
        self.hide()

    def tell(self, name: str, price: str) -> None:
        self.price.setText(price)
        room = self._over.width() - self._theme.px(3 * tokens.SPACE[2])
        room -= self.price.sizeHint().width()
        # A long name is written smaller, and then in two rows, before any of it is left out.
        theme, sizes = self._theme, (tokens.LAST, tokens.TITLE)
        size = next((one for one in sizes if theme.advance(one, name) < room), tokens.LINE)
        rows = in_two(name, theme.metrics(size), room) if size == tokens.LINE else (name, "")
        self.name.type = size
        self.name.setText("\n".join(theme.elided(size, one, room) for one in rows if one))
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def moveEvent(self, event: QMoveEvent) -> None:  # noqa: N802
        """The list takes it along where it scrolls: it stays at the foot."""
        super().moveEvent(event)
        if event.pos() != self._at:
            self._place()

    @property
    def _at(self) -> QPoint:
        return QPoint(0, self._over.height() - self._theme.px(tokens.ROW))

    def _place(self) -> None:
        self.setGeometry(QRect(self._at, QSize(self._over.width(), self._theme.px(tokens.ROW))))
