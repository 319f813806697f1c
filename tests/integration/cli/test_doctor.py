from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest

from pos_app.adapters.system.paths import DataFolder
from pos_app.adapters.system.signing import generate
from pos_app.composition import health
from pos_app.composition.findings import Finding
from pos_app.composition.opening import writing
from pos_app.composition.queries import Queries
from tests.integration import shop as shops
from tests.integration.cli.conftest import REFUSED, Terminal

NAMES = [
    *(
        "database",
        "journal",
        "documents",
        "keys",
        "place",
        "disk",
        "printer",
        "sync",
        "e-mail",
        "backup",
    ),
    *("second backup", "law"),
]


def findings(terminal: Terminal) -> dict[str, dict[str, Any]]:
    """What is found, whether the store is well or ill."""
    result = terminal.run("doctor", "--json")
    found: list[dict[str, Any]] = json.loads(result.stdout)
    assert result.exit_code == (0 if all(one["ok"] for one in found) else REFUSED)
    assert result.stderr == ""
    return {one["name"]: one for one in found}


def ill(terminal: Terminal) -> list[str]:
    return [name for name, one in findings(terminal).items() if not one["ok"]]


class TestHealthyStore:
    def test_has_a_line_for_everything(self, terminal: Terminal) -> None:
        found = findings(terminal)

        assert list(found) == NAMES
        for one in found.values():
            assert list(one) == ["name", "ok", "detail", "what_to_do"]
            assert (one["ok"], bool(one["detail"])) == (True, True)

    def test_that_is_never_tidied_up_is_named(
        self, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("pos_app.composition.health.LOG_WARN", 0)
        with shops.raw(terminal.folder.store) as connection:
            connection.execute("PRAGMA wal_autocheckpoint=0")
            connection.execute("INSERT INTO setting VALUES ('a', 'b')")

            assert ill(terminal) == ["disk"]

    def test_is_said_to_people(self, terminal: Terminal) -> None:
        printed = terminal.done("doctor")

        assert "ok   journal: 12 entries verify\n" in printed
        assert (
            "ok   documents: items, taxes, payments and stock add up "
            "and are what the journal says\n" in printed
        )
        assert "ok   keys: readable; the journal is signed by " in printed
        assert "ILL" not in printed

    def test_may_be_open(self, terminal: Terminal) -> None:
        with writing(terminal.folder) as store:
            shops.sell(store, shops.MILK)

            assert ill(terminal) == []
            assert findings(terminal)["journal"]["detail"] == "13 entries verify"

    def test_says_that_no_backup_was_made(self, terminal: Terminal) -> None:
        backup = findings(terminal)["backup"]

        assert backup["detail"] == "none in backups/ yet"
        assert backup["what_to_do"] == (
            "pos-app backup run, or backup create FILE on another disk. No backup was verified "
            "with the recovery code: pos-app backup verify FILE --recovery-code -."
        )

    def test_names_the_newest_backup(self, terminal: Terminal) -> None:
        for name in ("older", "newer"):
            terminal.done("backup", "create", terminal.folder.backups / f"{name}.sqlite3")
        os.utime(terminal.folder.backups / "older.sqlite3", (0, 0))

        detail = findings(terminal)["backup"]["detail"]
        assert detail == "newest: newer.sqlite3, 0 days old, opens without damage"

    @pytest.mark.parametrize(("days", "old"), [(1, False), (2, True)])
    def test_says_that_the_newest_backup_is_old(
        self, terminal: Terminal, days: int, old: bool
    ) -> None:
        path = terminal.folder.backups / "backup.sqlite3"
        terminal.done("backup", "create", path)
        made = time.time() - days * 86_400 - 60
        os.utime(path, (made, made))

        backup = findings(terminal)["backup"]

        assert (backup["ok"], f"{days} days old" in backup["detail"]) == (True, True)
        assert ("2 days old or more" in backup["what_to_do"]) is old

    def test_knows_that_a_backup_was_verified_with_the_recovery_code(
        self, terminal: Terminal, shop: shops.Shop
    ) -> None:
        path = terminal.folder.backups / "backup.sqlite3"
        terminal.done("backup", "create", path)
        assert "No backup was verified" in findings(terminal)["backup"]["what_to_do"]

        code = f"{shop.recovery_code}\n"
        terminal.done("backup", "verify", path, "--recovery-code", "-", text=code)

        backup = findings(terminal)["backup"]
        assert "one was verified with the recovery code on 2" in backup["detail"]
        assert backup["what_to_do"] == ""

    def test_does_not_take_what_a_restore_replaced_for_a_backup(self, terminal: Terminal) -> None:
        elsewhere = terminal.folder.root.with_name("backup.sqlite3")
        terminal.done("backup", "create", elsewhere)
        terminal.done("backup", "restore", elsewhere)

        assert findings(terminal)["backup"]["detail"] == "none in backups/ yet"

    def test_says_that_an_automatic_backup_was_verified(self, terminal: Terminal) -> None:
        terminal.done("backup", "run")

        assert findings(terminal)["backup"]["detail"].endswith(
            "Z.sqlite3, 0 days old, verified when it was made"
        )

    def test_says_that_no_second_folder_was_chosen(self, terminal: Terminal) -> None:
        second = findings(terminal)["second backup"]

        assert (second["ok"], second["detail"]) == (True, "no folder chosen")
        assert "pos-app backup second-folder PATH" in second["what_to_do"]

    def test_says_what_the_second_folder_holds(self, terminal: Terminal, tmp_path: Path) -> None:
        terminal.done("backup", "second-folder", tmp_path)

        second = findings(terminal)["second backup"]

        assert (second["ok"], "newest daily-2" in second["detail"]) == (True, True)
        assert second["what_to_do"] == (
            "It is on the disk of the store itself: with that disk both are lost."
        )

    def test_needs_a_store(self, no_store: Terminal) -> None:
        assert "There is no store in" in no_store.refused("doctor")

    def test_is_json_even_without_a_store(self, no_store: Terminal) -> None:
        found = findings(no_store)

        assert list(found) == ["store"]
        assert "There is no store in" in found["store"]["detail"]


class TestSqliteVersion:
    @pytest.mark.parametrize(
        ("fixed_in", "note"),
        [
            ((99, 0, 0), "kept from its WAL-reset fault by one writer that does every checkpoint"),
            ((3, 0, 0), ""),
        ],
    )
    def test_with_the_wal_reset_fault_is_named(
        self,
        terminal: Terminal,
        monkeypatch: pytest.MonkeyPatch,
        fixed_in: tuple[int, int, int],
        note: str,
    ) -> None:
        monkeypatch.setattr(health, "WAL_RESET_FIXED", fixed_in)

        [database] = [one for one in health.examine(terminal.folder) if one.name == "database"]

        assert database.ok
        assert database.detail.endswith(note)
        assert ("WAL-reset" in database.detail) is bool(note)

    def test_is_fixed_where_sqlite_says_so(self) -> None:
        assert health.WAL_RESET_FIXED == (3, 51, 3)


class TestIllStore:
    def test_with_a_changed_entry_is_named(self, terminal: Terminal) -> None:
        with shops.tampered(terminal.folder.store) as connection:
            connection.execute("UPDATE journal SET signature = zeroblob(64) WHERE seq = 7")

        journal = findings(terminal)["journal"]

        assert ill(terminal) == ["journal"]
        assert journal["detail"] == "entry 7 is bad: the signature does not fit"
        assert "Stop selling on this terminal" in journal["what_to_do"]

    def test_with_a_changed_order_is_named(self, terminal: Terminal) -> None:
        with shops.tampered(terminal.folder.store) as connection:
            connection.execute("UPDATE order_item SET total = 1 WHERE order_id = 3")

        assert ill(terminal) == ["documents"]
        assert findings(terminal)["documents"]["detail"].startswith(
            "an order's items do not add up to its total ("
        )

    @pytest.mark.parametrize(
        ("damage", "words"),
        [
            (None, "does not hold the keys of this store"),
            ("nonsense", "is damaged"),
            (0o644, "others may read it; set its mode to 0600"),
        ],
    )
    def test_without_its_keys_is_named(
        self, terminal: Terminal, damage: str | int | None, words: str
    ) -> None:
        keys = terminal.folder.keys
        if damage is None:
            keys.unlink()
        elif isinstance(damage, int):
            keys.chmod(damage)
        else:
            keys.write_text(damage)

        assert ill(terminal) == ["keys"]
        assert words in findings(terminal)["keys"]["detail"]

    def test_with_a_forged_order_is_named(self, terminal: Terminal) -> None:
        with shops.tampered(terminal.folder.store) as connection:
            connection.execute("UPDATE order_item SET name = 'Bread' WHERE order_id = 3")

        assert ill(terminal) == ["documents"]
        documents = findings(terminal)["documents"]
        assert documents["detail"] == (
            "an order differs from its journal entry in items (X-T01-000003)"
        )
        assert "Stop selling on this terminal" in documents["what_to_do"]

    def test_without_a_rule_is_named(self, terminal: Terminal) -> None:
        with shops.raw(terminal.folder.store) as connection:
            connection.execute("DROP TRIGGER payment_no_update")

        assert ill(terminal) == ["documents"]
        assert "(payment_no_update)" in findings(terminal)["documents"]["detail"]

    def test_with_another_signing_key_is_named(self, terminal: Terminal) -> None:
        shops.replace_signing_key(terminal.folder, generate())

        assert ill(terminal) == ["keys"]
        assert "holds another signing key" in findings(terminal)["keys"]["detail"]

    def test_with_a_signing_key_that_is_none_is_named(self, terminal: Terminal) -> None:
        shops.replace_signing_key(terminal.folder, b"short")

        assert ill(terminal) == ["keys"]

    def test_without_its_second_backup_folder_is_named(
        self, terminal: Terminal, tmp_path: Path
    ) -> None:
        disk = tmp_path / "usb"
        disk.mkdir()
        terminal.done("backup", "second-folder", disk)
        disk.rename(tmp_path / "unplugged")

        assert ill(terminal) == ["second backup"]
        assert "Plug its disk in" in findings(terminal)["second backup"]["detail"]

    def test_with_a_second_folder_that_lags_behind_is_named(
        self, terminal: Terminal, tmp_path: Path
    ) -> None:
        terminal.done("backup", "second-folder", tmp_path)
        for path in tmp_path.glob("pos-app-*/*.sqlite3"):
            path.unlink()

        assert ill(terminal) == ["second backup"]
        assert "pos-app backup run" in findings(terminal)["second backup"]["what_to_do"]

    def test_with_a_damaged_backup_is_named(self, terminal: Terminal) -> None:
        path = terminal.folder.backups / "backup.sqlite3"
        terminal.done("backup", "create", path)
        path.write_bytes(path.read_bytes()[:-20_000])

        assert ill(terminal) == ["backup"]

    def test_with_a_broken_page_in_its_backup_is_named(self, terminal: Terminal) -> None:
        path = terminal.folder.backups / "backup.sqlite3"
        terminal.done("backup", "create", path)
        page = shops.one(path, "SELECT rootpage FROM sqlite_master WHERE name = 'stock_movement'")
        size = shops.one(path, "PRAGMA page_size")
        with path.open("r+b") as file:
            file.seek((page - 1) * size)
            file.write(b"\xa5" * size)

        assert ill(terminal) == ["backup"]
        assert "it is damaged" in findings(terminal)["backup"]["detail"]

    @pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00"])
    def test_with_a_backup_that_is_none_is_named(self, terminal: Terminal, content: bytes) -> None:
        terminal.folder.backups.mkdir(exist_ok=True)
        (terminal.folder.backups / "backup.sqlite3").write_bytes(content)

        assert ill(terminal) == ["backup"]

    def test_is_examined_to_the_end_whatever_fails(
        self,
        terminal: Terminal,
        monkeypatch: pytest.MonkeyPatch,
        expected_warnings: list[str],
    ) -> None:
        expected_warnings.append("The journal could not be examined")

        def fail(_folder: DataFolder, _queries: Queries) -> Finding:
            raise LookupError("a bug")

        monkeypatch.setattr(health, "_journal", fail)

        found = findings(terminal)

        assert list(found) == NAMES
        assert ill(terminal) == ["journal"]
        assert found["journal"]["detail"] == "could not be examined (LookupError)"
        assert "LookupError: a bug" in (terminal.folder.logs / "pos_app.log").read_text()

    def test_that_cannot_be_opened_is_json_all_the_same(self, terminal: Terminal) -> None:
        terminal.folder.store.write_bytes(b"\xa5" * 100_000)

        assert list(findings(terminal)) == ["store"]

    def test_with_a_broken_page_is_named_and_the_rest_is_looked_at(
        self, terminal: Terminal
    ) -> None:
        path = terminal.folder.store
        page = shops.one(path, "SELECT rootpage FROM sqlite_master WHERE name = 'stock_movement'")
        size = shops.one(path, "PRAGMA page_size")
        with path.open("r+b") as file:
            file.seek((page - 1) * size)
            file.write(b"\xa5" * size)

        found = findings(terminal)

        assert [name for name, one in found.items() if not one["ok"]] == ["database", "documents"]
        assert "it is damaged" in found["database"]["detail"]
        assert "malformed" in found["documents"]["detail"]

    def test_with_rows_that_point_nowhere_is_named(self, terminal: Terminal) -> None:
        with shops.raw(terminal.folder.store) as connection:
            connection.execute("INSERT INTO barcode VALUES ('1', 999999)")

        assert ill(terminal) == ["database"]

    def test_on_a_full_disk_is_named(
        self, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("pos_app.composition.health.WARN_BELOW", 1 << 60)

        assert ill(terminal) == ["disk"]

    def test_is_said_to_people(self, terminal: Terminal) -> None:
        terminal.folder.keys.unlink()

        result = terminal.run("doctor")

        assert result.exit_code == REFUSED
        assert "ILL  keys: This computer's key store does not hold" in result.stdout
