"""Which store this computer knows at which place: a copied, moved or older one is noticed.

What is remembered lies outside the store's folder and does not travel with it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Final

from pos_app.adapters.system.whole_file import whole_file
from pos_app.domain.errors import UnavailableError

MACHINE_ID: Final = Path("/etc/machine-id")


class StateFolderError(UnavailableError):
    code = "place.unwritable"
    text = (
        "This computer cannot remember where the store is at home: {folder} cannot be written "
        "({reason}). Make that folder writable for you, and free some space on its disk."
    )


@dataclass(frozen=True, slots=True)
class Known:
    """The installation at a place, and how far its journal had come; nothing if none is known."""

    installation: str = ""
    head: int = 0


def remembered(root: Path) -> Known:
    """What this computer knows of the store at this place."""
    try:
        installation, machine, head = _record_of(root).read_text("ascii").split()
        known = Known(installation, int(head))
    except (OSError, ValueError):
        return Known()
    return known if machine == _machine() else Known()


class KnownPlace:
    """What this computer knows of the store at a place, and of all copies of its journal.

    :raises StateFolderError: from any call that writes, if the person's folder cannot be written
    """

    def __init__(self, root: Path, journal_id: str) -> None:
        self._record = _record_of(root)
        self._epoch = _state("epochs", journal_id)

    def remember(self, installation: str, *, head: int = 0) -> None:
        _write(self._record, f"{installation} {_machine()} {head}\n")

    def newest_epoch(self) -> int:
        try:
            return int(self._epoch.read_text("ascii"))
        except (OSError, ValueError):
            return 0

    def note_epoch(self, epoch: int) -> None:
        _write(self._epoch, f"{max(epoch, self.newest_epoch())}\n")


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with whole_file(path) as partial:
            partial.write_text(text, "ascii")
    except OSError as error:
        raise StateFolderError(folder=path.parent, reason=error.strerror) from error


def _record_of(root: Path) -> Path:
    return _state("installations", str(root.resolve()))


def _state(kind: str, name: str) -> Path:
    # Not needed by a store for practice, nor imported for one.
    state = Path(import_module("platformdirs").user_state_dir("pos_app", appauthor=False))
    return state / kind / _digest(name)


def _machine() -> str:
    """This computer, even if a whole home was copied; its own id is nobody's business."""
    try:
        return _digest(MACHINE_ID.read_text("ascii"))
    except (OSError, ValueError):
        return "none"


def _digest(text: str) -> str:
    return hashlib.sha256(f"pos_app\0{text}".encode(errors="surrogateescape")).hexdigest()[:32]
