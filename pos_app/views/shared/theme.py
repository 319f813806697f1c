"""Tokens become a palette, one style sheet, fonts and icons; switched as a whole."""

from __future__ import annotations

from functools import lru_cache, partial
from string import Template
from typing import Final

from PySide6.QtCore import QFile, QFileInfo, QIODevice, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QBoxLayout, QWidget

from pos_app.views.shared import tokens

DRESSED: Final = "dressed"
AUTO: Final = "auto"
LIGHT: Final = "light"
DARK: Final = "dark"
CONTRAST: Final = "contrast"
CONTRAST_DARK: Final = "contrast_dark"
WORDS_KEPT: Final = 512
FAMILIES: Final = ("Inter", "Noto Sans", "Noto Sans Arabic", "DejaVu Sans")
_FONT_FILES: Final = ("Regular", "Medium", "SemiBold", "Bold")
_PALETTE: Final = {
    QPalette.ColorRole.Window: "bg",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "surface2",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.Highlight: "primary",
    QPalette.ColorRole.HighlightedText: "on_primary",
    QPalette.ColorRole.PlaceholderText: "placeholder",
    QPalette.ColorRole.ToolTipBase: "text",
    QPalette.ColorRole.ToolTipText: "bg",
}


def load_fonts() -> None:
    """Add the bundled Inter, so that the till looks the same on every machine."""
    for weight in _FONT_FILES:
        # The font database wants the file's own path, not one behind a search path.
        file = QFileInfo(f"fonts:Inter-{weight}.ttf").absoluteFilePath()
        if QFontDatabase.addApplicationFont(file) < 0:
            raise FileNotFoundError(file)


