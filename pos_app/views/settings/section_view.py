"""A section of the settings: a row for each, what is known beside them, and its buttons."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from pos_app.viewmodels.settings.section import Section, Setting
from pos_app.viewmodels.settings.settings import SettingsViewModel
from pos_app.views.settings.editors import Editor, OptionChips, editor_of
from pos_app.views.shared import tokens
from pos_app.views.shared.breakpoints import Shape
from pos_app.views.shared.controls import ActionButton, column, label, row, say
from pos_app.views.shared.theme import Theme

DEEDS_MAX: Final = 3


class SettingRow(QWidget):
    """A setting under its name, with one sentence of help, and what is wrong with it."""

    def __init__(self, setting: Setting, model: SettingsViewModel, *, theme: Theme) -> None:
        super().__init__()
        self.setting = setting
        self._model = model
        self.editor: Editor = editor_of(setting, theme=theme)
        words = label(setting.label, role="strong", name=f"label_{setting.name}")
        help_words = label(setting.help, role="small", name=f"help_{setting.name}")
        self.problem = label(role="danger", name=f"problem_{setting.name}")
        self.locked = label(role="small", name=f"locked_{setting.name}")
        for part in (help_words, self.problem, self.locked):
            part.setWordWrap(True)
        self.setLayout(
            column(
                *(words, help_words, self.editor, self.problem, self.locked),
                spacing=theme.px(tokens.SPACE[0]),
            )
        )
        self.editor.edited.connect(partial(model.type, setting.name))
        self.show_state()

    def show_state(self) -> None:
        values, name = self._model.values, self.setting.name
        self.editor.show_text(values.text_of(name))
        is_locked = name in values.locked
        self.editor.lock(locked=is_locked)
        self.locked.setText(
            self.tr("Head office decides this: change it at {office}").format(office=values.office)
            if is_locked
            else ""
        )
        self.problem.setText(self._model.problems.get(name, ""))
        for part in (self.problem, self.locked):
            part.setVisible(bool(part.text()))


class OfferRow(QWidget):
    """What was found for a setting: the one chosen stands in its field, and is not saved yet."""

    def __init__(self, setting: Setting, model: SettingsViewModel, *, theme: Theme) -> None:
        super().__init__()
        self.setting = setting
        self._model = model
        self.editor = OptionChips(setting, theme=theme, columns=1)
        words = label(setting.label, role="strong", name=f"offered_{setting.name}")
        help_words = label(setting.help, role="small", name=f"offered_help_{setting.name}")
        help_words.setWordWrap(True)
        self.setLayout(column(words, help_words, self.editor, spacing=theme.px(tokens.SPACE[0])))
        self.editor.edited.connect(partial(model.type, setting.name))
        self.show_state()

    def show_state(self) -> None:
        values, name = self._model.values, self.setting.name
        self.editor.show_text(values.text_of(name))
        self.editor.lock(locked=name in values.locked)


class SectionView(QWidget):
    """Made when it is first looked at."""

    def __init__(self, section: Section, model: SettingsViewModel, *, theme: Theme) -> None:
        super().__init__()
        self.section = section
        self._model = model
        self._theme = theme
        self.rows = [SettingRow(one, model, theme=theme) for one in section.settings]
        self._offer: OfferRow | None = None
        self._place_of_offer = column()
        self.facts = label(role="muted", name=f"facts_{section.name}")
        self.deed_words = label(role="success", name=f"deed_words_{section.name}")
        self.buttons = [
            ActionButton(
                *(deed.words,),
                theme=theme,
                name=f"deed_{deed.name}",
                key=f"Alt+{place}",
                icon=deed.icon,
            )
            for place, deed in enumerate(model.deeds.of(section)[:DEEDS_MAX], start=1)
        ]
        for place, button in enumerate(self.buttons):
            button.clicked.connect(partial(self._do, place))
        self._button_row = row(*self.buttons, 1, spacing=theme.px(tokens.GAP))
        model.deeds.changed.connect(self.show_deed)
        self._lay_out(theme)
        self.show_state()
        self.show_deed()

    def _lay_out(self, theme: Theme) -> None:
        title = label(self.section.title, role="title", name=f"section_{self.section.name}")
        purpose = label(self.section.help, role="muted", name=f"purpose_{self.section.name}")
        for part in (purpose, self.facts, self.deed_words):
            part.setWordWrap(True)
        layout = QVBoxLayout()
        layout.setContentsMargins(0, 0, theme.px(tokens.SPACE[2]), 0)
        layout.setSpacing(theme.px(tokens.SPACE[3]))
        layout.addLayout(column(title, purpose, spacing=theme.px(tokens.SPACE[0])))
        for one in self.rows:
            layout.addWidget(one)
        layout.addLayout(self._place_of_offer)
        layout.addWidget(self.facts)
        if self.buttons:
            layout.addLayout(self._button_row)
        layout.addWidget(self.deed_words)
        layout.addStretch(1)
        self.setLayout(layout)

    @property
    def editors(self) -> list[QWidget]:
        """Of each setting; after them, what was found for one."""
        offered = [] if self._offer is None else [self._offer.editor]
        return [*(one.editor for one in self.rows), *offered]

    def show_shape(self, shape: Shape) -> None:
        """In one column the buttons stand below each other."""
        ways = self._button_row.Direction
        self._button_row.setDirection(ways.TopToBottom if shape.is_one_column else ways.LeftToRight)

    def problem_row(self) -> SettingRow | None:
        return next((one for one in self.rows if one.problem.text()), None)

    @Slot()
    def show_state(self) -> None:
        for one in self.rows:
            one.show_state()
        if self._offer is not None:
            self._offer.show_state()
        facts = self._model.facts.get(self.section.name, ())
        _tell(self.facts, "\n".join(f"{one.words}: {one.value}" for one in facts))

    @Slot()
    def show_deed(self) -> None:
        deeds = self._model.deeds
        say(self.deed_words, "role", "danger" if deeds.is_trouble else "success")
        _tell(self.deed_words, deeds.words)
        for button in self.buttons:
            button.setEnabled(not deeds.is_busy)
        self._show_offer()

    def _show_offer(self) -> None:
        """What was found for one of these settings, below them."""
        offered, old = self._model.deeds.offered, self._offer
        if offered is not None and all(one.setting.name != offered.name for one in self.rows):
            offered = None
        if offered is (old.setting if old is not None else None):
            return
        self._offer = None
        if old is not None:
            old.hide()  # a field gets the keys that it had
            old.deleteLater()
        if offered is not None:
            self._offer = OfferRow(offered, self._model, theme=self._theme)
            self._place_of_offer.addWidget(self._offer)

    def _do(self, place: int, _checked: bool = False) -> None:
        self._model.do(place)


def _tell(part: QLabel, words: str) -> None:
    part.setText(words)
    part.setVisible(bool(words))
