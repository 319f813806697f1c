"""The journals that terminals sent: locked one by one, read by place, and added to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from pos_app.head_office.services.ingest.ports import (
    Head,
    Held,
    Key,
    Place,
    Standing,
    Taken,
)
from pos_app.head_office.storage import bulk
from pos_app.head_office.storage.moving import move_stock
from pos_app.head_office.storage.tables import (
    countersignature,
    order,
    quarantine,
    record,
    sales_by_day,
    sales_by_day_product,
    terminal,
    terminal_head,
    terminal_key,
)

_SUMS: Final = ("orders", "quantity", "tax", "gross")
_LOCK: Final = (
    select(
        terminal.c.store_id,
        terminal.c.journal_id,
        terminal.c.revoked_at,
        terminal_head.c.epoch,
        terminal_head.c.seq,
        terminal_head.c.hash,
    )
    .join(terminal_head, terminal_head.c.terminal_id == terminal.c.terminal_id)
    .where(terminal.c.terminal_id == bindparam("terminal"))
    .with_for_update(of=terminal_head)
)
_TERMINAL: Final = select(terminal.c.terminal_id).where(
    terminal.c.terminal_id == bindparam("terminal")
)
_KEYS: Final = select(
    terminal_key.c.key_id, terminal_key.c.public_key, terminal_key.c.first_seq
).where(terminal_key.c.terminal_id == bindparam("terminal"))
_REFUSED: Final = select(
    quarantine.c.epoch,
    quarantine.c.hash,
    quarantine.c.digest,
    quarantine.c.reason,
    quarantine.c.detail,
).where(
    quarantine.c.terminal_id == bindparam("terminal"),
    quarantine.c.seq == bindparam("seq"),
    quarantine.c.epoch <= bindparam("epoch"),
    quarantine.c.answer == "rejected",
)
_RECORDED: Final = (
    select(record.c.epoch, record.c.hash)
    .where(
        record.c.terminal_id == bindparam("terminal"),
        record.c.seq == bindparam("seq"),
        record.c.epoch < bindparam("epoch"),
    )
    .order_by(record.c.epoch.desc())
    .limit(1)
)
_SETTLE: Final = (
    update(quarantine)
    .where(
        quarantine.c.terminal_id == bindparam("terminal"),
        quarantine.c.epoch == bindparam("at_epoch"),
        quarantine.c.seq == bindparam("at_seq"),
        quarantine.c.holds_place == 1,
    )
    .values(holds_place=0, settled_at=bindparam("at"), settled_by="sent again")
)
_HEAD: Final = (
    update(terminal_head)
    .where(terminal_head.c.terminal_id == bindparam("terminal"))
    .values(
        epoch=bindparam("new_epoch"),
        seq=bindparam("new_seq"),
        hash=bindparam("new_hash"),
        last_contact_at=bindparam("at"),
    )
)


class SqlRecordRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._insert = postgresql.insert if _is_postgresql(connection) else sqlite.insert

    def lock(self, terminal_id: str) -> Standing | None:
        row = self._locked(terminal_id)
        if row is None:
            if self._one(_TERMINAL, terminal=terminal_id) is None:
                return None
            self._begin(terminal_id)
            row = self._locked(terminal_id)
            assert row is not None, terminal_id
        return Standing(
            terminal_id=terminal_id,
            store_id=row.store_id,
            journal_id=row.journal_id,
            is_active=row.revoked_at is None,
            head=Head(Place(row.epoch, row.seq), row.hash),
        )

    def keys(self, terminal_id: str) -> Mapping[str, Key]:
        rows = self._connection.execute(_KEYS, {"terminal": terminal_id})
        return {row.key_id: Key(row.public_key, row.first_seq) for row in rows}

    def held(self, terminal_id: str, places: Collection[Place]) -> Mapping[Place, Held]:
        wanted = list({(place.epoch, place.seq) for place in places})
        records = select(record.c.epoch, record.c.seq, record.c.hash).where(
            record.c.terminal_id == terminal_id,
            tuple_(record.c.epoch, record.c.seq).in_(wanted),
        )
        refused = select(quarantine).where(
            quarantine.c.terminal_id == terminal_id,
            quarantine.c.holds_place == 1,
            tuple_(quarantine.c.epoch, quarantine.c.seq).in_(wanted),
        )
        found = {
            Place(row.epoch, row.seq): _refused(row) for row in self._connection.execute(refused)
        }
        for row in self._connection.execute(records):
            found[Place(row.epoch, row.seq)] = Held(row.hash)
        return found

    def before(self, terminal_id: str, place: Place) -> Held | None:
        where = {"terminal": terminal_id, "seq": place.seq - 1, "epoch": place.epoch}
        recorded = self._one(_RECORDED, **where)
        refused = list(self._connection.execute(_REFUSED, where))
        newest = max(refused, key=lambda row: row.epoch, default=None)
        if newest is not None and (recorded is None or newest.epoch > recorded.epoch):
            return _refused(newest)
        return None if recorded is None else Held(recorded.hash)

    def keep(self, standing: Standing, taken: Taken, *, at: int) -> None:
        connection, terminal_id = self._connection, standing.terminal_id
        gathered = taken.gathered
        self._add(standing, taken, at)
        self._put_aside(terminal_id, taken, at)
        self._move_head(terminal_id, taken, at)
        # At the end what others may wait for. Rows that several terminals write to come in the
        # order of their keys, stock first, and everybody who writes to both keeps to that.
        move_stock(connection, gathered.moved, store_id=standing.store_id, terminal_id=terminal_id)
        bulk.add_up(
            connection,
            sales_by_day,
            _SUMS,
            [
                (standing.store_id, terminal_id, *key, *sums)
                for key, sums in sorted(gathered.by_hour.items())
            ],
        )
        bulk.add_up(
            connection,
            sales_by_day_product,
            _SUMS,
            [(standing.store_id, *key, *sums) for key, sums in sorted(gathered.by_product.items())],
        )

    def _add(self, standing: Standing, taken: Taken, at: int) -> None:
        terminal_id = standing.terminal_id
        bulk.add(
            self._connection,
            record,
            [
                (terminal_id, one.epoch, one.seq, one.kind, one.hash, one.signature, one.raw, at)
                for one in taken.gathered.entries
            ],
        )
        bulk.add(
            self._connection,
            order,
            [
                (
                    *(one.business_date, terminal_id, entry.epoch, entry.seq, standing.store_id),
                    *(one.order_id, one.number, one.state, one.completed_ms, one.cashier),
                    *(one.person_id, one.currency, one.total, one.tax, one.rounding, one.tip),
                )
                for entry, one in taken.gathered.orders
            ],
        )

    def _put_aside(self, terminal_id: str, taken: Taken, at: int) -> None:
        for place in taken.repaired:
            self._connection.execute(
                _SETTLE,
                {
                    "terminal": terminal_id,
                    "at_epoch": place.epoch,
                    "at_seq": place.seq,
                    "at": at,
                },
            )
        if taken.quarantined:
            rows = [
                {
                    "terminal_id": terminal_id,
                    "epoch": one.place.epoch,
                    "seq": one.place.seq,
                    "digest": one.digest,
                    "answer": one.answer.value,
                    "reason": one.reason,
                    "detail": one.detail,
                    "kind": one.kind,
                    "hash": one.hash,
                    "signature": one.signature,
                    "raw": one.raw,
                    "holds_place": int(one.holds_place),
                    "received_at": at,
                }
                for one in taken.quarantined
            ]
            self._connection.execute(self._insert(quarantine).on_conflict_do_nothing(), rows)

    def _move_head(self, terminal_id: str, taken: Taken, at: int) -> None:
        head, signed = taken.head, taken.countersigned
        self._connection.execute(
            _HEAD,
            {
                "terminal": terminal_id,
                "new_epoch": head.place.epoch,
                "new_seq": head.place.seq,
                "new_hash": head.hash,
                "at": at,
            },
        )
        # The first signature under a head is kept; who asks again gets a new one of the same.
        self._connection.execute(
            self._insert(countersignature).on_conflict_do_nothing(),
            {
                "terminal_id": terminal_id,
                "epoch": head.place.epoch,
                "seq": head.place.seq,
                "hash": head.hash,
                "at": signed.at,
                "key_id": signed.key_id,
                "signature": signed.signature,
            },
        )

    def _locked(self, terminal_id: str) -> Row[Any] | None:
        return self._one(_LOCK, terminal=terminal_id)

    def _begin(self, terminal_id: str) -> None:
        """Its first contact: nothing is held of it yet."""
        self._connection.execute(
            self._insert(terminal_head).on_conflict_do_nothing(),
            {"terminal_id": terminal_id, "epoch": 0, "seq": 0, "hash": b""},
        )

    def _one(self, statement: Any, **values: object) -> Row[Any] | None:
        return self._connection.execute(statement, values).one_or_none()


def _refused(row: Any) -> Held:
    return Held(_bytes(row.hash), (row.reason, row.detail), row.digest)


def _bytes(said: str) -> bytes:
    try:
        return bytes.fromhex(said)
    except ValueError:
        return b""


def _is_postgresql(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"
