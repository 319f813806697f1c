from __future__ import annotations

import json
import os
from typing import Any

import pytest

from pos_app.composition.opening import writing
from tests.integration import shop as shops
from tests.integration.cli.conftest import REFUSED, Terminal

NAMES = [
    *("database", "journal", "documents", "keys", "disk", "printer", "outbox", "backup"),
    "law",
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

    def test_is_said_to_people(self, terminal: Terminal) -> None:
        printed = terminal.done("doctor")

        assert "ok   journal: 12 entries verify\n" in printed
        assert "ok   documents: items, taxes, payments and stock add up\n" in printed
        assert "ILL" not in printed

    def test_may_be_open(self, terminal: Terminal) -> None:
        with writing(terminal.folder) as store:
            shops.sell(store, shops.MILK)

            assert ill(terminal) == []
            assert findings(terminal)["journal"]["detail"] == "13 entries verify"

    def test_says_that_no_backup_was_made(self, terminal: Terminal) -> None:
        backup = findings(terminal)["backup"]

        assert backup["detail"] == "none in backups/ yet"
        assert backup["what_to_do"] == "pos-app backup create FILE, on another disk."

    def test_names_the_newest_backup(self, terminal: Terminal) -> None:
        for name in ("older", "newer"):
            terminal.done("backup", "create", terminal.folder.backups / f"{name}.sqlite3")
        os.utime(terminal.folder.backups / "older.sqlite3", (0, 0))

        assert findings(terminal)["backup"]["detail"] == "newest: newer.sqlite3"

    def test_does_not_take_what_a_restore_replaced_for_a_backup(self, terminal: Terminal) -> None:
        elsewhere = terminal.folder.root.with_name("backup.sqlite3")
        terminal.done("backup", "create", elsewhere)
        terminal.done("backup", "restore", elsewhere)

        assert findings(terminal)["backup"]["detail"] == "none in backups/ yet"

    def test_needs_a_store(self, no_store: Terminal) -> None:
        assert "There is no store in" in no_store.refused("doctor")


class TestIllStore:
    def test_with_a_changed_entry_is_named(self, terminal: Terminal) -> None:
        with shops.raw(terminal.folder.store) as connection:
            shops.drop_triggers(connection)
            connection.execute("UPDATE journal SET signature = zeroblob(64) WHERE seq = 7")

        journal = findings(terminal)["journal"]

        assert ill(terminal) == ["journal"]
        assert journal["detail"] == "entry 7 is bad: the signature does not fit"
        assert "Stop selling on this terminal" in journal["what_to_do"]

    def test_with_a_changed_order_is_named(self, terminal: Terminal) -> None:
        with shops.raw(terminal.folder.store) as connection:
            shops.drop_triggers(connection)
            connection.execute("UPDATE order_item SET total = 1 WHERE order_id = 3")

        assert ill(terminal) == ["documents"]
        assert findings(terminal)["documents"]["detail"].startswith(
            "an order's items do not add up to its total ("
        )

    @pytest.mark.parametrize(
        ("damage", "words"),
        [
            (None, "does not hold the keys of this store"),
            ("nonsense", "it is damaged"),
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
        monkeypatch.setattr("pos_app.composition.health.FREE_WARN", 1 << 60)

        assert ill(terminal) == ["disk"]

    def test_is_said_to_people(self, terminal: Terminal) -> None:
        terminal.folder.keys.unlink()

        result = terminal.run("doctor")

        assert result.exit_code == REFUSED
        assert "ILL  keys: This computer's key store does not hold" in result.stdout
