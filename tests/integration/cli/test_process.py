"""The program as it is started: `python -m pos_app`, with its own umask, pipes and exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pos_app.adapters.system.paths import DataFolder
from tests.integration import shop as shops
from tests.integration.processes import environment, run

SETUP = ("setup", "--store", "Shop", "--country", "FR", "--owner", "Ana", "--pin-file", "-")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "nothing"


class TestProgram:
    def test_makes_fills_and_reads_a_store(self, root: Path) -> None:
        made = run("--data-dir", str(root), *SETUP, "--practice", text=f"{shops.PIN}\n")
        filled = run("products", "import", str(shops.GROCERIES), POS_APP_DATA_DIR=str(root))
        found = run("products", "show", shops.MILK, "--json", POS_APP_DATA_DIR=str(root))

        assert [one.returncode for one in (made, filled, found)] == [0, 0, 0]
        assert [one.stderr for one in (made, filled, found)] == ["", "", ""]
        assert json.loads(found.stdout)["price"] == {"minor": 279, "currency": "EUR"}

    def test_writes_for_its_owner_alone(self, root: Path, tmp_path: Path) -> None:
        export = tmp_path / "export.csv"
        journal = tmp_path / "journal.txt"
        words = ("--data-dir", str(root))

        run(*words, *SETUP, "--practice", text=f"{shops.PIN}\n")
        run(*words, "products", "export", str(export))
        run(*words, "journal", "export", str(journal))
        run(*words, "backup", "create", str(root / "backups" / "first.sqlite3"))

        modes = {path.name: path.stat().st_mode & 0o777 for path in [root, *root.rglob("*")]}
        assert modes.pop("nothing") == modes.pop("backups") == 0o700
        assert set(modes) >= {"pos.sqlite3", "keys.json", "writer.lock", "first.sqlite3"}
        assert set(modes.values()) == {0o600}
        assert export.stat().st_mode & 0o777 == journal.stat().st_mode & 0o777 == 0o600

    def test_refuses_with_a_reason_and_no_traceback(self, root: Path) -> None:
        banned = run("--data-dir", str(root), *SETUP, "--practice", text="123456\n")
        real = run("--data-dir", str(root), *SETUP, text=f"{shops.PIN}\n")
        nothing = run("--data-dir", str(root), "orders", "list")

        assert [one.returncode for one in (banned, real, nothing)] == [1, 1, 1]
        assert [one.stdout for one in (banned, real, nothing)] == ["", "", ""]
        assert banned.stderr.startswith("This PIN is too easy to guess.")
        assert "--keys-in-file" in real.stderr
        assert nothing.stderr.startswith("There is no store in ")

    def test_says_how_it_is_used(self, root: Path) -> None:
        unknown = run("--data-dir", str(root), "dance")

        assert unknown.returncode == 2
        assert "No such command 'dance'" in unknown.stderr

    def test_writes_a_receipt_as_pdf_without_a_screen(
        self, folder: DataFolder, tmp_path: Path
    ) -> None:
        path = tmp_path / "receipt.pdf"
        words = ("orders", "receipt", "X-T01-000001", "--pdf", str(path))

        result = run("--data-dir", str(folder.root), *words, DISPLAY="", WAYLAND_DISPLAY="")

        assert (result.returncode, result.stderr) == (0, "")
        assert result.stdout == f"The receipt of X-T01-000001 is in {path}.\n"
        assert path.read_bytes()[:5] == b"%PDF-"
        assert path.stat().st_size > 2_000

    def test_ends_quietly_when_nobody_reads_on(self, folder: DataFolder) -> None:
        with subprocess.Popen(
            [sys.executable, "-m", "pos_app", "--data-dir", str(folder.root), "orders", "list"],
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.close()
            words = process.stderr.read()

        assert (process.returncode, words) == (1, "")

    def test_speaks_utf8_whatever_the_locale(self, folder: DataFolder) -> None:
        result = run(
            *("--data-dir", str(folder.root), "products", "find", "yeti"),
            LC_ALL="C",
            PYTHONIOENCODING="utf-8",
        )

        assert "Yéti torsado" in result.stdout
