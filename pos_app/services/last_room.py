"""Write once more, with what the disk keeps in reserve, what a full disk has refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import TypeVar

from pos_app.domain.disk_space import OutOfRoomError
from pos_app.domain.staff import Approval
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


def for_both_tries(approval: Approval | None) -> Approval | None:
    """One that the first try does not use up for the second: both are the act it was given for."""
    return replace(approval, use=cache(approval.use)) if approval else None
