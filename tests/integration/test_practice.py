"""The practice copy of a store: what is in it, when it is made anew, and what it leaves alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pos_app.adapters.devices.escpos_text import DRAWER_PULSE
from pos_app.adapters.files.product_images import ProductImages
from pos_app.adapters.persistence.backup import copy_store
from pos_app.adapters.system.installation import KnownPlace
from pos_app.adapters.system.lock import StoreOpenElsewhereError, turn_in
from pos_app.adapters.system.paths import DataFolder
from pos_app.adapters.system.whole_file import whole_file
from pos_app.composition.backing_up import (
    SECOND_FOLDER,
    SecondFolderError,
    back_up,
    choose_second_folder,
)
from pos_app.composition.emailing import Mailroom
from pos_app.composition.holding import NoStoreError
from pos_app.composition.opening import OpenStore, reading, writing
from pos_app.composition.practice import (
    NotACopyError,
    PracticeOfPracticeError,
    ensure_practice,
    reset_practice,
)
from pos_app.composition.processors import ProcessorDesk
from pos_app.composition.proving import journal_of, untrue
from pos_app.composition.receipts import printer_of, renderer_of
from pos_app.composition.restoring import PracticeNotRestoredError, restore_store
from pos_app.composition.store_settings import settings_of
from pos_app.composition.syncing import SyncDesk
from pos_app.composition.targets import OwnFileError, refuse_own_file
from pos_app.domain.money import Money
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.receipt_kind import ReceiptKind
from pos_app.domain.staff import (
    PinRefusedError,
    StaffDisabledError,
    WrongPinError,
    check_pin,
)
from pos_app.domain.store import INSTALLATION
from pos_app.services.catalogue.searching import Search
from pos_app.services.emailing.server import SETTING as MAIL
from pos_app.services.emailing.server import MailServer, Security
from pos_app.services.emailing.setting_up import NoMailInPracticeError
from pos_app.services.printing.spooling import Spooler
from pos_app.services.store.practising import NoPracticeStoreError, PracticeDoor
from pos_app.services.store.settings import SettingsRefusedError
from pos_app.services.sync.enrolling import PracticeNotSyncedError
from tests.integration import shop as shops

ROOT = Path(__file__).parents[2]
MAKER = """
from pathlib import Path
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.practice import ensure_practice
print("here", flush=True)
"""
MILK = shops.MILK


@pytest.fixture(scope="module")
def traded(tmp_path_factory: pytest.TempPathFactory) -> shops.Shop:
    """A real store that has sold, with a second person, a customer, a picture and secrets."""
    made = shops.make(
        tmp_path_factory.mktemp("real") / "data", practice=False, keys_in_file=True, store="Shop"
    )
    shops.trade(made.folder)
    return made


@pytest.fixture
def real(traded: shops.Shop, tmp_path: Path) -> DataFolder:
    """The same at a place of its own, where this computer knows it."""
    folder = traded.copied_to(tmp_path / "data").folder
    make_known(folder)
    return folder


def make_known(folder: DataFolder) -> None:
    with reading(folder) as queries:
        place = KnownPlace(folder.root, queries.profile.journal_id)
        place.remember(queries.settings.get(INSTALLATION) or "")


def sell(folder: DataFolder) -> OrderDocument:
    with writing(folder) as store:
        shops.open_shift(store)
        return shops.sell(store, shops.MILK, shops.SODA)


def bytes_of(folder: DataFolder) -> dict[str, bytes]:
    """Every file of the real store; its practice copy lies in a folder of its own."""
    return {
        str(path.relative_to(folder.root)): path.read_bytes()
        for path in sorted(folder.root.rglob("*"))
        if path.is_file() and folder.practice.root not in path.parents
    }


class TestCopy:
    def test_sells_the_same_at_the_same_price_and_knows_nothing_of_the_past(
        self, real: DataFolder
    ) -> None:
        copy = ensure_practice(real)

        document = sell(copy)

        assert document.number == "X-T01-000001"
        for table in ("product", "barcode", "tax", "tax_class", "tax_class_tax", "favourite"):
            mine, other = (
                shops.rows(one.store, f'SELECT * FROM "{table}"') for one in (copy, real)
            )
            assert mine == other, table
        kept = "SELECT staff_id, name, role, active FROM staff"
        assert shops.rows(copy.store, kept) == shops.rows(real.store, kept)
        for table in ("customer", "synced", "payment_attempt", "email_job"):
            assert shops.one(copy.store, f"SELECT count(*) FROM {table}") == 0
        assert shops.one(copy.store, 'SELECT count(*) FROM "order"') == 1
        parts = "SELECT name, sql FROM sqlite_master ORDER BY name"
        assert shops.rows(copy.store, parts) == shops.rows(real.store, parts)

    def test_finds_its_products_by_name(self, real: DataFolder) -> None:
        with reading(ensure_practice(real)) as mine, reading(real) as other:
            found = [
                [one.product.sku for one in Search(products=queries.products).find("milk")]
                for queries in (mine, other)
            ]
        assert found[0] == found[1] != []

    def test_marks_every_entry_and_both_verifiers_accept_it(
        self, real: DataFolder, tmp_path: Path
    ) -> None:
        copy = ensure_practice(real)
        sell(copy)
        exported = tmp_path / "journal.txt"

        raws = [json.loads(raw) for (raw,) in shops.rows(copy.store, "SELECT raw FROM journal")]
        pos_app(real, "--practice", "journal", "export", str(exported))
        other = [sys.executable, str(ROOT / "build" / "verify" / "posverify.py"), str(exported)]
        said = subprocess.run(other, capture_output=True, text=True, check=False)

        assert {one["mode"] for one in raws} == {"practice"}
        assert [one["kind"] for one in raws] == [
            *("epoch_start", "config_change", "shift_open", "order"),
        ]
        assert journal_of(copy.store).ok
        assert untrue(copy.store) == []
        assert (said.returncode, said.stderr) == (0, "")

    def test_has_the_pictures_of_the_shelf(self, real: DataFolder) -> None:
        picture = real.root / "tea"
        picture.write_bytes(b"\x89PNG\r\n\x1a\n")
        name = ProductImages(real.images, placing=whole_file).keep(picture)

        copy = ensure_practice(real)

        assert (copy.images / name).read_bytes() == picture.read_bytes()

    def test_takes_cards_by_hand_and_knows_no_processor(self, real: DataFolder) -> None:
        with reading(real) as queries:
            card = replace(queries.profile.tender_methods[1], processor="stripe", flow="reader")
            profile = replace(queries.profile, methods=(card.fields,))
        with shops.raw(real.store) as connection:
            put = "INSERT OR REPLACE INTO setting VALUES (?, ?)"
            for name in ("processor.stripe", "mail_server", "second_backup_folder", "sync"):
                connection.execute(put, (name, "{}"))
            connection.execute(put, ("store", profile.to_text()))

        with writing(ensure_practice(real)) as store:
            methods = store.queries.profile.tender_methods
            assert [(one.code, one.is_remote) for one in methods] == [
                ("cash", False),
                ("card", False),
            ]
            assert list(ProcessorDesk(store).settings.kinds()) == []
        names = {name for (name,) in shops.rows(real.practice.store, "SELECT name FROM setting")}
        assert names == {"store", "copied_to"}

    def test_never_goes_to_a_head_office(self, real: DataFolder) -> None:
        with writing(ensure_practice(real)) as store, pytest.raises(PracticeNotSyncedError):
            SyncDesk(store).enrolling.enrol(
                url="https://office.example", code="K7Q2-M4XD-9RTP", actor=shops.owner(store)
            )


class TestPeople:
    def test_have_the_pin_of_practice_and_no_guess_tells_of_their_own(
        self, real: DataFolder
    ) -> None:
        with shops.raw(real.store) as connection:
            connection.execute("UPDATE staff SET badge_hash = 'x' WHERE staff_id = 1")
        copy = ensure_practice(real)

        with writing(copy) as store:
            door, people = store.services.signing_in, store.queries.staff.listed()
            with pytest.raises(WrongPinError):  # though it is the right one in the store
                door.sign_in(staff_id=1, pin=shops.PIN)
            assert not door.has_badges()
            pin = store.queries.profile.practice_pin
            assert [door.prove(staff_id=one.staff_id, pin=pin) for one in people] == people
            with pytest.raises(PinRefusedError):
                check_pin(pin, length=len(pin))

    def test_leave_nothing_of_their_secrets_in_the_copy(self, real: DataFolder) -> None:
        with shops.raw(real.store) as connection:
            connection.execute("UPDATE staff SET badge_hash = 'b' || staff_id, failures = 5")
        copy = ensure_practice(real)

        secret = "SELECT pin_hash, badge_hash, failures, lock_seconds_left FROM staff"
        mine, other = (shops.rows(one.store, secret) for one in (copy, real))
        assert not {one[0] for one in mine} & {one[0] for one in other}
        assert {one[1:] for one in mine} == {(None, 0, 0)}
        keys, own = (json.loads(one.keys.read_text()) for one in (copy, real))
        assert keys.keys() == {"pepper", "signing_key"}
        assert not set(keys.values()) & set(own.values())
        assert copy.keys.stat().st_mode & 0o777 == 0o600
        assert copy.root.stat().st_mode & 0o777 == 0o700

    def test_of_a_copy_that_still_has_their_own_pins_make_it_anew(self, real: DataFolder) -> None:
        sell(ensure_practice(real))
        keys = json.loads(real.practice.keys.read_text())
        del keys["pepper"]
        real.practice.keys.write_text(json.dumps(keys))

        assert orders_in(ensure_practice(real)) == 0

    def test_come_over_from_the_till_without_a_pin(self, real: DataFolder) -> None:
        with writing(ensure_practice(real)) as store:
            assert door_of(store).let_in(1).name == "Ana"
            with pytest.raises(StaffDisabledError):
                door_of(store).let_in(7)
        said = shops.rows(real.practice.store, "SELECT raw FROM journal ORDER BY seq DESC LIMIT 1")
        entry = json.loads(said[0][0])
        assert (entry["kind"], entry["body"], entry["mode"]) == (
            *("login", {"how": "practice"}, "practice"),
        )

    def test_sign_in_with_a_pin_in_a_real_store(self, real: DataFolder) -> None:
        with writing(real) as store, pytest.raises(NoPracticeStoreError):
            door_of(store).let_in(1)


class TestRealStore:
    def test_is_the_same_byte_by_byte_after_a_day_of_practice(self, real: DataFolder) -> None:
        before = bytes_of(real)

        copy = ensure_practice(real)
        sell(copy)
        with writing(copy) as store:
            shops.sell(store, shops.LAIT)
            change_price_in(store)
            shops.close_shift(store)
        assert reset_practice(real)

        assert bytes_of(real) == before
        assert list(real.root.glob("*practice*")) == []

    def test_may_be_open_meanwhile(self, real: DataFolder) -> None:
        with writing(real) as store:
            shops.sell(store, shops.MILK)
            assert sell(ensure_practice(real)).number == "X-T01-000001"
            assert shops.sell(store, shops.MILK).number is not None
        assert journal_of(real.store).ok


class TestAge:
    def test_keeps_what_was_practised_until_the_shelf_changes(self, real: DataFolder) -> None:
        sell(ensure_practice(real))
        with writing(real) as store:
            shops.sell(store, shops.MILK)
            store.services.staff.owner()
        assert orders_in(ensure_practice(real)) == 1

        change_a_price(real)

        assert orders_in(ensure_practice(real)) == 0
        assert price_in(real.practice) == price_in(real) == 777

    def test_is_of_no_matter_while_somebody_practises(self, real: DataFolder) -> None:
        sell(ensure_practice(real))
        change_a_price(real)

        with writing(real.practice):
            assert orders_in(ensure_practice(real)) == 1
            with pytest.raises(StoreOpenElsewhereError):
                reset_practice(real)

    @pytest.mark.parametrize("is_open_again", [False, True])
    def test_of_a_store_that_was_put_back_since_makes_it_anew(
        self, real: DataFolder, expected_warnings: list[str], is_open_again: bool
    ) -> None:
        kept = real.store.read_bytes()
        change_a_price(real)
        sell(ensure_practice(real))
        real.store.write_bytes(kept)
        make_known(real)
        if is_open_again:  # it notices what is missing, and then counts beyond it
            expected_warnings.append("are gone from the store")
            with writing(real) as store:
                for _ in range(3):
                    shops.sell(store, shops.MILK)

        assert orders_in(ensure_practice(real)) == 0
        assert price_in(real.practice) == price_in(real) != 777

    def test_of_another_store_in_its_place_makes_it_anew(self, real: DataFolder) -> None:
        sell(ensure_practice(real))
        with reading(real.practice) as queries:
            other = replace(queries.profile, copy_of="somebody-else")
        with shops.raw(real.practice.store) as connection:
            connection.execute(
                "UPDATE setting SET value = ? WHERE name = 'store'", [other.to_text()]
            )

        assert orders_in(ensure_practice(real)) == 0

    def test_of_a_damaged_one_does_not_matter(self, real: DataFolder) -> None:
        ensure_practice(real)
        real.practice.store.write_bytes(b"no store")
        (real.root / ".practice-killed").mkdir()

        assert orders_in(ensure_practice(real)) == 0
        assert not (real.root / ".practice-killed").exists()


class TestSameMoment:
    def test_one_makes_it_and_the_others_use_it(self, real: DataFolder) -> None:
        ensure_practice(real)  # all that is loaded for it is on the disk's cache
        for _round in range(3):
            reset_practice(real)
            script = "import sys; sys.stdin.readline(); print(ensure_practice(folder).root)"
            given = f"folder = DataFolder(Path({str(real.root)!r}))"
            makers = [
                subprocess.Popen(
                    [sys.executable, "-c", f"{MAKER}\n{given}\n{script}"],
                    cwd=ROOT,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                )
                for _place in range(3)
            ]
            for maker in makers:
                assert maker.stdout is not None
                assert maker.stdout.readline() == "here\n"
            for maker in makers:
                assert maker.stdin is not None
                maker.stdin.write("go\n")
                maker.stdin.flush()
            for maker in makers:
                said, trouble = maker.communicate(timeout=60)
                assert (said.strip(), trouble) == (str(real.practice.root), "")

            assert sell(real.practice).number == "X-T01-000001"
            assert journal_of(real.practice.store).ok
            assert [path.name for path in real.root.glob("*practice*")] == ["practice"]

    def test_a_copy_that_is_being_made_is_waited_for(self, real: DataFolder) -> None:
        command = [sys.executable, "-m", "pos_app", "--data-dir", str(real.root), "--practice"]
        with turn_in(real.root):
            other = subprocess.Popen([*command, "shift", "list"], cwd=ROOT, text=True)
            with pytest.raises(subprocess.TimeoutExpired):
                other.wait(3)
            assert not real.practice.root.exists()

        assert other.wait(60) == 0
        assert real.practice.store.exists()


class TestRefusals:
    def test_of_a_store_that_is_for_practice(self, tmp_path: Path) -> None:
        made = shops.make(tmp_path / "data")
        with pytest.raises(PracticeOfPracticeError):
            ensure_practice(made.folder)

    def test_of_a_folder_without_a_store(self, tmp_path: Path) -> None:
        with pytest.raises(NoStoreError):
            ensure_practice(DataFolder(tmp_path))
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("act", [ensure_practice, reset_practice])
    def test_of_what_is_no_copy(
        self, real: DataFolder, act: Callable[[DataFolder], object]
    ) -> None:
        real.practice.root.mkdir()
        (real.practice.root / "thesis.txt").write_text("important")

        with pytest.raises(NotACopyError):
            act(real)

        assert (real.practice.root / "thesis.txt").read_text() == "important"


class TestOutside:
    """What a person could do in practice, owner of it by the PIN on the screen."""

    def test_no_mail_leaves_whatever_is_set_up(self, real: DataFolder) -> None:
        server = MailServer("127.0.0.1", 9, Security.NONE, "", "shop@example.com")
        with writing(ensure_practice(real)) as store:
            shops.open_shift(store)
            order = shops.sell(store, shops.MILK)
            with pytest.raises(NoMailInPracticeError):
                Mailroom(store).setup.choose(server, password="x", actor=shops.owner(store))
        with shops.raw(real.practice.store) as connection:
            connection.execute("INSERT INTO setting VALUES (?, ?)", (MAIL, server.to_text()))
        with writing(real.practice) as store:
            room = Mailroom(store)
            kind, who = ReceiptKind.RECEIPT, shops.owner(store)
            room.emailing.queue(
                order_id=order.order_id, address="c@example.com", kind=kind, actor=who
            )
            with pytest.raises(NoMailInPracticeError):
                room.open_mailer()
            report = room.send()
            assert report.sent == ()
            assert isinstance(report.error, NoMailInPracticeError)

    def test_no_file_of_the_real_store_is_written_over(
        self, real: DataFolder, tmp_path: Path
    ) -> None:
        copy = ensure_practice(real)
        link = tmp_path / "report.csv"
        link.symlink_to(real.store)
        for target in (*real.own_files(), link):
            with pytest.raises(OwnFileError):
                refuse_own_file(copy, target)
        with pytest.raises(OwnFileError):
            refuse_own_file(real, copy.store)
        refuse_own_file(copy, tmp_path / "other.csv")

    def test_no_backup_of_it_is_kept_beside_those_of_the_store(
        self, real: DataFolder, tmp_path: Path
    ) -> None:
        (tmp_path / "disk").mkdir()
        with writing(ensure_practice(real)) as store:
            texts = {SECOND_FOLDER: str(tmp_path / "disk")}
            with pytest.raises(SettingsRefusedError, match="stays in the practice"):
                settings_of(store).change(actor=shops.owner(store), texts=texts)
            with pytest.raises(SecondFolderError):
                choose_second_folder(store, tmp_path / "disk", actor=shops.owner(store))
        back_up(real.practice)
        assert list((tmp_path / "disk").iterdir()) == []
        assert not real.backups.exists()

    def test_no_backup_turns_one_into_the_other(self, real: DataFolder, tmp_path: Path) -> None:
        copy = ensure_practice(real)
        backup = tmp_path / "backup.sqlite3"
        for source, target in ((real, copy), (copy, real)):
            copy_store(source.store, backup)
            before = target.store.read_bytes()
            with pytest.raises(PracticeNotRestoredError):
                restore_store(target, backup, code="", keys_in_file=True, discard_later=True)
            assert target.store.read_bytes() == before

    def test_its_paper_says_that_nothing_is_real_and_the_drawer_stays_shut(
        self, real: DataFolder, tmp_path: Path
    ) -> None:
        paper = tmp_path / "paper"
        os.mkfifo(paper)
        handle = os.open(paper, os.O_RDWR | os.O_NONBLOCK)
        with reading(real) as queries:
            profile = replace(queries.profile, printer=str(paper))
        with shops.raw(real.store) as connection:
            put = "UPDATE setting SET value = ? WHERE name = 'store'"
            connection.execute(put, [profile.to_text()])

        with writing(ensure_practice(real)) as store:
            shops.open_shift(store)
            document = shops.sell(store, shops.MILK)
            printed = printed_by(store, drawer_for=document.order_id)

        assert printed == 1
        said = os.read(handle, 65_536)
        os.close(handle)
        assert b"PRACTICE" in said
        assert DRAWER_PULSE not in said


class TestCrash:
    @pytest.fixture
    def practice(self, real: DataFolder) -> Iterator[subprocess.Popen[str]]:
        """One that is ready, and waits for its till to make room."""
        words = ["--data-dir", str(real.root), "--practice", "--beside", "1"]
        with subprocess.Popen(
            [sys.executable, "-m", "pos_app", *words],
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            yield process
            process.kill()

    def test_of_the_till_ends_the_practice(
        self, real: DataFolder, practice: subprocess.Popen[str]
    ) -> None:
        assert practice.stdin is not None
        practice.stdin.close()  # as the system does for whoever is killed

        assert practice.wait(30) == 0
        assert sell(ensure_practice(real)).number == "X-T01-000001"

    def test_of_the_practice_leaves_both_stores_whole(
        self, real: DataFolder, practice: subprocess.Popen[str]
    ) -> None:
        before = bytes_of(real)
        with pytest.raises(StoreOpenElsewhereError):
            reset_practice(real)

        practice.kill()
        practice.wait(30)

        assert sell(ensure_practice(real)).number == "X-T01-000001"
        assert journal_of(real.practice.store).ok
        assert bytes_of(real) == before


def change_a_price(folder: DataFolder) -> None:
    with writing(folder) as store:
        change_price_in(store)


def change_price_in(store: OpenStore) -> None:
    product = store.queries.products.by_barcode(shops.MILK)
    assert product is not None
    store.services.editing.change_price(
        actor=shops.owner(store),
        product=product,
        price=Money(777, store.queries.profile.currency),
    )


def door_of(store: OpenStore) -> PracticeDoor:
    return PracticeDoor(
        new_uow=store.services.new_uow,
        staff=store.queries.staff,
        journal=store.services.journal,
        profile=store.queries.profile,
    )


def printed_by(store: OpenStore, *, drawer_for: str) -> int:
    queries = store.queries
    renderer = renderer_of(queries.live, queries.customers)
    spooler = Spooler(
        jobs=queries.print_jobs,
        new_uow=store.services.new_uow,
        printer=printer_of(store.folder, queries.live),
        render=renderer.job,
        drawer_methods=frozenset({"cash"}),
    )
    return spooler.work_off(drawer_for=drawer_for).printed


def price_in(folder: DataFolder) -> object:
    price = f"SELECT price FROM product JOIN barcode USING (product_id) WHERE barcode = '{MILK}'"
    return shops.one(folder.store, price)


def orders_in(folder: DataFolder) -> int:
    return int(shops.one(folder.store, "SELECT count(*) FROM \"order\" WHERE state = 'paid'"))


def pos_app(folder: DataFolder, *words: str) -> str:
    command = [sys.executable, "-m", "pos_app", "--data-dir", str(folder.root), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return done.stdout
