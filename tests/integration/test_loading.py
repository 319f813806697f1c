from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pos_app.composition import loading

ROOT = Path(__file__).parents[2]


def said_by(*words: str) -> list[str]:
    done = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, check=True)
    return done.stdout.decode().split()


def test_the_list_has_what_is_loaded_late_in_its_order() -> None:
    """Else `python build/late_modules.py` was forgotten: what is missing is loaded in one block."""
    assert loading.names() == said_by("build/late_modules.py", "--print")


def test_a_lane_makes_no_class_of_qt() -> None:
    program = """
import sys, pos_app.composition.desktop
from pos_app.composition import loading
known = set(sys.modules)
left = list(loading.load_plain())
print(*(name for name in sys.modules if name not in known and not loading.is_plain(name)))
assert "pos_app.views.sell.sell_view" in left
"""

    new = said_by("-c", program)

    assert [name for name in new if name.startswith(("pos_app.", "PySide6."))] == []
