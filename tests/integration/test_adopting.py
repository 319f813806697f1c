from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from pos_app.adapters.persistence.unit_of_work import SqlUnitOfWork
from pos_app.adapters.system import installation
from pos_app.adapters.system.clock import SystemClock
from pos_app.adapters.system.installation import Known, KnownPlace, remembered
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.adopting import AdoptionCodeNeededError, AtHomeError, adopt_store
from pos_app.composition.backing_up import back_up
from pos_app.composition.holding import MovedStoreError, holding
from pos_app.composition.opening import OpenStore, opened, reading, writing
from pos_app.composition.restoring import restore_store
from pos_app.domain.badge import BadgeRefusedNowError
from pos_app.domain.disk_space import OutOfRoomError
from pos_app.domain.errors import UnavailableError
from pos_app.domain.staff import Role, StaffMember, WrongPinError
from pos_app.services.journal.adopting import AdoptionAskedError, AdoptionByManagerError
from tests.integration import shop as shops
from tests.integration.processes import another_till, run

CASHIER_PIN = "258036"


@pytest.fixture(scope="module")
def real_master(tmp_path_factory: pytest.TempPathFactory) -> shops.Shop:
    """No practice: what is sold in it counts. It is at home where it was made."""
    made = shops.make(tmp_path_factory.mktemp("real") / "data", practice=False, keys_in_file=True)
    with writing(made.folder) as store:
        shops.bring_in(store, shops.GROCERIES)
        shops.open_shift(store)
        shops.sell(store, shops.MILK)
        owner = store.services.staff.owner()
        store.services.staff.add(actor=owner, name="Ben", role=Role.CASHIER, pin=CASHIER_PIN)
    return made


@pytest.fixture
def moved(real_master: shops.Shop, tmp_path: Path) -> shops.Shop:
    """A copy, as from one disk to another."""
    return real_master.copied_to(tmp_path / "copy")


@pytest.fixture
def opened_copy(moved: shops.Shop) -> Iterator[OpenStore]:
    """As the till holds it before anybody has signed in."""
    with holding(moved.folder) as held, opened(held) as store:
        yield store


def person(store: OpenStore, name: str) -> StaffMember:
    found = store.queries.staff.by_name(name)
    assert found is not None
    return found


def test_a_moved_store_wants_a_pin_and_no_badge(opened_copy: OpenStore) -> None:
    with pytest.raises(BadgeRefusedNowError, match="Type your PIN"):
        opened_copy.services.signing_in.sign_in_by_badge(raw="B-7QX4-0193", prefix="B-")


def sign_in(store: OpenStore, name: str, pin: str) -> StaffMember:
    return store.services.signing_in.sign_in(staff_id=person(store, name).staff_id, pin=pin)


def kinds(folder: DataFolder) -> list[str]:
    return [kind for (kind,) in shops.rows(folder.store, "SELECT kind FROM journal ORDER BY seq")]


