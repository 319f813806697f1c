"""Importing products beside the sale: read a file, look at the preview, let slices follow."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.staff import StaffMember
from pos_app.services.catalogue.reading import Problem
from pos_app.services.catalogue.staged_import import Slice, StagedImports
from pos_app.services.catalogue.staging import RUNNING, StagedImport
from pos_app.services.ports import Formats
from pos_app.viewmodels.products.import_card import (
    PROBLEMS_SHOWN,
    ImportCard,
    ImportCards,
    Step,
    request,
)
from pos_app.viewmodels.products.import_reading import ImportLanes, ImportReading, OpenReader
from pos_app.viewmodels.products.import_slices import ImportSlices
from pos_app.viewmodels.shared.words import words_for

_CLOSES = frozenset({Step.PREVIEW, Step.FAILED, Step.DONE, Step.UNDONE})


class ImportProducts(QObject):
    """One import at a time; its sheet may be hidden while it works.

    Signals:
        changed: Emitted with the ImportCard to show.
        file_wanted: Emitted when a person must choose a file.
        shown: Emitted when the sheet is to be seen.
        hidden: Emitted when it is to go.
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
        catalogue_changed: Emitted when an import or its undo is through.
    """

    changed = Signal(object)
    file_wanted = Signal()
    shown = Signal()
    hidden = Signal()
    told = Signal(str, bool)
    catalogue_changed = Signal()

    def __init__(
        self,
        *,
        service: StagedImports,
        open_reader: OpenReader,
        lanes: ImportLanes,
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._service = service
        self._writer = lanes.writer
        self._formats = formats
        self._cards = ImportCards(formats, self)
        self._reading = ImportReading(
            service=service,
            open_reader=open_reader,
            files=lanes.files,
            cards=self._cards,
            parent=self,
        )
        self._slices = ImportSlices(service=service, writer=lanes.writer.tasks, parent=self)
        self._reading.changed.connect(self._show)
        self._slices.moved.connect(self._on_slice)
        self._slices.failed.connect(self._on_stopped)
        self._slices.told.connect(self._on_told)
        self._actor: StaffMember | None = None
        self._was_asked = False
        self._is_deciding = False
        self._refused: list[Problem] = []
        self._import_id = ""
        self._is_seen = False
        self.card = ImportCard()

    def signed_in(self, member: StaffMember) -> None:
        """Go on with what was interrupted, once, as soon as somebody is there."""
        self._actor = member
        if not self._was_asked:
            self._was_asked = True
            self._writer.tasks.submit(
                self._service.unfinished, on_success=self._on_found, on_failure=self._on_refused
            )

    @Slot()
    def open(self) -> None:
        """Show the import that there is, or ask for a file."""
        if self.card.step is Step.IDLE:
            self.file_wanted.emit()
        else:
            self._is_seen = True
            self.shown.emit()

    @Slot(str)
    def read(self, name: str) -> None:
        """Read and check a file, off the writer."""
        if self._actor is not None and self.card.step is Step.IDLE:
            self._reading.read(Path(name), self._actor)
            self._is_seen = True
            self.shown.emit()

    @Slot()
    def go(self) -> None:
        """Do what Enter stands for."""
        preview = self._reading.preview
        if self.card.step is Step.STOPPED:
            self._decide(partial(self._service.go_on, import_id=self._import_id), self.card.go)
        elif self.card.step is Step.PREVIEW and self.card.go and preview is not None:
            self._decide(partial(self._service.start, preview=preview), self.card.go)
        elif self.card.step in {Step.DONE, Step.UNDONE}:
            self.leave()

    @Slot()
    def other(self) -> None:
        """Do what the button beside it stands for."""
        if self.card.step is Step.APPLYING:
            self._slices.stop()
        elif self.card.step in {Step.STOPPED, Step.DONE}:
            self._decide(partial(self._service.undo, import_id=self._import_id), self.card.other)

    @Slot()
    def leave(self) -> None:
        """Esc: cancel what has not begun, hide what works, close what is over."""
        if self._is_deciding:
            return
        if self.card.step is Step.READING:
            self._reading.cancel()
        elif self.card.step in _CLOSES:
            if self.card.step is Step.PREVIEW:
                self._reading.discard()
            self._show(ImportCard())
        else:
            self._is_seen = False
            self.hidden.emit()

    @Slot()
    def shut_down(self) -> None:
        """Read no further and begin no other slice; the next start goes on."""
        self._reading.cancel()
        self._slices.shut_down()

    def _decide(self, decide: Callable[..., StagedImport], button: str) -> None:
        """What needs a permission; slices follow."""
        actor = self._actor
        if actor is None or self._is_deciding:
            return
        self._is_deciding = True
        self._writer.submit(
            lambda approval: decide(actor=actor, approval=approval),
            request=lambda: request(self.card, button),
            on_success=self._on_found,
            on_failure=self._on_refused,
        )

    def _on_refused(self, error: PosError) -> None:
        self._is_deciding = False
        self._on_told(error)

    @Slot(object)
    def _on_told(self, error: PosError) -> None:
        self.told.emit(words_for(error, self._formats), False)

    def _on_found(self, staged: StagedImport | None) -> None:
        """An import that has begun: let its slices follow, if any do."""
        was_asked_for, self._is_deciding = self._is_deciding, False
        if staged is None:
            return
        if self._import_id != staged.import_id:
            self._import_id = staged.import_id
            self._refused.clear()
        self._show(self._cards.of(staged))
        if not was_asked_for:
            self.told.emit(self._cards.toast(staged), False)
        if staged.state in RUNNING:
            self._slices.run(staged)

    @Slot(object)
    def _on_slice(self, done: Slice) -> None:
        self._refused.extend(done.refused[: PROBLEMS_SHOWN - len(self._refused)])
        self._show(self._cards.of(done.staged, self._refused))
        if not done.has_more:
            self.catalogue_changed.emit()
            if not self._is_seen:  # its sheet says so already
                self.told.emit(self._cards.toast(done.staged), False)

    @Slot(object, object)
    def _on_stopped(self, error: PosError, staged: StagedImport) -> None:
        self._show(self._cards.stopped(staged, error))
        self._on_told(error)

    @Slot(object)
    def _show(self, card: ImportCard) -> None:
        self.card = card
        self.changed.emit(card)
        if card.step is Step.IDLE:
            self._is_seen = False
            self.hidden.emit()
