from __future__ import annotations

import errno
import json
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from pos_app.adapters.persistence import store_file
from pos_app.adapters.persistence.backup import BackupRefusedError, copy_store, verify_file
from pos_app.adapters.persistence.soundness import unsound
from pos_app.adapters.persistence.sqlite_failures import DamagedStoreError
from pos_app.adapters.secrets.keyring_store import KeyringUnavailableError
from pos_app.adapters.system.installation import KnownPlace, StateFolderError, remembered
from pos_app.adapters.system.lock import StoreOpenElsewhereError
from pos_app.adapters.system.paths import DataFolder
from pos_app.adapters.system.recovery import WrongRecoveryCodeError
from pos_app.composition.opening import reading, writing
from pos_app.composition.recovering import recover
from pos_app.composition.restoring import (
    LaterOrdersError,
    LostBeforeError,
    PresentUnreadableError,
    RecoveryCodeNeededError,
    restore_store,
)
from pos_app.composition.secrets import SecretsLostError
from pos_app.domain.disk_space import OutOfRoomError
from pos_app.domain.errors import UnavailableError
from pos_app.domain.staff import WrongPinError
from pos_app.domain.store import SETTING
from tests.fakes.journal import body_of
from tests.integration import shop as shops
from tests.integration.processes import another_till


@pytest.fixture
def backup(folder: DataFolder, tmp_path: Path) -> Path:
    path = tmp_path / "backup.sqlite3"
    copy_store(folder.store, path)
    return path


def restore(
    folder: DataFolder, file: Path, code: str = "", *, discard_later: bool = False, **wish: bool
) -> Path | None:
    keys_in_file = wish.get("keys_in_file", False)
    return restore_store(
        folder, file, code=code, keys_in_file=keys_in_file, discard_later=discard_later
    )


def sell(folder: DataFolder, *barcodes: str) -> str:
    with writing(folder) as store:
        return shops.sell(store, *barcodes).number or ""


def journal_id(folder: DataFolder) -> str:
    with reading(folder) as queries:
        return queries.profile.journal_id


def state_of(folder: DataFolder) -> dict[str, bytes]:
    """Every file of the folder, but the lock and what SQLite puts beside its file."""
    return {
        str(path.relative_to(folder.root)): path.read_bytes()
        for path in folder.root.rglob("*")
        if path.is_file() and path.name != "writer.lock" and not path.name.endswith("-shm")
        if path.stat().st_size
    }


class TestRestoredStore:
    def test_goes_on_in_a_series_of_its_own(self, folder: DataFolder, backup: Path) -> None:
        restore(folder, backup)

        assert sell(folder, shops.MILK) == "X-T01B-000001"
        assert shops.rows(folder.store, "SELECT epoch, series, reason FROM epoch") == [
            (1, "X-T01", "setup"),
            (2, "X-T01B", "restore"),
        ]

    def test_counts_its_epochs(self, folder: DataFolder, backup: Path) -> None:
        restore(folder, backup)
        copy_store(folder.store, backup)

        restore(folder, backup)

        assert sell(folder, shops.MILK) == "X-T01C-000001"

    @pytest.mark.parametrize("forgets", [False, True])
    def test_from_the_same_backup_twice_gives_no_number_twice(
        self, folder: DataFolder, backup: Path, forgets: bool
    ) -> None:
        restore(folder, backup)
        assert sell(folder, shops.MILK) == "X-T01B-000001"
        if forgets:  # a computer that was set up anew around its disk
            KnownPlace(folder.root, journal_id(folder))._epoch.unlink()  # noqa: SLF001
        else:  # or one whose store is gone
            folder.store.write_bytes(b"damaged" * 1_000)

        restore(folder, backup, discard_later=True)

        assert sell(folder, shops.MILK) == "X-T01C-000001"

    def test_goes_on_with_its_journal(self, folder: DataFolder, backup: Path) -> None:
        with reading(folder) as queries:
            head = queries.journal.head()

        restore(folder, backup)
        sell(folder, shops.MILK)

        with reading(folder) as queries:
            entry = next(queries.journal.entries(after=head.seq))
            verdict = shops.verdict(queries)
        body = json.loads(entry.raw)
        assert (verdict.ok, verdict.entries) == (True, head.seq + 2)
        assert (body["kind"], body["epoch"], body["seq"]) == ("epoch_start", 2, head.seq + 1)
        assert body["prev_sha256"] == head.hash.hex()
        assert body["body"] == {"reason": "restore", "series": "X-T01B"}

    def test_holds_the_orders_of_the_backup(self, folder: DataFolder, backup: Path) -> None:
        tables = ("order", "order_item", "order_tax", "payment", "product", "stock_level")
        before = shops.everything(folder.store, tables)
        sell(folder, shops.SODA)

        restore(folder, backup, discard_later=True)

        assert shops.everything(folder.store, tables) == before

    def test_is_sound_and_for_the_owner_alone(self, folder: DataFolder, backup: Path) -> None:
        restore(folder, backup)
        sell(folder, shops.MILK)

        with writing(folder) as store:
            assert unsound(store.readers) == []
        verify_file(folder.store)
        assert store_file.version_of(folder.store) == store_file.HEAD
        assert folder.store.stat().st_mode & 0o777 == 0o600
        assert not list(folder.root.glob("*.new*"))


