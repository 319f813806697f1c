"""Where a command may write: anywhere but over the files that the store lives by."""

from __future__ import annotations

from pathlib import Path

from pos_app.adapters.system.paths import DataFolder
from pos_app.domain.errors import RefusedError


class OwnFileError(RefusedError):
    code = "target.own_file"
    text = "{path} belongs to the store itself. Nothing was changed; choose another file."


def refuse_own_file(folder: DataFolder, target: Path) -> None:
    """Refuse to write over the store, its logs, its keys or its lock, under any name.

    Nor over those of its practice copy, or of the store that a copy lies in.

    :raises OwnFileError: if the target is one of them, or another name of one
    """
    place = target.resolve()
    near = (folder, folder.practice, folder.original)
    for own in (file for one in near for file in one.own_files()):
        if place == own.resolve() or _is_same(place, own):
            raise OwnFileError(path=target)


def _is_same(one: Path, other: Path) -> bool:
    """Whether two names lead to one file, as hard links do."""
    try:
        return one.samefile(other)
    except OSError:  # one of them is not there, or nobody may look
        return False
