from __future__ import annotations

from pathlib import Path

import pytest

from pos_app.adapters.persistence.sqlite_failures import DiskFullError
from pos_app.adapters.system.disk import DiskUnreadableError, StoreDisk
from pos_app.composition.opening import OpenStore
from pos_app.domain.disk_space import RESERVE, WARN_BELOW
from tests.integration import shop as shops


@pytest.fixture
def disk(tmp_path: Path) -> StoreDisk:
    return StoreDisk(tmp_path, tmp_path / "reserve")


def fill(store: OpenStore) -> None:
    """Not a page more on this connection; the next one finds what the reserve gave back."""
    connection = store.writer.raw_connection()
    connection.cursor().execute("PRAGMA max_page_count=1").fetchall()
    connection.close()


def sell_until_full(store: OpenStore) -> None:
    """What is free inside the file is used up first."""
    fill(store)
    for _ in range(1_000):
        shops.sell(store, shops.MILK)


class TestReserve:
    def test_takes_its_room_for_the_owner_alone(self, disk: StoreDisk, tmp_path: Path) -> None:
        disk.keep_reserve()
        disk.keep_reserve()

        status = (tmp_path / "reserve").stat()
        assert (status.st_size, status.st_mode & 0o777) == (RESERVE, 0o600)
        assert status.st_blocks * 512 >= RESERVE

    def test_is_not_taken_from_a_disk_without_room(
        self, disk: StoreDisk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(disk, "free_bytes", lambda: WARN_BELOW + RESERVE - 1)

        disk.keep_reserve()

        assert list(tmp_path.iterdir()) == []

    def test_of_no_bytes_that_a_kill_left_is_taken_again(
        self, disk: StoreDisk, tmp_path: Path
    ) -> None:
        (tmp_path / "reserve").touch()

        disk.keep_reserve()

        assert (tmp_path / "reserve").stat().st_size == RESERVE

    def test_is_given_back_once(self, disk: StoreDisk, tmp_path: Path) -> None:
        disk.keep_reserve()

        assert [disk.release_reserve(), disk.release_reserve()] == [True, False]
        assert list(tmp_path.iterdir()) == []

    def test_records_the_order_that_is_in_hand_when_the_disk_is_full(
        self, store: OpenStore
    ) -> None:
        with pytest.raises(DiskFullError):
            sell_until_full(store)
        orders = len(list(store.queries.orders.listed()))
        store.services.disk.keep_reserve()
        fill(store)

        paid = shops.sell(store, shops.MILK)

        assert not store.folder.reserve.exists()
        assert [row.number for row in store.queries.orders.listed()][orders:] == [paid.number]
        assert shops.verdict(store.queries).ok


class TestDisk:
    def test_that_is_gone_is_told_in_words(self, tmp_path: Path) -> None:
        gone = StoreDisk(tmp_path / "gone", tmp_path / "gone" / "reserve")

        with pytest.raises(DiskUnreadableError, match="No such file"):
            gone.free_bytes()
        assert not gone.release_reserve()
