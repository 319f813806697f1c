from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pos_app.adapters.persistence import backup as backups
from pos_app.adapters.persistence.backup import copy_store, verify_file
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition import backing_up
from pos_app.composition.backing_up import (
    BackupBusyError,
    BackupReport,
    NoRoomError,
    SecondFolderError,
    SecondFolderGoneError,
    back_up,
    choose_second_folder,
    second_place,
)
from pos_app.composition.health import examine
from pos_app.composition.opening import OpenStore, writing
from pos_app.composition.proving import journal_of, require_true
from pos_app.domain.staff import NotAllowedError, Role, StaffMember
from pos_app.services.backup.keeping import KEPT, AutomaticBackup, BackupKind
from tests.integration import shop as shops
from tests.integration.processes import environment


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """The second one."""
    path = tmp_path / "usb"
    path.mkdir()
    return path


@pytest.fixture
def place(folder: DataFolder, disk: Path) -> Path:
    """Where this terminal's backups are on the second disk, which the store uses now."""
    with writing(folder) as store:
        choose_second_folder(store, disk, actor=shops.owner(store))
        return second_place(disk, store.queries.profile)


def old_ones(place: Path, *kinds: BackupKind) -> list[str]:
    """More of each kind than are kept, from the days before."""
    place.mkdir(exist_ok=True)
    now = datetime.now(UTC)
    names = [
        AutomaticBackup.of(kind, now - timedelta(days=days)).name
        for kind in kinds
        for days in range(20, 20 - KEPT[kind], -1)
    ]
    for name in names:
        (place / name).write_text("old")
    return names


def names_in(place: Path) -> set[str]:
    return {path.name for path in place.iterdir()}


