"""What the journal is told of a staged import: its end, and every move of the stock on the way."""

from __future__ import annotations

from pos_app.domain.journal import EntryKind
from pos_app.domain.staff import StaffMember
from pos_app.services.catalogue.staging import ImportWork, StagedImport
from pos_app.services.inventory.moved_stock import moved_bodies
from pos_app.services.journal.writing import Fact, JournalWriter


def record_slice(
    journal: JournalWriter,
    work: ImportWork,
    staged: StagedImport,
    ended: dict[str, object] | None = None,
) -> None:
    """Append what a slice has moved of the stock and, for the last one, how it ended."""
    bodies = moved_bodies(work.moved())
    if ended is not None:
        last = bodies.pop() if bodies else {}
        bodies.append({**ended, **last})
    if not bodies:
        return
    actor = _person(work, staged.staff_id)
    approver = None if staged.approver_id is None else _person(work, staged.approver_id)
    start = {"source": staged.source, "import_id": staged.import_id}
    for body in bodies:
        fact = Fact(EntryKind.IMPORT, actor, {**start, **body}, approver)
        journal.append(work.journal, fact)


def _person(work: ImportWork, staff_id: int) -> StaffMember:
    known = work.staff.credentials(staff_id)
    assert known is not None, "staff are never deleted"
    return known.member
