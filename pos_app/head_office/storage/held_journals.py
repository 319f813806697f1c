"""One terminal's journal as it is held here, read epoch by epoch along its key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection, bindparam, func, select

from pos_app.head_office.services.ingest.ports import Place
from pos_app.head_office.services.ingest.sent import Sent, encoded
from pos_app.head_office.storage.engine import Database
from pos_app.head_office.storage.tables import record
from pos_app.head_office.storage.unit_of_work import reading

_NEXT_EPOCH: Final = select(func.min(record.c.epoch)).where(
    record.c.terminal_id == bindparam("terminal"), record.c.epoch > bindparam("epoch")
)
_BEHIND: Final = (
    record.c.terminal_id == bindparam("terminal"),
    record.c.epoch == bindparam("epoch"),
    record.c.seq > bindparam("seq"),
)
_COUNT: Final = select(func.count()).select_from(record).where(*_BEHIND)
_ENTRIES: Final = (
    select(
        record.c.epoch,
        record.c.seq,
        record.c.kind,
        record.c.raw,
        record.c.hash,
        record.c.signature,
    )
    .where(*_BEHIND)
    .order_by(record.c.seq)
    .limit(bindparam("most"))
)


class SqlHeldJournal:
    def __init__(self, connection: Connection, terminal_id: str) -> None:
        self._connection = connection
        self._terminal_id = terminal_id

    def epochs(self) -> Sequence[int]:
        found: list[int] = []
        while (one := self._next_epoch(found[-1] if found else 0)) is not None:
            found.append(one)
        return found

    def count_after(self, place: Place) -> int:
        return int(self._connection.execute(_COUNT, self._behind(place)).scalar_one())

    def after(self, place: Place, *, limit: int) -> Sequence[Sent]:
        rows = self._connection.execute(_ENTRIES, {**self._behind(place), "most": limit})
        return [
            Sent(
                row.epoch,
                row.seq,
                row.kind,
                row.raw.decode(),
                row.hash.hex(),
                encoded(row.signature),
            )
            for row in rows
        ]

    def _next_epoch(self, epoch: int) -> int | None:
        values = {"terminal": self._terminal_id, "epoch": epoch}
        found: int | None = self._connection.execute(_NEXT_EPOCH, values).scalar()
        return found

    def _behind(self, place: Place) -> dict[str, object]:
        return {"terminal": self._terminal_id, "epoch": place.epoch, "seq": place.seq}


@contextmanager
def journal_reading(database: Database, terminal_id: str) -> Iterator[SqlHeldJournal]:
    with reading(database) as connection:
        yield SqlHeldJournal(connection, terminal_id)
