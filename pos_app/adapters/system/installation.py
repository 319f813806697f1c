"""Which store this computer knows at which place: so a copied or moved folder is noticed.

What is remembered lies outside the store's folder and does not travel with it.
"""

from __future__ import annotations

import hashlib
from importlib import import_module
from pathlib import Path
from typing import Final

from pos_app.adapters.system.whole_file import whole_file

MACHINE_ID: Final = Path("/etc/machine-id")


def remembered(root: Path) -> str:
    """The installation id of the store at this place; empty if this computer knows none there."""
    try:
        found, machine = _record_of(root).read_text("ascii").split()
    except (OSError, ValueError):
        return ""
    return found if machine == _machine() else ""


def remember(root: Path, installation: str) -> None:
    """:raises OSError: if the person's own folder cannot be written"""
    record = _record_of(root)
    record.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with whole_file(record) as partial:
        partial.write_text(f"{installation} {_machine()}\n", "ascii")


def _record_of(root: Path) -> Path:
    # Not needed by a store for practice, nor imported for one.
    state = Path(import_module("platformdirs").user_state_dir("pos_app", appauthor=False))
    return state / "installations" / _digest(str(root.resolve()))


def _machine() -> str:
    """This computer, even if a whole home was copied; its own id is nobody's business."""
    try:
        return _digest(MACHINE_ID.read_text("ascii"))
    except (OSError, ValueError):
        return "none"


def _digest(text: str) -> str:
    return hashlib.sha256(f"pos_app\0{text}".encode(errors="surrogateescape")).hexdigest()[:32]
