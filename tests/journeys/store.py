"""The command line in a process beside the till, which is another one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from click.testing import CliRunner

from pos_app.composition.cli.main import pos_app as command_line

ROOT: Final = Path(__file__).parents[2]
PIN: Final = "294713"
TITLE: Final = "Corner Shop"


def pos_app(folder: Path, *words: str) -> str:
    """Run a command and return what it printed."""
    done = CliRunner().invoke(
        command_line, ["--data-dir", str(folder), *words], catch_exceptions=False
    )
    assert done.exit_code == 0, done.output
    return done.stdout


def pos_app_json(folder: Path, *words: str) -> Any:
    return json.loads(pos_app(folder, *words, "--json"))


def fresh_store(tmp_path: Path, *, kind: str = "--practice") -> Path:
    pin = tmp_path / "pin"
    pin.write_text(PIN, encoding="ascii")
    folder = tmp_path / "store"
    setup = ["setup", "--store", TITLE, "--currency", "EUR", "--country", "FR", kind]
    pos_app(folder, *setup, "--owner", "Ana", "--pin-file", str(pin))
    pos_app(folder, "products", "import", str(ROOT / "resources" / "demo" / "products.csv"))
    return folder
