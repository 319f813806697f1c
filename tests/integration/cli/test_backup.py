from __future__ import annotations

import json
from pathlib import Path

import pytest

from pos_app.adapters.persistence.backup import verify_file
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.opening import writing
from tests.integration import shop as shops
from tests.integration.cli.conftest import REFUSED, Terminal


@pytest.fixture
def file(terminal: Terminal, tmp_path: Path) -> Path:
    path = tmp_path / "usb" / "backup.sqlite3"
    terminal.done("backup", "create", path)
    return path


class TestCreate:
    def test_says_where_it_is_and_that_it_is_good(self, terminal: Terminal, tmp_path: Path) -> None:
        path = tmp_path / "backup.sqlite3"

        printed = terminal.done("backup", "create", path)

        assert printed.startswith(f"The backup is in {path}, and the file is undamaged.\n")
        verify_file(path)

    def test_works_while_the_till_is_open(self, terminal: Terminal, tmp_path: Path) -> None:
        path = tmp_path / "backup.sqlite3"
        with writing(terminal.folder) as store:
            shops.sell(store, shops.MILK)

            terminal.done("backup", "create", path)

        assert shops.one(path, 'SELECT count(*) FROM "order"') == 7

    def test_never_replaces_the_store_itself(self, terminal: Terminal) -> None:
        reason = terminal.refused("backup", "create", terminal.folder.store)

        assert "belongs to the store itself. Nothing was changed" in reason

    def test_into_a_place_that_is_no_folder_is_refused(
        self, terminal: Terminal, pin_file: Path
    ) -> None:
        assert "pin: " in terminal.refused("backup", "create", pin_file / "backup.sqlite3")


class TestRestoreOfRowsThatDiffer:
    def test_opens_it_and_says_so(self, terminal: Terminal, file: Path) -> None:
        with shops.tampered(file) as connection:
            connection.execute("UPDATE order_item SET name = 'Bread' WHERE order_id = 3")
        assert "items (X-T01-000003)" in terminal.refused("backup", "verify", file)

        result = terminal.run("backup", "restore", file)

        assert result.exit_code == 0
        assert "is not what the journal says:" in result.stderr
        assert "items (X-T01-000003)" in result.stderr
        with writing(terminal.folder) as store:
            assert shops.sell(store, shops.MILK).number == "X-T01B-000001"
        doctor = terminal.run("doctor")
        assert "ILL  documents: an order differs from its journal entry" in doctor.stdout


class TestRun:
    def test_says_where_the_backup_is(self, terminal: Terminal) -> None:
        printed = terminal.done("backup", "run", "--shift")

        (path,) = terminal.folder.backups.iterdir()
        assert path.name.startswith("shift-2")
        assert printed == f"A verified backup is in {path}.\n"

    def test_is_silent_if_none_is_due(self, terminal: Terminal) -> None:
        terminal.done("backup", "run")

        assert terminal.done("backup", "run", "--if-due") == ""

    def test_says_what_failed(self, terminal: Terminal, tmp_path: Path) -> None:
        disk = tmp_path / "usb"
        disk.mkdir()
        terminal.done("backup", "second-folder", disk)
        disk.rename(tmp_path / "unplugged")

        result = terminal.run("backup", "run", "--json")

        told = json.loads(result.stdout)
        assert (result.exit_code, len(told["made"])) == (REFUSED, 1)
        assert [words[:24] for words in told["failures"]] == ["The second backup folder"]

    def test_follows_the_close_of_a_shift(self, terminal: Terminal) -> None:
        terminal.done("shift", "close", "--counted", "113.05")

        (path,) = terminal.folder.backups.iterdir()
        assert path.name.startswith("shift-2")
        assert shops.one(path, "SELECT count(*) FROM shift WHERE closed_at IS NULL") == 0

    def test_that_fails_leaves_the_shift_closed(self, terminal: Terminal) -> None:
        terminal.folder.backups.write_text("no folder")

        result = terminal.run("shift", "close", "--counted", "113.05")

        assert (result.exit_code, "is closed" in result.stdout) == (0, True)
        assert "backups" in result.stderr


