"""The panel of the sync: what waits, what went wrong, and what a person can do about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal, SignalInstance, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.staff import Approval, Permission, StaffMember
from pos_app.services.ports import Clock, Formats
from pos_app.services.sync.repairing import Repairing
from pos_app.services.sync.status import Running, SyncStatus
from pos_app.services.sync.syncing import Turn
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.approval.request import ApprovalRequest
from pos_app.viewmodels.shared.row_text import RowText
from pos_app.viewmodels.shared.words import words_for
from pos_app.viewmodels.sync import sync_words


@dataclass(frozen=True, slots=True)
class SyncPanel:
    """What the sheet shows; `percent` is of what is being received, and -1 of nothing."""

    link: str
    times: str
    lost: str
    waiting: str
    trouble: str
    percent: int
    progress: str
    rows: tuple[RowText, ...]
    can_sync: bool
    works_offline: bool


@dataclass(frozen=True, slots=True)
class SyncControls:
    """What the running sync can be told, from the screen's thread."""

    send_now: Callable[[], None]
    work_offline: Callable[[bool], None]


class SyncViewModel(QObject):
    """What its sheet and its chip show and ask for.

    Signals:
        opened: Emitted with the SyncPanel to show.
        changed: Emitted with the SyncPanel as it is now.
        chip_changed: Emitted with the Chip, or None.
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
    """

    opened = Signal(object)
    changed = Signal(object)
    chip_changed = Signal(object)
    told = Signal(str, bool)

    def __init__(
        self,
        *,
        repairing: Repairing,
        read: Callable[[], SyncStatus],
        lane: AskingLane,
        clock: Clock,
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._repairing = repairing
        self._read = read
        self._lane = lane
        self._clock = clock
        self._formats = formats
        self.actor: StaffMember | None = None
        self._status: SyncStatus | None = None
        self._running = Running()
        self.controls: SyncControls | None = None
        """None where no sync runs: the till belongs to no head office."""

    def follow(
        self,
        signed_in: SignalInstance,
        person_changed: SignalInstance,
        *,
        tell: Callable[[str, bool], None],
    ) -> None:
        """Know who is selling; while nobody is, nobody may repair either."""

        def show_person(name: str) -> None:
            if not name:
                self.actor = None

        signed_in.connect(partial(setattr, self, "actor"))
        person_changed.connect(show_person)
        self.told.connect(tell)

    @Slot(object, object)
    def show_turn(self, turn: Turn, status: SyncStatus) -> None:
        self._running = turn.running
        self._show(status)

    def queued_words(self) -> str:
        """For who leaves: what still waits here, and stays; nothing where nothing does."""
        status = self._status
        if status is None or status.member is None or not status.counts.waiting:
            return ""
        return sync_words.to_send(status.counts.waiting)

    @Slot()
    def open(self) -> None:
        self._lane.tasks.submit(self._read, on_success=self._open, on_failure=self._tell)

    @Slot()
    def send_now(self) -> None:
        if self.controls is None:
            self.told.emit(self.tr("This till belongs to no head office"), False)
        elif self._running.is_by_choice:
            self.told.emit(self.tr("Working offline: Ctrl+Shift+O goes online again"), False)
        else:
            self.controls.send_now()
            self.told.emit(self.tr("Sending and receiving now"), False)

    @Slot()
    def toggle_offline(self) -> None:
        """Work offline, or online again; not kept over a restart."""
        if self.controls is None:
            self.told.emit(self.tr("This till belongs to no head office"), False)
            return
        wanted = not self._running.is_by_choice
        self._running = replace(self._running, is_by_choice=wanted)
        self.controls.work_offline(wanted)
        self.told.emit(
            self.tr("Working offline: everything is kept here until Ctrl+Shift+O")
            if wanted
            else self.tr("Working online again"),
            False,
        )

    @Slot(int)
    def send_again(self, seq: int) -> None:
        self._repair(
            self.tr("Send an entry to head office again"),
            seq,
            lambda actor, approval: self._repairing.send_again(
                actor=actor, seq=seq, approval=approval
            ),
        )

    @Slot(int)
    def settle(self, seq: int) -> None:
        self._repair(
            self.tr("Note an entry as settled with head office"),
            seq,
            lambda actor, approval: self._repairing.settle(actor=actor, seq=seq, approval=approval),
        )

    def _repair(
        self, what: str, seq: int, act: Callable[[StaffMember, Approval | None], None]
    ) -> None:
        actor = self.actor
        if actor is None:
            return
        rows = sync_words.rows(self._status) if self._status is not None else ()
        row = next((one for one in rows if one.key == seq), None)
        self._lane.submit(
            lambda approval: act(actor, approval),
            request=lambda: ApprovalRequest(
                Permission.REPAIR_SYNC,
                what,
                how_much=row.name if row else str(seq),
                why=row.right if row else "",
            ),
            on_success=lambda _nothing: self._on_repaired(),
            on_failure=self._tell,
        )

    def _on_repaired(self) -> None:
        self.told.emit(self.tr("Noted, and in the journal"), False)
        if self.controls is not None:
            self.controls.send_now()
        self._lane.tasks.submit(self._read, on_success=self._show, on_failure=self._tell)

    def _open(self, status: SyncStatus) -> None:
        self._status = status
        self.opened.emit(self._panel(status))

    def _show(self, status: SyncStatus) -> None:
        self._status = status
        self.chip_changed.emit(sync_words.chip(status, self._running, self._formats))
        self.changed.emit(self._panel(status))

    def _panel(self, status: SyncStatus) -> SyncPanel:
        running, formats = self._running, self._formats
        is_member = status.member is not None
        return SyncPanel(
            link=sync_words.link(status, running),
            times=sync_words.last_times(status, formats) if is_member else "",
            lost=sync_words.lost(status),
            waiting=sync_words.waiting(status, running, now=self._clock.now())
            if is_member
            else f"{sync_words.to_send(status.counts.waiting)} {sync_words.how_to_join()}",
            trouble=sync_words.trouble(status, running, formats),
            percent=sync_words.percent(running),
            progress=sync_words.received(running) if running.left else "",
            rows=sync_words.rows(status),
            can_sync=self.controls is not None,
            works_offline=running.is_by_choice,
        )

    def _tell(self, error: PosError) -> None:
        self.told.emit(words_for(error, self._formats), False)
