"""What has a till of its own: the wizard from its first key, and a till that is killed."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from tests.gui.wizard import driven_wizard
from tests.targets.target import Target

ROOT: Final = Path(__file__).parents[2]
KILLED: Final = (
    "tests/journeys/test_cash_order.py::test_a_till_that_was_killed_goes_on_where_it_was"
)


def wizard() -> Target:
    """From nothing to a store that can sell: the fields filled and the choices made."""
    with tempfile.TemporaryDirectory() as name, driven_wizard(Path(name) / "new") as driven:
        driven.go_to("code")
        driven.choose()
        driven.next()
        driven.wait_for_step("done")
        entries, keys = driven.entries, driven.keys_pressed
    return Target("21", f"wizard, required entries ({keys} keys in all)", entries, 12, "entries")


def killed() -> Target:
    """One kill here; every moment of a sale is `make faults`."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", KILLED],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout.strip().splitlines()[-1:] if done.returncode else []
    what = "kill -9 in a sale: failures (every moment: make faults)"
    return Target(
        "20", what, int(done.returncode != 0), 0, command=f"pytest {KILLED}", note="".join(said)
    )