class TestList:
    def test_is_empty_at_first(self, terminal: Terminal) -> None:
        assert terminal.json("backup", "list") == []
        assert terminal.done("backup", "list") == ""

    def test_names_each_with_its_kind_the_newest_first(
        self, terminal: Terminal, tmp_path: Path
    ) -> None:
        terminal.done("backup", "create", terminal.folder.backups / "mine.sqlite3")
        terminal.done("backup", "second-folder", tmp_path)

        there, here, mine = terminal.json("backup", "list")

        assert list(mine) == ["file", "kind", "made_at", "bytes", "is_verified"]
        assert [one["kind"] for one in (there, here, mine)] == ["daily", "daily", "other"]
        assert [one["is_verified"] for one in (there, here, mine)] == [True, True, False]
        assert there["file"].startswith(str(tmp_path / "pos-app-T01-"))
        assert here["file"] in terminal.done("backup", "list")


class TestSecondFolder:
    def test_gets_a_backup_at_once(self, terminal: Terminal, tmp_path: Path) -> None:
        printed = terminal.done("backup", "second-folder", tmp_path)

        assert f"A verified backup is in {tmp_path}/pos-app-T01-" in printed

    def test_can_be_given_up(self, terminal: Terminal, tmp_path: Path) -> None:
        terminal.done("backup", "second-folder", tmp_path)

        assert "backups/ alone" in terminal.done("backup", "second-folder", "--none")

    def test_is_named_or_given_up_but_not_both(self, terminal: Terminal) -> None:
        assert "Name a folder" in terminal.misused("backup", "second-folder")
        assert "Name a folder" in terminal.misused("backup", "second-folder", "usb", "--none")


class TestVerify:
    def test_says_that_it_is_whole(self, no_store: Terminal, file: Path) -> None:
        printed = no_store.done("backup", "verify", file)

        assert (
            printed
            == f"{file} is whole: 12 journal entries, all good, and the rows say the same.\n"
        )

    def test_says_what_is_wrong(self, no_store: Terminal, file: Path) -> None:
        file.write_bytes(file.read_bytes()[:-10_000])

        assert "it is damaged" in no_store.refused("backup", "verify", file)

    def test_finds_a_forged_entry(self, no_store: Terminal, file: Path) -> None:
        with shops.tampered(file) as connection:
            connection.execute("UPDATE journal SET signature = zeroblob(64) WHERE seq = 7")

        reason = no_store.refused("backup", "verify", file)

        assert "journal entry 7 is bad: the signature does not fit" in reason

    def test_finds_a_forged_order(self, no_store: Terminal, file: Path) -> None:
        with shops.tampered(file) as connection:
            connection.execute("UPDATE order_item SET name = 'Bread' WHERE order_id = 3")

        reason = no_store.refused("backup", "verify", file)

        assert "an order differs from its journal entry in items (X-T01-000003)" in reason

    def test_with_the_recovery_code_proves_the_keys_too(
        self, terminal: Terminal, shop: shops.Shop, file: Path
    ) -> None:
        code = f"{shop.recovery_code}\n"

        printed = terminal.done("backup", "verify", file, "--recovery-code", "-", text=code)

        assert printed.splitlines()[1:] == [
            "The recovery code opens its keys, and they sign its journal."
        ]

    def test_refuses_another_recovery_code(
        self, terminal: Terminal, tmp_path: Path, file: Path
    ) -> None:
        other = shops.make(tmp_path / "other").recovery_code
        result = terminal.run("backup", "verify", file, "--recovery-code", "-", text=other)

        assert result.exit_code == REFUSED
        assert "not the recovery code of this store" in result.stderr

    def test_refuses_keys_that_do_not_sign_its_journal(
        self, terminal: Terminal, tmp_path: Path, file: Path
    ) -> None:
        other = shops.make(tmp_path / "other")
        wrapped = "SELECT value FROM setting WHERE name = 'recovery'"
        value = shops.one(other.folder.store, wrapped)
        with shops.raw(file) as connection:
            connection.execute("UPDATE setting SET value = ? WHERE name = 'recovery'", (value,))

        code = f"{other.recovery_code}\n"
        result = terminal.run("backup", "verify", file, "--recovery-code", "-", text=code)

        assert result.exit_code == REFUSED
        assert "the keys it carries do not sign its journal" in result.stderr

    def test_says_that_the_proof_was_not_noted(
        self, terminal: Terminal, no_store: Terminal, tmp_path: Path, shop: shops.Shop, file: Path
    ) -> None:
        words = ("backup", "verify", file, "--recovery-code", "-")
        code = f"{shop.recovery_code}\n"
        other = Terminal(shops.make(tmp_path / "other").folder)

        with writing(terminal.folder):
            assert "was not noted for doctor: The till is open" in terminal.done(*words, text=code)
        assert "was not noted for doctor: There is no store" in no_store.done(*words, text=code)
        assert "It is a backup of another store" in other.done(*words, text=code)

    def test_wants_a_file(self, no_store: Terminal) -> None:
        assert "there is no such file" in no_store.refused("backup", "verify", "none.sqlite3")


