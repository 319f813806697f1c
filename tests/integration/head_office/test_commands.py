"""`pos-head-office`, as a person types it: what it does, and what it says when it does not."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, nullcontext
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pos_app.composition.head_office_cli import main as program
from pos_app.composition.head_office_settings import OpenToAllError, Settings
from tests.fakes.head_office import PASSWORD
from tests.servers import PostgresServer

Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, sqlite_template: Path) -> Path:
    """A data folder with a database that was migrated."""
    made = tmp_path / "office"
    made.mkdir()
    (made / "head-office.sqlite3").write_bytes(sqlite_template.read_bytes())
    return made


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    for name in [name for name in os.environ if name.startswith("POS_HEAD_OFFICE_")]:
        monkeypatch.delenv(name)

    def call(*words: str, typed: str = "") -> Result:
        command = ["--data-dir", str(folder), *words]
        return CliRunner().invoke(program.pos_head_office, command, input=typed)

    assert call("migrate").exit_code == 0
    return call


@pytest.fixture
def with_store(run: Run) -> Run:
    words = ("--currency", "EUR", "--time-zone", "Europe/Paris")
    assert run("store", "add", "Old Town", *words).exit_code == 0
    return run


def add(run: Run, name: str, *words: str, password: str = PASSWORD) -> Result:
    return run("staff", "add", name, *words, "--password-file", "-", typed=f"{password}\n")


class TestServe:
    def test_opens_to_nobody_without_encryption(self, run: Run) -> None:
        result = run("serve", "--host", "0.0.0.0")

        assert result.exit_code == 1
        assert "they are not encrypted. Nothing was started" in result.stderr

    @pytest.mark.parametrize(
        ("host", "base_url", "is_fine"),
        [
            ("127.0.0.1", "", True),
            ("localhost", "", True),
            ("::1", "", True),
            ("0.0.0.0", "https://office.example", True),
            ("0.0.0.0", "https://office.example,http://office.example", False),
            ("192.0.2.7", "", False),
            ("::", "", False),
            ("office", "", False),
        ],
    )
    def test_knows_who_can_reach_it(self, host: str, base_url: str, *, is_fine: bool) -> None:
        settings = Settings(host=host, base_url=base_url)

        with nullcontext() if is_fine else pytest.raises(OpenToAllError):
            settings.require_encrypted()


class TestMigrate:
    def test_makes_what_is_missing_and_does_no_harm_later(self, tmp_path: Path) -> None:
        folder = tmp_path / "new"
        for _ in range(2):
            result = CliRunner().invoke(
                program.pos_head_office, ["--data-dir", str(folder), "migrate"]
            )
            assert result.exit_code == 0, result.output

        assert {path.name for path in folder.iterdir()} == {
            *("head-office.secret", "head-office.sqlite3")
        }
        assert (folder / "head-office.secret").stat().st_mode & 0o777 == 0o600

    def test_on_postgresql_wants_a_secret(
        self, postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        url = postgres_server.new_database("template_head_office")
        monkeypatch.setenv("POS_HEAD_OFFICE_DATABASE_URL", url)
        command = ["--data-dir", str(tmp_path), "migrate"]

        without = CliRunner().invoke(program.pos_head_office, command)
        monkeypatch.setenv("POS_HEAD_OFFICE_SECRET", "s" * 40)
        with_one = CliRunner().invoke(program.pos_head_office, command)
        monkeypatch.setenv("POS_HEAD_OFFICE_SECRET", "t" * 40)
        another = CliRunner().invoke(program.pos_head_office, command)

        assert (without.exit_code, with_one.exit_code, another.exit_code) == (1, 0, 1)
        assert "openssl rand" in without.stderr
        assert "sealed with another secret" in another.stderr


class TestStaff:
    def test_are_added_listed_and_kept_out(self, with_store: Run) -> None:
        assert add(with_store, "Mia", "--role", "manager", "--store", "Old Town").exit_code == 0
        assert add(with_store, "Ana", "--role", "admin").exit_code == 0
        assert with_store("staff", "disable", "mia").exit_code == 0

        listed = with_store("staff", "list").stdout.splitlines()

        assert listed[0] == "Ana  admin  every store"
        assert listed[1].startswith("Mia  manager  ")
        assert listed[1].endswith("disabled")
        reset = with_store("staff", "password", "Mia", "--password-file", "-", typed=PASSWORD)
        assert reset.exit_code == 0
        assert "disabled" not in with_store("staff", "list").stdout

    @pytest.mark.parametrize(
        ("name", "words", "password", "reason"),
        [
            ("Ana", ("--role", "manager"), PASSWORD, "belongs to a store"),
            ("Ana", ("--role", "admin", "--store", "Old Town"), PASSWORD, "every store"),
            ("Ana", ("--role", "cashier", "--store", "Nowhere"), PASSWORD, "no store Nowhere"),
            ("Ana", ("--role", "admin"), "short", "fewer than 12"),
            (" ", ("--role", "admin"), PASSWORD, "printable"),
        ],
    )
    def test_are_refused_in_words(
        self, with_store: Run, name: str, words: tuple[str, ...], password: str, reason: str
    ) -> None:
        result = add(with_store, name, *words, password=password)

        assert result.exit_code == 1
        assert reason in result.stderr
        assert "Traceback" not in result.stderr
        assert with_store("staff", "list").stdout == ""

    def test_have_names_of_their_own(self, with_store: Run) -> None:
        add(with_store, "Ana", "--role", "admin")

        again = add(with_store, "ANA", "--role", "admin")

        assert (again.exit_code, again.stderr.startswith("There is already")) == (1, True)

    def test_passwords_are_never_arguments(self, with_store: Run) -> None:
        assert with_store("staff", "add", "Ana", "--role", "admin").exit_code == 2


class TestStores:
    @pytest.mark.parametrize(
        ("words", "reason"),
        [
            (("--currency", "euro", "--time-zone", "Europe/Paris"), "no currency"),
            (("--currency", "EUR", "--time-zone", "Mars/Base"), "no time zone"),
        ],
    )
    def test_are_refused_in_words(self, run: Run, words: tuple[str, ...], reason: str) -> None:
        result = run("store", "add", "Old Town", *words)

        assert (result.exit_code, reason in result.stderr) == (1, True)

    def test_are_listed(self, with_store: Run) -> None:
        assert with_store("store", "list").stdout.endswith("  EUR  Old Town\n")

    def test_have_names_of_their_own(self, with_store: Run) -> None:
        words = ("--currency", "EUR", "--time-zone", "Europe/Paris")

        assert with_store("store", "add", "Old Town", *words).exit_code == 1


class TestTerminals:
    def test_get_a_code(self, with_store: Run) -> None:
        told = with_store("enrol-code", "--terminal", "T01", "--store", "Old Town").stdout
        quiet = with_store("enrol-code", "--terminal", "T01", "--store", "Old Town", "--quiet")

        assert "pos-app sync enrol http://127.0.0.1:8600 " in told
        assert len(quiet.stdout.strip()) == 14

    @pytest.mark.parametrize("terminal", ["", "t01", "T 1", "T" * 17, "../T"])
    def test_have_codes_of_a_kind(self, with_store: Run, terminal: str) -> None:
        result = with_store("enrol-code", "--terminal", terminal, "--store", "Old Town")

        assert (result.exit_code, "like T01" in result.stderr) == (1, True)

    def test_that_nobody_knows_cannot_be_revoked(self, with_store: Run) -> None:
        by_id = with_store("terminal", "revoke", "nobody")
        by_code = with_store("terminal", "revoke", "T01", "--store", "Old Town")

        assert (by_id.exit_code, by_code.exit_code) == (1, 1)
        assert "no such terminal" in by_id.stderr

    def test_are_listed(self, with_store: Run) -> None:
        assert with_store("terminal", "list").exit_code == 0


class TestKeys:
    def test_are_not_changed_before_everybody_knows_the_next(self, run: Run) -> None:
        result = run("keys", "rotate")

        assert (result.exit_code, "seconds" in result.stderr) == (1, True)


class TestRestored:
    def test_begins_another_life_of_the_database(self, run: Run, folder: Path) -> None:
        lives = []
        for _ in range(2):
            result = run("restored")
            assert result.exit_code == 0, result.output
            with closing(sqlite3.connect(folder / "head-office.sqlite3")) as file:
                newest = "SELECT incarnation FROM incarnation ORDER BY begun_at DESC LIMIT 1"
                lives.append(file.execute(newest).fetchone())

        assert len(set(lives)) == 2


class TestSettings:
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("PORT", "abc"),
            ("WORKERS", "0"),
            ("LOG_LEVEL", "loud"),
            ("DATABASE_URL", "mysql://x"),
            ("DATABASE_URL", "not an address"),
            ("SECRET", "short"),
        ],
    )
    def test_that_cannot_be_used_are_named(
        self, run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str
    ) -> None:
        monkeypatch.setenv(f"POS_HEAD_OFFICE_{name}", value)

        result = run("staff", "list")

        assert result.exit_code == 1
        assert f"POS_HEAD_OFFICE_{name}" in result.stderr
        assert "Traceback" not in result.stderr

    def test_with_passwords_are_not_repeated(
        self, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(
            "POS_HEAD_OFFICE_DATABASE_URL", "postgresql+psycopg://pos:hunter2@127.0.0.1:1/x"
        )
        monkeypatch.setenv("POS_HEAD_OFFICE_SECRET", "s" * 40)

        result = run("staff", "list")

        assert result.exit_code == 1
        assert "does not answer" in result.stderr
        assert "hunter2" not in result.output


LOADS_NOTHING = """
import sys
from pos_app.composition.head_office_cli.main import pos_head_office
assert not {"fastapi", "uvicorn", "sqlalchemy"} & set(sys.modules)
"""


class TestProgram:
    def test_lists_its_commands_without_loading_them(self) -> None:
        run = subprocess.run(
            [sys.executable, "-c", LOADS_NOTHING], capture_output=True, check=False, text=True
        )

        assert (run.returncode, run.stderr) == (0, "")
