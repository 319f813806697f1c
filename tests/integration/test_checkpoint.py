from __future__ import annotations

import resource
from pathlib import Path
from time import monotonic

import pytest

from pos_app.adapters.persistence.checkpoint import (
    WAL_BYTES_BEFORE_CHECKPOINT,
    CheckpointFailedError,
    checkpoint,
    is_due,
)
from pos_app.adapters.persistence.engine import BUSY_TIMEOUT_MS
from pos_app.adapters.persistence.readers import Readers
from pos_app.composition.opening import OpenStore
from tests.integration import shop as shops


def log_of(store: OpenStore) -> Path:
    return store.folder.store.with_name("pos.sqlite3-wal")


class TestCheckpoint:
    def test_moves_the_log_into_the_file(self, store: OpenStore) -> None:
        shops.sell(store, shops.MILK)

        checkpoint(store.writer)

        copy = store.folder.root / "copy.sqlite3"
        copy.write_bytes(store.folder.store.read_bytes())
        assert log_of(store).stat().st_size == 0
        assert shops.one(copy, 'SELECT count(*) FROM "order"') == 7

    def test_leaves_a_reader_its_view(self, store: OpenStore) -> None:
        with Readers(store.folder.store) as readers, readers.connect() as reader:
            reader.execute("PRAGMA busy_timeout=0")
            reader.execute("BEGIN")
            before = reader.execute('SELECT count(*) FROM "order"').fetchone()
            shops.sell(store, shops.MILK)

            began = monotonic()
            checkpoint(store.writer)

            # Payments stand behind it: a backup reads for as long as it copies.
            assert monotonic() - began < BUSY_TIMEOUT_MS / 1_000
            assert reader.execute('SELECT count(*) FROM "order"').fetchone() == before
            reader.execute("COMMIT")
        assert store.queries.orders.by_number("X-T01-000006") is not None
        with store.writer.connect() as connection:
            waits = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
        assert waits == BUSY_TIMEOUT_MS

    def test_says_so_if_the_disk_refuses_and_loses_nothing(self, store: OpenStore) -> None:
        shops.sell(store, shops.MILK)
        before = shops.everything(store.folder.store)
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

        resource.setrlimit(resource.RLIMIT_FSIZE, (1, hard))
        try:
            with pytest.raises(CheckpointFailedError, match="Everything is recorded, but"):
                checkpoint(store.writer)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

        assert shops.everything(store.folder.store) == before
        checkpoint(store.writer)
        assert shops.sell(store, shops.MILK).number == "X-T01-000007"

    def test_is_due_when_the_log_has_grown(self, store: OpenStore) -> None:
        shops.sell(store, shops.MILK)
        assert not is_due(store.folder.store)

        with log_of(store).open("ab") as log:
            log.truncate(WAL_BYTES_BEFORE_CHECKPOINT + 1)

        assert is_due(store.folder.store)

    def test_is_not_due_without_a_log(self, tmp_path: Path) -> None:
        assert not is_due(tmp_path / "pos.sqlite3")
