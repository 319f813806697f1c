"""Where the customer display is shown: by itself on a second screen, or on trial in a window."""

from __future__ import annotations

from enum import Enum
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.services.ports import Formats
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.look import Choices
from pos_app.viewmodels.shared.words import words_for

NAME: Final = "customer_display"
ON: Final = "on"
OFF: Final = "off"


class Place(Enum):
    NOWHERE = "nowhere"
    SCREEN = "screen"
    """All of the second screen."""
    WINDOW = "window"
    """A window beside the till, where there is one screen only."""


class DisplaySwitch(QObject):
    """Whether it is wanted on a second screen is kept for this terminal; a trial is not.

    Signals:
        moved: Emitted with the Place where it is shown from now on.
        told: Emitted with a sentence, and that it cannot be undone.
    """

    moved = Signal(object)
    told = Signal(str, bool)

    def __init__(
        self,
        *,
        choices: Choices,
        tasks: TaskRunner,
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._choices = choices
        self._tasks = tasks
        self._formats = formats
        self._is_wanted = choices.get(NAME) != OFF
        self._is_tried = False
        self._has_second = False
        self.place = Place.NOWHERE

    @Slot(bool)
    def show_screens(self, has_second: bool) -> None:
        """A screen was plugged in or pulled out: a trial ends with either."""
        if has_second != self._has_second:
            self._has_second, self._is_tried = has_second, False
        self._move()

    @Slot()
    def toggle(self) -> None:
        if self._has_second:
            self._want(on=not self._is_wanted)
        else:
            self._is_tried = not self._is_tried
            if self._is_tried:
                words = self.tr("There is no second screen: here it is in a window, to try it out")
                self.told.emit(words, False)
        self._move()

    @Slot()
    def close(self) -> None:
        """The window was closed: by the end of a session too, so that nothing is kept of it."""
        if self.place is Place.SCREEN:
            self._is_wanted = False
        self._is_tried = False
        self._move()

    def _want(self, *, on: bool) -> None:
        self._is_wanted = on
        off = self.tr("Customer display off, until it is switched on again")
        self.told.emit(self.tr("Customer display on") if on else off, False)
        self._tasks.submit(
            lambda: self._choices.put(NAME, ON if on else OFF),
            on_success=lambda _nothing: None,
            on_failure=self._on_failure,
        )

    def _move(self) -> None:
        place = Place.NOWHERE
        if self._has_second and self._is_wanted:
            place = Place.SCREEN
        elif self._is_tried:
            place = Place.WINDOW
        if place is not self.place:
            self.place = place
            self.moved.emit(place)

    def _on_failure(self, error: PosError) -> None:
        self.told.emit(words_for(error, self._formats), False)
