"""Reads and checks the file of an import in a lane of its own, and can be told to stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.staff import StaffMember
from pos_app.services.catalogue.importing import ImportCancelledError, ImportOptions, Progress
from pos_app.services.catalogue.reading import ProductReader
from pos_app.services.catalogue.staged_import import Preview, StagedImports
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.products.import_card import ImportCard, ImportCards

OpenReader = Callable[[Path], ProductReader]


@dataclass(frozen=True, slots=True)
class ImportLanes:
    """Files are read in a lane of their own, so that a search never waits for one."""

    files: TaskRunner
    writer: AskingLane


class ImportReading(QObject):
    """One file at a time.

    Signals:
        changed: Emitted with the ImportCard to show; an idle one when it was cancelled.
    """

    changed = Signal(object)
    _progressed = Signal(object)

    def __init__(
        self,
        *,
        service: StagedImports,
        open_reader: OpenReader,
        files: TaskRunner,
        cards: ImportCards,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._service = service
        self._open_reader = open_reader
        self._files = files
        self._cards = cards
        self._cancelled = Event()
        self._file = ""
        self._is_reading = False
        self.preview: Preview | None = None
        # Told by the lane's thread, shown by this one.
        self._progressed.connect(self._on_progress)

    def read(self, path: Path, actor: StaffMember) -> None:
        self._cancelled.clear()
        self._file = path.name
        self._is_reading = True
        self.changed.emit(self._cards.reading(path.name))
        self._files.submit(
            lambda: self._stage(path, actor), on_success=self._on_read, on_failure=self._on_failure
        )

    @Slot()
    def cancel(self) -> None:
        self._cancelled.set()

    def discard(self) -> None:
        """Nobody wants to import what was read."""
        if self.preview is not None:
            self._service.discard(self.preview)
        self.preview = None

    def _stage(self, path: Path, actor: StaffMember) -> Preview:
        return self._service.stage(
            actor=actor,
            reader=self._open_reader(path),
            options=ImportOptions(path.name),
            progress=self._progressed.emit,
            cancelled=self._cancelled.is_set,
        )

    @Slot(object)
    def _on_progress(self, progress: Progress) -> None:
        if self._is_reading:
            self.changed.emit(self._cards.reading(self._file, progress))

    def _on_read(self, preview: Preview) -> None:
        self._is_reading = False
        self.preview = preview
        self.changed.emit(self._cards.preview(preview))

    def _on_failure(self, error: PosError) -> None:
        self._is_reading = False
        was_cancelled = isinstance(error, ImportCancelledError)
        self.changed.emit(ImportCard() if was_cancelled else self._cards.failed(self._file, error))