class TestWhatWasThere:
    def test_is_kept(self, folder: DataFolder, backup: Path) -> None:
        number = sell(folder, shops.SODA)
        before = shops.everything(folder.store)

        kept = restore(folder, backup, discard_later=True)

        assert kept is not None
        assert kept.parent == folder.backups
        assert kept.name.startswith("replaced-")
        assert kept.stat().st_mode & 0o777 == 0o600
        verify_file(kept)
        assert shops.everything(kept) == before
        assert number in {row[2] for row in before["order"]}

    def test_is_kept_once_for_each_restore(self, folder: DataFolder, backup: Path) -> None:
        kept = {restore(folder, backup, discard_later=True) for _ in range(3)}

        assert len(kept) == 3

    def test_includes_what_a_kill_left_in_the_log(self, folder: DataFolder, backup: Path) -> None:
        killed = DataFolder(folder.root.with_name("killed"))
        with writing(folder) as store:
            number = shops.sell(store, shops.SODA).number
            shutil.copytree(folder.root, killed.root)

        kept = restore(killed, backup, discard_later=True)

        assert kept is not None
        assert number in {row[2] for row in shops.everything(kept)["order"]}

    def test_leaves_no_log_to_be_played_into_the_restored_store(
        self, folder: DataFolder, backup: Path
    ) -> None:
        killed = DataFolder(folder.root.with_name("killed"))
        with writing(folder) as store:
            shops.sell(store, shops.SODA)
            shutil.copytree(folder.root, killed.root)
        assert killed.store.with_name("pos.sqlite3-wal").stat().st_size > 0

        restore(killed, backup, discard_later=True)

        verify_file(killed.store)
        assert shops.one(killed.store, 'SELECT count(*) FROM "order"') == 6
        assert sell(killed, shops.MILK) == "X-T01B-000001"

    def test_is_not_given_up_unless_somebody_says_so(
        self, folder: DataFolder, backup: Path
    ) -> None:
        sell(folder, shops.SODA)
        sell(folder, shops.SODA)
        before = state_of(folder)

        with pytest.raises(LaterOrdersError, match=r"holds 2 journal entries.*--discard-later"):
            restore(folder, backup)

        assert state_of(folder) == before

    def test_is_not_given_up_when_it_went_another_way(
        self, folder: DataFolder, backup: Path, tmp_path: Path
    ) -> None:
        """A longer backup of another past does not hold what is here."""
        longer = DataFolder(tmp_path / "other")
        shutil.copytree(folder.root, longer.root)
        for _ in range(3):
            sell(longer, shops.MILK)
        copy_store(longer.store, backup)
        sell(folder, shops.SODA)

        with pytest.raises(LaterOrdersError, match="holds 1 journal entries"):
            restore(folder, backup)

    def test_is_not_given_up_for_the_backup_of_another_shop(
        self, folder: DataFolder, new_master: shops.Shop, tmp_path: Path
    ) -> None:
        other = shops.make(tmp_path / "other")
        shutil.copy2(folder.keys, other.folder.keys)

        with pytest.raises(LaterOrdersError):
            restore(other.folder, new_master.folder.store)

    def test_may_be_older_than_the_backup(
        self, folder: DataFolder, backup: Path, tmp_path: Path
    ) -> None:
        later = DataFolder(tmp_path / "later")
        shutil.copytree(folder.root, later.root)
        sell(later, shops.MILK)
        copy_store(later.store, backup)

        kept = restore(folder, backup)

        assert kept is not None
        assert sell(folder, shops.MILK) == "X-T01B-000001"


