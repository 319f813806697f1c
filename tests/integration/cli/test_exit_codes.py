"""0 done, 1 refused with a reason on stderr, 2 usage; and which commands need the store alone."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.cli.main import COMMANDS, pos_app
from tests.integration import shop as shops
from tests.integration.cli.conftest import REFUSED, Terminal
from tests.integration.processes import another_till

READING = [
    ("products", "find", "milk"),
    ("products", "find", "milk", "--json"),
    ("products", "show", shops.MILK),
    ("products", "export", "{folder}/export.csv"),
    ("staff", "list"),
    ("staff", "roles"),
    ("staff", "role", "refunds", "cashier"),
    ("orders", "list"),
    ("orders", "show", "X-T01-000001"),
    ("orders", "receipt", "X-T01-000001"),
    ("shift", "list"),
    ("shift", "show", "1"),
    ("shift", "x"),
    ("shift", "z", "1"),
    ("report", "sales", "--from", "2026-01-01", "--to", "2026-01-31"),
    ("report", "closing", "--year", "2026"),
    ("report", "tips", "--from", "2026-01-01", "--to", "2026-01-31"),
    (
        "report",
        "margin",
        "--from",
        "2026-01-01",
        "--to",
        "2026-01-31",
        "--xlsx",
        "{folder}/margin.xlsx",
    ),
    ("activity", "--text", "X-T01-000001"),
    ("activity", "--csv", "{folder}/activity.csv"),
    ("time", "list"),
    ("time", "hours", "--csv", "{folder}/hours.csv"),
    ("stock", "show", shops.MILK),
    ("payments", "list"),
    ("customers", "find", "maria"),
    ("customers", "export", "{folder}/customers.csv"),
    ("journal", "export", "{folder}/journal.txt"),
    ("journal", "verify"),
    ("backup", "create", "{folder}/backup.sqlite3"),
    ("backup", "run"),
    ("backup", "list"),
    ("settings", "show"),
    ("customers", "find", "maria"),
    ("email", "list"),
    ("practice", "reset"),
    ("sync", "status"),
    ("doctor",),
]
WRITING = [
    ("products", "import", str(shops.GROCERIES)),
    ("products", "import", str(shops.GROCERIES), "--dry-run"),
    ("staff", "add", "Ben", "--role", "cashier", "--pin-file", "-"),
    ("staff", "badge", "Ana", "--code", "-"),
    ("staff", "disable", "Ana"),
    ("staff", "enable", "Ana"),
    ("staff", "rename", "Ana", "Anna"),
    ("staff", "set-role", "Ana", "manager"),
    ("staff", "role", "set", "cashier", "refund", "allowed"),
    ("staff", "role", "discount", "cashier", "20"),
    ("staff", "role", "refunds", "cashier", "20"),
    ("staff", "role", "refunds", "cashier", "--store"),
    ("staff", "reset", "Ana", "--pin-file", "-"),
    ("time", "in", "Ana", "--pin-file", "-"),
    ("time", "out", "Ana", "--pin-file", "-"),
    (
        *("time", "add", "Ana", "--came", "2026-03-02T09:00"),
        *("--left", "2026-03-02T17:30", "--reason", "forgotten"),
    ),
    ("time", "correct", "5", "--left", "2026-03-02T17:30", "--reason", "forgotten"),
    ("shift", "open"),
    ("shift", "close", "--counted", "0"),
    ("shift", "z", "1", "--print"),
    ("shift", "cash-in", "5"),
    ("shift", "cash-out", "5"),
    ("stock", "receive", shops.MILK, "1"),
    ("customers", "add", "Maria"),
    ("customers", "forget", "1"),
    ("products", "image", shops.MILK, "--remove"),
    ("rehearse", str(shops.BASKETS)),
    ("backup", "second-folder", "--none"),
    ("store", "adopt"),
    ("store", "auto-lock", "5"),
    ("store", "receipts", "ask"),
    ("store", "tips", "off"),
    ("settings", "set", "footer", "Thank you"),
    ("store", "counts", "--limit", "5"),
    ("store", "returns", "--within", "14"),
    ("customers", "add", "Maria"),
    ("sync", "retry"),
    ("backup", "restore", "{folder}/../backup.sqlite3", "--discard-later"),
]
PIN = "250917\n"


def filled(words: tuple[str, ...], terminal: Terminal) -> list[str]:
    return [word.format(folder=terminal.folder.root) for word in words]


def click_command(name: str) -> click.Command:
    command = pos_app.get_command(click.Context(pos_app), name)
    assert command is not None
    return command


class TestWithoutAStore:
    @pytest.mark.parametrize("words", [*READING, *WRITING[:-1]], ids=" ".join)
    def test_every_command_says_so(self, no_store: Terminal, words: tuple[str, ...]) -> None:
        reason = no_store.refused(*filled(words, no_store), text=PIN)

        assert reason == (
            f"There is no store in {no_store.folder.root}. Make one with `pos-app setup`, "
            "or look around with `pos-app --demo`.\n"
        )
        assert not no_store.folder.root.exists()


class TestBesideAnOpenTill:
    def test_reading_commands_work(self, terminal: Terminal) -> None:
        with another_till(terminal.folder.root):
            for words in READING:
                terminal.done(*filled(words, terminal))

    def test_writing_commands_name_the_till_and_change_nothing(
        self, terminal: Terminal, tmp_path: Path
    ) -> None:
        terminal.done("backup", "create", tmp_path / "backup.sqlite3")
        with another_till(terminal.folder.root) as till:
            before = shops.everything(terminal.folder.store)
            for words in WRITING:
                reason = terminal.refused(*filled(words, terminal), text=PIN)

                assert reason == (
                    f"The till is open (pid {till.pid}). Close it, or use Import in the till.\n"
                )
            assert shops.everything(terminal.folder.store) == before

    def test_every_command_is_tried(self) -> None:
        tried = {words[0] for words in [*READING, *WRITING]}

        assert set(COMMANDS) - tried == {"setup", "smoke", "keys"}


class TestUsage:
    @pytest.mark.parametrize(
        "words",
        [
            ("dance",),
            ("products",),
            ("products", "import"),
            ("products", "dance"),
            ("orders", "show"),
            ("orders", "show", "1", "2"),
            ("orders", "list", "--colour"),
            ("report", "sales"),
            ("stock", "receive", "1"),
            ("rehearse",),
            ("customers", "forget", "Maria"),
            ("products", "image", shops.MILK),
            ("--theme", "pink", "doctor"),
        ],
        ids=" ".join,
    )
    def test_is_exit_code_2(self, terminal: Terminal, words: tuple[str, ...]) -> None:
        assert "Usage: " in terminal.misused(*words)

    @pytest.mark.parametrize("words", [("--help",), *((name, "--help") for name in COMMANDS)])
    def test_is_explained(self, no_store: Terminal, words: tuple[str, ...]) -> None:
        assert no_store.done(*words).startswith("Usage: ")

    def test_lists_every_command(self, no_store: Terminal) -> None:
        printed = no_store.done("--help")

        assert [name for name in COMMANDS if f"  {name} " not in printed] == []

    def test_has_a_version(self, no_store: Terminal) -> None:
        assert "version" in no_store.done("--version")


class TestBug:
    def test_is_logged_in_full_and_told_in_few_words(
        self,
        terminal: Terminal,
        monkeypatch: pytest.MonkeyPatch,
        expected_warnings: list[str],
    ) -> None:
        def fail(_readers: Readers) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr(Readers, "connect", fail)
        expected_warnings.append("A command failed unexpectedly")

        result = terminal.run("orders", "list")

        assert result.exit_code == REFUSED
        assert result.stderr == (
            "Something went wrong. It has been recorded and nothing was lost; please try again.\n"
        )
        written = (terminal.folder.logs / "pos_app.log").read_text()
        assert "A command failed unexpectedly" in written
        assert "ZeroDivisionError" in written

    def test_without_a_store_is_told_as_it_is(
        self, no_store: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(_folder: DataFolder) -> None:
            raise ZeroDivisionError("by nothing\x1b[2J")

        monkeypatch.setattr(DataFolder, "create", fail)
        words = ("--store", "S", "--country", "FR", "--owner", "Ana", "--pin-file", "-")

        reason = no_store.refused("setup", *words, "--practice", text=PIN)

        assert reason == (
            "Something went wrong (ZeroDivisionError: by nothing[2J). There is no store in "
            f"{no_store.folder.root} whose log could keep it; please say what you typed when you "
            "report it.\n"
        )

    def test_that_cannot_be_recorded_is_not_said_to_be(
        self, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(_readers: Readers) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr(Readers, "connect", fail)
        terminal.folder.logs.write_text("no folder")

        assert "has been recorded" not in terminal.refused("orders", "list")


class TestHelp:
    def test_has_words_for_every_command(self) -> None:
        silent = []
        waiting = [(name, click_command(name)) for name in COMMANDS]
        while waiting:
            path, command = waiting.pop()
            if not command.get_short_help_str(200).strip():
                silent.append(path)
            if isinstance(command, click.Group):
                waiting += [(f"{path} {name}", one) for name, one in command.commands.items()]

        assert silent == []


class TestDemo:
    def test_is_a_practice_store_with_products(self, no_store: Terminal, tmp_path: Path) -> None:
        exported = no_store.done("--demo", "products", "export", tmp_path / "demo.csv")

        assert int(exported.split()[0]) >= 190
        assert [one["role"] for one in no_store.json("staff", "list")] == ["owner", "cashier"]
        assert no_store.folder.root.stat().st_mode & 0o777 == 0o700

    def test_is_kept_between_starts(self, no_store: Terminal) -> None:
        no_store.done("--demo", "shift", "open")

        assert len(no_store.json("--demo", "shift", "list")) == 1

    def test_never_takes_another_store_s_place(self, terminal: Terminal) -> None:
        reason = terminal.refused("--demo", "orders", "list")

        assert "The demo store wants a folder of its own" in reason
        assert len(terminal.json("orders", "list")) == 6

    def test_never_takes_a_folder_with_something_in_it(self, no_store: Terminal) -> None:
        no_store.folder.root.mkdir()
        (no_store.folder.root / "thesis.txt").write_text("important")

        no_store.refused("--demo", "orders", "list")

        assert [path.name for path in no_store.folder.root.iterdir()] == ["thesis.txt"]
