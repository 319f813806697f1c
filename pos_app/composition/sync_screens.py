"""The sync of a running till: its thread, its chip and panel, and what it changes on screen."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

from pos_app.composition.opening import OpenStore
from pos_app.composition.syncing import SyncDesk
from pos_app.domain.errors import PosError
from pos_app.services.ports import Formats
from pos_app.services.sync.membership import membership
from pos_app.services.sync.status import SyncStatus, read_status
from pos_app.services.sync.syncing import Syncing, Turn
from pos_app.tasks.sync_worker import SyncWorker
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.page_name import PageName
from pos_app.viewmodels.settings.renewal import Renewal
from pos_app.viewmodels.sync.sync import SyncControls, SyncViewModel
from pos_app.viewmodels.sync.sync_words import ABOUT
from pos_app.viewmodels.till import TillViewModel
from pos_app.views.main_window import MainWindow
from pos_app.wire.changes import Subject

log = logging.getLogger(__name__)

RENEW_MS: Final = 300
HELD: Final = frozenset({Subject.TAX, Subject.TAX_CLASS, Subject.SETTING})
SHOWN: Final = frozenset({Subject.PRODUCT, Subject.STOCK})


def sync_model(
    store: OpenStore, desk: SyncDesk, lane: AskingLane, formats: Formats
) -> SyncViewModel:
    return SyncViewModel(
        repairing=desk.repairing,
        read=partial(read_status, store.queries.settings, store.queries.outbox),
        lane=lane,
        clock=store.services.clock,
        formats=formats,
    )


def start_sync(
    window: MainWindow,
    till: TillViewModel,
    *,
    store: OpenStore,
    desk: SyncDesk,
    stack: ExitStack,
    renewal: Renewal,
) -> SyncWorker | None:
    """Begin to talk to head office; a till that belongs to none has no thread for it."""
    queries, services = store.queries, store.services
    member = membership(queries.settings)
    if member is None or queries.profile.practice:
        return None
    try:
        office = desk.office(member)
    except PosError as error:
        log.error("What was agreed with head office cannot be used: %s", error)
        return None
    parts = desk.parts(office, is_stopped=lambda: worker.is_stopped)
    worker = SyncWorker(
        turn=_unless_moved(store, parts.syncing),
        look=partial(read_status, queries.settings, queries.outbox),
        abort=parts.abort,
        parent=window,
    )
    model = till.screens.sync

    def send_now() -> None:
        parts.syncing.hurry()
        worker.wake()

    def work_offline(wanted: bool) -> None:
        parts.syncing.work_offline(wanted=wanted)
        worker.wake()

    model.controls = SyncControls(send_now=send_now, work_offline=work_offline)
    model.chip_changed.connect(partial(till.screens.frame.status.show_chip, ABOUT))
    worker.turned.connect(model.show_turn)
    worker.turned.connect(Renewing(till, store, renewal, parent=window).take)
    services.recorded.tell = worker.wake
    stack.callback(worker.stop)
    window.closing.connect(worker.ask_to_stop)
    worker.start()
    return worker


def _unless_moved(store: OpenStore, syncing: Syncing) -> Callable[[], Turn]:
    """A store that may still be at work elsewhere says nothing until a manager has signed in."""

    def turn() -> Turn:
        if store.services.adopting.is_owed:
            return Turn(1_000, syncing.running)
        return syncing.turn()

    return turn


class Renewing(QObject):
    """What comes from head office is seen on the screens, and nothing that is rung up changes."""

    def __init__(
        self, till: TillViewModel, store: OpenStore, renewal: Renewal, *, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._till = till
        self._store = store
        self._renewal = renewal
        self._staff_wait = False
        self._grid = QTimer(self, singleShot=True, interval=RENEW_MS)
        self._grid.timeout.connect(till.screens.grid.load)

    @Slot(object, object)
    def take(self, turn: Turn, _status: SyncStatus) -> None:
        if turn.subjects & SHOWN and not turn.running.left and not self._grid.isActive():
            self._grid.start()
        if turn.subjects & HELD:
            self._renewal.look()
        if Subject.STAFF in turn.subjects and self._till.page is PageName.SIGN_IN:
            self._till.screens.sign_in.refresh()
        self._lock_out(turn)

    def _lock_out(self, turn: Turn) -> None:
        """Who was let go, or has another role now, signs in anew."""
        self._staff_wait |= Subject.STAFF in turn.subjects
        who = self._till.screens.sync.actor
        if not self._staff_wait or who is None:
            self._staff_wait = False
            return
        now = {one.staff_id: one for one in self._store.queries.staff.listed()}
        if now.get(who.staff_id) == who:
            self._staff_wait = False
        else:  # not in the middle of a payment: then after the next turn
            self._till.lock()
