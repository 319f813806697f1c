"""The command line as its user types it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
PIN: Final = "294713"
TITLE: Final = "Corner Shop"


def pos_app(folder: Path, *words: str) -> str:
    """Run a command and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "pos_app", "--data-dir", str(folder), *words],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
        cwd=ROOT,
    )
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
