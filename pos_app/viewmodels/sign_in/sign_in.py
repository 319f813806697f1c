"""The sign-in screen's state: who is selling, and the digits of a PIN."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.staff import LockedOutError, StaffMember, WrongPinError
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.sign_in.countdown import Countdown

if TYPE_CHECKING:  # the first paint does not wait for it
    from pos_app.services.staff.signing_in import SigningIn


SETTLE_MS: Final = 60
"""Longer than between two keys of a scanner, shorter than anybody waits for."""


@dataclass(frozen=True, slots=True)
class PersonTile:
    staff_id: int
    name: str
    initials: str
    role: str


class SignInViewModel(QObject):
    """What its screen shows and asks for.

    It begins with what a first look at the store showed; a PIN that is typed before `open`
    is checked by it.

    Signals:
        people_changed: Emitted when the tiles or the chosen one changed.
        digits_changed: Emitted with the number of digits typed.
        message_changed: Emitted with a sentence under the dots, or nothing.
        kept_changed: Emitted with a sentence about the orders that are open, or nothing.
        refused: Emitted when a PIN was wrong, so that the dots shake.
        busy_changed: Emitted while the PIN is checked.
        signed_in: Emitted with the StaffMember.
    """

    people_changed = Signal()
    digits_changed = Signal(int)
    message_changed = Signal(str)
    kept_changed = Signal(str)
    refused = Signal()
    busy_changed = Signal(bool)
    signed_in = Signal(object)

    def __init__(
        self,
        *,
        people: Sequence[StaffMember],
        tasks: TaskRunner,
        pin_length: int,
        hint: str = "",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._signing_in: SigningIn | None = None
        self._tasks = tasks
        self.pin_length = pin_length
        self.hint = hint
        self.people = tuple(_tile(person) for person in people)
        self._chosen = people[0].staff_id if people else None
        self._digits = ""
        self.is_busy = False
        self._settling = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settling.timeout.connect(self._sign_in_if_complete)
        self.burst = QTimer(self, singleShot=True, interval=SETTLE_MS)
        """Runs while a barcode goes on that is no PIN."""
        self._wait = Countdown(self)
        self._wait.changed.connect(self._show_wait)

    def open(self, signing_in: SigningIn) -> None:
        """From now on PINs are checked; one that is complete already at once."""
        self._signing_in = signing_in
        self.refresh()

    @property
    def chosen(self) -> PersonTile | None:
        return next((one for one in self.people if one.staff_id == self._chosen), None)

    @Slot()
    def refresh(self) -> None:
        """Read who may sign in; the last one to do so is chosen."""
        assert self._signing_in is not None
        self.people = tuple(_tile(person) for person in self._signing_in.people())
        known = {one.staff_id for one in self.people}
        if self._chosen not in known:
            self._chosen = self.people[0].staff_id if self.people else None
        self.people_changed.emit()
        self._wait.start(self._stored_wait())
        if self._wait.left:
            self._set_digits("")
        if not self._settling.isActive():
            self._sign_in_if_complete()

    @Slot(int)
    def choose(self, staff_id: int) -> None:
        if self.is_busy:
            return
        self._chosen = staff_id
        self._set_digits("")
        self.message_changed.emit("")
        self.people_changed.emit()
        self._wait.start(self._stored_wait())

    @Slot(str)
    def press(self, digit: str) -> None:
        """Take one digit; a moment after the last one it is checked.

        Digits that go on at a scanner's speed are a barcode: that is no PIN, and no wrong one.
        """
        if self.is_busy or self._wait.left or self._chosen is None or len(digit) != 1:
            return
        if not (digit.isascii() and digit.isdigit()):
            return
        if self.burst.isActive() or self._settling.isActive():
            self._settling.stop()
            self.burst.start()
            self._set_digits("")
            self.message_changed.emit(self.tr("Scan ignored"))
            return
        if len(self._digits) < self.pin_length:
            self._set_digits(self._digits + digit)
        if len(self._digits) == self.pin_length:
            self._settling.start()

    @Slot()
    def backspace(self) -> None:
        self._settling.stop()
        if not self.is_busy:
            self._set_digits(self._digits[:-1])

    @Slot()
    def clear(self) -> None:
        self._settling.stop()
        if not self.is_busy:
            self._set_digits("")

    @Slot()
    def _sign_in_if_complete(self) -> None:
        door, staff_id, pin = self._signing_in, self._chosen, self._digits
        if door is None or staff_id is None or len(pin) < self.pin_length or self.is_busy:
            return
        self._set_busy(busy=True)
        self._tasks.submit(
            lambda: door.sign_in(staff_id=staff_id, pin=pin),
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
                self._wait.start(int(str(error.values["wait_s"])))
            case WrongPinError():
                left = int(str(error.values["tries_left"])) + 1
                self.message_changed.emit(self.tr("Wrong PIN, %n tries left", "", left))
            case _:
                self.message_changed.emit(self.tr(type(error).text).format(**error.values))
        self.refused.emit()

    def _stored_wait(self) -> int:
        if self._chosen is None:
            return 0
        return 0 if self._signing_in is None else self._signing_in.seconds_to_wait(self._chosen)

    @Slot(int)
    def _show_wait(self, seconds: int) -> None:
        """Count down on screen; no PIN is taken meanwhile."""
        minutes, rest = divmod(seconds, 60)
        words = self.tr("Wrong PIN. Try again in {wait}").format(wait=f"{minutes}:{rest:02d}")
        self.message_changed.emit(words if seconds else "")

    def _set_digits(self, digits: str) -> None:
        if digits != self._digits:
            self._digits = digits
            self.digits_changed.emit(len(digits))

    def _set_busy(self, *, busy: bool) -> None:
        self.is_busy = busy
        self.busy_changed.emit(busy)


def _tile(person: StaffMember) -> PersonTile:
    initials = "".join(part[0] for part in person.name.split()[:2]).upper()
    return PersonTile(person.staff_id, person.name, initials, person.role.value)
