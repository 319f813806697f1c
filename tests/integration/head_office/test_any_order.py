"""However the batches come, what head office holds in the end is the same; and nobody deadlocks."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from pos_app.head_office.services.changes.cursors import Position
from pos_app.head_office.services.ingest.walking import OutOfOrderError
from pos_app.head_office.storage.catalogue_tables import change
from pos_app.head_office.storage.changes import change_reading
from pos_app.head_office.storage.engine import Database, open_database
from pos_app.head_office.storage.numbering import next_transaction
from pos_app.head_office.storage.tables import sales_by_day_product, stock
from pos_app.wire.records import Record
from tests.fakes.till_journal import TillJournal, busy_journal
from tests.integration.head_office.ground import STORE, Ground
from tests.servers import PostgresServer

BATCHES: Final = int(os.environ.get("HEAD_OFFICE_BATCHES", "400"))
"""Of the deadlock test; `make head-office-campaigns` has more."""
CHANGES: Final = int(os.environ.get("HEAD_OFFICE_CHANGES", "1000"))
"""Of the tests of late commits; `make head-office-campaigns` has more."""
_DEADLOCKS: Final = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
TILLS: Final = 3
JOURNALS: Final = [busy_journal(14, seed=seed) for seed in range(TILLS)]


@pytest.fixture(scope="module")
def empty(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    path = tmp_path_factory.mktemp("any-order") / "head-office.sqlite3"
    path.write_bytes(sqlite_template.read_bytes())
    database = open_database(f"sqlite:///{path}")
    yield Ground(database)
    database.dispose()


@st.composite
def deliveries(draw: st.DrawFn) -> list[tuple[int, Sequence[Record]]]:
    """Each till's batches in sequence, split anyhow, some again, those of the tills mixed."""
    queues: list[list[Sequence[Record]]] = []
    for journal in JOURNALS:
        records, at = journal.records, 0
        queue: list[Sequence[Record]] = []
        while at < len(records):
            back = draw(st.integers(0, min(at, 4)))
            size = draw(st.integers(1, 9))
            queue.append(records[at - back : at + size])
            at += size
        queues.append(queue)
    order = draw(st.permutations([till for till, queue in enumerate(queues) for _ in queue]))
    return [(till, queues[till].pop(0)) for till in order]


def enrol_all(ground: Ground) -> list[str]:
    ground.add_store()
    return [ground.enrol(journal, code=f"T{n}") for n, journal in enumerate(JOURNALS)]


@pytest.fixture(scope="module")
def wanted(empty: Ground) -> str:
    """What is held when each till sends all it has at once."""
    for terminal_id, journal in zip(enrol_all(empty), JOURNALS, strict=True):
        empty.receive(terminal_id, journal.records)
    digest = empty.digest()
    empty.forget()
    return digest


class TestAnyOrder:
    @settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(plan=deliveries())
    def test_comes_to_the_same(
        self, empty: Ground, wanted: str, plan: list[tuple[int, Sequence[Record]]]
    ) -> None:
        tills = enrol_all(empty)
        try:
            for till, batch in plan:
                empty.receive(tills[till], batch)
            assert empty.digest() == wanted
        finally:
            empty.forget()

    def test_is_the_same_on_both_databases(
        self, wanted: str, head_office_database: Database
    ) -> None:
        ground = Ground(head_office_database)
        for terminal_id, journal in zip(enrol_all(ground), JOURNALS, strict=True):
            for at in range(0, len(journal.records), 5):
                ground.receive(terminal_id, journal.records[at : at + 5])

        assert ground.digest() == wanted

    def test_never_takes_in_what_has_a_gap_before_it(self, empty: Ground) -> None:
        tills = enrol_all(empty)
        try:
            with pytest.raises(OutOfOrderError):
                empty.receive(tills[0], JOURNALS[0].records[1:])
        finally:
            empty.forget()


class TestAtOnce:
    def test_tills_of_one_store_never_wait_crosswise(self, postgres_server: PostgresServer) -> None:
        database = open_database(postgres_server.new_database("template_head_office"))
        ground = Ground(database)
        ground.add_store()
        tills = 8
        journals: list[tuple[str, TillJournal]] = []
        for number in range(tills):
            journal = TillJournal.begun()
            journals.append((ground.enrol(journal, code=f"T{number}"), journal))

        def sell(number: int) -> int:
            terminal_id, journal = journals[number]
            chance = random.Random(number)
            for _ in range(BATCHES // tills):
                # The same few products, in another order each time.
                skus = chance.sample([f"SKU-{sku}" for sku in range(12)], 8)
                ground.receive(terminal_id, [journal.order(*((sku, 1000, 100) for sku in skus))])
            return len(journal.memory.entries) - 1

        for terminal_id, journal in journals:
            ground.receive(terminal_id, journal.records)
        with ThreadPoolExecutor(tills) as threads:
            orders = sum(threads.map(sell, range(tills)))

        sold = sum(row["quantity"] for row in ground.rows(sales_by_day_product))
        assert orders == BATCHES // tills * tills
        assert sold == orders * 8 * 1000
        assert -sum(row["quantity"] for row in ground.rows(stock)) == sold
        # A server counts what a connection did when that ends.
        database.dispose()
        with database.reader.connect() as connection:
            assert connection.exec_driver_sql(_DEADLOCKS).scalar_one() == 0
        database.dispose()


@dataclass
class Poller:
    """A terminal that asks for changes from where it got to."""

    database: Database
    seen: list[str] = field(default_factory=list)
    position: Position = field(default_factory=Position)

    def poll(self) -> bool:
        """Whether there was anything."""
        with change_reading(self.database) as changes:
            found = changes.after(self.position, store_id=STORE, terminal_id="T", limit=500)
        self.seen.extend(one.key for one in found)
        if found:
            self.position = found[-1].position
        return bool(found)

    def require_all(self) -> None:
        while self.poll():
            pass
        assert len(self.seen) == len(set(self.seen)) == CHANGES


def changed(number: int) -> dict[str, object]:
    return {"scope": "", "subject": "setting", "key": str(number), "version": 1, "body": "{}"}


class TestLateCommits:
    def test_are_never_missed(self, postgres_server: PostgresServer) -> None:
        """Two writers whose transactions end in the other order than they began."""
        database = open_database(postgres_server.new_database("template_head_office"))
        terminal, engine = Poller(database), database.writer
        chance = random.Random(15)
        with engine.connect() as early, engine.connect() as late:
            for number in range(0, CHANGES, 2):
                early.execute(insert(change), changed(number))
                late.execute(insert(change), changed(number + 1))
                first, second = (late, early) if chance.random() < 0.7 else (early, late)
                first.commit()
                terminal.poll()
                second.commit()
                terminal.poll()

        terminal.require_all()
        database.dispose()

    def test_of_two_writers_to_one_file_are_never_missed(
        self, sqlite_template: Path, tmp_path: Path
    ) -> None:
        """On SQLite one waits for the other, while the terminal asks on and on."""
        path = shutil.copy(sqlite_template, tmp_path / "head-office.sqlite3")
        database = open_database(f"sqlite:///{path}")
        terminal = Poller(database)

        def write(first: int) -> None:
            for number in range(first, CHANGES, 2):
                with database.writer.begin() as connection:
                    row = {**changed(number), "txid": next_transaction(connection)}
                    connection.execute(insert(change), row)

        with ThreadPoolExecutor(2) as writers:
            writing = [writers.submit(write, first) for first in range(2)]
            while not all(one.done() for one in writing):
                terminal.poll()
        for one in writing:
            one.result()

        terminal.require_all()
        database.dispose()
