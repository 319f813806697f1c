"""The sign-in screen as a time clock: the next PIN or badge clocks its owner in or out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:  # the first paint does not wait for it
    from pos_app.services.ports import Formats
    from pos_app.services.staff.time_clock import Clocked, TimeClock

Work = Callable[[], Any]


class Clocking(QObject):
    """Off until somebody asks for it, and off again once a PIN or badge was taken.

    Signals:
        changed: Emitted when it is switched on or off.
        told: Emitted with who has clocked in or out and when, or nothing.
    """

    changed = Signal()
    told = Signal(str)

    def __init__(self, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self._clock: TimeClock | None = None
        self.is_on = False

    def open(self, clock: TimeClock) -> None:
        self._clock = clock

    @Slot()
    def start(self) -> None:
        self._switch(is_on=self._clock is not None)

    @Slot()
    def stop(self) -> None:
        """What was told goes as well."""
        self._switch(is_on=False)

    @Slot()
    def toggle(self) -> None:
        if self.is_on:
            self.stop()
        else:
            self.start()

    def by_pin(self, staff_id: int, pin: str) -> Work | None:
        """What a whole PIN asks for, if it is not the sign-in."""
        clock = self._clock if self.is_on else None
        return None if clock is None else lambda: clock.punch(staff_id=staff_id, pin=pin)

    def by_badge(self, raw: str, prefix: str) -> Work | None:
        """The same of a badge."""
        clock = self._clock if self.is_on else None
        return None if clock is None else lambda: clock.punch_by_badge(raw=raw, prefix=prefix)

    def took(self, found: Any) -> bool:
        """Tell what was clocked, and be the sign-in again; say whether anything was."""
        if not hasattr(found, "side"):
            return False
        self.stop()
        self.told.emit(self._words(found))
        return True

    def _switch(self, *, is_on: bool) -> None:
        self.told.emit("")
        if is_on is not self.is_on:
            self.is_on = is_on
            self.changed.emit()

    def _words(self, clocked: Clocked) -> str:
        came = clocked.side.value == "in"
        words = (
            self.tr("{name} clocked in at {time}")
            if came
            else self.tr("{name} clocked out at {time}")
        )
        said = words.format(name=clocked.member.name, time=self._formats.time(clocked.at))
        if clocked.forgotten is None:
            return said
        missing = self.tr("The clock-out before is missing: tell a manager")
        return f"{said}. {missing}"