class TestFolder:
    def test_that_was_there_keeps_its_mode(
        self, shop: shops.Shop, backup: Path, tmp_path: Path
    ) -> None:
        folder = DataFolder(tmp_path / "shared")
        folder.root.mkdir()
        folder.root.chmod(0o750)

        restore(folder, backup, shop.recovery_code)

        assert folder.root.stat().st_mode & 0o777 == 0o750
        assert folder.keys.stat().st_mode & 0o777 == 0o600


class TestKeysOfAnotherStore:
    """A backup of shop B goes where shop A is."""

    @pytest.fixture
    def other(self, tmp_path: Path) -> shops.Shop:
        return shops.make(tmp_path / "other", store="Other Shop", owner="Bea")

    def test_are_put_down_and_the_old_ones_kept(
        self, folder: DataFolder, other: shops.Shop
    ) -> None:
        old, new = folder.keys.read_bytes(), other.folder.keys.read_bytes()

        kept = restore(folder, other.folder.store, other.recovery_code, discard_later=True)

        assert folder.keys.read_bytes() == new
        assert kept is not None
        kept_keys = kept.with_name(kept.name.replace(".sqlite3", ".keys.json"))
        assert kept_keys.read_bytes() == old
        assert kept_keys.stat().st_mode & 0o777 == 0o600
        assert not list(folder.root.glob("*.new*"))
        # And they are of use: the old store goes on with them.
        again = DataFolder(folder.root.with_name("again"))
        again.create()
        shutil.copy2(kept, again.store)
        shutil.copy2(kept_keys, again.keys)
        assert sell(again, shops.MILK) == "X-T01-000006"

    def test_stay_where_they_are_if_they_are_the_same(
        self, folder: DataFolder, shop: shops.Shop, backup: Path
    ) -> None:
        before = folder.keys.read_bytes()

        restore(folder, backup, shop.recovery_code)

        assert folder.keys.read_bytes() == before
        assert not list(folder.backups.glob("*.keys.json"))

    def test_are_not_put_down_if_the_store_cannot_be(
        self, folder: DataFolder, other: shops.Shop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = folder.keys.read_bytes()
        replace = Path.replace

        def fail(path: Path, target: Path) -> Path:
            if target == folder.store:
                raise PermissionError
            return replace(path, target)

        monkeypatch.setattr(Path, "replace", fail)
        with pytest.raises(PermissionError):
            restore(folder, other.folder.store, other.recovery_code, discard_later=True)

        assert folder.keys.read_bytes() == before
        assert not list(folder.root.glob("*.new*"))
        assert sell(folder, shops.MILK) == "X-T01-000006"

    @pytest.mark.parametrize("killed_at", range(20))
    def test_never_lie_beside_the_wrong_store(
        self,
        folder: DataFolder,
        other: shops.Shop,
        monkeypatch: pytest.MonkeyPatch,
        killed_at: int,
    ) -> None:
        """Killed before any of the renames: either store has its own keys, or none at all."""
        keys = {
            json.loads(shops.one(one.store, "SELECT value FROM setting WHERE name = 'store'"))[
                "journal_id"
            ]: one.keys.read_bytes()
            for one in (folder, other.folder)
        }
        left = killed_at

        class KilledError(BaseException):
            pass

        def counted(act: Any) -> Any:
            def run(*arguments: Any) -> Any:
                nonlocal left
                if left == 0:
                    raise KilledError
                left -= 1
                return act(*arguments)

            return run

        for name in ("rename", "replace"):
            monkeypatch.setattr(Path, name, counted(getattr(Path, name)))
        with suppress(KilledError):
            restore(folder, other.folder.store, other.recovery_code, discard_later=True)
        monkeypatch.undo()

        text = shops.one(folder.store, "SELECT value FROM setting WHERE name = 'store'")
        mine = keys[json.loads(text)["journal_id"]]
        assert not folder.keys.exists() or folder.keys.read_bytes() == mine


class TestDamagedKeys:
    @pytest.mark.parametrize(
        "content",
        [
            "[]",
            '{"pepper": 5}',
            '{"pepper": "?"}',
            '{"pepper": "QUJD", "signing_key": "QUJD"}',
            '{"pepper": "", "signing_key": ""}',
        ],
    )
    def test_stop_the_till_in_words_and_are_replaced_by_the_recovery_code(
        self, folder: DataFolder, shop: shops.Shop, content: str
    ) -> None:
        good = folder.keys.read_bytes()
        folder.keys.write_text(content)

        with pytest.raises(UnavailableError, match="--recovery-code"), writing(folder) as store:
            shops.sell(store, shops.MILK)
        recover(folder, shop.recovery_code)

        assert folder.keys.read_bytes() == good
        [kept] = folder.backups.glob("replaced-*.keys.json")
        assert kept.read_text() == content
        assert sell(folder, shops.MILK) == "X-T01-000006"

    def test_are_left_alone_while_a_till_is_open(
        self, folder: DataFolder, shop: shops.Shop
    ) -> None:
        with another_till(folder.root):
            folder.keys.write_text("[]")

            with pytest.raises(StoreOpenElsewhereError):
                recover(folder, shop.recovery_code)

            assert folder.keys.read_text() == "[]"


class TestDamagedStore:
    """What the words of the damage advise must work."""

    @pytest.fixture(params=["no database", "empty", "a broken page"])
    def damaged(self, folder: DataFolder, backup: Path, request: pytest.FixtureRequest) -> bytes:
        damage = {
            "no database": b"\xa5" * 8_192,
            "empty": b"",
            "a broken page": backup.read_bytes()[:4_096] + b"\xa5" * 100_000,
        }
        folder.store.write_bytes(damage[request.param])
        return folder.store.read_bytes()

    def test_is_not_replaced_unless_somebody_says_so(
        self, folder: DataFolder, backup: Path, damaged: bytes
    ) -> None:
        with pytest.raises(PresentUnreadableError, match=r"cannot be read.*--discard-later"):
            restore(folder, backup)

        assert folder.store.read_bytes() == damaged

    def test_is_replaced_and_kept_byte_by_byte(
        self, folder: DataFolder, backup: Path, damaged: bytes
    ) -> None:
        kept = restore(folder, backup, discard_later=True)

        assert sell(folder, shops.MILK) == "X-T01B-000001"
        assert kept is not None
        assert kept.read_bytes().startswith(damaged[:4_096])
        assert not list(folder.root.rglob("*.partial"))

    def test_without_what_it_is_of_is_replaced(self, folder: DataFolder, backup: Path) -> None:
        with shops.raw(folder.store) as connection:
            connection.execute("DELETE FROM setting WHERE name = ?", (SETTING,))

        restore(folder, backup, discard_later=True)

        assert sell(folder, shops.MILK) == "X-T01B-000001"


class TestLossBefore:
    @pytest.fixture
    def lost(self, folder: DataFolder, backup: Path) -> int:
        """Two orders were sold after the backup, and are gone with the log; the entries then."""
        sell(folder, shops.MILK)
        sell(folder, shops.SODA)
        shutil.copyfile(backup, folder.store)
        return int(shops.one(folder.store, "SELECT max(seq) FROM journal"))

    def test_is_not_swallowed(self, folder: DataFolder, backup: Path, lost: int) -> None:
        before = state_of(folder)

        with pytest.raises(LostBeforeError, match=r"newest 2 entries.*--discard-later"):
            restore(folder, backup)

        assert state_of(folder) == before

    def test_is_written_into_the_new_epoch(
        self, folder: DataFolder, backup: Path, lost: int
    ) -> None:
        restore(folder, backup, discard_later=True)

        with reading(folder) as queries:
            start, told = map(body_of, queries.journal.entries(after=lost))
            assert shops.verdict(queries).ok
        assert (start["kind"], told["kind"], told["epoch"]) == ("epoch_start", "integrity_fail", 2)
        assert told["body"] == {"recorded": lost + 2, "found": lost}
        with writing(folder) as store:
            assert store.loss is None

    def test_is_none_of_what_is_given_up_and_kept(self, folder: DataFolder, backup: Path) -> None:
        sell(folder, shops.MILK)

        restore(folder, backup, discard_later=True)

        assert "integrity_fail" not in dict(shops.rows(folder.store, "SELECT kind, 1 FROM journal"))

    def test_of_a_whole_epoch_gives_no_number_twice(
        self, folder: DataFolder, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        restore(folder, backup)
        sell(folder, shops.MILK)
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "forgotten"))
        folder.store.write_bytes(b"\xa5" * 8_192)

        restore(folder, backup, discard_later=True)

        assert sell(folder, shops.MILK) == "X-T01C-000001"


