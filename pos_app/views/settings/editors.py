"""What a setting is typed or chosen in: lines, buttons of which one is in, or what is shown."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QPlainTextEdit

from pos_app.viewmodels.settings.section import Option, Setting
from pos_app.viewmodels.shared.logo_text import logo_words
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, label, row, say
from pos_app.views.shared.logo_label import LogoLabel
from pos_app.views.shared.theme import Theme

LENGTH_MAX: Final = 1_000
LINES_SHOWN: Final = 4
COLUMNS: Final = 3
LOGO: Final = (240, 56)


class LineEditor(QLineEdit):
    """One line.

    Signals:
        edited: Emitted with what stands in it, when somebody has changed that.
    """

    edited = Signal(str)

    def __init__(self, setting: Setting, *, theme: Theme) -> None:
        super().__init__()
        self.setObjectName(f"setting_{setting.name}")
        self.setAccessibleName(setting.label)
        self.setAccessibleDescription(setting.help)
        self.setMaxLength(LENGTH_MAX)
        self.setFixedHeight(theme.px(tokens.TARGET))
        self.textEdited.connect(self.edited)

    def show_text(self, text: str) -> None:
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)

    def lock(self, *, locked: bool) -> None:
        self.setReadOnly(locked)


class LinesEditor(QPlainTextEdit):
    """Enter begins another line, and Tab leaves it.

    Signals:
        edited: Emitted with what stands in it, when somebody has changed that.
    """

    edited = Signal(str)

    def __init__(self, setting: Setting, *, theme: Theme) -> None:
        super().__init__()
        self.setObjectName(f"setting_{setting.name}")
        self.setAccessibleName(setting.label)
        self.setAccessibleDescription(setting.help)
        self.setTabChangesFocus(True)
        lines = LINES_SHOWN * theme.metrics(tokens.LINE).lineSpacing()
        self.setFixedHeight(lines + theme.px(2 * tokens.SPACE[2]))
        self.textChanged.connect(lambda: self.edited.emit(self.toPlainText()))

    def show_text(self, text: str) -> None:
        if text != self.toPlainText():
            with QSignalBlocker(self):
                self.setPlainText(text)

    def lock(self, *, locked: bool) -> None:
        self.setReadOnly(locked)


class OptionChips(QFrame):
    """Has the keys itself: Left and Right go through its options; in one column Up and Down too.

    Signals:
        edited: Emitted with the value of the option that was chosen.
    """

    edited = Signal(str)

    def __init__(self, setting: Setting, *, theme: Theme, columns: int = COLUMNS) -> None:
        super().__init__()
        _take_keys(self, setting)
        self._theme = theme
        self._options = setting.options
        self._columns = columns
        self._locked = False
        self.buttons: dict[str, ActionButton] = {}
        grid = QGridLayout()
        edge = theme.px(tokens.SPACE[0])
        grid.setContentsMargins(edge, edge, edge, edge)
        grid.setSpacing(theme.px(tokens.GAP))
        for place, option in enumerate(setting.options):
            grid.addWidget(self._button(setting.name, option), *divmod(place, columns))
        grid.setColumnStretch(columns, 1)
        self.setLayout(grid)

    def _button(self, name: str, option: Option) -> ActionButton:
        button = ActionButton(
            option.words, theme=self._theme, name=f"setting_{name}_{option.value}", role="tab"
        )
        button.setCheckable(True)
        button.clicked.connect(lambda: self._choose(option.value))
        self.buttons[option.value] = button
        return button

    def _choose(self, value: str) -> None:
        self.show_text(value)
        self.edited.emit(value)

    def show_text(self, text: str) -> None:
        for value, button in self.buttons.items():
            button.setChecked(value == text)

    def lock(self, *, locked: bool) -> None:
        self._locked = locked
        for button in self.buttons.values():
            button.setEnabled(not locked)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        keys = Qt.Key
        steps = {keys.Key_Left: -1, keys.Key_Right: 1, keys.Key_Space: 1}
        if self._columns == 1:
            steps |= {keys.Key_Up: -1, keys.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None or self._locked:
            super().keyPressEvent(event)
            return
        values = [one.value for one in self._options]
        chosen = [value for value in values if self.buttons[value].isChecked()]
        place = values.index(chosen[0]) + step if chosen else 0
        if event.key() == Qt.Key.Key_Space:
            place %= len(values)
        self._choose(values[max(0, min(len(values) - 1, place))])

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        say(self, "marked", "true")

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        say(self, "marked", "false")


class LogoEditor(QFrame):
    """Shows the logo and its size; the buttons of its section choose it, and Delete leaves it out.

    Signals:
        edited: Emitted with nothing: there shall be none.
    """

    edited = Signal(str)

    def __init__(self, setting: Setting, *, theme: Theme) -> None:
        super().__init__()
        _take_keys(self, setting)
        self.logo = LogoLabel(theme=theme, name=f"setting_{setting.name}", box=LOGO)
        self.words = label(role="muted", name=f"setting_{setting.name}_words")
        inside = row(self.logo, self.words, 1, spacing=theme.px(tokens.GAP))
        edge = theme.px(tokens.SPACE[0])
        inside.setContentsMargins(edge, edge, edge, edge)
        self.setFixedHeight(theme.px(LOGO[1]) + 4 * edge)  # with a logo or without
        self.setLayout(inside)

    def show_text(self, text: str) -> None:
        self.logo.show_logo(text)
        self.words.setText(logo_words(text))

    def lock(self, *, locked: bool) -> None:
        self.setEnabled(not locked)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Delete:
            self.edited.emit("")
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        say(self, "marked", "true")

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        say(self, "marked", "false")


Editor = LineEditor | LinesEditor | OptionChips | LogoEditor


def editor_of(setting: Setting, *, theme: Theme) -> Editor:
    if setting.is_logo:
        return LogoEditor(setting, theme=theme)
    if setting.options:
        return OptionChips(setting, theme=theme)
    if setting.has_lines:
        return LinesEditor(setting, theme=theme)
    return LineEditor(setting, theme=theme)


def _take_keys(editor: QFrame, setting: Setting) -> None:
    editor.setObjectName("choice")
    editor.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    editor.setAccessibleName(setting.label)
    editor.setAccessibleDescription(setting.help)
