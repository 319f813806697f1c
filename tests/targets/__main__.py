"""`make targets`: what the screens must do, and what they do here and now."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from pos_app.views.input.scanner_filter import GAP_MS
from tests.gui.driving import driven_till
from tests.targets import apart, timing
from tests.targets.measuring import measured
from tests.targets.target import Target
from tests.targets.walking import walked


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        # The store that the wizard makes is nobody's: it is remembered nowhere, in no keyring.
        os.environ["XDG_STATE_HOME"] = folder
        os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
        with driven_till(Path(folder) / "demo", gap_ms=GAP_MS) as till:
            till.start_selling()
            found = measured(till)
        found += [*timing.timed(), *walked(), apart.cut_off(), apart.wizard(), apart.killed()]
    print("| ux | target | must | measured | ok | command |\n|---|---|---|---|---|---|")  # noqa: T201
    for one in sorted(found, key=lambda one: int(one.number)):
        print(line_of(one))  # noqa: T201
    for one in found:
        if not one.is_met and not one.is_proof:
            print(f"{one.number}: the machine was too busy to tell; {one.note}")  # noqa: T201
    return 0 if all(one.is_met or not one.is_proof for one in found) else 1


def line_of(one: Target) -> str:
    must, got = (f"{value:g} {one.unit}".strip() for value in (one.most, one.measured))
    note = f" ({one.note})" if one.note else ""
    met = "yes" if one.is_met else "NO" if one.is_proof else "busy"
    return f"| {one.number} | {one.what} | ≤ {must} | {got}{note} | {met} | `{one.command}` |"


if __name__ == "__main__":
    sys.exit(main())
