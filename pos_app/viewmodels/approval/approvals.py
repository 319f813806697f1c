"""The sheet on which somebody else allows one act, with their PIN, while the asker stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.badge import is_badge
from pos_app.domain.errors import PosError
from pos_app.domain.staff import Approval, StaffMember
from pos_app.domain.store import StoreProfile
from pos_app.services.ports import Formats
from pos_app.services.staff.approving import (
    APPROVAL_SECONDS,
    ApprovalTimedOutError,
    Approving,
    NobodyToAskError,
    NotApprovedError,
)
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.approval.request import ApprovalRequest, ApproverTile
from pos_app.viewmodels.shared.pin_entry import PinEntry
from pos_app.viewmodels.shared.roles import role_name
from pos_app.viewmodels.shared.words import words_for
from pos_app.viewmodels.sign_in.countdown import Countdown
from pos_app.viewmodels.sign_in.refusals import Refusals


@dataclass(frozen=True, slots=True)
class _Asked:
    """One request, from when its sheet opens until it is answered."""

    actor: StaffMember
    request: ApprovalRequest
    then: Callable[[Approval], None]
    otherwise: Callable[[PosError], None]


class Approvals(QObject):
    """One request at a time; a new one takes the place of one that is not answered.

    Signals:
        asked: Emitted with the ApprovalRequest and the name of who asks.
        hidden: Emitted when the sheet is to go.
        people_changed: Emitted when the tiles or the chosen one changed.
        message_changed: Emitted with a sentence under the dots, or nothing.
        wrong: Emitted when a PIN was wrong, so that the dots shake.
        seconds_changed: Emitted with the seconds that are left to answer.
        scanned: Emitted with a barcode that was read as digits of a PIN.
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
    """

    asked = Signal(object, str)
    hidden = Signal()
    people_changed = Signal()
    message_changed = Signal(str)
    wrong = Signal()
    seconds_changed = Signal(int)
    scanned = Signal(str)
    told = Signal(str, bool)

    def __init__(
        self,
        *,
        approving: Approving,
        tasks: TaskRunner,
        formats: Formats,
        profile: StoreProfile,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._approving = approving
        self._tasks = tasks
        self.formats = formats
        self._actor: StaffMember | None = None
        self._asked: _Asked | None = None
        self.is_busy = False
        self.people: tuple[ApproverTile, ...] = ()
        self.chosen = 0
        self.takes_badges = False
        self._badge_prefix = profile.badge_prefix
        self.pin = PinEntry(profile.pin_length, self)
        self.pin.completed.connect(self._try_pin)
        self.pin.scanned.connect(self.scanned)
        self.time = Countdown(self)
        self.time.changed.connect(self._show_time)
        self._refusals = Refusals(self)
        self._refusals.told.connect(self.message_changed)

    @property
    def is_open(self) -> bool:
        return self._asked is not None

    @Slot(object)
    def signed_in(self, member: StaffMember) -> None:
        self._actor = member

    def ask(
        self,
        request: ApprovalRequest,
        then: Callable[[Approval], None],
        otherwise: Callable[[PosError], None] | None = None,
    ) -> None:
        """Open the sheet; `then` gets the approval, for one act at once.

        :param otherwise: what to do with why there is none; by default it is said in a toast
        """
        self.refuse()
        actor = self._actor
        refuse = otherwise or (lambda error: self.told.emit(words_for(error, self.formats), False))
        if actor is None:
            refuse(NotApprovedError())
            return
        found = self._approving.approvers(
            actor=actor, permission=request.permission, share=request.share
        )
        if not found:
            refuse(NobodyToAskError(permission=request.permission.value))
            return
        self.people = tuple(
            ApproverTile(one.staff_id, one.name, role_name(one.role)) for one in found
        )
        self.takes_badges = self._approving.has_badges()
        self._asked = _Asked(actor, request, then, refuse)
        self.asked.emit(request, actor.name)
        self.time.start(APPROVAL_SECONDS)
        ids = [one.staff_id for one in self.people]
        # Where their own PIN will do, it is not tried as somebody else's.
        self.choose(actor.staff_id if actor.staff_id in ids else ids[0])

    @Slot(int)
    def choose(self, staff_id: int) -> None:
        """Whose PIN is typed next."""
        if not self.is_busy:
            self.chosen = staff_id
            self.pin.clear()
            self.message_changed.emit("")
            self.people_changed.emit()
            self._refusals.wait(self._approving.seconds_to_wait(staff_id))

    def step(self, by: int) -> None:
        """Choose a neighbour."""
        ids = [one.staff_id for one in self.people]
        self.choose(ids[(ids.index(self.chosen) + by) % len(ids)])

    @Slot(str)
    def press(self, digit: str) -> None:
        if len(digit) == 1 and digit.isascii() and digit.isdigit():
            # A barcode is one while nobody's PIN is taken, too.
            self.pin.take(digit, counts=not (self.is_busy or self._refusals.seconds_left))

    @Slot()
    def refuse(self) -> None:
        """Esc, or another screen: nobody has allowed it."""
        self._end(NotApprovedError())

    def take_scan(self, raw: str) -> str:
        """What of a scan is for the order behind: all but a badge, which allows it.

        What was taken for digits of the PIN belongs to it.
        """
        asked = self._asked
        if asked is None:
            return raw
        whole, prefix = self.pin.take_burst() + raw, self._badge_prefix
        if not is_badge(whole, prefix=prefix):
            return whole
        self._try(
            asked,
            lambda: self._approving.approve_by_badge(
                actor=asked.actor,
                permission=asked.request.permission,
                share=asked.request.share,
                raw=whole,
                prefix=prefix,
            ),
            is_badge=True,
        )
        return ""

    @Slot()
    def _try_pin(self) -> None:
        asked, approver_id, pin = self._asked, self.chosen, self.pin.digits
        if asked is not None:
            self._try(
                asked,
                lambda: self._approving.approve(
                    actor=asked.actor,
                    permission=asked.request.permission,
                    share=asked.request.share,
                    approver_id=approver_id,
                    pin=pin,
                ),
                is_badge=False,
            )

    def _try(self, asked: _Asked, work: Callable[[], Approval], *, is_badge: bool) -> None:
        if self.is_busy:
            return
        self.is_busy = True
        self.pin.clear()
        self._tasks.submit(
            work,
            on_success=lambda approval: self._on_approved(asked, approval),
            on_failure=lambda error: self._on_wrong(asked, error, is_badge=is_badge),
        )

    def _on_approved(self, asked: _Asked, approval: Approval) -> None:
        self.is_busy = False
        # Too late, or somebody has pressed Esc meanwhile: then it stays unused.
        if self._asked is asked:
            self._end()
            asked.then(approval)

    def _on_wrong(self, asked: _Asked, error: PosError, *, is_badge: bool) -> None:
        self.is_busy = False
        self.pin.clear()
        if self._asked is asked:
            self._refusals.tell(error, is_badge=is_badge)
            self.wrong.emit()

    @Slot(int)
    def _show_time(self, seconds: int) -> None:
        self.seconds_changed.emit(seconds)
        if not seconds:
            self._end(ApprovalTimedOutError(seconds=APPROVAL_SECONDS))

    def _end(self, why_not: PosError | None = None) -> None:
        asked, self._asked = self._asked, None
        if asked is None:
            return
        self.time.start(0)
        self._refusals.wait(0)
        self.pin.clear()
        self.hidden.emit()
        if why_not is not None:
            asked.otherwise(why_not)