class TestRestore:
    def test_goes_on_in_a_new_series(self, terminal: Terminal, file: Path) -> None:
        printed = terminal.done("backup", "restore", file)

        [kept] = terminal.folder.backups.iterdir()
        assert printed == (
            "The backup is restored. Receipt numbers go on in a new series.\n"
            f"What was there before is kept in {kept}.\n"
        )
        with writing(terminal.folder) as store:
            assert shops.sell(store, shops.MILK).number == "X-T01B-000001"

    def test_gives_up_later_orders_only_when_told_so(self, terminal: Terminal, file: Path) -> None:
        with writing(terminal.folder) as store:
            shops.sell(store, shops.MILK)

        reason = terminal.refused("backup", "restore", file)
        terminal.done("backup", "restore", file, "--discard-later")

        assert "The store holds 1 journal entries that the backup lacks." in reason
        assert len(terminal.json("orders", "list")) == 6
        [kept] = terminal.folder.backups.iterdir()
        assert shops.one(kept, 'SELECT count(*) FROM "order"') == 7

    def test_on_another_machine_asks_for_the_recovery_code(
        self, no_store: Terminal, shop: shops.Shop, file: Path
    ) -> None:
        without = no_store.refused("backup", "restore", file)
        wrong = no_store.refused("backup", "restore", file, "--recovery-code", "-", text="ABCDE\n")

        printed = no_store.done(
            "backup", "restore", file, "--recovery-code", "-", text=f"{shop.recovery_code}\n"
        )

        assert "--recovery-code FILE, or - to type it" in without
        assert "This is not the recovery code" in wrong
        assert printed == "The backup is restored. Receipt numbers go on in a new series.\n"
        assert no_store.json("journal", "verify")["ok"]

    def test_repairs_a_damaged_store(self, terminal: Terminal, file: Path) -> None:
        terminal.folder.store.write_bytes(b"\xa5" * 100_000)
        told = terminal.refused("orders", "list")

        asked = terminal.refused("backup", "restore", file)
        terminal.done("backup", "restore", file, "--discard-later")

        assert "Restore the latest backup: pos-app backup restore FILE" in told
        assert "--discard-later" in asked
        assert len(terminal.json("orders", "list")) == 6

    def test_refuses_what_is_no_backup(self, terminal: Terminal, pin_file: Path) -> None:
        assert "it is damaged" in terminal.refused("backup", "restore", pin_file)

    def test_keeps_what_the_store_was_at_every_step(
        self, terminal: Terminal, file: Path, tmp_path: Path
    ) -> None:
        first = DataFolder(tmp_path / "first")

        terminal.done("backup", "restore", file)
        terminal.done("backup", "create", first.store)
        terminal.done("backup", "restore", first.store)

        assert [row["series"] for row in epochs(terminal.folder)] == ["X-T01", "X-T01B", "X-T01C"]
        assert terminal.json("journal", "verify")["ok"]


def epochs(folder: DataFolder) -> list[dict[str, str]]:
    return [{"series": row[0]} for row in shops.rows(folder.store, "SELECT series FROM epoch")]
