"""Practice mode of a running till: the copy of its store opens in a process of its own.

The real till stays as it is behind it: it holds its store and sends what waits, without a key.
Whatever ends the practice brings it back; somebody else than who went finds it locked.

The two talk by a word at a time: the practice says that it is ready, the till goes out of sight
and says so, and the practice shows itself and says that. A till in use lets it end unseen.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, QProcess, QSocketNotifier, QTimer, Slot
from PySide6.QtWidgets import QApplication

from pos_app.composition.desktop import SAME_PERSON, Desktop
from pos_app.composition.opening import OpenStore
from pos_app.domain.errors import PosError
from pos_app.domain.staff import StaffMember
from pos_app.services.store.practising import PracticeDoor
from pos_app.viewmodels.page_name import PageName
from pos_app.viewmodels.practice.practice import PracticeViewModel
from pos_app.viewmodels.till import TillViewModel
from pos_app.views.main_window import MainWindow
from pos_app.views.practice.practice_sheet import PracticeSheet
from pos_app.views.shared.actions import Action, Group
from pos_app.views.shared.controls import ActionButton
from pos_app.views.shared.sheet import sheet_over

READY: Final = "ready"
SHOW: Final = "show"
SHOWN: Final = "shown"
END_MS: Final = 3_000
FREE_PAGES: Final = frozenset({PageName.SELL, PageName.OPEN_SHIFT})
"""Where the real till may be left."""
_STANDARD_INPUT: Final = 0
_BYTES_AT_ONCE: Final = 1_024
log = logging.getLogger(__name__)


def add_practice(window: MainWindow, till: TillViewModel, store: OpenStore) -> PracticeViewModel:
    """The command, its question, and the process of a real till."""
    model = PracticeViewModel(
        profile=store.queries.profile, orders=store.services.orders, parent=window
    )
    till.screens.sign_in.signed_in.connect(model.signed_in)
    till.person_changed.connect(model.show_person)
    model.told.connect(till.toast)
    window.add_sheet(PracticeSheet(model, theme=window.theme, owner=window.stack))

    def can_be_asked() -> bool:
        return model.is_copy or window.page_name in FREE_PAGES

    words = "Back to the real till" if model.is_copy else "Practise: nothing is real…"
    window.till_actions.add(
        Action(
            *("practice", QCoreApplication.translate("TillActions", words), model.toggle),
            *("users", Group.TILL, can_be_asked),
        )
    )
    model.left.connect(window.leave)
    for back in window.findChildren(ActionButton, "practice_back"):
        back.clicked.connect(model.toggle)
    if not store.queries.profile.practice:
        PracticeProcess(model, window, till, program=program_of(store))
    return model


def program_of(store: OpenStore) -> Sequence[str]:
    frozen = getattr(sys, "frozen", False)
    program = [sys.executable] if frozen else [sys.executable, "-m", "pos_app"]
    return [*program, "--data-dir", str(store.folder.root), "--practice"]


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long a practice may take, in milliseconds: its copy of a large store takes seconds."""

    until_ready: int = 120_000
    until_shown: int = 10_000
    """The screen is empty meanwhile."""


USUAL: Final = Timeouts()


