"""A log that is gone or damaged takes the newest entries with it, and SQLite says nothing."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import pytest

from pos_app.adapters.persistence.backup import copy_store
from pos_app.adapters.persistence.unit_of_work import SqlUnitOfWork
from pos_app.adapters.system.installation import KnownPlace
from pos_app.adapters.system.last_entry import LastEntry
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.findings import Finding
from pos_app.composition.health import examine
from pos_app.composition.holding import holding
from pos_app.composition.opening import OpenStore, opened, writing
from pos_app.domain.disk_space import OutOfRoomError
from pos_app.domain.errors import UnavailableError
from pos_app.domain.journal import EntryKind
from pos_app.domain.staff import StaffMember
from pos_app.services.journal.losing import LossUntoldError, SeriesLostError
from pos_app.services.journal.writing import Fact
from tests.integration import shop as shops

LOG = "pos.sqlite3-wal"


@pytest.fixture
def killed(store: OpenStore) -> DataFolder:
    """What a kill leaves after two orders, none of which is in the store's file yet."""
    shops.sell(store, shops.MILK)
    shops.sell(store, shops.SODA)
    folder = DataFolder(store.folder.root.with_name("killed"))
    folder.root.mkdir()
    for name in ("pos.sqlite3", LOG, "keys.json", "last-entry"):
        shutil.copy2(store.folder.root / name, folder.root / name)
    return folder


def sign_in(store: OpenStore) -> StaffMember:
    owner = shops.owner(store)
    return store.services.signing_in.sign_in(staff_id=owner.staff_id, pin=shops.PIN)


def journal_of(folder: DataFolder) -> Finding:
    return next(one for one in examine(folder) if one.name == "journal")


