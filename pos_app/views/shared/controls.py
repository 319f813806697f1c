"""The controls every screen shares: buttons that show their key, labels with a role, layouts."""

from __future__ import annotations

from html import escape
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

from pos_app.views.input.keymap import EVERYWHERE, is_remapped, key_now
from pos_app.views.shared import tokens
from pos_app.views.shared.theme import Theme

ICON_SIZE: Final = 24
_INK: Final = {
    "pay": ("on_pay", "on_pay"),
    "primary": ("on_primary", "on_primary"),
    "danger": ("danger", "text2"),
    "toast": ("bg", "bg"),
    "chip": ("text2", "text2"),
    "chip_trouble": ("warning", "warning"),
}


class ActionButton(QPushButton):
    """A button that never takes the focus, with an icon, its words and its key.

    A scanner's Enter can so never press it, and a tap never moves the cursor.
    """

    def __init__(
        self,
        text: str,
        *,
        theme: Theme,
        name: str,
        role: str = "",
        key: str = "",
        icon: str = "",
    ) -> None:
        super().__init__()
        self.setText(text)
        self._theme = theme
        self._first_key = key
        self._icon = icon
        self.type_size = tokens.KEY if role == "pay" else tokens.BODY
        self.setObjectName(name)
        self.setProperty("role", role)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(f"{text} ({key})" if key else text)
        self.setMinimumHeight(theme.px(tokens.PAY_HEIGHT if role == "pay" else tokens.TARGET))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def _key(self) -> str:
        """The key of its command as it is now: on its screen, on its sheet, or everywhere."""
        if not self._first_key or not is_remapped():
            return self._first_key
        holder: QWidget | None = self
        while holder is not None and not getattr(holder, "context", ""):
            holder = holder.parentWidget()
        return key_now(getattr(holder, "context", EVERYWHERE), self._first_key)

    def setText(self, text: str) -> None:  # noqa: N802
        """Names of products and devices have no keys in them, though Qt takes one from an "&"."""
        super().setText(text)
        self.setShortcut(QKeySequence())

    def set_text(self, text: str) -> None:
        self.setText(text)
        self.setAccessibleName(f"{text} ({self._key})" if self._key else text)

    def set_icon(self, icon: str) -> None:
        self._icon = icon
        self.update()

    def show_key(self) -> None:
        """Its key may be another one now."""
        if self._first_key and self.accessibleName().startswith(f"{self.text()} ("):
            self.set_text(self.text())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        theme = self._theme
        width = theme.advance(self.type_size, self.text())
        if self._key:
            width += theme.advance(tokens.SMALL, self._key)
            width += theme.px(tokens.GAP)
        if self._icon:
            width += theme.px(ICON_SIZE + tokens.GAP)
        width += theme.px(2 * tokens.SPACE[2])
        return QSize(max(width, theme.px(tokens.TARGET)), self.minimumHeight())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        self.style().drawControl(QStyle.ControlElement.CE_PushButtonBevel, option, painter, self)
        self._draw_words(painter)
        painter.end()

    def _draw_words(self, painter: QPainter) -> None:
        theme = self._theme
        gap = theme.px(tokens.GAP)
        icon = theme.px(ICON_SIZE) if self._icon else 0
        text_width = theme.advance(self.type_size, self.text())
        key_width = theme.advance(tokens.SMALL, self._key)
        whole = text_width + (gap if icon and self.text() else 0) + icon
        whole += (gap if key_width else 0) + key_width
        x = (self.width() - whole) // 2
        ink, faint = self._inks()
        if icon:
            place = QRect(x, (self.height() - icon) // 2, icon, icon)
            painter.drawPixmap(place, theme.icon(self._icon, ICON_SIZE, ink))
            x += icon + (gap if self.text() else 0)
        painter.setFont(theme.font(self.type_size))
        painter.setPen(theme.colour(ink))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRect(x, 0, text_width + gap, self.height()), flags, self.text())
        if key_width:
            painter.setFont(theme.font(tokens.SMALL))
            painter.setPen(theme.colour(faint))
            place = QRect(x + text_width + gap, 0, key_width + gap, self.height())
            painter.drawText(place, flags, self._key)

    def _inks(self) -> tuple[str, str]:
        if not self.isEnabled():
            return "disabled_text", "disabled_text"
        role = str(self.property("role"))
        if role == "tab":
            return ("on_primary", "on_primary") if self.isChecked() else ("text", "text2")
        return _INK.get(role, ("text", "text2"))


class Icon(QLabel):
    """One of the bundled icons beside words, in the colour its token has now."""

    def __init__(
        self, icon: str, *, theme: Theme, size: int = ICON_SIZE, ink: str = "text2", name: str = ""
    ) -> None:
        super().__init__()
        self._icon = (icon, size, ink)
        self._theme = theme
        if name:
            self.setObjectName(name)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def show_icon(self, icon: str, ink: str) -> None:
        """Another one of the same size."""
        self._icon = (icon, self._icon[1], ink)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        side = self._theme.px(self._icon[1])
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        place = self.sizeHint()
        x, y = (self.width() - place.width()) // 2, (self.height() - place.height()) // 2
        painter = QPainter(self)
        painter.drawPixmap(x, y, self._theme.icon(*self._icon))
        painter.end()


def label(text: str = "", *, role: str = "", name: str = "") -> QLabel:
    """A label whose look is a role of the style sheet; without a name it is only decoration."""
    made = QLabel(text)
    made.setProperty("role", role)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if name:
        made.setObjectName(name)
    return made


def plain_tip(words: str) -> str:
    """A tip that shows them as they are: by itself Qt takes what looks like HTML for that.

    It would load the pictures that a name tells of, from another machine too.
    """
    return f"<qt>{escape(words)}</qt>".replace("\n", "<br>") if "<" in words else words


def frame(name: str) -> QFrame:
    """A frame that the style sheet knows by name."""
    made = QFrame()
    made.setObjectName(name)
    return made


def card(inside: QBoxLayout, *, theme: Theme) -> QFrame:
    """A white card around a layout, with room at its edges."""
    pad = theme.px(tokens.SPACE[4])
    inside.setContentsMargins(pad, pad, pad, pad)
    made = frame("card")
    made.setLayout(inside)
    return made


def row(*parts: QWidget | int, spacing: int = tokens.GAP) -> QHBoxLayout:
    """Widgets side by side; a number is a stretch."""
    layout = QHBoxLayout()
    _fill(layout, parts, spacing)
    return layout


def column(*parts: QWidget | int, spacing: int = tokens.GAP) -> QVBoxLayout:
    layout = QVBoxLayout()
    _fill(layout, parts, spacing)
    return layout


def _fill(layout: QBoxLayout, parts: tuple[QWidget | int, ...], spacing: int) -> None:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for part in parts:
        if isinstance(part, int):
            layout.addStretch(part)
        else:
            layout.addWidget(part)


def say(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet reads, and dress the widget anew if it changed."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
