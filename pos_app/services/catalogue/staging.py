"""What an import from inside the till needs: a staged file, and slices of one import."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import TracebackType
from typing import NamedTuple, Protocol, Self, TypeAlias

from pos_app.services.catalogue.ports import ProductRow, RowOutcome
from pos_app.services.inventory.moved_stock import Moved
from pos_app.services.ports import JournalRepository, StaffRepository


class ImportState(StrEnum):
    APPLYING = "applying"
    STOPPED = "stopped"
    """A person stopped it: what is in stays in until they go on or undo it."""
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"


RUNNING = frozenset({ImportState.APPLYING, ImportState.UNDOING})
"""The states in which slices follow by themselves, after a kill too."""
UNFINISHED = RUNNING | {ImportState.STOPPED}


@dataclass(frozen=True, slots=True)
class StagedImport:
    """One import, as the store remembers it between slices."""

    import_id: str
    source: str
    staff_id: int
    """Who decided about it last: to start it, to go on, to undo it."""
    at: datetime
    set_stock: bool
    rows: int
    applied: int = 0
    next_byte: int = 0
    """Where in the staged file the next row begins."""
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    undone: int = 0
    kept: int = 0
    """Products that somebody changed after the import, which its undo leaves alone."""
    state: ImportState = ImportState.APPLYING
    approver_id: int | None = None
    """Who has allowed that decision, if who decided had to ask."""

    @property
    def written(self) -> int:
        return self.new + self.changed


class Chunk(NamedTuple):
    rows: tuple[ProductRow, ...]
    next_byte: int


class TakenBack(NamedTuple):
    undone: int
    kept: int
    has_more: bool


class StageWriter(Protocol):
    def write(self, rows: Sequence[ProductRow]) -> None: ...


class Stage(Protocol):
    """Where checked rows wait for their slice, for the owner's eyes only.

    :raises UnavailableError: if the disk refuses
    """

    def writing(self, import_id: str) -> AbstractContextManager[StageWriter]:
        """The file is there, whole, when the block ends well, and not at all when it does not."""

    def read(self, import_id: str, *, first_byte: int, most: int) -> Chunk: ...
    def discard(self, import_id: str) -> None: ...
    def keep_only(self, import_id: str | None) -> None:
        """Throw away what earlier runs left, but for one import."""


class ImportWork(Protocol):
    """One transaction of a staged import; leaving it without `commit` takes everything back."""

    @property
    def journal(self) -> JournalRepository: ...
    @property
    def staff(self) -> StaffRepository: ...

    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...
    def commit(self) -> None: ...
    def latest(self) -> StagedImport | None:
        """The import that was started last, whatever became of it."""

    def add(self, staged: StagedImport) -> None: ...
    def update(self, staged: StagedImport) -> None: ...
    def upsert_many(self, staged: StagedImport, rows: Sequence[ProductRow]) -> Sequence[RowOutcome]:
        """Write rows as a `CatalogueWriter` does, and keep what they changed for the undo."""

    def take_back(self, staged: StagedImport, *, at: datetime, most: int) -> TakenBack:
        """Undo at most so many products, each once."""

    def moved(self) -> Sequence[Moved]:
        """What stock moved by all that since this was asked last."""

    def forget_others(self, staged: StagedImport, *, most: int) -> None:
        """Drop what an older import kept for its undo, at most so many products."""


NewImportWork: TypeAlias = Callable[[], ImportWork]
