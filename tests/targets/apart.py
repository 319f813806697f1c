"""What has a till of its own: the wizard from its first key, and a till that is killed."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from tests.gui.driving import DrivenTill, Key, driven_till, wait_for
from tests.gui.synced_till import cut_off_till
from tests.gui.wizard import OWNER_PIN, driven_wizard
from tests.targets.measuring import BREAD, CTRL, SHIFT, tender_to_done
from tests.targets.target import Target

ROOT: Final = Path(__file__).parents[2]
KILLED: Final = (
    "tests/journeys/test_cash_order.py::test_a_till_that_was_killed_goes_on_where_it_was"
)


def wizard() -> Target:
    """From nothing to the first sale paid: the fields filled and the choices made."""
    with tempfile.TemporaryDirectory() as name:
        with driven_wizard(Path(name) / "new") as driven:
            driven.go_to("code")
            driven.choose()
            driven.next()
            driven.wait_for_step("done")
            driven.next()
            wait_for(driven.is_over, "the end of the wizard")
            root = driven.folder.root
        with driven_till(root) as till:
            entries = driven.entries + entries_of_first_sale(till)
            keys = driven.keys_pressed + till.keys_pressed
    what = f"wizard to the first sale paid, required entries ({keys} keys in all)"
    return Target("21", what, entries, 12, "entries")


def entries_of_first_sale(till: DrivenTill) -> int:
    """The PIN, and an amount without a product, since none is there yet; then exact cash."""
    till.start_selling(OWNER_PIN)
    till.press(Key.Key_E, CTRL)
    till.enter_text("2.50")
    till.press(Key.Key_Return)
    till.wait_for(lambda: len(till.lines()) == 1, "the line")
    till.press(Key.Key_F12, SHIFT)
    till.wait_for_page("done")
    assert [row.total.minor for row in till.orders()] == [250]
    return 2


def cut_off() -> Target:
    with tempfile.TemporaryDirectory() as name, cut_off_till(Path(name) / "demo") as till:
        till.start_selling()
        till.scan(BREAD)
        till.quiet()
        return tender_to_done(till)


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
    what = "kill -9 once in a sale: failures (200 kills at every moment: make faults)"
    return Target(
        "20", what, int(done.returncode != 0), 0, command=f"pytest {KILLED}", note="".join(said)
    )
