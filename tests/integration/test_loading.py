from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pos_app.adapters.persistence.store_file import first_look
from pos_app.composition import loading
from pos_app.composition.opening import OpenStore
from pos_app.domain.store import INSTALLATION, SETTING
from tests.integration.synced_store import real_head_office, synced

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


def modules_after(call: str) -> list[str]:
    program = f"""
import sys, pos_app.composition.desktop
from pos_app.composition import loading
loading.load_plain({call})
print(*sys.modules)
"""
    return said_by("-c", program)


def test_a_till_without_a_head_office_loads_nothing_that_speaks_to_one() -> None:
    assert "requests" not in modules_after("")


def test_a_till_with_one_has_it_loaded_in_the_lane_before_the_screen_needs_it() -> None:
    assert loading.UPSTREAM in modules_after("has_head_office=True")


def test_a_till_knows_from_its_first_look_whether_it_has_one(store: OpenStore) -> None:
    def has_head_office() -> bool:
        path = store.folder.store
        look = first_look(path, profile=SETTING, installation=INSTALLATION)
        return look.has_head_office

    assert not has_head_office()
    with synced(store, real_head_office()):
        assert has_head_office()
