"""The sign-in screen's state: who is selling, and the digits of a PIN or a badge."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.badge import BADGE_PREFIX_DEFAULT, is_badge
from pos_app.domain.errors import PosError
from pos_app.domain.staff import StaffMember
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.shared.pin_entry import PinEntry
from pos_app.viewmodels.sign_in.clocking import Clocking
from pos_app.viewmodels.sign_in.people import People
from pos_app.viewmodels.sign_in.refusals import Refusals

if TYPE_CHECKING:  # the first paint does not wait for it
    from pos_app.services.staff.signing_in import SigningIn
    from pos_app.services.staff.time_clock import Clocked, TimeClock

log = logging.getLogger(__name__)


class SignInViewModel(QObject):
    """What its screen shows and asks for.

    It begins with what a first look at the store showed; a PIN that is typed before `open`
    is checked by it.

    Signals:
        people_changed: Emitted when the tiles, the letters that filter them or the chosen one
            changed.
        digits_changed: Emitted with the number of digits typed.
        message_changed: Emitted with a sentence under the dots, or nothing.
        kept_changed: Emitted with a sentence about the orders that are open, or nothing.
        refused: Emitted when a PIN or badge was wrong, so that the dots shake.
        signed_in: Emitted with the StaffMember.
    """

    people_changed = Signal()
    digits_changed = Signal(int)
    message_changed = Signal(str)
    kept_changed = Signal(str)
    refused = Signal()
    signed_in = Signal(object)

    def __init__(
        self,
        *,
        people: Sequence[StaffMember],
        tasks: TaskRunner,
        pin_length: int,
        hint: str = "",
        badge_prefix: str = BADGE_PREFIX_DEFAULT,
        clocking: Clocking,
    ) -> None:
        super().__init__()
        self.clocking = clocking
        clocking.changed.connect(self.clear)
        self._door: SigningIn | None = None
        self._tasks = tasks
        self.hint = hint
        self._badge_prefix = badge_prefix
        self.takes_badges = False
        self.is_busy = False
        self.list = People(people, self)
        self.pin = PinEntry(pin_length, self)
        self._refusals = Refusals(self)
        self.list.changed.connect(self.people_changed)
        self.pin.changed.connect(self.digits_changed)
        self.pin.completed.connect(self._sign_in_if_complete)
        self.pin.overrun.connect(lambda: self.message_changed.emit(self.tr("Scan ignored")))
        self._refusals.told.connect(self.message_changed)

    def open(self, signing_in: SigningIn, time_clock: TimeClock) -> None:
        """From now on PINs are checked; one that is complete already at once."""
        self._door = signing_in
        self.clocking.open(time_clock)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Read who may sign in; the last one to do so is chosen."""
        assert self._door is not None
        self.takes_badges = self._door.has_badges()
        self.list.show(self._door.people())
        self._wait_if_told()
        if self._refusals.seconds_left:
            self.pin.clear()
        if self.pin.is_complete:
            self._sign_in_if_complete()

    @Slot(int)
    def choose(self, staff_id: int) -> None:
        if not self.is_busy:
            self.list.choose(staff_id)
            self._begin_anew()

    @Slot(str)
    def press(self, char: str) -> None:
        """Take a digit of the PIN, or a letter of somebody's name."""
        if self.is_busy or len(char) != 1:
            return
        if char.isascii() and char.isdigit():
            if self.list.chosen is not None and not self._refusals.seconds_left:
                self.pin.take(char)
        elif not self.list.is_alone and self.list.takes(char):
            self.list.filter(self.list.letters + char)
            self._begin_anew()

    def scan(self, raw: str) -> bool:
        """Let in whose badge this is; say whether it is meant as one."""
        door = self._door
        if door is None or not is_badge(raw, prefix=self._badge_prefix):
            return False
        if not self.is_busy:
            self.pin.clear()
            prefix = self._badge_prefix
            enter = partial(door.sign_in_by_badge, raw=raw, prefix=prefix)
            self._check(self.clocking.by_badge(raw, prefix) or enter, is_badge=True)
        return True

    @Slot()
    def backspace(self) -> None:
        """Take back the last digit, or else the last letter."""
        if self.is_busy:
            return
        if self.pin.digits or not self.list.letters:
            self.pin.erase()
        else:
            self.list.filter(self.list.letters[:-1])
            self._begin_anew()

    @Slot()
    def clear(self) -> None:
        """Take back all digits, and show everybody."""
        if not self.is_busy:
            self.pin.clear()
            self.list.filter("")

    def leave(self, member: StaffMember, *, is_idle: bool) -> None:
        """The till is left by somebody: it is journalled, and the next one begins anew."""
        self.clear()
        if self._door is not None:
            self._tasks.submit(
                partial(self._door.lock, actor=member, is_idle=is_idle),
                on_success=lambda _nothing: None,
                on_failure=lambda error: log.error("Locking was not journalled: %s", error),
            )

    @Slot()
    def _sign_in_if_complete(self) -> None:
        door, person, pin = self._door, self.list.chosen, self.pin.digits
        if door is not None and person is not None and not self.is_busy:
            enter = partial(door.sign_in, staff_id=person.staff_id, pin=pin)
            self._check(self.clocking.by_pin(person.staff_id, pin) or enter, is_badge=False)

    def _check(self, work: Callable[[], StaffMember | Clocked], *, is_badge: bool) -> None:
        self.is_busy = True
        self._tasks.submit(
            work,
            on_success=self._on_signed_in,
            on_failure=partial(self._on_refused, is_badge=is_badge),
        )

    def _on_signed_in(self, found: StaffMember | Clocked) -> None:
        self.is_busy = False
        self.clear()
        self.message_changed.emit("")
        if not self.clocking.took(found):
            self.signed_in.emit(found)

    def _on_refused(self, error: PosError, *, is_badge: bool) -> None:
        self.is_busy = False
        self.pin.clear()
        self._refusals.tell(error, is_badge=is_badge)
        self.refused.emit()

    def _begin_anew(self) -> None:
        """Somebody else is meant: no digit, and no word about the one before."""
        self.pin.clear()
        self.message_changed.emit("")
        self._wait_if_told()

    def _wait_if_told(self) -> None:
        person, door = self.list.chosen, self._door
        if person is None or door is None:
            self._refusals.wait(0)
        else:
            self._refusals.wait(door.seconds_to_wait(person.staff_id))
