"""The unit of work of the sync: versions of what came from head office, and where it goes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from typing import Self

from sqlalchemy import Engine, bindparam, null, select, update
from sqlalchemy.dialects.sqlite import insert

from pos_app.adapters.persistence.known_products import among, merge_search
from pos_app.adapters.persistence.outbox import SqlOutboxRepository
from pos_app.adapters.persistence.parked import Parked
from pos_app.adapters.persistence.received_products import ReceivedProducts
from pos_app.adapters.persistence.received_taxes import ReceivedTaxes
from pos_app.adapters.persistence.restored_stock import read_restored
from pos_app.adapters.persistence.statements import Statement
from pos_app.adapters.persistence.sync_tables import synced
from pos_app.adapters.persistence.tables import staff
from pos_app.adapters.persistence.unit_of_work import OnRecorded, SqlUnitOfWork
from pos_app.domain.staff import Role
from pos_app.domain.tax import Tax
from pos_app.services.sync.catalogue_states import ProductState
from pos_app.services.sync.restored_stock import RestoredStock
from pos_app.wire.changes import Subject

_KNOWN = Statement(
    select(synced.c.key, synced.c.generation, synced.c.version).where(
        synced.c.subject == bindparam("about"), synced.c.key.in_(among("keys"))
    )
)
_new = insert(synced).values(
    {name: bindparam(name) for name in ("subject", "key", "generation", "version")}
)
_NOTE = Statement(
    _new.on_conflict_do_update(
        index_elements=[synced.c.subject, synced.c.key],
        set_={
            "generation": _new.excluded.generation,
            "version": _new.excluded.version,
            "waiting": null(),
        },
    )
)
_LOCAL_ID = Statement(
    select(synced.c.local_id).where(
        synced.c.subject == bindparam("about"), synced.c.key == bindparam("name")
    )
)
_LINK = Statement(
    update(synced)
    .where(synced.c.subject == bindparam("about"), synced.c.key == bindparam("name"))
    .values(local_id=bindparam("local"))
)
_PERSON = Statement(
    update(staff)
    .where(staff.c.staff_id == bindparam("person"))
    .values(name=bindparam("new_name"), role=bindparam("new_role"), active=bindparam("is_active"))
)


class SqlSyncedRepository:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def newer(
        self, subject: Subject, versions: Mapping[str, int], *, generation: int
    ) -> frozenset[str]:
        if not versions:
            return frozenset()
        values = {"about": subject.value, "keys": json.dumps(list(versions))}
        known = {
            row.key: (row.generation, row.version) for row in _KNOWN.all(self._connection, values)
        }
        return frozenset(
            key
            for key, version in versions.items()
            if known.get(key, (0, 0)) < (generation, version)
        )

    def note(self, subject: Subject, versions: Mapping[str, int], *, generation: int) -> None:
        _NOTE.run_many(
            self._connection,
            (
                {
                    "subject": subject.value,
                    "key": key,
                    "generation": generation,
                    "version": version,
                }
                for key, version in versions.items()
            ),
        )

    def local_id(self, subject: Subject, key: str) -> int | None:
        found: int | None = _LOCAL_ID.scalar(
            self._connection, {"about": subject.value, "name": key}
        )
        return found

    def link(self, subject: Subject, key: str, local_id: int) -> None:
        _LINK.run(self._connection, {"about": subject.value, "name": key, "local": local_id})


class SqlReceivedRepository:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        parked = Parked(connection)
        self._products = ReceivedProducts(connection, parked)
        self._taxes = ReceivedTaxes(connection, parked)

    def put_products(self, products: Sequence[ProductState]) -> None:
        self._products.put(products)

    def take_off_sale(self, skus: Collection[str]) -> None:
        self._products.take_off_sale(skus)

    def put_tax(self, tax: Tax) -> None:
        for code in self._taxes.put(tax):
            self._products.put_on_sale(tax_class=code)

    def put_tax_class(self, code: str, *, name: str, taxes: Sequence[str]) -> None:
        self._taxes.put_class(code, name=name, taxes=taxes)
        self._products.put_on_sale(tax_class=code)

    def set_elsewhere(self, quantities: Mapping[str, int]) -> None:
        self._products.set_elsewhere(quantities)

    def restored(
        self, skus: Collection[str], known: Mapping[str, RestoredStock]
    ) -> Mapping[str, RestoredStock]:
        return read_restored(self._connection, skus, known)

    def change_person(self, staff_id: int, *, name: str, role: Role, active: bool) -> None:
        _PERSON.run(
            self._connection,
            {
                "person": staff_id,
                "new_name": name,
                "new_role": role.value,
                "is_active": int(active),
            },
        )

    def merge_search(self, *, pages: int) -> None:
        merge_search(self._connection, pages=pages)


class SqlSyncWork(SqlUnitOfWork):
    """The unit of work of the orders, and what the sync does in one."""

    outbox: SqlOutboxRepository
    synced: SqlSyncedRepository
    received: SqlReceivedRepository

    def __init__(self, engine: Engine, *, on_recorded: OnRecorded | None = None) -> None:
        super().__init__(engine, on_recorded=on_recorded)

    def __enter__(self) -> Self:
        super().__enter__()
        self.outbox = SqlOutboxRepository(self.driver)
        self.synced = SqlSyncedRepository(self.driver)
        self.received = SqlReceivedRepository(self.driver)
        return self