class TestLostEntries:
    def test_are_not_there_to_be_missed_after_a_kill(self, killed: DataFolder) -> None:
        with writing(killed) as store:
            assert store.loss is None
        assert journal_of(killed).ok

    def test_are_named_by_doctor_if_the_log_is_gone(self, killed: DataFolder) -> None:
        (killed.root / LOG).unlink()

        finding = journal_of(killed)

        assert not finding.ok
        assert finding.detail.startswith(
            "The newest 2 entries that this till had recorded are gone"
        )

    def test_are_named_by_doctor_if_the_log_is_damaged(self, killed: DataFolder) -> None:
        log = killed.root / LOG
        damaged = bytearray(log.read_bytes())
        damaged[-1] ^= 1  # in the last page of the second order
        log.write_bytes(damaged)

        finding = journal_of(killed)

        assert finding.detail.startswith("The newest 1 entries that this till had recorded")

    def test_are_told_and_journalled_by_the_next_till(
        self, killed: DataFolder, expected_warnings: list[str]
    ) -> None:
        expected_warnings.append("The newest 2 entries that this till had recorded are gone")
        (killed.root / LOG).unlink()

        with writing(killed) as store:
            assert store.loss is not None
            head = store.queries.journal.head().seq
            began, told = store.queries.journal.entries(after=head - 2)
            assert told.kind == "integrity_fail"
            assert b'"body":{"found":' in told.raw
            assert b'"epoch":2' in told.raw
            assert began.kind == "epoch_start"
            assert b'"reason":"loss"' in began.raw
            # The numbers of what is lost are on paper.
            assert shops.sell(store, shops.MILK).number == "X-T01B-000001"
            assert shops.verdict(store.queries).ok

        with writing(killed) as store:
            assert store.loss is None
        assert f"entry {head} tells of a loss before its epoch" in journal_of(killed).detail

    def test_are_told_even_if_the_keys_are_gone_too(
        self, killed: DataFolder, expected_warnings: list[str]
    ) -> None:
        expected_warnings += ["are gone from the store", "The loss could not be journalled"]
        (killed.root / LOG).unlink()
        killed.keys.unlink()

        for _ in range(2):
            with pytest.raises(LossUntoldError, match="newest 2 entries"), writing(killed):
                pass
        with holding(killed) as held, opened(held) as store:
            assert store.loss is not None, "it must not be forgotten before it is journalled"

    def test_are_told_before_anybody_signs_in(
        self, killed: DataFolder, expected_warnings: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refused(*_arguments: object) -> None:
            raise UnavailableError(reason="no room for it.")

        expected_warnings += ["are gone from the store", "The loss could not be journalled"]
        (killed.root / LOG).unlink()
        aside = killed.keys.rename(killed.root / "aside")
        with holding(killed) as held, opened(held) as store:
            aside.rename(killed.keys)
            with monkeypatch.context() as patch:
                patch.setattr(KnownPlace, "note_epoch", refused)
                with pytest.raises(LossUntoldError, match=r"newest 2 .* no room for it"):
                    sign_in(store)
            sign_in(store)
            assert [one.kind for one in list(store.queries.journal.entries())[-3:]] == [
                "epoch_start",
                "integrity_fail",
                "login",
            ]
            # The series of the try that failed is never given.
            assert shops.sell(store, shops.MILK).number == "X-T01C-000001"

    def test_are_not_forgotten_for_what_is_written_before_they_are_told(
        self, killed: DataFolder, expected_warnings: list[str]
    ) -> None:
        expected_warnings += ["are gone from the store", "The loss could not be journalled"]
        (killed.root / LOG).unlink()
        aside = killed.keys.rename(killed.root / "aside")
        noted = killed.last_entry.read_bytes()
        with holding(killed) as held, opened(held) as store:
            aside.rename(killed.keys)
            shops.sell(store, shops.MILK)

        assert killed.last_entry.read_bytes() == noted

    def test_are_told_with_the_reserve_of_a_full_disk(
        self, killed: DataFolder, expected_warnings: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        expected_warnings.append("are gone from the store")
        (killed.root / LOG).unlink()
        killed.reserve.touch()
        commit = SqlUnitOfWork.commit

        def full(uow: SqlUnitOfWork) -> None:
            if killed.reserve.exists():
                raise OutOfRoomError
            commit(uow)

        monkeypatch.setattr(SqlUnitOfWork, "commit", full)

        with writing(killed) as store:
            assert shops.sell(store, shops.MILK).number == "X-T01C-000001"
            assert shops.verdict(store.queries).ok

    def test_are_those_of_a_later_epoch(
        self, killed: DataFolder, expected_warnings: list[str]
    ) -> None:
        expected_warnings.append("A later series of receipt numbers")
        with writing(killed) as store:
            journal_id = store.queries.profile.journal_id
        LastEntry(killed.last_entry, journal_id=journal_id).note(4, 3)

        assert journal_of(killed).detail.startswith("A later series of receipt numbers")
        with writing(killed) as store:
            assert isinstance(store.loss, SeriesLostError)
            assert shops.sell(store, shops.MILK).number == "X-T01E-000001"

    def test_are_what_a_store_lacks_that_was_put_back_by_hand(
        self, folder: DataFolder, tmp_path: Path, expected_warnings: list[str]
    ) -> None:
        expected_warnings.append("The newest 1 entries")
        old = tmp_path / "old.sqlite3"
        copy_store(folder.store, old)
        with writing(folder) as store:
            shops.sell(store, shops.MILK)
        shutil.copyfile(old, folder.store)

        with writing(folder) as store:
            assert store.loss is not None


class TestLastEntry:
    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        return tmp_path / "last-entry"

    @pytest.fixture
    def last(self, path: Path) -> LastEntry:
        last = LastEntry(path, journal_id="journal")
        last.note(1, 1_000)
        last.note(2, 99)
        last.close()
        return last

    def test_is_what_was_noted_last(self, last: LastEntry) -> None:
        assert last.read() == (2, 99)

    def test_is_unknown_of_another_journal(self, last: LastEntry, path: Path) -> None:
        assert LastEntry(path, journal_id="another").read() == (0, 0)

    @pytest.mark.parametrize("earlier", [(2, 98), (1, 1_001)])
    def test_is_never_an_earlier_one(self, last: LastEntry, earlier: tuple[int, int]) -> None:
        last.note(*earlier)
        last.close()

        assert last.read() == (2, 99)

    def test_is_unknown_where_there_is_none(self, path: Path) -> None:
        assert LastEntry(path, journal_id="journal").read() == (0, 0)

    @pytest.mark.parametrize("place", [0, 9, 10, 12, 15])
    def test_is_unknown_if_it_is_damaged(self, last: LastEntry, path: Path, place: int) -> None:
        damaged = bytearray(path.read_bytes())
        damaged[place] ^= 1
        path.write_bytes(damaged)

        assert last.read() == (0, 0)

    def test_keeps_nobody_from_selling_on_a_full_disk(
        self, store: OpenStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_arguments: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr("pos_app.adapters.system.last_entry.os.pwrite", full)

        assert shops.sell(store, shops.MILK).number == "X-T01-000006"

    def test_is_noted_after_a_commit_only(self, store: OpenStore) -> None:
        shops.sell(store, shops.MILK)
        head = store.queries.journal.head().seq
        before = store.folder.last_entry.read_text("ascii")

        with store.services.new_uow() as uow:
            store.services.journal.append(
                uow.journal, Fact(kind=EntryKind.NO_SALE, actor=shops.owner(store))
            )

        assert f"/1 {head} " in before
        assert store.folder.last_entry.read_text("ascii") == before
