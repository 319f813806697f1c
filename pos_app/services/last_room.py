"""Write once more, with what the disk keeps in reserve, what a full disk has refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pos_app.domain.disk_space import OutOfRoomError
from pos_app.services.ports import Disk

T = TypeVar("T")


def even_if_full(disk: Disk, write: Callable[[], T]) -> T:
    """:raises OutOfRoomError: if the reserve is no help, or was used up before"""
    try:
        return write()
    except OutOfRoomError:
        if not disk.release_reserve():
            raise
    return write()
