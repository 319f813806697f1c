"""The till's automatic backups: daily and at each close of a shift, by a process of their own.

A process and not a thread, because proving the journal would hold Python up for the screens.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

from pos_app.adapters.system.paths import DataFolder
from pos_app.domain.errors import PosError, UnavailableError
from pos_app.services.backup.keeping import BackupKind
from pos_app.tasks.runner import TaskRunner

FIRST_MS: Final = 2 * 60 * 1_000
EVERY_MS: Final = 15 * 60 * 1_000
LOOK_S: Final = 0.2
_left_alone: Final[list[subprocess.Popen[str]]] = []
Run = Callable[[BackupKind, bool], str]
"""Makes a backup, if one is due or in any case; returns words about what failed, or none."""
log = logging.getLogger(__name__)


class BackupProcessError(UnavailableError):
    code = "backup.process"
    text = "The backup broke off ({reason}). It is tried again."


class BackupKeeper(QObject):
    """Asks for the backups at their times, and tells of those that fail until they are made."""

    def __init__(
        self,
        *,
        run: Run,
        tasks: TaskRunner,
        tell: Callable[[str], None],
        words: Callable[[PosError], str] = str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._run = run
        self._tasks = tasks
        self._tell = tell
        self._words = words
        self._owes_shift = False
        self.first = QTimer(self, singleShot=True, interval=FIRST_MS)
        self.first.timeout.connect(self.check)
        self.every = QTimer(self, interval=EVERY_MS)
        self.every.timeout.connect(self.check)
        self.first.start()
        self.every.start()

    @Slot()
    def shift_closed(self) -> None:
        self._owes_shift = True
        self.check()

    @Slot()
    def check(self) -> None:
        kind = BackupKind.SHIFT if self._owes_shift else BackupKind.DAILY
        if_due = not self._owes_shift
        self._owes_shift = False
        self._tasks.submit(
            lambda: self._run(kind, if_due),
            on_success=partial(self._on_run, kind),
            on_failure=lambda error: self._on_failure(kind, error),
        )

    def _on_run(self, kind: BackupKind, failure: str) -> None:
        self._owes_shift = self._owes_shift or (bool(failure) and kind is BackupKind.SHIFT)
        if failure:
            log.warning("A backup failed: %s", failure)
        self._tell(failure)

    def _on_failure(self, kind: BackupKind, error: PosError) -> None:
        self._on_run(kind, self._words(error))


def run_beside(folder: DataFolder, stopped: threading.Event, kind: BackupKind, if_due: bool) -> str:
    """Let another process make it.

    :raises BackupProcessError: if it says nothing that can be understood
    """
    words = ["run", "--gently", "--json"]
    words += ["--shift"] if kind is BackupKind.SHIFT else []
    words += ["--if-due"] if if_due else []
    said = say_beside(folder, stopped, words)
    return "" if said is None else _failures_in(*said)


def say_beside(
    folder: DataFolder, stopped: threading.Event, words: list[str]
) -> tuple[str, str] | None:
    """Run `pos-app backup` with these words in another process; return what it said and refused.

    Nobody waits for it when the till is shut down meanwhile: it goes on by itself.
    """
    process = subprocess.Popen(  # noqa: S603 - this program itself
        [*_program(), "--data-dir", str(folder.root), "backup", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while process.poll() is None:
        if stopped.wait(LOOK_S):
            _left_alone.append(process)
            return None
    # What it says fits into a pipe, so it never waits for us to read.
    return process.communicate()


def _program() -> list[str]:
    is_frozen = getattr(sys, "frozen", False)
    return [sys.executable] if is_frozen else [sys.executable, "-m", "pos_app"]


def _failures_in(printed: str, refusal: str) -> str:
    try:
        return " ".join(json.loads(printed)["failures"])
    except (ValueError, KeyError, TypeError) as error:
        lines = refusal.strip().splitlines() or ["it said nothing"]
        raise BackupProcessError(reason=lines[-1]) from error
