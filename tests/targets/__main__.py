"""`make targets`: what the screens must do, and what they do here and now."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Final

from tests.gui.driving import driven_till
from tests.targets.measuring import measured

ELSEWHERE: Final = (
    ("5", "every action reachable by keyboard", "pytest tests/gui/test_targets.py"),
    ("6", "scan to repainted line and total", "make bench BENCH='--only scan'"),
    ("7", "scan to sound started", "pytest tests/gui/test_selling.py"),
    ("9", "search, 818,775 products", "make bench BENCH='--only search'"),
    ("11", "GUI thread never blocked", "make bench BENCH='--only blocks'; all of tests/gui"),
    ("12", "cold start to sign-in", "make bench BENCH='--only start'"),
    ("13", "targets 48x48, four window sizes", "pytest tests/gui/test_screen_rules.py"),
    ("17", "accessible names on all screens", "pytest tests/gui/test_screen_rules.py"),
    ("20", "kill -9 at any moment", "make faults"),
    ("21", "wizard, required entries", "pytest tests/gui -k wizard"),
)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, driven_till(Path(folder) / "demo") as till:
        till.start_selling()
        found = measured(till)
    print("| ux | target | must | measured | met | command |\n|---|---|---|---|---|---|")  # noqa: T201
    for one in found:
        must, got = (f"{value:g} {one.unit}".strip() for value in (one.most, one.measured))
        met = "yes" if one.is_met else "NO"
        print(f"| {one.number} | {one.what} | ≤ {must} | {got} | {met} | make targets |")  # noqa: T201
    for number, what, command in ELSEWHERE:
        print(f"| {number} | {what} | | measured there | | `{command}` |")  # noqa: T201
    return 0 if all(one.is_met for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())