class PracticeProcess(QObject):
    """The window is out of sight from the first screen of the practice to its end."""

    def __init__(
        self,
        model: PracticeViewModel,
        window: MainWindow,
        till: TillViewModel,
        *,
        program: Sequence[str],
        timeouts: Timeouts = USUAL,
    ) -> None:
        super().__init__(window)
        self._model = model
        self._window = window
        self._till = till
        self._program = program
        self._timeouts = timeouts
        self._is_closing = False
        self._is_late = False
        self._stand: object = None
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._on_said)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)
        self._overdue = QTimer(self, singleShot=True)
        self._overdue.timeout.connect(self._process.kill)
        model.wanted.connect(self.start)
        window.closing.connect(self.end)

    @Slot(int)
    def start(self, staff_id: int) -> None:
        """Open the practice, unless money may move; the till stays in use until it is there."""
        if self._is_paying:
            self._model.is_on = False
            self._model.told.emit(self.tr("A payment goes on: practise once it is decided"), False)
            return
        self._is_late, self._stand = False, self._model.stand
        program, *words = self._program
        words += ["--theme", self._window.theme.mode, "--beside", str(staff_id)]
        if self._window.isFullScreen():
            words.append("--fullscreen")
        self._overdue.start(self._timeouts.until_ready)
        self._process.start(program, words)

    @property
    def _is_paying(self) -> bool:
        pay = self._till.screens.pay
        return pay.busy or pay.remote.is_waiting or bool(pay.remote.cases.at_work)

    @property
    def _is_in_use(self) -> bool:
        """Whether the real till would go out of sight in the middle of something."""
        return (
            self._till.page not in FREE_PAGES
            or self._is_paying
            or sheet_over(self._window.stack) is not None
            or self._model.stand != self._stand
        )

    @property
    def is_running(self) -> bool:
        return self._process.state() is not QProcess.ProcessState.NotRunning

    @Slot()
    def end(self) -> None:
        """The till is shut down: what is practised ends with it."""
        self._is_closing = True
        if not self.is_running:
            return
        self.end_input()
        if not self._process.waitForFinished(END_MS):
            self._process.kill()
            self._process.waitForFinished(END_MS)
        # Of a window that is out of sight Qt does not say that it was the last one.
        QTimer.singleShot(0, QCoreApplication.quit)

    def end_input(self) -> None:
        """Let the practice know that it is over."""
        self._process.closeWriteChannel()

    @Slot()
    def _on_said(self) -> None:
        for word in bytes(self._process.readAllStandardOutput().data()).decode().split():
            if word == SHOWN:
                self._overdue.stop()
            elif word == READY and self._window.isVisible():
                self._make_room()

    def _make_room(self) -> None:
        """Out of sight first: what is typed in between goes nowhere rather than to either."""
        if self._is_in_use:
            self._is_late = True
            self.end_input()
            return
        QApplication.setQuitOnLastWindowClosed(False)
        self._window.hide()
        self._overdue.start(self._timeouts.until_shown)
        self._process.write(f"{SHOW}\n".encode())

    @Slot(int, QProcess.ExitStatus)
    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        was_shown = not self._window.isVisible()
        self._overdue.stop()
        said = bytes(self._process.readAllStandardError().data()).decode(errors="replace").strip()
        self._model.is_on = False
        QApplication.setQuitOnLastWindowClosed(True)
        if self._is_closing:
            return
        if was_shown:
            self._window.show()
            self._window.activateWindow()
            if status is not QProcess.ExitStatus.NormalExit or code != SAME_PERSON:
                log.info("The practice ended otherwise than by its way back: %s %s", code, said)
                self._till.lock()
            else:
                self._model.returned.emit()
        elif self._is_late:
            self._model.told.emit(
                self.tr("Practice was ready while this till was in use: ask for it again"), False
            )
        else:
            log.info("The practice did not open: %s %s", code, said)
            ended = self.tr("it ended by itself, or was not ready in time ({code})")
            self._tell(said.splitlines()[-1] if said else ended.format(code=code))

    @Slot(QProcess.ProcessError)
    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._model.is_on = False
            self._tell(self._process.errorString())

    def _tell(self, reason: str) -> None:
        words = self.tr("The practice did not open: {reason}").format(reason=reason)
        self._model.told.emit(words, False)


def practise_beside(
    desktop: Desktop, staff_id: int, *, show: Callable[[], None], source: int = _STANDARD_INPUT
) -> None:
    """Be the practice that a till waits for: it has asked for the PIN, and ends with that till.

    :param show: the window, once the till has made room
    :param source: the file descriptor by which that till is heard
    """
    window = desktop.window
    window.winId()  # what is built wants a window of the system, if an unseen one
    notifier = QSocketNotifier(source, QSocketNotifier.Type.Read, window)

    def on_input() -> None:
        said = os.read(source, _BYTES_AT_ONCE).decode()
        if SHOW in said:
            show()
        if not said:  # the till wants it no more, or is no more itself
            notifier.setEnabled(False)
            window.close()
            # Of a window that was never shown Qt does not say that it was the last one.
            QTimer.singleShot(0, QCoreApplication.quit)

    def on_ready() -> None:
        store, till = desktop.store, window.till
        assert store is not None
        assert till is not None
        door = PracticeDoor(
            new_uow=store.services.new_uow,
            staff=store.queries.staff,
            journal=store.services.journal,
            profile=store.queries.profile,
        )
        sign_in = till.screens.sign_in
        sign_in.signed_in.connect(partial(_say, READY))
        desktop.lanes.writer.submit(
            partial(door.let_in, staff_id), on_success=let_in, on_failure=_say_why_not
        )

    def let_in(member: StaffMember) -> None:
        assert window.till is not None
        desktop.came_with = staff_id
        window.till.screens.sign_in.signed_in.emit(member)
        window.till.person_changed.connect(forget)

    def forget(_name: str) -> None:
        """Whoever signs in here by the PIN of practice is nobody to the real till."""
        if not window.left_by:  # else it is who came, on the way back
            desktop.came_with = 0

    notifier.activated.connect(on_input)
    window.painted.connect(partial(_say, SHOWN))
    desktop.ready.connect(on_ready)
    desktop.load()


def _say(word: str, _who: object = None) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def _say_why_not(error: PosError) -> None:
    """Whoever came over signs in by hand."""
    log.warning("Nobody could be let into the practice: %s", error)
    _say(READY)
