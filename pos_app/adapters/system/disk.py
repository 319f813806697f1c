"""The disk that a store lies on: what is free, and a file that gives way when nothing is."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from pos_app.adapters.system.whole_file import sync
from pos_app.domain.disk_space import RESERVE, WARN_BELOW
from pos_app.domain.errors import UnavailableError


class DiskUnreadableError(UnavailableError):
    code = "disk.unreadable"
    text = "The disk of the store does not say what is free on it ({reason})."


class StoreDisk:
    def __init__(self, root: Path, reserve: Path) -> None:
        self._root = root
        self._reserve = reserve

    def free_bytes(self) -> int:
        """:raises DiskUnreadableError: if the system does not say"""
        try:
            return shutil.disk_usage(self._root).free
        except OSError as error:
            raise DiskUnreadableError(reason=error.strerror) from error

    def keep_reserve(self) -> None:
        """Take the reserve, unless it is there or the disk has no room to spare."""
        if self._reserved() >= RESERVE or self.free_bytes() < WARN_BELOW + RESERVE:
            return
        handle = os.open(self._reserve, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            os.posix_fallocate(handle, 0, RESERVE)
        except OSError:
            with suppress(OSError):
                self._reserve.unlink()
        finally:
            os.close(handle)

    def _reserved(self) -> int:
        """Its bytes; a kill may have left it without any."""
        try:
            return self._reserve.stat().st_size
        except FileNotFoundError:
            return 0

    def release_reserve(self) -> bool:
        """Give the reserve to whoever writes next; say whether there was one."""
        try:
            self._reserve.unlink()
            sync(self._root)
        except OSError:
            return False
        return True
