"""The shim between a process and its files: build it, load it, and tell it what to do."""

from __future__ import annotations

import ctypes
import errno
import os
import subprocess
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Final

SOURCE: Final = Path(__file__).with_name("shim.c")
COMPILE: Final = ("cc", "-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC")


class ShimError(Exception):
    """The shim cannot be built, is not there, or sees nothing: then nothing would be proved."""


class Deed(IntEnum):
    COUNT = 0
    KILL = 1
    REFUSE = 2


class Refusal(IntEnum):
    NONE = 0
    FULL = errno.ENOSPC
    BROKEN = errno.EIO


@dataclass(frozen=True, slots=True)
class Injection:
    """What happens at the `at`-th event; a torn write leaves its first half on the disk."""

    deed: Deed = Deed.COUNT
    at: int = 0
    refusal: Refusal = Refusal.NONE
    sticky: bool = False
    torn: bool = False
    syncs_only: bool = False

    @property
    def flags(self) -> int:
        return self.sticky | self.torn << 1 | self.syncs_only << 2


WATCHING: Final = Injection()


def build(folder: Path) -> Path:
    """Compile the shim.

    :raises ShimError: if there is no compiler, or it refuses
    """
    made = folder / "shim.so"
    try:
        subprocess.run(
            [*COMPILE, "-o", str(made), str(SOURCE), "-ldl"],
            check=True,
            capture_output=True,
            text=True,
        )
    except FileNotFoundError as error:
        raise ShimError("there is no C compiler: build/system_packages.sh faults") from error
    except subprocess.CalledProcessError as error:
        raise ShimError(error.stderr) from error
    return made


class Shim:
    """The one in this process.

    :raises ShimError: if the process was started without it
    """

    def __init__(self) -> None:
        self._library = ctypes.CDLL(None)
        if not hasattr(self._library, "shim_arm"):
            raise ShimError("this process was started without the shim")
        self._library.shim_arm.argtypes = [
            *(ctypes.c_char_p, ctypes.c_int, ctypes.c_long, ctypes.c_int, ctypes.c_int),
            ctypes.c_char_p,
        ]
        self._library.shim_mark.argtypes = [ctypes.c_char_p]
        self._library.shim_events.restype = ctypes.c_long

    def arm(self, folder: Path, what: Injection = WATCHING, *, trace: Path | None = None) -> None:
        """From now on count what is changed below the folder; files that are open do not count."""
        self._library.shim_arm(
            os.fsencode(f"{folder.resolve()}/"),
            what.deed,
            what.at,
            what.refusal,
            what.flags,
            os.fsencode(trace) if trace else None,
        )

    def mend(self) -> None:
        """The disk works again."""
        self._library.shim_mend()

    def mark(self, words: str) -> None:
        """Put words into the trace."""
        self._library.shim_mark(words.encode())

    @property
    def events(self) -> int:
        return int(self._library.shim_events())
