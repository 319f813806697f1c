from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from typing import Any

import pytest
from sqlalchemy import QueuePool

from pos_app.adapters.persistence.engine import (
    BUSY_TIMEOUT_MS,
    READERS_MAX,
    open_readers,
    open_writer,
)
from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.store_file import APPLICATION_ID
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.opening import OpenStore, writing
from pos_app.composition.queries import Queries
from pos_app.services.reports.sales import SalesBy
from tests.integration import shop as shops

ON_EVERY_CONNECTION = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "wal_autocheckpoint": 0,
    "application_id": APPLICATION_ID,
}


@pytest.fixture
def writer(folder: DataFolder) -> Iterator[sqlite3.Connection]:
    engine = open_writer(folder.store)
    with closing(engine.raw_connection()) as pooled:
        driver = pooled.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        yield driver
    engine.dispose()


@pytest.fixture
def reader(folder: DataFolder, writer: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    with Readers(folder.store) as readers, readers.connect() as connection:
        yield connection


def pragma(connection: sqlite3.Connection, name: str) -> Any:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]


def never_waits(connection: sqlite3.Connection) -> None:
    """From now on whatever would wait for a lock fails at once."""
    connection.execute("PRAGMA busy_timeout=0")


def checkpointed(store: OpenStore) -> bool:
    """Whether nobody reads an old part of the log, so that it can begin anew."""
    with closing(store.writer.raw_connection()) as pooled:
        cursor = pooled.cursor()
        cursor.execute("PRAGMA busy_timeout=0")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, _, _ = cursor.fetchall()[0]
    return not busy


class TestPragmas:
    @pytest.mark.parametrize("name", ON_EVERY_CONNECTION)
    def test_are_set_on_the_writer(self, writer: sqlite3.Connection, name: str) -> None:
        assert pragma(writer, name) == ON_EVERY_CONNECTION[name]

    @pytest.mark.parametrize("name", ON_EVERY_CONNECTION)
    def test_are_set_on_readers(self, reader: sqlite3.Connection, name: str) -> None:
        assert pragma(reader, name) == ON_EVERY_CONNECTION[name]

    def test_let_both_wait_for_a_lock(
        self, writer: sqlite3.Connection, reader: sqlite3.Connection
    ) -> None:
        assert pragma(writer, "busy_timeout") == pragma(reader, "busy_timeout") == BUSY_TIMEOUT_MS
        assert BUSY_TIMEOUT_MS >= 5_000

    def test_let_only_the_writer_write(
        self, writer: sqlite3.Connection, reader: sqlite3.Connection
    ) -> None:
        assert (pragma(writer, "query_only"), pragma(reader, "query_only")) == (0, 1)

    def test_are_set_on_every_reader_of_the_pool(self, folder: DataFolder) -> None:
        engine = open_readers(folder.store)
        pooled = [engine.raw_connection() for _ in range(3)]

        found = []
        for one in pooled:
            connection = one.driver_connection
            assert isinstance(connection, sqlite3.Connection)
            found.append((pragma(connection, "query_only"), pragma(connection, "trusted_schema")))
            one.close()
        engine.dispose()

        assert found == [(1, 0)] * 3


class TestWriter:
    def test_is_one_connection(self, folder: DataFolder) -> None:
        engine = open_writer(folder.store)

        assert isinstance(engine.pool, QueuePool)
        assert engine.pool.size() == 1
        with closing(engine.raw_connection()):
            # Neither a second one in the pool nor one beside it.
            assert engine.pool.checkedin() == 0
            assert engine.pool.overflow() == 0
            assert engine.pool._max_overflow == 0  # noqa: SLF001
        engine.dispose()


class TestReader:
    def test_sees_the_last_commit_and_never_waits_while_another_writes(
        self, folder: DataFolder
    ) -> None:
        engine = open_writer(folder.store)
        with Readers(folder.store) as readers, readers.connect() as reader:
            never_waits(reader)
            query = "SELECT name FROM staff"
            with engine.connect() as connection, connection.begin() as transaction:
                connection.exec_driver_sql("UPDATE staff SET name = 'Bea'")
                while_writing = reader.execute(query).fetchall()
                transaction.commit()
            after = reader.execute(query).fetchall()
        engine.dispose()

        assert (while_writing, after) == ([("Ana",)], [("Bea",)])

    def test_makes_no_writer_wait(self, folder: DataFolder) -> None:
        engine = open_writer(folder.store)
        with Readers(folder.store) as readers, readers.connect() as reader:
            reader.execute("BEGIN")
            before = reader.execute("SELECT count(*) FROM setting").fetchone()
            with engine.connect() as connection:
                driver = connection.connection.driver_connection
                assert isinstance(driver, sqlite3.Connection)
                never_waits(driver)
                with connection.begin():
                    connection.exec_driver_sql("INSERT INTO setting VALUES ('a', 'b')")
            same = reader.execute("SELECT count(*) FROM setting").fetchone()
            reader.execute("COMMIT")
            after = reader.execute("SELECT count(*) FROM setting").fetchone()
        engine.dispose()

        assert before == same
        assert after[0] == before[0] + 1

    @pytest.mark.parametrize(
        "statement",
        [
            "INSERT INTO setting VALUES ('a', 'b')",
            "UPDATE staff SET name = 'Bea'",
            "DELETE FROM draft",
            "DROP TABLE draft",
            "CREATE TABLE t (a)",
            "BEGIN IMMEDIATE",
        ],
    )
    def test_cannot_write(
        self, folder: DataFolder, reader: sqlite3.Connection, statement: str
    ) -> None:
        before = shops.everything(folder.store)

        with pytest.raises(sqlite3.OperationalError, match="readonly database"):
            reader.execute(statement)

        assert shops.everything(folder.store) == before

    def test_cannot_write_even_if_it_forgets_that_it_only_reads(
        self, reader: sqlite3.Connection
    ) -> None:
        reader.execute("PRAGMA query_only=OFF")

        with pytest.raises(sqlite3.OperationalError, match="readonly database"):
            reader.execute("DELETE FROM draft")

    def test_cannot_checkpoint(
        self, folder: DataFolder, writer: sqlite3.Connection, reader: sqlite3.Connection
    ) -> None:
        writer.execute("INSERT INTO setting VALUES ('a', 'b')")
        log = folder.store.with_name("pos.sqlite3-wal")
        before = (log.stat().st_size, folder.store.read_bytes())

        with pytest.raises(sqlite3.OperationalError):
            reader.execute("PRAGMA wal_checkpoint(TRUNCATE)")

        assert (log.stat().st_size, folder.store.read_bytes()) == before

    def test_reads_what_a_kill_left_in_the_log(self, store: OpenStore) -> None:
        shops.sell(store, shops.MILK)
        killed = DataFolder(store.folder.root.with_name("killed"))
        killed.root.mkdir()
        for name in ("pos.sqlite3", "pos.sqlite3-wal"):
            (killed.root / name).write_bytes((store.folder.root / name).read_bytes())

        with Readers(killed.store) as readers, readers.connect() as connection:
            orders = connection.execute('SELECT count(*) FROM "order"').fetchone()

        assert orders == (7,)


