"""Where things lie: what travels with the program, and the folder of a store."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Final

_PACKAGE = Path(__file__).parents[2]
PRACTICE_FOLDER: Final = "practice"


def bundled(name: str) -> Path:
    """The folder `resources` or `migrations`: frozen, in the wheel, or beside the source."""
    frozen = getattr(sys, "_MEIPASS", None)
    places = [Path(frozen)] if frozen else [_PACKAGE / "_bundled", _PACKAGE.parent]
    for place in places:
        if (place / name).is_dir():
            return place / name
    raise FileNotFoundError(f"{name} is not in {' or '.join(map(str, places))}")


def default_data_dir() -> Path:
    # Not needed by whoever names a folder.
    return Path(import_module("platformdirs").user_data_dir("pos_app", appauthor=False))


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The files of one store."""

    root: Path

    @property
    def store(self) -> Path:
        return self.root / "pos.sqlite3"

    @property
    def lock(self) -> Path:
        return self.root / "writer.lock"

    @property
    def last_entry(self) -> Path:
        return self.root / "last-entry"

    @property
    def keys(self) -> Path:
        return self.root / "keys.json"

    @property
    def backups(self) -> Path:
        return self.root / "backups"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def imports(self) -> Path:
        """Rows that wait to be imported while the till sells."""
        return self.root / "imports"

    @property
    def reserve(self) -> Path:
        """Room that gives way when the disk is full."""
        return self.root / "reserve"

    @property
    def images(self) -> Path:
        """Pictures of products."""
        return self.root / "images"

    @property
    def silences(self) -> Path:
        """Which payment processors the till leaves alone now."""
        return self.root / "silent-processors"

    @property
    def printed(self) -> Path:
        return self.root / "printed"

    @property
    def practice(self) -> DataFolder:
        """The practice copy of the store that lies here."""
        return DataFolder(self.root / PRACTICE_FOLDER)

    @property
    def original(self) -> DataFolder:
        """The store whose practice copy lies here."""
        return DataFolder(self.root.parent)

    def own_files(self) -> tuple[Path, ...]:
        """What the store lives by, and no other program may write."""
        logs = (self.store.with_name(self.store.name + end) for end in ("-wal", "-shm", "-journal"))
        return (self.store, *logs, self.keys, self.lock, self.last_entry)

    def create(self) -> None:
        """Make the folder for its owner's eyes only; one that is there stays as it is."""
        if not self.root.is_dir():
            self.root.mkdir(parents=True, mode=0o700)
            self.root.chmod(0o700)  # whatever the umask takes away
