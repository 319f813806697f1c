"""Hands slice after slice to the writer's lane, one at a time: payments go in between."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal

from pos_app.domain.errors import PosError
from pos_app.services.catalogue.staged_import import Slice, StagedImports
from pos_app.services.catalogue.staging import ImportState, StagedImport
from pos_app.tasks.runner import TaskRunner

TIDYING_FAILED: Final = "storage.checkpoint"


class ImportSlices(QObject):
    """The next slice is handed over only when the last is done and shown.

    Signals:
        moved: Emitted with each Slice.
        told: Emitted with the PosError of a tidying that failed; the import goes on.
        failed: Emitted with the PosError that stopped it and the StagedImport as it stands.
    """

    moved = Signal(object)
    told = Signal(object)
    failed = Signal(object, object)

    def __init__(
        self, *, service: StagedImports, writer: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._service = service
        self._writer = writer
        self._stop_wanted = False
        self._is_closing = False

    def run(self, staged: StagedImport) -> None:
        self._stop_wanted = False
        self._next(staged)

    def stop(self) -> None:
        """After the slice that is under way; what is in stays in."""
        self._stop_wanted = True

    def shut_down(self) -> None:
        """Begin no other slice: the next start of the till goes on."""
        self._is_closing = True

    def _next(self, staged: StagedImport) -> None:
        if self._is_closing:
            return
        wants_stop = self._stop_wanted and staged.state is ImportState.APPLYING
        self._writer.submit(
            partial(self._stop if wants_stop else self._service.next_slice, staged),
            on_success=self._on_slice,
            on_failure=partial(self._on_failure, staged),
        )

    def _stop(self, staged: StagedImport) -> Slice:
        return Slice(self._service.stop(import_id=staged.import_id))

    def _on_slice(self, done: Slice) -> None:
        self.moved.emit(done)
        if done.has_more:
            self._next(done.staged)

    def _on_failure(self, staged: StagedImport, error: PosError) -> None:
        """Not again by itself: somebody must see to it first."""
        if error.code == TIDYING_FAILED:
            self.told.emit(error)
            self._next(staged)
            return
        self._writer.submit(
            partial(self._stop, staged),
            on_success=lambda stopped: self.failed.emit(error, stopped.staged),
            on_failure=lambda _same: self.failed.emit(error, staged),
        )
