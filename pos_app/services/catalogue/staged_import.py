"""Imports a file of products while the till sells: staged off the writer, applied by slices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pos_app.domain.errors import RefusedError, UnavailableError
from pos_app.domain.staff import Approval, Permission, StaffMember
from pos_app.services.catalogue.import_entries import record_slice
from pos_app.services.catalogue.import_report import Problems
from pos_app.services.catalogue.importing import (
    FileCheck,
    ImportCancelledError,
    ImportOptions,
    Progress,
    StoreTerms,
    refusal,
)
from pos_app.services.catalogue.ports import Change, ProductLookup, ProductRow
from pos_app.services.catalogue.reading import Problem, ProductReader
from pos_app.services.catalogue.staging import (
    RUNNING,
    UNFINISHED,
    ImportState,
    ImportWork,
    NewImportWork,
    Stage,
    StagedImport,
)
from pos_app.services.journal.writing import JournalWriter
from pos_app.services.ports import Clock, Ids

SLICE_MS: Final = 30
"""Three fifths of what a slice may take at most: beside a payment it takes longer."""
SLICE_ROWS_FIRST: Final = 50
UPKEEP_EVERY: Final = 3
"""Each third slice takes no rows: what rows leave behind must not be tidied up in one go."""
SLICE_ROWS_MAX: Final = 200
"""A row that changes nothing costs a tenth of a new one: a pace found on those is no guide."""


class ImportUnfinishedError(RefusedError):
    code = "import.unfinished"
    text = (
        "The import of {source} is not finished. Nothing was imported now. "
        "In the till, Menu, Import products…: go on with it or undo it first."
    )


class NothingToImportError(RefusedError):
    code = "import.nothing"
    text = "{source} holds no row that can be imported."


class ImportUnknownError(RefusedError):
    code = "import.unknown"
    text = "Another import came after this one, so that it can no longer be changed."


class StageLostError(UnavailableError):
    code = "import.stage_lost"
    text = (
        "What was still to be imported of {source} is lost: {applied} of {rows} rows are in. "
        "Undo the import, or import the file once more."
    )


@dataclass(frozen=True, slots=True)
class StagingPorts:
    new_work: NewImportWork
    stage: Stage
    journal: JournalWriter
    clock: Clock
    ids: Ids
    upkeep: Sequence[Callable[[], None]]
    """Done in turn, each in a slice of its own and no longer than one."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A file that was read and checked, before anything of it is in the store."""

    import_id: str
    options: ImportOptions
    rows: int
    good: int
    refused: tuple[Problem, ...]
    """The first of them; `refused_count` counts all."""
    refused_count: int
    warnings: tuple[Problem, ...]
    warnings_count: int


@dataclass(frozen=True, slots=True)
class Slice:
    """Where an import stands after one slice, and the rows that it took nothing or not all of."""

    staged: StagedImport
    refused: tuple[Problem, ...] = ()

    @property
    def has_more(self) -> bool:
        return self.staged.state in RUNNING


@dataclass(slots=True)
class Pace:
    """How many rows the next slice takes, from how long the last one took."""

    rows: int = SLICE_ROWS_FIRST

    def note(self, *, rows: int, milliseconds: int) -> None:
        fitting = rows * SLICE_MS // max(1, milliseconds)
        self.rows = max(1, min(fitting, 2 * self.rows, SLICE_ROWS_MAX))


def _ignore(_progress: Progress) -> None:
    """Nobody watches."""


def _never() -> bool:
    return False


