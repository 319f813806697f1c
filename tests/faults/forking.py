"""Run a part of a till in a fork of this process, which has loaded everything already."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NoReturn

from tests.faults.shim import Shim
from tests.faults.told import Teller, Told, heard

BYTES_AT_ONCE: Final = 65_536
FAILED: Final = 70
SECONDS_MAX: Final = 30


@dataclass(frozen=True, slots=True)
class Ended:
    """How it ended, and what it had told until then."""

    told: Told
    code: int
    """0, an exit code, or minus the signal."""
    last_words: str

    @property
    def was_killed(self) -> bool:
        return self.code == -signal.SIGKILL


def forked(run: Callable[[Teller], None], shim: Shim) -> Ended:
    """Run it in a child and wait for its end; no connection may be open in this process."""
    words_out, words_in = os.pipe()
    errors_out, errors_in = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(words_out)
        os.close(errors_out)
        _be_the_child(run, Teller(words_in, shim), shim, errors_in)
    os.close(words_in)
    os.close(errors_in)
    lines = _everything(words_out).splitlines()
    last_words = _everything(errors_out)
    _, status = os.waitpid(child, 0)
    return Ended(heard(lines), os.waitstatus_to_exitcode(status), last_words)


def _be_the_child(
    run: Callable[[Teller], None], teller: Teller, shim: Shim, errors: int
) -> NoReturn:
    signal.alarm(SECONDS_MAX)  # a child that hangs ends by a signal, which is a fault
    code = 0
    try:
        run(teller)
        teller.tell("events", count=shim.events)
    except BaseException:  # noqa: BLE001 - whatever it is, the parent must hear of it
        shim.mend()
        code = FAILED
        os.write(errors, traceback.format_exc().encode()[-BYTES_AT_ONCE // 2 :])
    finally:
        sys.stdout.flush()
        os._exit(code)


def _everything(pipe: int) -> str:
    with open(pipe, encoding="utf-8", closefd=True) as stream:
        return stream.read()
