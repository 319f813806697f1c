from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from pos_app.adapters.persistence.soundness import unsound
from pos_app.adapters.system.lock import LockRefusedError, StoreOpenElsewhereError, WriterLock
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.making import SetupRequest, make_store
from pos_app.composition.opening import reading, writing
from pos_app.composition.restoring import restore_store
from tests.integration import shop as shops
from tests.integration.processes import another_till


@pytest.fixture
def lock(tmp_path: Path) -> WriterLock:
    return WriterLock(tmp_path / "writer.lock")


class TestWriterLock:
    def test_is_held_by_one(self, lock: WriterLock, tmp_path: Path) -> None:
        lock.acquire()

        with pytest.raises(StoreOpenElsewhereError, match=rf"pid {os.getpid()}\)"):
            WriterLock(tmp_path / "writer.lock").acquire()

        lock.release()

    def test_is_free_after_it_was_released(self, lock: WriterLock, tmp_path: Path) -> None:
        lock.acquire()
        lock.release()

        other = WriterLock(tmp_path / "writer.lock")
        other.acquire()

        other.release()
        other.release()

    def test_names_the_process_of_now_only(self, lock: WriterLock, tmp_path: Path) -> None:
        (tmp_path / "writer.lock").write_text("99999999999999\n")

        lock.acquire()

        assert (tmp_path / "writer.lock").read_text() == f"{os.getpid()}\n"
        lock.release()

    def test_keeps_no_store_closed_because_the_disk_is_full(
        self, lock: WriterLock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        def full(_handle: int, _data: bytes) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

        with monkeypatch.context() as disk:
            disk.setattr("pos_app.adapters.system.lock.os.write", full)
            lock.acquire()

        with pytest.raises(StoreOpenElsewhereError, match="pid unknown"):
            WriterLock(tmp_path / "writer.lock").acquire()
        lock.release()

    @pytest.mark.parametrize("call", ["os.open", "fcntl.flock"])
    def test_says_so_if_the_disk_refuses_it(
        self, lock: WriterLock, monkeypatch: pytest.MonkeyPatch, call: str
    ) -> None:
        def broken(*_arguments: object) -> int:
            raise OSError(errno.EIO, "Input/output error")

        monkeypatch.setattr(f"pos_app.adapters.system.lock.{call}", broken)

        with pytest.raises(LockRefusedError, match=r"\(Input/output error\).*nothing was changed"):
            lock.acquire()

    def test_says_so_if_the_holder_has_not_named_itself(
        self, lock: WriterLock, tmp_path: Path
    ) -> None:
        lock.acquire()
        (tmp_path / "writer.lock").write_text("")

        with pytest.raises(StoreOpenElsewhereError, match="pid unknown"):
            WriterLock(tmp_path / "writer.lock").acquire()

        lock.release()

    def test_is_for_the_owner_alone(self, lock: WriterLock, tmp_path: Path) -> None:
        lock.acquire()

        assert (tmp_path / "writer.lock").stat().st_mode & 0o777 == 0o600
        lock.release()


class TestOpenTill:
    def test_keeps_a_second_writer_out_with_its_pid(self, folder: DataFolder) -> None:
        with another_till(folder.root) as till:
            expected = rf"The till is open \(pid {till.pid}\)\. Close it, or use Import in the till"

            with pytest.raises(StoreOpenElsewhereError, match=expected), writing(folder):
                pytest.fail("two processes write")

    def test_lets_others_read_what_it_has_committed(self, folder: DataFolder) -> None:
        with another_till(folder.root, writing=True), reading(folder) as queries:
            committed = queries.settings.get("committed")
            orders = list(queries.orders.listed())

        assert committed == "yes"
        assert len(orders) == 6

    def test_keeps_a_restore_out(self, folder: DataFolder, tmp_path: Path) -> None:
        copy = tmp_path / "copy.sqlite3"
        copy.write_bytes(folder.store.read_bytes())

        with (
            another_till(folder.root),
            pytest.raises(StoreOpenElsewhereError, match="The till is open"),
        ):
            restore_store(folder, copy, code="", keys_in_file=False, discard_later=True)

    def test_keeps_setup_out_while_it_is_being_set_up(self, tmp_path: Path) -> None:
        folder = DataFolder(tmp_path / "data")
        folder.create()
        lock = WriterLock(folder.lock)
        lock.acquire()
        request = SetupRequest("Shop", "FR", "Ana", shops.PIN, practice=True)

        with pytest.raises(StoreOpenElsewhereError):
            make_store(folder, request)

        lock.release()
        assert not folder.store.exists()


class TestKilledTill:
    def test_sets_the_lock_free(self, folder: DataFolder) -> None:
        with another_till(folder.root) as till:
            till.kill()
            till.wait()

            with writing(folder) as store:
                number = shops.sell(store, shops.MILK).number

        assert number == "X-T01-000006"

    def test_leaves_what_it_has_committed_and_nothing_of_the_rest(self, folder: DataFolder) -> None:
        with another_till(folder.root, writing=True) as till:
            till.kill()
            till.wait()
        assert folder.store.with_name("pos.sqlite3-wal").stat().st_size > 0

        with writing(folder) as store:
            committed = store.queries.settings.get("committed")
            number = shops.sell(store, shops.MILK).number
            verdict = shops.verdict(store.queries)
            wrong = unsound(store.readers)

        assert (committed, number) == ("yes", "X-T01-000006")
        assert verdict.ok
        assert wrong == []

    def test_leaves_a_store_that_others_can_read(self, folder: DataFolder) -> None:
        with another_till(folder.root, writing=True) as till:
            till.kill()
            till.wait()

        with reading(folder) as queries:
            assert queries.settings.get("committed") == "yes"
