from __future__ import annotations

import resource
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from pos_app.adapters.persistence import engine as engines
from pos_app.adapters.persistence.engine import open_writer
from pos_app.adapters.persistence.soundness import unsound
from pos_app.adapters.persistence.sqlite_failures import DiskFullError, StorageError, StoreBusyError
from pos_app.adapters.persistence.unit_of_work import SqlUnitOfWork
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.opening import OpenStore, writing
from pos_app.domain.order import OrderState
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.quantity import Quantity
from tests.integration import shop as shops

THREADS = 2
UNITS = 40


@contextmanager
def full_disk(store: OpenStore) -> Iterator[None]:
    """The file of this store takes no page more; the limit goes with the connection."""
    with closing(store.writer.raw_connection()) as pooled:
        cursor = pooled.cursor()
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count={pages}")
        cursor.close()
    yield


@contextmanager
def refusing_disk(path: Path) -> Iterator[None]:
    """No file may grow beyond what this one has, so that the next write to it fails."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def as_stored(store: OpenStore) -> OrderDocument:
    """The newest paid order, read back."""
    document = store.queries.orders.latest()
    assert document is not None
    return document


def log_of(folder: DataFolder) -> Path:
    return folder.store.with_name("pos.sqlite3-wal")


class TestTwoThreads:
    def test_lose_nothing(self, store: OpenStore) -> None:
        product = store.queries.products.by_barcode(shops.MILK)
        assert product is not None
        before = store.queries.stock.level(product.product_id)
        entries = store.queries.journal.head().seq
        start = threading.Barrier(THREADS)
        errors: list[BaseException] = []

        def receive() -> None:
            start.wait()
            try:
                for _ in range(UNITS):
                    store.services.stock.receive(
                        actor=shops.owner(store), product=product, quantity=Quantity(1_000)
                    )
            except BaseException as error:  # noqa: BLE001 - shown below, in the test's own thread
                errors.append(error)

        threads = [threading.Thread(target=receive) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert errors == []
        after = store.queries.stock.level(product.product_id)
        assert after - before == Quantity.of(THREADS * UNITS)
        verdict = shops.verdict(store.queries)
        assert (verdict.ok, verdict.entries) == (True, entries + THREADS * UNITS)
        assert unsound(store.readers) == []

    def test_wait_for_each_other_in_words_when_it_takes_too_long(
        self, folder: DataFolder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(engines, "WRITER_WAIT_S", 0.01)
        engine = open_writer(folder.store)
        errors: list[BaseException] = []

        def write() -> None:
            try:
                with SqlUnitOfWork(engine):
                    pass
            except StorageError as error:
                errors.append(error)

        with SqlUnitOfWork(engine):
            thread = threading.Thread(target=write)
            thread.start()
            thread.join()
        engine.dispose()

        [error] = errors
        assert isinstance(error, StoreBusyError)
        assert str(error).startswith("The store is busy")


class TestUnitOfWork:
    def test_never_stands_inside_another(self, store: OpenStore) -> None:
        with (
            store.services.new_uow(),
            pytest.raises(AssertionError, match="a unit of work inside another"),
            store.services.new_uow(),
        ):
            pass

        shops.sell(store, shops.MILK)

    def test_takes_everything_back_if_it_is_not_committed(self, store: OpenStore) -> None:
        path = store.folder.store
        before = shops.everything(path)

        with store.services.new_uow() as uow:
            uow.orders.take_number()
            uow.shifts.close(2, at=store.services.clock.now(), by=1, counted=0)

        assert shops.everything(path) == before

    def test_takes_everything_back_after_an_error(self, store: OpenStore) -> None:
        path = store.folder.store
        before = shops.everything(path)

        def fail() -> None:
            with store.services.new_uow() as uow:
                uow.orders.take_number()
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()

        assert shops.everything(path) == before
        assert shops.sell(store, shops.MILK).number == "X-T01-000006"

    def test_says_so_while_another_program_holds_the_lock(self, store: OpenStore) -> None:
        with closing(store.writer.raw_connection()) as pooled:
            pooled.cursor().execute("PRAGMA busy_timeout=0").close()
        order = shops.ring(store, shops.MILK)

        with shops.raw(store.folder.store) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreBusyError, match="Nothing was recorded; try again"):
                shops.pay(store, order)
            other.execute("ROLLBACK")

        assert order.state is OrderState.CREATED
        assert shops.pay(store, order).number == "X-T01-000006"


class TestFullDisk:
    def fill(self, store: OpenStore) -> list[str]:
        """Sell until the disk is full; the numbers of the orders that went in."""
        sold: list[str] = []
        with full_disk(store):
            for _ in range(200):
                order = shops.ring(store, shops.MILK, shops.SODA, shops.ROLLS)
                before = shops.everything(store.folder.store)
                try:
                    sold.append(shops.pay(store, order).number or "")
                except DiskFullError as error:
                    self.refused, self.words = order, str(error)
                    assert shops.everything(store.folder.store) == before
                    return sold
        pytest.fail("the disk was never full")

    def test_is_told_in_words(self, store: OpenStore) -> None:
        self.fill(store)

        assert self.words == (
            "The disk is full. This was NOT recorded and nothing was lost. "
            "Free some space, then try again."
        )

    def test_leaves_the_order_open_and_payable(self, store: OpenStore) -> None:
        sold = self.fill(store)
        assert self.refused.state is OrderState.CREATED

        shops.pay(store, self.refused)

        document = as_stored(store)
        assert document.number == f"X-T01-{6 + len(sold):06d}"
        assert [line.item.barcode for line in document.items] == [
            shops.MILK,
            shops.SODA,
            shops.ROLLS,
        ]
        assert shops.verdict(store.queries).ok
        assert unsound(store.readers) == []

    def test_takes_a_whole_import_back(self, new_store: OpenStore, tmp_path: Path) -> None:
        file = tmp_path / "many.csv"
        lines = (f"S{n},,Product {n},1.00,STANDARD\n" for n in range(3_000))
        file.write_text("sku,barcode,name,price,tax_class\n" + "".join(lines), encoding="utf-8")
        tables = ("product", "barcode", "import_run", "stock_level", "stock_movement", "journal")
        before = shops.everything(new_store.folder.store, tables)

        with full_disk(new_store), pytest.raises(DiskFullError):
            shops.bring_in(new_store, file)

        assert shops.everything(new_store.folder.store, tables) == before
        assert shops.bring_in(new_store, file).new == 3_000


class TestRefusingDisk:
    def test_is_told_in_words_and_records_nothing(self, store: OpenStore) -> None:
        order = shops.ring(store, shops.MILK, shops.SODA)
        before = shops.everything(store.folder.store)

        with refusing_disk(log_of(store.folder)), pytest.raises(StorageError) as refusal:
            shops.pay(store, order)

        assert "This was NOT recorded and nothing was lost." in str(refusal.value)
        assert order.state is OrderState.CREATED
        assert shops.everything(store.folder.store) == before

    def test_leaves_the_order_payable(self, store: OpenStore) -> None:
        order = shops.ring(store, shops.MILK, shops.SODA)
        with refusing_disk(log_of(store.folder)), pytest.raises(StorageError):
            shops.pay(store, order)

        document = shops.pay(store, order)

        assert document.number == "X-T01-000006"
        assert shops.verdict(store.queries).ok
        assert unsound(store.readers) == []

    def test_is_survived_by_the_next_start(self, folder: DataFolder) -> None:
        with writing(folder) as store:
            shops.sell(store, shops.MILK)
            paid = as_stored(store)
            order = shops.ring(store, shops.SODA)
            with refusing_disk(log_of(folder)), pytest.raises(StorageError):
                shops.pay(store, order)

        with writing(folder) as store:
            assert as_stored(store) == paid
            assert shops.verdict(store.queries).ok
