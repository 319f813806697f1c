"""`pos-app` as a process that says at its end how much memory it held at most."""

from __future__ import annotations

import atexit
import re
import sys
from pathlib import Path

from pos_app.composition.cli.main import main


def peak_kib() -> str:
    """What the system counted since this program began; a parent's memory is not in it."""
    found = re.search(
        r"^VmHWM:\s*(\d+) kB$", Path("/proc/self/status").read_text("ascii"), re.MULTILINE
    )
    assert found is not None
    return found[1]


if __name__ == "__main__":
    place = Path(sys.argv.pop(1))
    atexit.register(lambda: place.write_text(peak_kib(), "ascii"))
    main()