class TestUnfinished:
    def test_for_want_of_a_memory_leaves_no_store(
        self, folder: DataFolder, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refused(*_arguments: object, **_more: object) -> None:
            raise StateFolderError(folder="state", reason="full")

        monkeypatch.setattr(KnownPlace, "remember", refused)
        before = state_of(folder)

        with pytest.raises(StateFolderError):
            restore(folder, backup)

        assert state_of(folder) == before

    @pytest.mark.parametrize("is_damaged", [True, False])
    def test_for_want_of_room_changes_nothing(
        self,
        folder: DataFolder,
        backup: Path,
        monkeypatch: pytest.MonkeyPatch,
        *,
        is_damaged: bool,
    ) -> None:
        place = remembered(folder.root)

        def full(source: Path, target: Path) -> None:
            if source != folder.store:
                copy_store(source, target)
            elif is_damaged:
                raise DamagedStoreError(detail="a page")
            else:
                raise OutOfRoomError

        def cut_off(_source: Path, target: Path) -> None:
            target.write_bytes(b"half of")
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr("pos_app.composition.restoring.copy_store", full)
        monkeypatch.setattr(shutil, "copy2", cut_off)
        before = state_of(folder)

        with pytest.raises(OSError if is_damaged else OutOfRoomError):
            restore(folder, backup)

        assert state_of(folder) == before
        assert remembered(folder.root) == place


class TestRefusedBackup:
    @pytest.mark.parametrize("damage", ["text", "newer", "broken", "forged"])
    def test_changes_nothing(self, folder: DataFolder, backup: Path, damage: str) -> None:
        if damage == "text":
            backup.write_text("no backup")
        elif damage == "newer":
            with shops.raw(backup) as connection:
                connection.execute("PRAGMA user_version=99")
        elif damage == "broken":
            backup.write_bytes(backup.read_bytes()[:-20_000])
        else:
            with shops.raw(backup) as connection:
                shops.drop_triggers(connection)
                connection.execute("UPDATE journal SET hash = x'00' WHERE seq = 5")
        before = state_of(folder)

        with pytest.raises(
            (BackupRefusedError, store_file.NewerStoreError), match="othing was cha"
        ):
            restore(folder, backup, discard_later=True)

        assert state_of(folder) == before


class TestKilledRestore:
    def test_leaves_nothing_that_the_next_one_would_play_in(
        self, folder: DataFolder, backup: Path, tmp_path: Path
    ) -> None:
        """The log of the first attempt must not become the log of the second copy."""
        other = DataFolder(tmp_path / "other")
        shutil.copytree(folder.root, other.root)
        with writing(other) as store:
            shops.sell(store, shops.SODA)
            for ending in ("", "-wal"):
                source = other.store.with_name(f"pos.sqlite3{ending}")
                shutil.copy2(source, folder.root / f"pos.sqlite3.new{ending}")

        restore(folder, backup)

        verify_file(folder.store)
        assert shops.one(folder.store, "SELECT count(*) FROM journal") == 13
        assert sell(folder, shops.MILK) == "X-T01B-000001"


class TestAnotherMachine:
    """A new folder, without the keys of the store."""

    @pytest.fixture
    def elsewhere(self, tmp_path: Path) -> DataFolder:
        return DataFolder(tmp_path / "new machine")

    def test_asks_for_the_recovery_code(self, elsewhere: DataFolder, backup: Path) -> None:
        with pytest.raises(RecoveryCodeNeededError, match="--recovery-code FILE"):
            restore(elsewhere, backup)

        assert [path.name for path in elsewhere.root.iterdir()] == ["writer.lock"]

    @pytest.mark.parametrize(
        "code", ["", "AAAAA", "00000-00000-00000-00000-00000", "Ü" * 25, "-" * 25]
    )
    def test_refuses_a_wrong_code(
        self, shop: shops.Shop, elsewhere: DataFolder, backup: Path, code: str
    ) -> None:
        wrong = code or shop.recovery_code[::-1]

        with pytest.raises(WrongRecoveryCodeError, match="Nothing was changed"):
            restore(elsewhere, backup, wrong)

        assert [path.name for path in elsewhere.root.iterdir()] == ["writer.lock"]

    def test_refuses_the_code_of_another_shop(
        self, elsewhere: DataFolder, backup: Path, tmp_path: Path
    ) -> None:
        other = shops.make(tmp_path / "other")

        with pytest.raises(WrongRecoveryCodeError):
            restore(elsewhere, backup, other.recovery_code)

    def test_sells_with_the_recovery_code(
        self, shop: shops.Shop, elsewhere: DataFolder, backup: Path
    ) -> None:
        kept = restore(elsewhere, backup, shop.recovery_code)

        assert kept is None
        assert sell(elsewhere, shops.MILK) == "X-T01B-000001"
        with reading(elsewhere) as queries:
            assert shops.verdict(queries).ok

    def test_reads_the_code_as_a_person_types_it(
        self, shop: shops.Shop, elsewhere: DataFolder, backup: Path
    ) -> None:
        typed = shop.recovery_code.lower().replace("-", " ").replace("0", "o").replace("1", "l")

        restore(elsewhere, backup, typed)

        assert sell(elsewhere, shops.MILK) == "X-T01B-000001"

    def test_knows_the_pins_again(
        self, shop: shops.Shop, elsewhere: DataFolder, backup: Path
    ) -> None:
        restore(elsewhere, backup, shop.recovery_code)

        with writing(elsewhere) as store:
            with pytest.raises(WrongPinError):
                store.services.signing_in.sign_in(staff_id=1, pin="250917")
            signed_in = store.services.signing_in.sign_in(staff_id=1, pin=shops.PIN)

        assert signed_in.name == "Ana"

    def test_keeps_the_keys_for_the_owner_alone(
        self, shop: shops.Shop, elsewhere: DataFolder, backup: Path
    ) -> None:
        restore(elsewhere, backup, shop.recovery_code)

        assert elsewhere.keys.stat().st_mode & 0o777 == 0o600
        assert elsewhere.root.stat().st_mode & 0o777 == 0o700
        keys: dict[str, Any] = json.loads(elsewhere.keys.read_text())
        assert keys == json.loads(shop.folder.keys.read_text())

    def test_needs_a_keyring_for_a_real_store_or_a_choice(self, tmp_path: Path) -> None:
        real = shops.make(tmp_path / "real", practice=False, keys_in_file=True)
        with shops.raw(real.folder.store) as connection:
            connection.execute(
                "UPDATE setting SET value = replace(value, '\"keys_in_file\": true',"
                " '\"keys_in_file\": false') WHERE name = 'store'"
            )
        elsewhere = DataFolder(tmp_path / "new machine")
        with pytest.raises(KeyringUnavailableError, match="--keys-in-file"):
            restore(elsewhere, real.folder.store, real.recovery_code)

        restore(elsewhere, real.folder.store, real.recovery_code, keys_in_file=True)

        with reading(elsewhere) as queries:
            assert queries.profile.keys_in_file
            assert shops.verdict(queries).ok
        assert elsewhere.keys.exists()


class TestLostKeys:
    def test_stop_the_till_before_the_first_order(self, folder: DataFolder) -> None:
        folder.keys.unlink()
        before = shops.everything(folder.store)

        with pytest.raises(SecretsLostError, match="staff reset NAME"), writing(folder) as store:
            shops.sell(store, shops.MILK)

        assert shops.everything(folder.store) == before

    def test_come_back_with_the_recovery_code(self, shop: shops.Shop) -> None:
        keys = shop.folder.keys.read_text()
        shop.folder.keys.unlink()

        recover(shop.folder, shop.recovery_code)

        assert json.loads(shop.folder.keys.read_text()) == json.loads(keys)
        assert sell(shop.folder, shops.MILK) == "X-T01-000006"

    def test_stay_lost_with_a_wrong_one(self, shop: shops.Shop) -> None:
        shop.folder.keys.unlink()

        with pytest.raises(WrongRecoveryCodeError):
            recover(shop.folder, "00000-00000-00000-00000-00000")

        assert not shop.folder.keys.exists()