class StagedImports:
    """Only `stage` takes long, and it does not write; everything else is one short transaction.

    An undo takes new products off sale and sets changed ones back. One that was sold meanwhile
    is taken back like the others: orders, paid or open, keep their own copies of what they hold,
    and the stock it was sold from stays counted. One that somebody changed after the import is
    left as they made it, and counted as kept.
    """

    def __init__(self, *, ports: StagingPorts, products: ProductLookup, terms: StoreTerms) -> None:
        self._ports = ports
        self._products = products
        self._terms = terms
        self._apply_pace = Pace()
        self._undo_pace = Pace()
        self._slices = 0

    def stage(
        self,
        *,
        actor: StaffMember,
        reader: ProductReader,
        options: ImportOptions,
        progress: Callable[[Progress], None] = _ignore,
        cancelled: Callable[[], bool] = _never,
    ) -> Preview:
        """Read and check the whole file; good rows wait in the stage.

        Whoever must ask may look at one: nothing is changed yet.

        :raises PosError: if it is cancelled or cannot be read; nothing is left behind
        """
        actor.require_to_ask(Permission.MANAGE_PRODUCTS)
        started = self._ports.clock.monotonic_ms()
        import_id = self._ports.ids.new()
        check = FileCheck(reader=reader, products=self._products, terms=self._terms)
        good = 0
        with self._ports.stage.writing(import_id) as file:
            for batch in check.batches():
                if cancelled():
                    raise ImportCancelledError(rows=check.rows)
                rows = check.take(batch)
                for row in rows:
                    if self._is_odd_and_new(row):
                        check.wonder(row)
                file.write(rows)
                good += len(rows)
                progress(check.progress(self._ports.clock.monotonic_ms() - started))
        return Preview(
            import_id=import_id,
            options=options,
            rows=check.rows,
            good=good,
            refused=check.rejected.in_order(),
            refused_count=check.rejected.count,
            warnings=check.warnings.in_order(),
            warnings_count=check.warnings.count,
        )

    def discard(self, preview: Preview) -> None:
        """Throw a preview away that nobody wants to import."""
        self._ports.stage.discard(preview.import_id)

    def start(
        self, *, preview: Preview, actor: StaffMember, approval: Approval | None = None
    ) -> StagedImport:
        """Begin to apply a preview; slices follow.

        :raises ImportUnfinishedError: if another import is not finished
        :raises NothingToImportError: if no row is good
        """
        if not preview.good:
            raise NothingToImportError(source=preview.options.source)
        with self._ports.new_work() as work:
            require_finished(work)
            approver = actor.require(Permission.MANAGE_PRODUCTS, approval=approval)
            staged = StagedImport(
                import_id=preview.import_id,
                source=preview.options.source,
                staff_id=actor.staff_id,
                at=self._ports.clock.now(),
                set_stock=preview.options.set_stock,
                rows=preview.good,
                approver_id=approver.staff_id if approver else None,
            )
            work.add(staged)
            work.commit()
        return staged

    def apply_slice(self, *, import_id: str) -> Slice:
        """Apply as many of the next rows as fit into a slice; the last one is journalled.

        Applying is remembered in the same transaction, so that no row is ever applied twice.

        :raises StageLostError: if rows are missing that were staged; the import ends as it stands
        """
        clock = self._ports.clock
        started = clock.monotonic_ms()
        with self._ports.new_work() as work:
            staged = _found(work, import_id)
            if staged.state is not ImportState.APPLYING:
                return Slice(staged)
            result = self._apply(work, staged)
            work.commit()
        taken = result.staged.applied - staged.applied
        if not taken:
            raise StageLostError(source=staged.source, applied=staged.applied, rows=staged.rows)
        self._apply_pace.note(rows=taken, milliseconds=clock.monotonic_ms() - started)
        if not result.has_more:
            self._ports.stage.discard(import_id)
        return result

    def stop(self, *, import_id: str) -> StagedImport:
        """Leave it as far as it has come. Anyone may: it changes nothing, and frees the till."""
        return self._decide(import_id, {ImportState.APPLYING}, ImportState.STOPPED)

    def go_on(
        self, *, import_id: str, actor: StaffMember, approval: Approval | None = None
    ) -> StagedImport:
        by = actor, actor.require(Permission.MANAGE_PRODUCTS, approval=approval)
        return self._decide(import_id, {ImportState.STOPPED}, ImportState.APPLYING, by)

    def undo(
        self, *, import_id: str, actor: StaffMember, approval: Approval | None = None
    ) -> StagedImport:
        """Begin to take a whole import back, finished or not; `undo_slice` does it."""
        by = actor, actor.require(Permission.MANAGE_PRODUCTS, approval=approval)
        undoable = {ImportState.APPLYING, ImportState.STOPPED, ImportState.DONE}
        return self._decide(import_id, undoable, ImportState.UNDOING, by)

    def undo_slice(self, *, import_id: str) -> Slice:
        """Take back as many products as fit into a slice; the last one is journalled."""
        clock = self._ports.clock
        started = clock.monotonic_ms()
        most = self._undo_pace.rows
        with self._ports.new_work() as work:
            staged = _found(work, import_id)
            if staged.state is not ImportState.UNDOING:
                return Slice(staged)
            back = work.take_back(staged, at=clock.now(), most=most)
            after = replace(
                staged, undone=staged.undone + back.undone, kept=staged.kept + back.kept
            )
            ended: dict[str, object] | None = None
            if not back.has_more:
                after = replace(after, state=ImportState.UNDONE)
                ended = {"undone": after.undone, "kept": after.kept}
            record_slice(self._ports.journal, work, after, ended)
            work.update(after)
            work.commit()
        self._undo_pace.note(rows=most, milliseconds=clock.monotonic_ms() - started)
        if not back.has_more:
            self._ports.stage.discard(import_id)
        return Slice(after)

    def next_slice(self, staged: StagedImport) -> Slice:
        """Whichever slice is due."""
        self._slices += 1
        turn, rest = divmod(self._slices, UPKEEP_EVERY)
        if self._ports.upkeep and not rest:
            self._ports.upkeep[turn % len(self._ports.upkeep)]()
            return Slice(staged)
        if staged.state is ImportState.UNDOING:
            return self.undo_slice(import_id=staged.import_id)
        return self.apply_slice(import_id=staged.import_id)

    def unfinished(self) -> StagedImport | None:
        """What a kill or a person interrupted; asked once, when the till starts.

        Staged files that no import needs any more are thrown away.
        """
        with self._ports.new_work() as work:
            last = work.latest()
        found = last if last is not None and last.state in UNFINISHED else None
        self._ports.stage.keep_only(found.import_id if found is not None else None)
        return found

    def _is_odd_and_new(self, row: ProductRow) -> bool:
        """Whether a default will be taken for it; most rows are told without a look-up."""
        if row.tax_class is not None and row.price:
            return False
        if row.sku:
            return self._products.by_sku(row.sku) is None
        return all(self._products.by_barcode(code) is None for code in row.barcodes)

    def _apply(self, work: ImportWork, staged: StagedImport) -> Slice:
        chunk = self._ports.stage.read(
            staged.import_id, first_byte=staged.next_byte, most=self._apply_pace.rows
        )
        outcomes = work.upsert_many(staged, chunk.rows)
        counts = Counter(outcome.change for outcome in outcomes)
        refused = Problems()
        for row, outcome in zip(chunk.rows, outcomes, strict=True):
            if outcome.reason:
                refused.add(refusal(row, outcome))
        after = replace(
            staged,
            applied=staged.applied + len(chunk.rows),
            next_byte=chunk.next_byte,
            new=staged.new + counts[Change.NEW],
            changed=staged.changed + counts[Change.CHANGED],
            unchanged=staged.unchanged + counts[Change.UNCHANGED],
            refused=staged.refused + counts[Change.REJECTED],
        )
        if after.applied >= after.rows or not chunk.rows:
            after = replace(after, state=ImportState.DONE)
        record_slice(
            self._ports.journal,
            work,
            after,
            _counts(after) if after.state is ImportState.DONE else None,
        )
        work.forget_others(staged, most=len(chunk.rows))
        work.update(after)
        return Slice(after, refused.in_order())

    def _decide(
        self,
        import_id: str,
        from_states: set[ImportState],
        to_state: ImportState,
        by: tuple[StaffMember, StaffMember | None] | None = None,
    ) -> StagedImport:
        """Change the state, where it is one of these; else leave it as it is.

        :param by: who decides, and who has allowed it
        """
        with self._ports.new_work() as work:
            staged = _found(work, import_id)
            if staged.state not in from_states:
                return staged
            after = replace(staged, state=to_state)
            if by is not None:
                actor, approver = by
                allowed_by = approver.staff_id if approver else None
                after = replace(after, staff_id=actor.staff_id, approver_id=allowed_by)
            work.update(after)
            work.commit()
        return after


def require_finished(work: ImportWork) -> None:
    """Its rows would go over those of a later import.

    :raises ImportUnfinishedError: if an import has begun and not ended
    """
    last = work.latest()
    if last is not None and last.state in UNFINISHED:
        raise ImportUnfinishedError(source=last.source)


def _found(work: ImportWork, import_id: str) -> StagedImport:
    last = work.latest()
    if last is None or last.import_id != import_id:
        raise ImportUnknownError
    return last


def _counts(staged: StagedImport) -> dict[str, object]:
    return {
        "new": staged.new,
        "changed": staged.changed,
        "unchanged": staged.unchanged,
        "rejected": staged.refused,
    }
