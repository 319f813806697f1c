"""Build the till on a store that is held, while its sign-in screen is looked at already."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from pos_app.adapters.devices.sounds import SoundPlayer
from pos_app.adapters.persistence.checkpoint import checkpoint, is_due
from pos_app.adapters.system.paths import bundled
from pos_app.composition import key_cards
from pos_app.composition.backup_keeping import BackupKeeper, run_beside
from pos_app.composition.customer_display import add_customer_display
from pos_app.composition.disk_watch import DiskWatch
from pos_app.composition.front import Front
from pos_app.composition.holding import HeldStore
from pos_app.composition.lanes import Lanes, run_quietly
from pos_app.composition.opening import OpenStore, opened
from pos_app.composition.payment_recovery import start_recovery
from pos_app.composition.practising import add_practice
from pos_app.composition.receipt_screens import start_mail
from pos_app.composition.renewing import start_renewal
from pos_app.composition.settings_screens import connect_scanner, connect_settings
from pos_app.composition.sheets import add_sheets
from pos_app.composition.sync_screens import start_sync
from pos_app.composition.till import TillBuilder
from pos_app.composition.time_clock import time_clock_of
from pos_app.domain.errors import PosError
from pos_app.services.catalogue import lookup
from pos_app.services.journal.adopting import AdoptionByManagerError
from pos_app.services.printing.pruning import Pruning
from pos_app.services.printing.spooling import Spooler, SpoolReport
from pos_app.viewmodels.practice.practice import PracticeViewModel
from pos_app.viewmodels.shared.decimal_sign import decimal_mark
from pos_app.viewmodels.shared.words import words_for
from pos_app.viewmodels.sign_in.auto_lock import AutoLock
from pos_app.viewmodels.status import PRINTER
from pos_app.viewmodels.till import TillViewModel
from pos_app.views.frame_sheets import add_frame_sheets
from pos_app.views.input.use_watch import UseWatch
from pos_app.views.keys.key_binder import KeyBinder
from pos_app.views.look.dresser import Dresser
from pos_app.views.main_window import MainWindow
from pos_app.views.products.import_sheet import ImportSheet
from pos_app.views.till_actions import add_actions

UPKEEP_MS: Final = 30_000


def build(
    held: HeldStore, lanes: Lanes, front: Front, *, window: MainWindow, stack: ExitStack
) -> tuple[TillViewModel, OpenStore]:
    """The till with its background work; leaving the stack lets go of the store.

    :raises UnavailableError: if the store cannot be opened
    """
    store = stack.enter_context(opened(held))
    builder = TillBuilder(store, lanes, front)
    stack.callback(builder.silences.close)
    till = builder.build()
    front.sign_in.open(store.services.signing_in, time_clock_of(store))
    front.frame.start()
    if store.loss is not None:
        front.frame.show_notice("journal", words_for(store.loss, front.formats))
    till.screens.kept.refresh()
    if held.is_moved:
        _tell_of_move(till, front)
    run_quietly(lanes.reader, lookup.warm)
    _warm_keys(store, lanes, front)
    if not held.is_moved:
        _print_what_waits(builder.spooler, lanes, front)
    add_actions(window, till)
    _connect_sounds(till, lanes, stack)
    _start_upkeep(window, store, lanes, front)
    start_mail(window, till, builder.mailroom)
    if not held.profile.copy_of:  # nothing of a practice copy is worth the room
        _start_backups(window, till, store, lanes, front)
    start_recovery(
        *(window, till),
        desk=builder.cards,
        open_orders=builder.open.open_orders,
        lanes=lanes,
        front=front,
    )
    _watch_disk(window, store, lanes, front)
    display = add_customer_display(window, till, store, lanes, front)
    renewal = start_renewal(
        *(window, till, store, builder.open.open_orders), lanes=lanes, front=front
    )
    start_sync(window, till, store=store, desk=builder.sync, stack=stack, renewal=renewal)
    connect_settings(window, till, builder.settings.stopped)
    connect_scanner(window, till, store.queries.live, renewal.renewed)
    till.screens.staff.pin_wanted.connect(window.want_pin)
    _add_import_sheet(window, till)
    window.theme.decimal_mark = decimal_mark(front.formats)
    add_sheets(window, till)
    add_frame_sheets(window, till)
    _print_keys(window, till, store, lanes)
    KeyBinder(till.screens.keys, window=window)
    Dresser(till.screens.look, window=window, theme=window.theme)
    practice = add_practice(window, till, store)
    auto = _start_auto_lock(window, till, store, practice)
    renewal.renewed.connect(auto.renew)
    renewal.renewed.connect(display.renew)
    return till, store


def _tell_of_move(till: TillViewModel, front: Front) -> None:
    """Stays until a manager has signed in, who is asked first."""
    front.frame.show_notice("move", AdoptionByManagerError.text)
    till.screens.sign_in.signed_in.connect(lambda _who: front.frame.show_notice("move", ""))


def _warm_keys(store: OpenStore, lanes: Lanes, front: Front) -> None:
    """A key store that is locked or empty is told before the first PIN, not at the first order."""
    lanes.reader.submit(
        store.keys.warm,
        on_success=lambda _nothing: None,
        on_failure=lambda error: front.sign_in.message_changed.emit(str(error)),
    )


def _print_what_waits(spooler: Spooler, lanes: Lanes, front: Front) -> None:
    """What an earlier run left unprinted comes out now."""

    def show(report: SpoolReport) -> None:
        front.frame.show_printer(report.reason, report.error is not None)

    def fail(error: PosError) -> None:
        front.frame.show_printer(words_for(error, front.formats), True)

    def work_off() -> None:
        lanes.printer.submit(spooler.work_off, on_success=show, on_failure=fail)

    front.frame.status.retries[PRINTER] = work_off
    work_off()


def _connect_sounds(till: TillViewModel, lanes: Lanes, stack: ExitStack) -> None:
    player = SoundPlayer(bundled("resources") / "sounds")
    look = till.screens.look
    stack.callback(player.close)

    def sound(name: str) -> None:
        if player.can_play:
            volume = look.volume_of(name)
            run_quietly(lanes.sounds, lambda: player.play(name, volume=volume))
        elif name != "ok":  # the only bell there is: kept for what needs a look
            QApplication.beep()

    till.screens.sell.sound.connect(sound)
    look.sound_asked.connect(sound)


def _add_import_sheet(window: MainWindow, till: TillViewModel) -> None:
    imports = till.screens.imports
    sheet = ImportSheet(imports, theme=window.theme, owner=window.stack)
    window.add_sheet(sheet)
    window.closing.connect(imports.shut_down)


def _start_backups(
    window: MainWindow, till: TillViewModel, store: OpenStore, lanes: Lanes, front: Front
) -> None:
    stopped = threading.Event()
    window.closing.connect(stopped.set)
    keeper = BackupKeeper(
        run=partial(run_beside, store.folder, stopped),
        tasks=lanes.backups,
        tell=lambda words: till.screens.frame.show_notice("backup", words),
        words=partial(words_for, formats=front.formats),
        parent=window,
    )
    till.screens.close_shift.closed.connect(keeper.shift_closed)
    till.screens.frame.status.retries["backup"] = keeper.check


def _start_auto_lock(
    window: MainWindow, till: TillViewModel, store: OpenStore, practice: PracticeViewModel
) -> AutoLock:
    pay = till.screens.pay
    auto = AutoLock(
        minutes=lambda: store.queries.profile.auto_lock_minutes,
        lock=lambda: till.lock(is_idle=True),
        # Whose practice is in sight is at work, and the practice locks itself.
        may_lock=lambda: (
            not (pay.busy or pay.remote.is_waiting or (practice.is_on and window.isHidden()))
        ),
        parent=window,
    )
    watch = UseWatch(window)
    window.windowHandle().installEventFilter(watch)
    # Shortcuts and scans never come to the window.
    for used in (watch.used, window.scanner.used):
        used.connect(auto.touch)
    practice.returned.connect(auto.touch)
    till.person_changed.connect(auto.show_person)
    window.closing.connect(auto.timer.stop)
    for asking in (till.screens.pay.remote.cases, till.screens.processors.trial):
        window.closing.connect(asking.let_go)
    return auto


def _print_keys(window: MainWindow, till: TillViewModel, store: OpenStore, lanes: Lanes) -> None:
    """The card goes into the folder of what is printed, from where any program prints it."""
    target = store.folder.printed / key_cards.NAME

    def write() -> None:
        target.parent.mkdir(exist_ok=True)
        key_cards.write_card(target)

    def ask() -> None:
        lanes.files.submit(
            write,
            on_success=lambda _nothing: till.screens.keys.tell_card(str(target)),
            on_failure=lambda error: till.toast.emit(str(error), False),
        )

    window.overlay.print_asked.connect(ask)


def _watch_disk(window: MainWindow, store: OpenStore, lanes: Lanes, front: Front) -> None:
    watch = DiskWatch(
        disk=store.services.disk,
        tasks=lanes.reader,
        tell=lambda words: front.frame.show_notice("disk", words),
        words=partial(words_for, formats=front.formats),
        parent=window,
    )
    watch.look()
    front.frame.status.retries["disk"] = watch.look


def _start_upkeep(window: MainWindow, store: OpenStore, lanes: Lanes, front: Front) -> None:
    """Keep the write-ahead log short, and the file small; only the writer's lane may do that.

    Orders go on while it fails, so nobody would see it: it is told in the bar until it works.
    """
    pruning = Pruning(new_uow=store.services.new_uow, clock=store.services.clock)

    def tidy() -> None:
        if is_due(store.folder.store):
            checkpoint(store.writer)
        if not store.services.adopting.is_owed:  # else it may still sell elsewhere
            pruning.step()

    def show(words: str) -> None:
        front.frame.show_notice("upkeep", words)

    timer = QTimer(window)
    timer.setObjectName("upkeep")
    timer.setInterval(UPKEEP_MS)
    timer.timeout.connect(
        lambda: lanes.writer.submit(
            tidy,
            on_success=lambda _nothing: show(""),
            on_failure=lambda error: show(words_for(error, front.formats)),
        )
    )
    timer.start()