class TestPlace:
    def test_is_known_where_the_store_was_made(self, real_master: shops.Shop) -> None:
        with holding(real_master.folder) as held:
            assert not held.is_moved

    def test_is_not_known_of_a_copy(self, moved: shops.Shop) -> None:
        with pytest.raises(MovedStoreError, match="pos-app store adopt"), writing(moved.folder):
            pass

    def test_is_looked_up_once(self, moved: shops.Shop, monkeypatch: pytest.MonkeyPatch) -> None:
        looks = []

        def looked(root: Path) -> Known:
            looks.append(root)
            return Known()

        monkeypatch.setattr(installation, "remembered", looked)
        with holding(moved.folder) as held:
            assert held.is_moved
            assert held.is_moved
        assert looks == [moved.folder.root]

    def test_is_not_known_on_another_computer(
        self, real_master: shops.Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))

        with holding(real_master.folder) as held:
            assert held.is_moved

    def test_is_not_known_on_another_computer_with_the_same_home(
        self, real_master: shops.Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        other = tmp_path / "machine-id"
        other.write_text("another", "ascii")
        monkeypatch.setattr(installation, "MACHINE_ID", other)

        with holding(real_master.folder) as held:
            assert held.is_moved

    def test_is_not_that_of_another_store_put_into_its_folder(
        self, real_master: shops.Shop, moved: shops.Shop
    ) -> None:
        adopt_store(moved.folder, "")
        shutil.copy2(real_master.folder.store, moved.folder.store)

        with holding(moved.folder) as held:
            assert held.is_moved

    def test_is_not_that_of_an_older_copy_put_back_by_hand(
        self, moved: shops.Shop, tmp_path: Path, expected_warnings: list[str]
    ) -> None:
        expected_warnings.append("The newest 1 entries")
        adopt_store(moved.folder, "")
        older = shutil.copy2(moved.folder.store, tmp_path / "older.sqlite3")
        with writing(moved.folder) as store:
            assert shops.sell(store, shops.MILK).number == "T01B-000001"
        shutil.copy2(older, moved.folder.store)

        with pytest.raises(MovedStoreError, match="an older copy"), writing(moved.folder):
            pass

        assert adopt_store(moved.folder, "") == "T01C"
        with reading(moved.folder) as queries:
            *_, start, told = (json.loads(one.raw) for one in queries.journal.entries())
            assert shops.verdict(queries).ok
        assert [(one["kind"], one["epoch"]) for one in (start, told)] == [
            ("epoch_start", 3),
            ("integrity_fail", 3),
        ]
        assert told["body"]["recorded"] == told["body"]["found"] + 1

    def test_is_noted_by_each_backup_beside_a_till_that_stays_open(self, moved: shops.Shop) -> None:
        adopt_store(moved.folder, "")
        with writing(moved.folder) as store:
            shops.sell(store, shops.MILK)
            head = store.queries.journal.head().seq
            assert remembered(moved.folder.root).head < head

            back_up(moved.folder)

            assert remembered(moved.folder.root).head == head

    def test_stays_known_after_a_kill(self, moved: shops.Shop) -> None:
        adopt_store(moved.folder, "")
        with another_till(moved.folder.root) as till:
            till.kill()
            till.wait()

        with writing(moved.folder) as store:
            assert shops.sell(store, shops.MILK).number == "T01B-000001"

    def test_does_not_matter_for_practice(self, shop: shops.Shop, tmp_path: Path) -> None:
        copy = shop.copied_to(tmp_path / "copy")

        with writing(copy.folder) as store:
            assert shops.sell(store, shops.MILK).number == "X-T01-000006"

    def test_is_remembered_for_the_owner_alone_and_names_no_computer(self, tmp_path: Path) -> None:
        KnownPlace(tmp_path, "journal").remember("id-1")

        assert remembered(tmp_path) == Known("id-1")
        (record,) = installation._record_of(tmp_path).parent.glob(  # noqa: SLF001
            installation._record_of(tmp_path).name  # noqa: SLF001
        )
        assert record.stat().st_mode & 0o777 == 0o600
        if installation.MACHINE_ID.exists():
            assert installation.MACHINE_ID.read_text().strip() not in record.read_text()

    @pytest.mark.parametrize(
        "content", [b"", b"one", b"one two", b"one two three", b"\xff\xfe two 3"]
    )
    def test_that_cannot_be_read_is_not_known(self, tmp_path: Path, content: bytes) -> None:
        KnownPlace(tmp_path, "journal").remember("id-1")
        installation._record_of(tmp_path).write_bytes(content)  # noqa: SLF001

        assert remembered(tmp_path) == Known()


class TestAdopting:
    def test_goes_on_in_a_series_of_its_own(self, moved: shops.Shop) -> None:
        assert adopt_store(moved.folder, "") == "T01B"

        with writing(moved.folder) as store:
            assert shops.sell(store, shops.MILK).number == "T01B-000001"
            assert shops.verdict(store.queries).ok
            *_, start, order = store.queries.journal.entries()
        read = [json.loads(entry.raw) for entry in (start, order)]
        assert [(one["kind"], one["epoch"]) for one in read] == [("epoch_start", 2), ("order", 2)]
        assert read[0]["body"] == {"reason": "adopt", "series": "T01B"}

    def test_leaves_the_other_one_as_it_was(
        self, real_master: shops.Shop, moved: shops.Shop
    ) -> None:
        adopt_store(moved.folder, "")

        with holding(real_master.folder) as held:
            assert not held.is_moved

    def test_of_two_copies_gives_each_a_series_of_its_own(
        self, real_master: shops.Shop, moved: shops.Shop, tmp_path: Path
    ) -> None:
        other = real_master.copied_to(tmp_path / "other copy")

        assert [adopt_store(one.folder, "") for one in (moved, other)] == ["T01B", "T01C"]

        with writing(other.folder) as store:
            assert shops.sell(store, shops.MILK).number == "T01C-000001"
            assert shops.verdict(store.queries).ok

    def test_is_refused_at_home(self, real_master: shops.Shop) -> None:
        before = kinds(real_master.folder)

        with pytest.raises(AtHomeError):
            adopt_store(real_master.folder, "")

        assert kinds(real_master.folder) == before

    def test_brings_lost_keys_along_with_the_recovery_code(self, moved: shops.Shop) -> None:
        moved.folder.keys.unlink()
        before = kinds(moved.folder)
        with pytest.raises(AdoptionCodeNeededError, match="--recovery-code"):
            adopt_store(moved.folder, "")
        assert kinds(moved.folder) == before

        assert adopt_store(moved.folder, moved.recovery_code) == "T01B"

    def test_that_breaks_off_is_asked_for_again(self, moved: shops.Shop) -> None:
        with holding(moved.folder) as held, opened(held) as store:
            store.writer.raw_connection().cursor().execute("PRAGMA query_only=ON")
            with pytest.raises(Exception, match="readonly"):
                store.services.adopting.adopt(store.services.staff.owner())

        with holding(moved.folder) as held:
            assert held.is_moved
        # Whether that series had begun or not, it is never given again.
        assert adopt_store(moved.folder, "") == "T01C"


class TestRestoredStore:
    def test_is_at_home(self, moved: shops.Shop, tmp_path: Path) -> None:
        folder = DataFolder(tmp_path / "restored")

        restore_store(
            folder,
            moved.folder.store,
            code=moved.recovery_code,
            keys_in_file=True,
            discard_later=False,
        )

        with writing(folder) as store:
            assert shops.sell(store, shops.MILK).number == "T01B-000001"


class TestSignIn:
    def test_of_a_manager_is_asked_first_and_then_adopts(self, opened_copy: OpenStore) -> None:
        store = opened_copy
        before = kinds(store.folder)
        with pytest.raises(AdoptionAskedError, match="type your PIN again"):
            sign_in(store, "Ana", shops.PIN)
        assert kinds(store.folder) == before

        sign_in(store, "Ana", shops.PIN)

        assert kinds(store.folder) == [*before, "epoch_start", "login"]
        assert shops.sell(store, shops.MILK).number == "T01B-000001"
        assert shops.verdict(store.queries).ok
        assert sign_in(store, "Ben", CASHIER_PIN).name == "Ben"
        *_, start, login, order, _ = store.queries.journal.entries()
        assert [json.loads(one.raw)["epoch"] for one in (start, login, order)] == [2, 2, 2]

    def test_of_a_cashier_comes_later(self, opened_copy: OpenStore) -> None:
        before = kinds(opened_copy.folder)

        for _ in range(2):
            with pytest.raises(AdoptionByManagerError, match="A manager must sign in first"):
                sign_in(opened_copy, "Ben", CASHIER_PIN)

        assert kinds(opened_copy.folder) == before

    def test_with_a_wrong_pin_is_counted_but_adds_nothing_to_the_old_epoch(
        self, opened_copy: OpenStore
    ) -> None:
        before = kinds(opened_copy.folder)

        with pytest.raises(WrongPinError):
            sign_in(opened_copy, "Ana", CASHIER_PIN)

        assert kinds(opened_copy.folder) == before
        assert person(opened_copy, "Ana").staff_id in opened_copy.queries.staff.locks()

    def test_uses_the_reserve_of_a_full_disk(
        self, opened_copy: OpenStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store, commit = opened_copy, SqlUnitOfWork.commit

        def full(uow: SqlUnitOfWork) -> None:
            if store.folder.reserve.exists():
                raise OutOfRoomError
            commit(uow)

        monkeypatch.setattr(SqlUnitOfWork, "commit", full)
        for refusal in (WrongPinError, AdoptionAskedError):
            store.folder.reserve.touch()
            with pytest.raises(refusal):
                sign_in(store, "Ana", CASHIER_PIN if refusal is WrongPinError else shops.PIN)
        for name, pin in (("Ana", shops.PIN), ("Ben", CASHIER_PIN)):
            store.folder.reserve.touch()
            assert sign_in(store, name, pin).name == name

    def test_says_that_the_state_folder_cannot_be_written(
        self, moved: shops.Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        blocked = tmp_path / "state"
        blocked.touch()
        monkeypatch.setenv("XDG_STATE_HOME", str(blocked))
        before = kinds(moved.folder)

        with holding(moved.folder) as held, opened(held) as store:
            with pytest.raises(AdoptionAskedError):
                sign_in(store, "Ana", shops.PIN)
            with pytest.raises(UnavailableError, match="Make that folder writable"):
                sign_in(store, "Ana", shops.PIN)

        assert kinds(moved.folder) == before

    def test_comes_before_a_jump_of_the_clock_is_recorded(
        self, opened_copy: OpenStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        now = SystemClock.now
        monkeypatch.setattr(SystemClock, "now", lambda clock: now(clock) - timedelta(hours=3))
        before = kinds(opened_copy.folder)

        assert opened_copy.services.clock_watch.look() < 0
        assert kinds(opened_copy.folder) == before

        with pytest.raises(AdoptionAskedError):
            sign_in(opened_copy, "Ana", shops.PIN)
        sign_in(opened_copy, "Ana", shops.PIN)
        opened_copy.services.clock_watch.look()
        assert kinds(opened_copy.folder) == [*before, "epoch_start", "login", "clock_jump"]

    def test_tells_of_a_loss_that_was_taken_for_a_move(
        self, moved: shops.Shop, tmp_path: Path, expected_warnings: list[str]
    ) -> None:
        expected_warnings.append("The newest 1 entries")
        adopt_store(moved.folder, "")
        with writing(moved.folder) as store:
            shops.sell(store, shops.MILK)
            back_up(moved.folder)  # notes how far it came
            shutil.copy2(moved.folder.store, tmp_path / "without its log")
        shutil.copy2(tmp_path / "without its log", moved.folder.store)

        with holding(moved.folder) as held, opened(held) as store:
            assert held.is_moved
            assert store.loss is not None
            with pytest.raises(AdoptionAskedError):
                sign_in(store, "Ana", shops.PIN)
            sign_in(store, "Ana", shops.PIN)
        assert kinds(moved.folder)[-3:] == ["epoch_start", "integrity_fail", "login"]
        with holding(moved.folder) as held, opened(held) as store:
            assert not held.is_moved
            assert store.loss is None


class TestCommands:
    def test_that_only_read_work_in_a_copy(self, moved: shops.Shop) -> None:
        with reading(moved.folder) as queries:
            assert queries.profile.name == "Corner Shop"

    def test_that_write_say_what_to_do(self, moved: shops.Shop) -> None:
        root = str(moved.folder.root)

        refused = run("--data-dir", root, "shift", "close", "--counted", "113.05")
        assert (refused.returncode, refused.stdout) == (1, "")
        assert "pos-app store adopt" in refused.stderr

        adopted = run("--data-dir", root, "store", "adopt")
        assert (adopted.returncode, adopted.stderr) == (0, "")
        assert "T01B-000001" in adopted.stdout

        with reading(moved.folder) as queries:
            current = queries.shifts.current()
            assert current is not None
        counted = f"{current.expected / 100:.2f}"
        closed = run("--data-dir", root, "shift", "close", "--counted", counted)
        assert (closed.returncode, closed.stderr) == (0, "")

    def test_examine_a_copy_too(self, moved: shops.Shop) -> None:
        examined = run("--data-dir", str(moved.folder.root), "doctor", "--json")

        ill = [one for one in json.loads(examined.stdout) if not one["ok"]]
        assert [one["name"] for one in ill] == ["place"]
        assert "pos-app store adopt" in ill[0]["what_to_do"]
