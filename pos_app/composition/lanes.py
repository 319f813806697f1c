"""The lanes of background work, one for each neighbour that may keep it waiting."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from pos_app.domain.errors import PosError
from pos_app.tasks.runner import QtTaskRunner, TaskRunner

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Lanes:
    """Each works in order; a printer that hangs holds up nobody but itself."""

    writer: QtTaskRunner = field(default_factory=QtTaskRunner)
    reader: QtTaskRunner = field(default_factory=QtTaskRunner)
    files: QtTaskRunner = field(default_factory=QtTaskRunner)
    printer: QtTaskRunner = field(default_factory=QtTaskRunner)
    backups: QtTaskRunner = field(default_factory=QtTaskRunner)
    mail: QtTaskRunner = field(default_factory=QtTaskRunner)
    sounds: QtTaskRunner = field(default_factory=QtTaskRunner)
    reports: QtTaskRunner = field(default_factory=QtTaskRunner)
    slides: QtTaskRunner = field(default_factory=QtTaskRunner)
    payments: dict[tuple[str, str], QtTaskRunner] = field(default_factory=dict)

    def payment(self, processor: str, purpose: str) -> QtTaskRunner:
        """One for each processor and purpose: a charge that hangs holds up no other question."""
        if (processor, purpose) not in self.payments:
            self.payments[processor, purpose] = QtTaskRunner()
        return self.payments[processor, purpose]

    def shut_down(self) -> None:
        """Finish what was started; what the orders need is waited for last."""
        for lane in (
            *(self.sounds, self.backups, self.files, self.mail, self.reports, self.slides),
            *self.payments.values(),
            *(self.reader, self.printer, self.writer),
        ):
            if not lane.shut_down():
                log.error("Background work did not end in time")


def run_quietly(lane: TaskRunner, work: Callable[[], object]) -> None:
    """Run work nobody waits for; what goes wrong is in the log."""
    lane.submit(work, on_success=_nothing_to_show, on_failure=_on_failure)


def _nothing_to_show(_result: object) -> None:
    """Nobody waits."""


def _on_failure(error: PosError) -> None:
    log.warning("Background work failed: %s", error)
