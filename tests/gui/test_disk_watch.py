from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QObject

from pos_app.adapters.system.disk import StoreDisk
from pos_app.composition.disk_watch import DiskWatch
from pos_app.domain.disk_space import MEBIBYTE
from tests.fakes.system import FakeDisk
from tests.fakes.tasks import InlineTaskRunner
from tests.gui.driving import DrivenTill, driven_till

PRODUCT = "3276550614043"


@pytest.fixture
def nearly_full(
    folder: Path, qapp: QCoreApplication, monkeypatch: pytest.MonkeyPatch
) -> Iterator[DrivenTill]:
    """A till on a disk that was so before it started."""
    monkeypatch.setattr(StoreDisk, "free_bytes", lambda _self: 400 * MEBIBYTE)
    with driven_till(folder) as driven:
        yield driven


class TestWatch:
    def test_tells_every_minute_until_there_is_room_again(self, owner: QObject) -> None:
        disk, told = FakeDisk(), list[str]()
        watch = DiskWatch(disk=disk, tasks=InlineTaskRunner(), tell=told.append, parent=owner)
        assert (watch.timer.isActive(), watch.timer.interval()) == (True, 60_000)

        for free in (30, 600):
            disk.free = free * MEBIBYTE
            watch.timer.timeout.emit()

        assert [words[:21] for words in told] == ["Only 30 MiB are free ", ""]
        assert disk.has_reserve


class TestTill:
    def test_looks_when_it_starts(self, nearly_full: DrivenTill) -> None:
        nearly_full.wait_for(
            lambda: "Only 400 MiB are free" in " ".join(nearly_full.troubles()),
            "the notice",
        )

    def test_on_a_nearly_full_disk_says_so_and_begins_no_order(
        self, selling: DrivenTill, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(selling.store.services.disk, "free_bytes", lambda: 5 * MEBIBYTE)
        watch = selling.window.findChild(DiskWatch)
        assert watch is not None

        watch.look()
        selling.wait_for(
            lambda: "Only 5 MiB are free" in " ".join(selling.troubles()), "the notice"
        )
        selling.scan(PRODUCT)

        assert selling.lines() == []
        (notice,) = selling.model.screens.sell.notices.waiting
        assert "too few for a new order" in notice.text
