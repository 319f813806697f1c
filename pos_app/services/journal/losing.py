"""Notice that the newest entries of the journal are gone: what is left proves itself as before."""

from __future__ import annotations

from pos_app.domain.errors import UnavailableError
from pos_app.domain.journal import EntryKind
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.ports import NewUnitOfWork


class EntriesLostError(UnavailableError):
    code = "journal.lost"
    text = (
        "The newest {lost} entries that this till had recorded are gone from the store. "
        "Orders may be missing: keep the receipts, and keep a copy of the folder for an expert."
    )


def loss(*, recorded: int, found: int) -> EntriesLostError | None:
    """What is missing between the last entry that was recorded and the last that is found."""
    return EntriesLostError(lost=recorded - found) if recorded > found else None


def journal_loss(
    new_uow: NewUnitOfWork, journal: JournalWriter, *, recorded: int, found: int
) -> None:
    """Write it down, since the next entry takes the place of what is missing.

    :raises PosError: if that is refused
    """
    with new_uow() as uow:
        body: dict[str, object] = {"recorded": recorded, "found": found}
        journal.append(uow.journal, Fact(kind=EntryKind.INTEGRITY_FAIL, actor=None, body=body))
        uow.commit()