class Theme(QObject):
    """What delegates and painted controls read; `px` turns token sizes into pixels.

    Signals:
        changed: Emitted after the whole look was switched.
        scaled: Emitted before that with the scale there was, where the sizes changed.
    """

    changed = Signal()
    scaled = Signal(float)

    def __init__(self, mode: str = AUTO, *, scale: float = 1.0) -> None:
        super().__init__()
        self.mode = mode
        self.scale = scale
        self.has_motion = True
        self.is_mirrored = False
        """The order at the right and the products at the left, for the left hand."""
        self.decimal_mark = "."
        """What the pads show on the key of the decimal point."""
        # Every line of an order asks for these on every paint.
        self._icons: dict[tuple[str, int, str], QPixmap] = {}
        self._fonts: dict[tuple[int, int], QFont] = {}
        self._metrics: dict[tuple[int, int], QFontMetrics] = {}
        self._colours: dict[str, QColor] = {}
        self._windows: list[QWidget] = []
        # After a scan every line that is seen is painted, with the words that it had before.
        self.advance = lru_cache(WORDS_KEPT)(partial(_advance, self))
        """How wide words are in a type."""
        self.elided = lru_cache(WORDS_KEPT)(partial(_elided, self))
        """As much of the words as there is room for."""

    @property
    def colours(self) -> str:
        """The name of the colours; those of the system where it is to be followed."""
        if self.mode != AUTO:
            return self.mode
        hints = QApplication.styleHints()
        is_dark = hints.colorScheme() is Qt.ColorScheme.Dark
        if hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
            return CONTRAST_DARK if is_dark else CONTRAST
        return DARK if is_dark else LIGHT

    @property
    def is_dark(self) -> bool:
        return self.colours in (DARK, CONTRAST_DARK)

    @property
    def sides(self) -> QBoxLayout.Direction:
        """How to lay out what stands beside each other, the order first."""
        direction = QBoxLayout.Direction
        return direction.RightToLeft if self.is_mirrored else direction.LeftToRight

    def px(self, size: int) -> int:
        return round(size * self.scale)

    def colour(self, token: str) -> QColor:
        return self._colours[token]

    def font(self, token: tuple[int, int]) -> QFont:
        if token not in self._fonts:
            self._fonts[token] = self._make_font(*token)
        return self._fonts[token]

    def metrics(self, token: tuple[int, int]) -> QFontMetrics:
        if token not in self._metrics:
            self._metrics[token] = QFontMetrics(self.font(token))
        return self._metrics[token]

    def _make_font(self, size: int, weight: int) -> QFont:
        font = QFont()
        font.setFamilies(list(FAMILIES))
        font.setPixelSize(self.px(size))
        font.setWeight(QFont.Weight(weight))
        # Digits of one width: prices stand in columns and a rolling total does not dance.
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def icon(self, name: str, size: int, colour: str) -> QPixmap:
        """One of the bundled icons in a token's colour; `size` in token pixels."""
        key = (name, self.px(size), self.colour(colour).name())
        if key not in self._icons:
            self._icons[key] = _draw_icon(*key)
        return self._icons[key]

    def apply(self, app: QApplication) -> None:
        """Dress the whole application."""
        colours = tokens.COLOURS[self.colours]
        self._colours = {token: QColor(colour) for token, colour in colours.items()}
        if app.property(DRESSED) is None:
            app.setStyle("Fusion")
            app.setProperty(DRESSED, True)
        app.setFont(self.font(tokens.BODY))
        palette = QPalette()
        for role, token in _PALETTE.items():
            palette.setColor(role, self.colour(token))
        for role in (QPalette.ColorRole.ButtonText, QPalette.ColorRole.Text):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("disabled_text"))
        app.setPalette(palette)
        sheet = self._sheet()
        for window in self._windows:
            window.setStyleSheet(sheet)
        self.changed.emit()

    def dress(self, window: QWidget) -> None:
        """Give a window the sheet, now and whenever it changes.

        A sheet of the whole application would polish every widget anew: three times as slow.
        """
        self._windows.append(window)
        window.destroyed.connect(partial(self._windows.remove, window))
        window.setStyleSheet(self._sheet())

    def switch(self, app: QApplication, mode: str, *, scale: float = 0.0) -> None:
        """Change the colours, the sizes or both; nothing is done where nothing changes."""
        before, self.mode = self.scale, mode
        self.scale = scale or before
        if self.scale != before:
            self._fonts.clear()
            self._metrics.clear()
            self.advance.cache_clear()
            self.elided.cache_clear()
            self.scaled.emit(before)
        self.apply(app)

    def _sheet(self) -> str:
        sizes = {
            "last": tokens.LAST,
            "title": tokens.TITLE,
            "line": tokens.LINE,
            "body": tokens.BODY,
            "small": tokens.SMALL,
        }
        values = {
            **{token: colour.name() for token, colour in self._colours.items()},
            **{name: str(self.px(size)) for name, (size, _weight) in sizes.items()},
            **dict(zip(("line_edge", "edge", "focus_edge"), map(str, self._edges()), strict=True)),
            "bar": str(self.px(tokens.SPACE[0])),
            "target": str(self.px(tokens.TARGET)),
            "radius": str(self.px(tokens.RADIUS)),
            "card_radius": str(self.px(tokens.CARD_RADIUS)),
            "pill": str(self.px(tokens.TARGET) // 2),
            "dot_radius": str(self.px(tokens.SPACE[2])),
            "pad": str(self.px(tokens.SPACE[2])),
        }
        return Template(_text_of("theme:till.qss")).substitute(values)

    def _edges(self) -> tuple[int, int, int]:
        is_strong = self.colours in (CONTRAST, CONTRAST_DARK)
        return tokens.EDGES_OF_CONTRAST if is_strong else tokens.EDGES


def _advance(theme: Theme, token: tuple[int, int], words: str) -> int:
    return theme.metrics(token).horizontalAdvance(words)


def _elided(theme: Theme, token: tuple[int, int], words: str, width: int) -> str:
    return theme.metrics(token).elidedText(words, Qt.TextElideMode.ElideRight, width)


def _draw_icon(name: str, pixels: int, colour: str) -> QPixmap:
    source = _text_of(f"icons:{name}.svg").replace("currentColor", colour)
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(source.encode()).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return pixmap


def _text_of(name: str) -> str:
    file = QFile(name)
    if not file.open(QIODevice.OpenModeFlag.ReadOnly):
        raise FileNotFoundError(name)
    text = bytes(file.readAll().data()).decode()
    file.close()
    return text