Read = Callable[[Queries], object]
ANY_DAY = {"since": date.min, "until": date.max}
READS: dict[str, Read] = {
    "barcode": lambda q: q.products.by_barcode(shops.MILK),
    "sku": lambda q: q.products.by_sku("GRO-167"),
    "id": lambda q: q.products.get_by_id(1),
    "words": lambda q: q.products.hits(("milk",), 50),
    "digits": lambda q: q.products.barcode_prefix("2", 5),
    "categories": lambda q: q.shelf.categories(1),
    "category": lambda q: q.shelf.in_category("groceries", 5),
    "favourites": lambda q: q.shelf.favourites(),
    "barcodes": lambda q: q.products.barcodes_of(1),
    "the first of all products": lambda q: next(q.products.all_products()),
    "the first of all orders": lambda q: next(q.orders.listed()),
    "the latest order": lambda q: q.orders.latest(),
    "an order": lambda q: q.orders.by_number("X-T01-000001"),
    "the first of all payments": lambda q: next(q.orders.payments()),
    "drafts": lambda q: q.drafts.drafts(),
    "shifts": lambda q: (q.shifts.listed(), q.shifts.current(), q.shifts.get(1)),
    "staff": lambda q: (q.staff.listed(), q.staff.by_name("Ana"), q.staff.locks()),
    "stock": lambda q: (q.stock.level(1), q.stock.movements(1, limit=1)),
    "the first journal entry": lambda q: next(q.journal.entries()),
    "the head": lambda q: (q.journal.head(), q.journal.waiting(), q.journal.signing_keys()),
    "print jobs": lambda q: q.print_jobs.waiting(limit=1),
    "settings": lambda q: (q.settings.get("store"), q.settings.tax_classes(), q.settings.epoch()),
    **{
        f"sales by {by.value}": lambda q, by=by: q.reports.sales(by=by, **ANY_DAY)  # type: ignore[misc]
        for by in SalesBy
    },
}


class TestRead:
    @pytest.mark.parametrize("what", READS)
    def test_ends_with_its_call(self, store: OpenStore, what: str) -> None:
        shops.sell(store, shops.MILK)

        result = READS[what](store.queries)

        assert result is not None
        assert checkpointed(store)

    def test_that_did_not_end_would_be_seen(self, store: OpenStore) -> None:
        shops.sell(store, shops.MILK)
        with store.readers.connect() as connection:
            cursor = connection.execute("SELECT * FROM product")
            cursor.fetchone()

            assert not checkpointed(store)

            cursor.close()


class TestReaders:
    def test_have_one_connection_for_each_thread(self, folder: DataFolder) -> None:
        together = threading.Barrier(READERS_MAX)
        found: list[int] = []

        def read(readers: Readers) -> None:
            with readers.connect() as first:
                pass
            together.wait()  # all of them hold one now
            with readers.connect() as second:
                second.execute("SELECT * FROM product").fetchall()
            found.append(id(first) if first is second else 0)

        with Readers(folder.store) as readers:
            threads = [threading.Thread(target=read, args=(readers,)) for _ in range(READERS_MAX)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

        assert 0 not in found
        assert len(set(found)) == READERS_MAX


class TestClosing:
    def test_leaves_one_file_that_holds_everything(self, folder: DataFolder) -> None:
        with writing(folder) as store:
            document = shops.sell(store, shops.MILK)
            store.queries.orders.by_number(document.number or "")
            assert folder.store.with_name("pos.sqlite3-wal").stat().st_size > 0

        # The writer was the last to close: a reader could neither checkpoint nor remove the log.
        assert not folder.store.with_name("pos.sqlite3-wal").exists()
        assert not folder.store.with_name("pos.sqlite3-shm").exists()
        copy = folder.root / "copy.sqlite3"
        copy.write_bytes(folder.store.read_bytes())
        assert shops.one(copy, 'SELECT count(*) FROM "order"') == 7

    def test_of_readers_does_not_touch_the_file(self, folder: DataFolder) -> None:
        with shops.raw(folder.store) as other:
            other.execute("PRAGMA wal_autocheckpoint=0")
            other.execute("INSERT INTO setting VALUES ('a', 'b')")
            before = folder.store.read_bytes()
            with Readers(folder.store) as readers, readers.connect() as connection:
                connection.execute("SELECT * FROM setting").fetchall()

            assert folder.store.read_bytes() == before
