"""The Appearance sheet: colours, size, the hand, motion and sounds, shown as they are chosen."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.look import SCALES, VOLUME_MAX, Look, LookViewModel
from pos_app.views.look.choice_row import ChoiceRow, Option, StepRow
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.sheet import Sheet
from pos_app.views.shared.theme import AUTO, CONTRAST, CONTRAST_DARK, DARK, LIGHT, Theme

ON = "on"
OFF = "off"
LEFT = "left"
RIGHT = "right"


class LookSheet(Sheet):
    def __init__(self, view_model: LookViewModel, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self._marked = 0
        self.colours = self._choice(
            *("look_mode", self.tr("Colours")),
            Option(AUTO, self.tr("As the system"), "monitor"),
            Option(LIGHT, self.tr("Light"), "sun"),
            Option(DARK, self.tr("Dark"), "moon"),
            Option(CONTRAST, self.tr("Black on white"), "contrast"),
            Option(CONTRAST_DARK, self.tr("White on black"), "contrast"),
            columns=2,
        )
        self.hand = self._choice(
            *("look_hand", self.tr("The order is")),
            Option(LEFT, self.tr("At the left"), "chevron-left"),
            Option(RIGHT, self.tr("At the right"), "chevron-right"),
        )
        self.motion = self._choice(
            *("look_motion", self.tr("Motion")),
            Option(ON, self.tr("On"), "play"),
            Option(OFF, self.tr("Off"), "pause"),
        )
        self.reset_button = self._button("look_reset", self.tr("Normal"), key="Ctrl+0")
        self.test_button = self._button("look_test", self.tr("Try it"), icon="volume-2")
        self.zoom = StepRow(
            theme=theme,
            name="look_size",
            words=self.tr("Size"),
            step=view_model.step_scale,
            other=self.reset_button,
        )
        self.volume = StepRow(
            theme=theme,
            name="look_volume",
            words=self.tr("Sounds"),
            step=view_model.step_volume,
            other=self.test_button,
        )
        self.whose = label(role="muted", name="look_whose")
        self.done_button = self._button("look_done", self.tr("Done"), key="Enter", role="primary")
        self.rows: tuple[ChoiceRow | StepRow, ...] = (
            self.colours,
            self.zoom,
            self.hand,
            self.motion,
            self.volume,
        )
        self._lay_out()
        self._bind()
        self._show(view_model.look)
        self._show_volume(view_model.volume)

    def _choice(self, name: str, words: str, *options: Option, columns: int = 3) -> ChoiceRow:
        return ChoiceRow(
            theme=self._theme, name=name, words=words, options=options, columns=columns
        )

    def _button(
        self, name: str, words: str, *, key: str = "", icon: str = "", role: str = ""
    ) -> ActionButton:
        return ActionButton(words, theme=self._theme, name=name, key=key, icon=icon, role=role)

    def _lay_out(self) -> None:
        theme = self._theme
        self.whose.setWordWrap(True)
        for button, words in (
            (self.zoom.less, self.tr("Smaller (Ctrl+-)")),
            (self.zoom.more, self.tr("Larger (Ctrl+=)")),
            (self.volume.less, self.tr("Softer")),
            (self.volume.more, self.tr("Louder")),
        ):
            button.setAccessibleName(words)
        self.test_button.setAccessibleName(self.tr("Hear a sound"))
        title = label(self.tr("Appearance and sounds"), role="title", name="look_title")
        layout = column(title, self.whose, *self.rows, spacing=theme.px(tokens.GAP))
        layout.addLayout(row(1, self.done_button))
        self.fill(layout)

    def _bind(self) -> None:
        view_model = self._view_model
        self.bind_keys(
            "look",
            {
                "up": lambda: self._mark(self._marked - 1),
                "down": lambda: self._mark(self._marked + 1),
                "less": lambda: self.rows[self._marked].step(-1),
                "more": lambda: self.rows[self._marked].step(1),
                "done": self.close_sheet,
            },
        )
        self.colours.chosen.connect(lambda mode: self._choose(mode=mode))
        self.hand.chosen.connect(lambda side: self._choose(is_mirrored=side == RIGHT))
        self.motion.chosen.connect(lambda on: self._choose(has_motion=on == ON))
        self.reset_button.clicked.connect(view_model.reset_scale)
        self.test_button.clicked.connect(view_model.test_sound)
        self.done_button.clicked.connect(self.close_sheet)
        view_model.opened.connect(self._open)
        view_model.changed.connect(self._show)
        view_model.volume_changed.connect(self._show_volume)

    def _choose(self, **changes: object) -> None:
        self._view_model.choose(replace(self._view_model.look, **changes))  # type: ignore[arg-type]

    @Slot()
    def _open(self) -> None:
        self._mark(0)
        self._show(self._view_model.look)
        self.open_sheet()

    def _mark(self, place: int) -> None:
        self._marked = max(0, min(len(self.rows) - 1, place))
        for one, choice in enumerate(self.rows):
            choice.mark(on=one == self._marked)

    @Slot(object)
    def _show(self, look: Look) -> None:
        scales = self._view_model.scales
        self.whose.setText(self._view_model.whose)
        self.colours.show_chosen(look.mode)
        self.hand.show_chosen(RIGHT if look.is_mirrored else LEFT)
        self.motion.show_chosen(ON if look.has_motion else OFF)
        self.zoom.figure.setText(f"{look.scale} %")
        self.zoom.less.setEnabled(look.scale > SCALES[0])
        self.zoom.more.setEnabled(look.scale < scales[-1])

    @Slot(int)
    def _show_volume(self, volume: int) -> None:
        self.volume.figure.setText(f"{volume} %")
        self.volume.less.setEnabled(volume > 0)
        self.volume.more.setEnabled(volume < VOLUME_MAX)