class TestAutomaticBackup:
    @pytest.mark.parametrize("kind", BackupKind)
    def test_is_whole_and_true_in_both_places(
        self, folder: DataFolder, place: Path, kind: BackupKind
    ) -> None:
        report = back_up(folder, kind)

        assert report.failures == []
        assert [path.parent for path in report.made] == [folder.backups, place]
        for path in report.made:
            assert path.name.startswith(f"{kind.value}-2")
            verify_file(path)
            require_true(path)
            assert path.stat().st_mode & 0o777 == 0o600

    def test_is_made_beside_a_till_in_the_middle_of_a_sale(self, store: OpenStore) -> None:
        with store.services.new_uow() as uow:
            uow.settings.put("half", "way")

            (made,) = back_up(store.folder).made

        assert shops.rows(made, "SELECT * FROM setting WHERE name = 'half'") == []

    def test_is_made_once_a_day_if_it_is_due(self, folder: DataFolder, place: Path) -> None:
        assert len(back_up(folder, if_due=True).made) == 2
        assert back_up(folder, if_due=True).made == []
        assert len(back_up(folder).made) == 2

    def test_lets_the_oldest_go(self, folder: DataFolder, place: Path) -> None:
        names = old_ones(folder.backups, *BackupKind)
        shutil.copytree(folder.backups, place, dirs_exist_ok=True)
        (folder.backups / "mine.sqlite3").write_text("kept")

        (made, _) = back_up(folder).made

        assert names_in(folder.backups) == {*names[1:], made.name, "mine.sqlite3"}
        assert names_in(place) == {*names[1:], made.name}

    def test_lets_nothing_go_while_none_can_be_made(
        self, folder: DataFolder, place: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        names = set(old_ones(folder.backups, *BackupKind))
        monkeypatch.setattr(backing_up, "ROOM_LEFT", 1 << 60)

        report = back_up(folder)

        assert [type(one) for one in report.failures] == [NoRoomError, NoRoomError]
        assert names_in(folder.backups) == names

    def test_that_does_not_prove_true_gets_no_name(self, folder: DataFolder, place: Path) -> None:
        names = set(old_ones(folder.backups, BackupKind.DAILY))
        with shops.tampered(folder.store) as connection:
            connection.execute("UPDATE journal SET signature = zeroblob(64) WHERE seq = 7")

        report = back_up(folder)

        words = str(report.failures[0])
        assert words.startswith("daily-2")
        assert "journal entry 7 is bad" in words
        assert names_in(folder.backups) == names

    def test_sweeps_away_what_a_kill_left_of_another(self, folder: DataFolder, place: Path) -> None:
        folder.backups.mkdir()
        for where in (folder.backups, place):
            for name, age_s in (("old", 7_200), ("new", 60)):
                path = where / f".pos-app-{name}.partial"
                path.write_text("half")
                at = datetime.now(UTC).timestamp() - age_s
                os.utime(path, (at, at))

        back_up(folder)

        for where in (folder.backups, place):
            assert [path.name for path in where.glob(".*")] == [".pos-app-new.partial"]

    def test_is_made_by_one_at_a_time(
        self, folder: DataFolder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        inner: list[BackupReport] = []

        def prove(copy: Path) -> None:
            inner.extend((back_up(folder), back_up(folder, if_due=True)))
            journal_of(copy)

        monkeypatch.setattr(backing_up, "_prove", prove)

        assert len(back_up(folder).made) == 1
        assert [one.made for one in inner] == [[], []]
        assert [[type(why) for why in one.failures] for one in inner] == [[BackupBusyError], []]


class TestSnapshot:
    def test_is_taken_once_however_much_is_sold_meanwhile(
        self, store: OpenStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Otherwise a till that sells without pause would never get its backup."""
        steps = 0

        def selling(_self: object, target: sqlite3.Connection, *, pages: int) -> None:
            def sell(*_progress: int) -> None:
                nonlocal steps
                steps += 1
                assert steps < 1_000, "it begins again with every sale"
                if steps % 10 == 0:
                    shops.sell(store, shops.MILK)

            reading.backup(target, pages=pages, progress=sell)

        reading = sqlite3.connect(store.folder.store)

        class Reading:
            """The connection, with a customer between two steps."""

            execute = reading.execute
            close = reading.close
            backup = selling

        monkeypatch.setattr(backups, "_read_only", lambda _path: Reading())
        monkeypatch.setattr(backups, "PAGES_PER_STEP", 1)
        reading.isolation_level = None

        copy_store(store.folder.store, tmp_path / "copy.sqlite3")

        assert shops.one(tmp_path / "copy.sqlite3", 'SELECT count(*) FROM "order"') == 6


class TestBesideASellingTill:
    def test_is_whole_and_true_however_much_is_sold(self, store: OpenStore) -> None:
        before = len(list(store.queries.orders.listed()))
        sold = 0
        with subprocess.Popen(
            [sys.executable, "-m", "pos_app", "--data-dir", store.folder.root, "backup", "run"],
            env=environment(),
            stdout=subprocess.DEVNULL,
        ) as process:
            while process.poll() is None:
                shops.sell(store, shops.MILK, shops.SODA)
                sold += 1

        assert process.returncode == 0
        (made,) = store.folder.backups.iterdir()
        require_true(made)
        assert before <= shops.one(made, 'SELECT count(*) FROM "order"') <= before + sold
        assert len(list(store.queries.orders.listed())) == before + sold


class TestSecondFolder:
    def test_is_told_while_it_is_gone_and_made_up_for_when_it_is_back(
        self, folder: DataFolder, disk: Path, place: Path
    ) -> None:
        unplugged = disk.rename(disk.with_name("unplugged"))
        disk.mkdir()  # the mount point that stays

        report = back_up(folder, BackupKind.SHIFT)

        (failure,) = report.failures
        assert isinstance(failure, SecondFolderGoneError)
        assert "Plug its disk in" in str(failure)
        assert list(disk.iterdir()) == []
        assert len(report.made) == 1

        disk.rmdir()
        unplugged.rename(disk)
        (here, there) = back_up(folder, if_due=True).made
        assert (there.parent, there.name) == (place, here.name)

    def test_lacking_the_newest_gets_it_although_none_is_due(
        self, folder: DataFolder, place: Path
    ) -> None:
        here, there = back_up(folder).made
        there.unlink()

        assert back_up(folder, if_due=True).made == [there]
        assert shops.everything(there) == shops.everything(here)

    @pytest.mark.parametrize("if_due", [True, False])
    def test_gets_what_is_made_after_the_clock_was_ahead(
        self, folder: DataFolder, place: Path, *, if_due: bool
    ) -> None:
        folder.backups.mkdir(exist_ok=True)
        ahead = AutomaticBackup.of(BackupKind.DAILY, datetime.now(UTC) + timedelta(days=900)).name
        for where in (folder.backups, place):
            (where / ahead).write_text("from a clock that was ahead")
        old = AutomaticBackup.of(BackupKind.DAILY, datetime.now(UTC) - timedelta(days=3)).name
        copy_store(folder.store, folder.backups / old)
        findings = {one.name: one for one in examine(folder)}
        assert f"{old}, 3 days old" in findings["backup"].detail
        assert not findings["second backup"].ok

        made = back_up(folder, if_due=if_due).made

        assert [one.parent for one in made] == [folder.backups, place]
        assert {one.name for one in made} <= names_in(place)
        assert next(one for one in examine(folder) if one.name == "second backup").ok

    def test_is_left_alone_by_a_copy_that_nobody_has_adopted(
        self, tmp_path: Path, disk: Path
    ) -> None:
        made = shops.make(tmp_path / "real", practice=False, keys_in_file=True)
        with writing(made.folder) as store:
            choose_second_folder(store, disk, actor=shops.owner(store))
            place = second_place(disk, store.queries.profile)
        names = old_ones(place, BackupKind.DAILY)
        copy = made.copied_to(tmp_path / "copy")

        assert len(back_up(copy.folder).made) == 1
        assert names_in(place) == set(names)

        assert len(back_up(made.folder).made) == 2

    def test_gets_no_file_that_differs(
        self, folder: DataFolder, place: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def careless(source: Path, target: Path) -> None:
            target.write_bytes(source.read_bytes()[:-1])

        monkeypatch.setattr(shutil, "copyfile", careless)

        (failure,) = back_up(folder).failures

        assert "the copy differs" in str(failure)
        assert list(place.iterdir()) == []

    def test_is_journalled(self, folder: DataFolder, place: Path, disk: Path) -> None:
        with writing(folder) as store:
            *_, entry = store.queries.journal.entries()
            assert shops.verdict(store.queries).ok

        read = json.loads(entry.raw)
        assert (read["kind"], read["body"]) == (
            "config_change",
            {"setting": "second_backup_folder", "value": str(disk)},
        )

    @pytest.mark.parametrize(
        ("choose", "words"),
        [
            (lambda root: root / "none", "there is no such folder"),
            (lambda root: root, "inside the store's own folder"),
            (lambda root: root / "printed", "inside the store's own folder"),
        ],
    )
    def test_that_is_none_is_refused(
        self, store: OpenStore, choose: Callable[[Path], Path], words: str
    ) -> None:
        (store.folder.root / "printed").mkdir(exist_ok=True)

        with pytest.raises(SecondFolderError, match=words):
            choose_second_folder(store, choose(store.folder.root), actor=shops.owner(store))

    def test_is_chosen_by_the_owner(self, store: OpenStore, disk: Path) -> None:
        manager = StaffMember(7, "Mia", Role.MANAGER)

        with pytest.raises(NotAllowedError):
            choose_second_folder(store, disk, actor=manager)

        assert list(disk.iterdir()) == []

    def test_can_be_given_up(self, folder: DataFolder, place: Path) -> None:
        with writing(folder) as store:
            choose_second_folder(store, None, actor=shops.owner(store))
        shutil.rmtree(place)

        assert back_up(folder).failures == []
