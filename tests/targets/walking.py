"""Walk through every picture of the till, and count what breaks a rule of the screens."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QAbstractButton

from pos_app.views.shared.controls import ActionButton
from tests.gui.driving import DrivenTill, driven_till
from tests.gui.test_screen_rules import clipped, nameless, small_targets, visible
from tests.screens.__main__ import SIZES
from tests.screens.shots import SHOTS
from tests.targets.target import Target

Rule = Callable[[DrivenTill], list[str]]
WITHOUT_KEY_OF_THEIR_OWN: Final = {
    "add_": "+ and digits",
    "approver_": "the arrows",
    "category_": "typing searches all of them",
    "cash_in": "Space, which goes there and back",
    "change_tender_": "the arrows",
    "clock_confirm": "the palette: the time of this till is right",
    "count_cell_": "the arrows, and Enter from one to the next",
    "chip_": "the palette: what works and what does not",
    "customer_domain_": "typing",
    "discount_minor": "Space or %, as for the per cent",
    "grid_page": "typing searches all of them",
    "held_kept": "F7, which goes there and back",
    "keypad_close": "Esc",
    "look_": "the arrows",
    "mode_": "the key of the mode",
    "more_": "each of what it holds has its key",
    "notice_search": "F2 and the code",
    "order_more": "Ctrl+Tab goes through what it lists",
    "order_tab_": "Ctrl+Tab",
    "parts_": "its digit",
    "person_": "the arrows, or the name typed",
    "place_": "the arrows",
    "setting_": "Tab, then the arrows",
    "side_": "Ctrl+B",
    "staff_people": "F7, which goes there and back",
    "tile_": "typing searches all of them",
    "weight_measure": "Tab",
    "weight_tare": "Tab",
}
"""What shows no key because something else does it, by the beginning of its name."""


def unreachable(till: DrivenTill) -> list[str]:
    """Buttons that only a finger or a mouse gets at."""
    known = {one.command for one in till.window.till_actions}
    return [
        button.objectName()
        for button in visible(till, ActionButton)
        if button.isEnabled()
        and "(" not in button.accessibleName()
        and button.objectName() not in known
        and "_pad_" not in button.objectName()
        and not button.objectName().startswith(("keypad_digit_", *WITHOUT_KEY_OF_THEIR_OWN))
    ]


def walked() -> list[Target]:
    rules: dict[str, tuple[str, Rule]] = {
        "5": ("enabled buttons that no key, typing or palette reaches", unreachable),
        "13": ("touch targets under 48x48", small_targets),
        "16": ("clipped words at scale 1.0, in English", clipped),
        "17": ("controls without a name that is spoken", nameless),
    }
    found: dict[str, set[str]] = {number: set() for number in rules}
    seen = 0
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            seen += _walk(Path(folder) / "demo", size, rules, found)
    where = f"{len(SHOTS)} pictures in {len(SIZES)} sizes, {seen:,} buttons"
    return [
        Target(number, f"{what}; {where}", len(found[number]), 0, note=", ".join(found[number]))
        for number, (what, _rule) in rules.items()
    ]


def _walk(
    folder: Path,
    size: tuple[int, int],
    rules: Mapping[str, tuple[str, Rule]],
    found: dict[str, set[str]],
) -> int:
    seen = 0
    with driven_till(folder, size=size) as till:
        for shot in SHOTS:
            shot.arrange(till)
            till.settle()
            seen += sum(1 for _ in visible(till, QAbstractButton))
            for number, (_what, rule) in rules.items():
                found[number].update(f"{shot.name} {one}" for one in rule(till))
    return seen
