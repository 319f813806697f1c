"""The sign-in screen's state: who is selling, and the digits of a PIN."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.staff import StaffMember
from pos_app.services.staff.signing_in import LockedOutError, SigningIn, WrongPinError
from pos_app.tasks.runner import TaskRunner

TICK_MS: Final = 1_000


@dataclass(frozen=True, slots=True)
class PersonTile:
    staff_id: int
    name: str
    initials: str
    role: str


class SignInViewModel(QObject):
    """What its screen shows and asks for.

    Signals:
        people_changed: Emitted when the tiles or the chosen one changed.
        digits_changed: Emitted with the number of digits typed.
        message_changed: Emitted with a sentence under the dots, or nothing.
        refused: Emitted when a PIN was wrong, so that the dots shake.
        busy_changed: Emitted while the PIN is checked.
        signed_in: Emitted with the StaffMember.
    """

    people_changed = Signal()
    digits_changed = Signal(int)
    message_changed = Signal(str)
    refused = Signal()
    busy_changed = Signal(bool)
    signed_in = Signal(object)

    def __init__(
        self,
        *,
        signing_in: SigningIn,
        tasks: TaskRunner,
        pin_length: int,
        hint: str = "",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._signing_in = signing_in
        self._tasks = tasks
        self.pin_length = pin_length
        self.hint = hint
        self.people: tuple[PersonTile, ...] = ()
        self._chosen: int | None = None
        self._digits = ""
        self._busy = False
        self._wait_s = 0
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def chosen(self) -> PersonTile | None:
        return next((one for one in self.people if one.staff_id == self._chosen), None)

    @property
    def is_busy(self) -> bool:
        return self._busy

    @property
    def typed_count(self) -> int:
        return len(self._digits)

    @Slot()
    def refresh(self) -> None:
        """Read who may sign in; the last one to do so is chosen."""
        self.people = tuple(_tile(person) for person in self._signing_in.people())
        known = {one.staff_id for one in self.people}
        if self._chosen not in known:
            self._chosen = self.people[0].staff_id if self.people else None
        self._set_digits("")
        self.people_changed.emit()
        self._wait(self._stored_wait())

    @Slot(int)
    def choose(self, staff_id: int) -> None:
        self._chosen = staff_id
        self._set_digits("")
        self.message_changed.emit("")
        self.people_changed.emit()
        self._wait(self._stored_wait())

    @Slot(str)
    def press(self, digit: str) -> None:
        """Take one digit; the last one signs in."""
        if self._busy or self._wait_s or self._chosen is None or len(digit) != 1:
            return
        if not (digit.isascii() and digit.isdigit()):
            return
        self._set_digits(self._digits + digit)
        if len(self._digits) == self.pin_length:
            self._sign_in()

    @Slot()
    def backspace(self) -> None:
        if not self._busy:
            self._set_digits(self._digits[:-1])

    @Slot()
    def clear(self) -> None:
        if not self._busy:
            self._set_digits("")

    def _sign_in(self) -> None:
        staff_id, pin = self._chosen, self._digits
        assert staff_id is not None
        self._set_busy(busy=True)
        self._tasks.submit(
            lambda: self._signing_in.sign_in(staff_id=staff_id, pin=pin),
            on_success=self._on_signed_in,
            on_failure=self._on_refused,
        )

    def _on_signed_in(self, member: StaffMember) -> None:
        self._set_busy(busy=False)
        self._set_digits("")
        self.message_changed.emit("")
        self.signed_in.emit(member)

    def _on_refused(self, error: PosError) -> None:
        self._set_busy(busy=False)
        self._set_digits("")
        match error:
            case WrongPinError() | LockedOutError() if error.values["wait_s"]:
                self._wait(int(str(error.values["wait_s"])))
            case WrongPinError():
                left = int(str(error.values["tries_left"])) + 1
                self.message_changed.emit(self.tr("Wrong PIN, %n tries left", "", left))
            case _:
                self.message_changed.emit(self.tr(type(error).text).format(**error.values))
        self.refused.emit()

    def _stored_wait(self) -> int:
        return 0 if self._chosen is None else self._signing_in.seconds_to_wait(self._chosen)

    def _wait(self, seconds: int) -> None:
        """Count down on screen; no PIN is taken meanwhile."""
        was_waiting, self._wait_s = self._wait_s > 0, seconds
        if seconds > 0:
            self._timer.start()
            minutes, rest = divmod(seconds, 60)
            self.message_changed.emit(
                self.tr("Wrong PIN. Try again in {wait}").format(wait=f"{minutes}:{rest:02d}")
            )
        elif was_waiting:
            self._timer.stop()
            self.message_changed.emit("")

    @Slot()
    def _tick(self) -> None:
        self._wait(max(0, self._wait_s - 1))

    def _set_digits(self, digits: str) -> None:
        if digits != self._digits:
            self._digits = digits
            self.digits_changed.emit(len(digits))

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self.busy_changed.emit(busy)


def _tile(person: StaffMember) -> PersonTile:
    initials = "".join(part[0] for part in person.name.split()[:2]).upper()
    return PersonTile(person.staff_id, person.name, initials, person.role.value)
