from __future__ import annotations

import fcntl
import json
from functools import partial
from pathlib import Path

import pytest

from pos_app.adapters.devices.finding import find_printers
from pos_app.composition.cli import settings
from pos_app.composition.drilling import RESTORE_DRILL
from pos_app.composition.opening import reading
from pos_app.composition.receipts import header_of
from tests.fakes.pictures import draw_picture
from tests.fakes.usb import plug_in_two
from tests.integration import shop as shops
from tests.integration.cli.conftest import Terminal


class TestPrinters:
    def test_are_named_with_their_devices_before_there_is_a_store(
        self, no_store: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(settings, "find_printers", partial(find_printers, tmp_path))
        assert no_store.refused("settings", "printers") == (
            "No printer was found. Plug it in, switch it on, and find printers again.\n"
        )
        assert "No printer" in no_store.refused("settings", "printers", "--json")

        first, second = plug_in_two(tmp_path)

        assert no_store.done("settings", "printers") == (
            f"{first}  EPSON TM-T20II\n{second}  Star Micronics TSP143\n"
        )
        assert no_store.json("settings", "printers") == [
            {"device": str(first), "name": "EPSON TM-T20II"},
            {"device": str(second), "name": "Star Micronics TSP143"},
        ]
        assert "Usage: " in no_store.misused("settings", "printers", "usb")
        assert not no_store.folder.root.exists()


class TestSettings:
    def test_are_shown_and_changed_by_name(self, terminal: Terminal) -> None:
        printed = terminal.done("settings", "set", "footer", "Thank you\\nCome back")

        assert printed == (
            "footer is Thank you\nCome back now. This holds from the next start of the till.\n"
        )
        shown = terminal.json("settings", "show")
        assert (shown["values"]["footer"], shown["locked"]) == ("Thank you\nCome back", [])
        assert "already" in terminal.done("settings", "set", "cut_over_hour", "4")

    @pytest.mark.parametrize(
        ("words", "reason"),
        [
            (("cut_over_hour", "25"), "no whole number from 0 to 12"),
            (("backup_hour", "24"), "no whole number from 0 to 23"),
            (("printer", "lp0"), "is no printer"),
            (("language", "xx"), "There are no receipts in 'xx'"),
            (("second_backup_folder", "stick"), "say its whole path"),
            (("colour", "red"), "There is no setting called colour"),
        ],
    )
    def test_say_what_is_right(
        self, terminal: Terminal, words: tuple[str, ...], reason: str
    ) -> None:
        before = shops.everything(terminal.folder.store)

        assert reason in terminal.refused("settings", "set", *words)
        assert shops.everything(terminal.folder.store) == before

    def test_copy_a_logo_that_a_backup_brings_back(
        self, terminal: Terminal, tmp_path: Path
    ) -> None:
        picture, backup = draw_picture(tmp_path / "logo.png"), tmp_path / "backup.sqlite3"
        told = terminal.done("settings", "set", "logo", picture)
        picture.unlink()
        shown = terminal.json("settings", "show")["values"]["logo"]
        terminal.done("backup", "create", backup)
        terminal.done("settings", "set", "logo", "")
        assert terminal.json("settings", "show")["values"]["logo"] == ""
        assert "gone.png cannot be read" in terminal.refused("settings", "set", "logo", "gone.png")

        terminal.done("backup", "restore", backup, "--discard-later")

        assert shown.startswith("64 x 32, ")
        assert told.startswith(f"logo is {shown} now.")
        assert terminal.json("settings", "show")["values"]["logo"] == shown
        with reading(terminal.folder) as queries:
            logo = header_of(queries.profile).logo
        assert logo is not None
        assert logo.bits[:8] == b"\xff" * 8

    def test_change_the_rate_of_a_tax(self, terminal: Terminal) -> None:
        values = terminal.json("settings", "show")["values"]
        name = next(one for one in values if one.startswith("tax_rate."))

        terminal.done("settings", "set", name, "7.25")

        with reading(terminal.folder) as queries:
            rates = [tax for one in queries.tax_classes.values() for tax in one.taxes]
        assert 72_500 in [tax.rate_millionths for tax in rates]


def names(terminal: Terminal) -> list[str]:
    """What is kept there, without the lock of the drills."""
    kept = terminal.folder.backups.iterdir()
    return sorted(one.name for one in kept if one.name != "drill.lock")


class TestDrill:
    def test_restores_the_newest_backup_and_leaves_nothing(self, terminal: Terminal) -> None:
        reason = terminal.refused("backup", "drill")
        assert "no verified backup to try yet" in reason
        terminal.done("backup", "run")
        before = names(terminal)

        assert "it works as a store" in terminal.done("backup", "drill")

        assert names(terminal) == before
        with reading(terminal.folder) as queries:
            noted = json.loads(queries.settings.get(RESTORE_DRILL) or "{}")
            assert queries.epoch == 1
        assert (noted["file"], noted["reason"]) == (before[0], "")

    def test_says_what_would_keep_it_from_being_restored(
        self, terminal: Terminal, tmp_path: Path
    ) -> None:
        file = tmp_path / "backup.sqlite3"
        terminal.done("backup", "create", file)
        with shops.tampered(file) as connection:
            connection.execute("UPDATE order_item SET name = 'Bread' WHERE order_id = 3")

        assert "items (X-T01-000003)" in terminal.refused("backup", "drill", file)

    def test_removes_what_a_killed_one_left_and_nothing_else(self, terminal: Terminal) -> None:
        terminal.done("backup", "run")
        before = names(terminal)
        for name in ("drill-abc_1234", "drill-of-march", "drill-abcdefgh2"):
            (terminal.folder.backups / name).mkdir()

        terminal.done("backup", "drill")

        assert names(terminal) == sorted([*before, "drill-of-march", "drill-abcdefgh2"])

    def test_leaves_one_that_is_at_work_alone(self, terminal: Terminal) -> None:
        terminal.done("backup", "run")
        at_work = terminal.folder.backups / "drill-abc_1234"
        at_work.mkdir()
        with (terminal.folder.backups / "drill.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)

            assert "Another drill restores a backup" in terminal.refused("backup", "drill")

        assert at_work.is_dir()
        terminal.done("backup", "drill")
        assert not at_work.is_dir()

    def test_of_a_copy_for_another_store_needs_its_keys(
        self, terminal: Terminal, tmp_path: Path
    ) -> None:
        file = tmp_path / "backup.sqlite3"
        terminal.done("backup", "create", file)
        with shops.tampered(file) as connection:
            connection.execute("UPDATE signing_key SET public_key = zeroblob(32)")

        assert "cannot be used as a backup" in terminal.refused("backup", "drill", file)
