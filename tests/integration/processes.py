"""Other processes, as a second till or a command beside it is one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

REPOSITORY: Final = Path(__file__).parents[2]
WAIT_S: Final = 60

_OPEN: Final = """
import sys
from pathlib import Path
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.opening import writing

with writing(DataFolder(Path(sys.argv[1]))) as store:
    with store.services.new_uow() as uow:
        uow.settings.put("committed", "yes")
        uow.commit()
    {then}
    print("ready", flush=True)
    sys.stdin.read()
"""
_IDLE: Final = "pass"
_IN_THE_MIDDLE: Final = """uow = store.services.new_uow().__enter__()
    uow.orders.take_number()
    uow.settings.put("committed", "no")"""


def environment() -> dict[str, str]:
    """This one's, with the repository to import from."""
    return {**os.environ, "PYTHONPATH": str(REPOSITORY)}


@contextmanager
def another_till(root: Path, *, writing: bool = False) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the store, idle or in the middle of a transaction; killed at the end."""
    program = _OPEN.format(then=_IN_THE_MIDDLE if writing else _IDLE)
    with subprocess.Popen(
        [sys.executable, "-c", program, str(root)],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.kill()


def run(*arguments: str, text: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """The program itself, as `python -m pos_app`."""
    return subprocess.run(
        [sys.executable, "-m", "pos_app", *arguments],
        check=False,
        env=environment() | variables,
        input=text,
        capture_output=True,
        text=True,
        timeout=WAIT_S,
    )
