"""A COMMIT that fails at its sync: until it is settled, a crash may bring back what it left."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest

from pos_app.adapters.persistence.sqlite_failures import DoubtfulError, StorageError, leaves_doubt
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.opening import OpenStore, writing
from pos_app.domain.order import OrderState
from tests.integration import shop as shops


class FailingSync:
    """How a disk answers a COMMIT: with an error, whether or not it has done it."""

    def __init__(self) -> None:
        self.failing = 0
        self.records_all_the_same = False
        self.commits: list[int] = []
        """The connection of each COMMIT that was sent."""

    def connection(self) -> type[sqlite3.Connection]:
        disk = self

        class Connection(sqlite3.Connection):
            def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
                if sql != "COMMIT":
                    return super().execute(sql, *values)
                disk.commits.append(id(self))
                if not disk.failing:
                    return super().execute(sql)
                disk.failing -= 1
                if disk.records_all_the_same:
                    super().execute(sql).close()
                error = sqlite3.OperationalError("disk I/O error")
                error.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
                raise error

        return Connection


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> FailingSync:
    disk, connect = FailingSync(), sqlite3.connect

    def connected(*arguments: Any, **options: Any) -> sqlite3.Connection:
        return connect(*arguments, factory=disk.connection(), **options)

    monkeypatch.setattr("pos_app.adapters.persistence.engine.sqlite3.connect", connected)
    return disk


@pytest.fixture
def store(disk: FailingSync, folder: DataFolder) -> Iterator[OpenStore]:
    with writing(folder) as store:
        yield store


class TestCommitThatFailsAtItsSync:
    def test_is_not_sent_again_and_looked_at_on_another_connection(
        self, store: OpenStore, disk: FailingSync
    ) -> None:
        shops.sell(store, shops.MILK)
        order = shops.ring(store, shops.SODA)
        disk.commits.clear()
        disk.failing = 1

        with pytest.raises(StorageError, match="This was NOT recorded") as refusal:
            shops.pay(store, order)

        assert refusal.value.code == "storage.failed"
        # The second one ends the look, in which nothing of the order was written.
        assert len(set(disk.commits)) == len(disk.commits) == 2
        assert store.queries.orders.latest().number == "X-T01-000006"  # type: ignore[union-attr]

    def test_leaves_the_order_open_and_payable_once(
        self, store: OpenStore, disk: FailingSync
    ) -> None:
        order = shops.ring(store, shops.SODA)
        disk.failing = 1
        with pytest.raises(StorageError):
            shops.pay(store, order)
        assert order.state is OrderState.CREATED

        document = shops.pay(store, order)

        assert document.number == "X-T01-000006"
        assert shops.verdict(store.queries).ok

    def test_is_a_payment_if_it_is_there_all_the_same(
        self, store: OpenStore, disk: FailingSync
    ) -> None:
        order = shops.ring(store, shops.SODA)
        disk.failing, disk.records_all_the_same = 1, True

        document = shops.pay(store, order)

        assert order.state is OrderState.PAID
        assert store.queries.orders.by_number(document.number or "") is not None
        assert shops.sell(store, shops.MILK).number == "X-T01-000007"

    def test_is_named_if_even_looking_fails(self, store: OpenStore, disk: FailingSync) -> None:
        order = shops.ring(store, shops.SODA)
        disk.failing = 2

        with pytest.raises(DoubtfulError) as refusal:
            shops.pay(store, order)

        assert str(refusal.value) == (
            "The disk refused at the last moment (disk I/O error), and does not say whether it "
            "recorded order X-T01-000006. What was recorded before is safe. Check the disk, then "
            "try again: it is recorded only once. If the till was restarted, look at the last "
            "order first."
        )
        assert order.state is OrderState.CREATED
        assert shops.pay(store, order).number == "X-T01-000006"

    def test_that_is_no_order_is_told_as_this(self, store: OpenStore, disk: FailingSync) -> None:
        disk.failing = 2

        with pytest.raises(DoubtfulError, match="whether it recorded this"):
            shops.close_shift(store)


@pytest.mark.parametrize(
    ("code", "doubt"),
    [
        (sqlite3.SQLITE_IOERR_FSYNC, True),
        (sqlite3.SQLITE_IOERR_SHMMAP, True),
        (sqlite3.SQLITE_IOERR_WRITE, False),
        (sqlite3.SQLITE_FULL, False),
        (sqlite3.SQLITE_BUSY, False),
    ],
)
def test_only_what_comes_after_the_last_page_leaves_a_doubt(code: int, doubt: bool) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = code

    assert leaves_doubt(error) is doubt
