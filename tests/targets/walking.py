"""Walk through every picture of the till, and count what breaks a rule of the screens."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol, TypeVar, cast

from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel

from pos_app.views.shared.controls import ActionButton
from tests.gui.driving import DrivenTill, driven_till
from tests.gui.synced_till import synced_till
from tests.gui.test_screen_rules import clipped, dotted, nameless, small_targets, visible
from tests.gui.wizard import driven_wizard
from tests.screens.__main__ import SIZES
from tests.screens.charge_shots import CHARGE_SHOTS, charging_till
from tests.screens.shots import SHOTS
from tests.screens.sync_shots import SYNC_SHOTS
from tests.screens.wizard_shots import WIZARD_SHOTS
from tests.targets.reaching import unreachable
from tests.targets.target import Target

Rule = Callable[[DrivenTill], list[str]]
D_contra = TypeVar("D_contra", contravariant=True)


class Picture(Protocol[D_contra]):
    @property
    def name(self) -> str: ...
    @property
    def arrange(self) -> Callable[[D_contra], None]: ...


def colour_only(till: DrivenTill) -> list[str]:
    """Chips and notices of a state that only a colour tells: without an icon, or a word of it."""
    chips = [one for one in visible(till, ActionButton) if one.objectName().startswith("chip_")]
    notices = [one for one in visible(till, QFrame) if one.objectName() == "notice"]
    return [
        *(one.objectName() for one in chips if not one._icon or not one.accessibleName()),  # noqa: SLF001 - painted by itself
        *(one.objectName() for one in notices if not _has_icon_and_words(one)),
    ]


def _has_icon_and_words(notice: QFrame) -> bool:
    icon = notice.findChild(QLabel, "notice_icon")
    words = notice.findChild(QLabel, "notice_words")
    return (
        isinstance(icon, QLabel)
        and isinstance(words, QLabel)
        and icon.isVisible()
        and bool(words.isVisible() and words.text())
    )


def walked() -> list[Target]:
    rules: dict[str, tuple[str, Rule]] = {
        "5": ("enabled buttons that no key, typing or palette reaches", unreachable),
        "13": ("touch targets under 48x48", small_targets),
        "15": ("chips and notices without icon and word", colour_only),
        "16": (
            "clipped words at scale 1.0, in English",
            lambda till: clipped(till) + dotted(till),
        ),
        "17": ("controls without a name that is spoken", nameless),
    }
    found: dict[str, set[str]] = {number: set() for number in rules}
    names: set[str] = set()
    seen = 0
    for size in SIZES:
        for name, till in pictures(size):
            names.add(name)
            seen += sum(1 for _ in visible(till, QAbstractButton))
            for number, (_what, rule) in rules.items():
                found[number].update(f"{name} {one}" for one in rule(till))
    where = f"{len(names)} pictures in {len(SIZES)} sizes, {seen:,} buttons"
    return [
        Target(number, f"{what}; {where}", len(found[number]), 0, note=", ".join(found[number]))
        for number, (what, _rule) in rules.items()
    ]


def pictures(size: tuple[int, int]) -> Iterator[tuple[str, DrivenTill]]:
    """The till as it is for each picture, on all the tills that there are pictures of."""
    with ExitStack() as tills:
        folder = Path(tills.enter_context(tempfile.TemporaryDirectory()))
        till = tills.enter_context(driven_till(folder / "demo", size=size))
        yield from _walk(SHOTS, till, lambda one: one)
    with ExitStack() as tills:
        folder = Path(tills.enter_context(tempfile.TemporaryDirectory()))
        remote = tills.enter_context(charging_till(folder / "demo", mode="light", size=size))
        yield from _walk(CHARGE_SHOTS, remote, lambda one: one.till)
    with ExitStack() as tills:
        folder = Path(tills.enter_context(tempfile.TemporaryDirectory()))
        synced = tills.enter_context(synced_till(folder / "demo", mode="light", size=size))
        yield from _walk(SYNC_SHOTS, synced, lambda one: one.till)
    with ExitStack() as tills:
        folder = Path(tills.enter_context(tempfile.TemporaryDirectory()))
        wizard = tills.enter_context(driven_wizard(folder / "new", mode="light", size=size))
        for shot in WIZARD_SHOTS:
            shot.arrange(wizard)
            # It has a window, and that is what the rules look at.
            yield shot.name, cast("DrivenTill", wizard)


def _walk(
    shots: Iterable[Picture[D_contra]], driven: D_contra, till_of: Callable[[D_contra], DrivenTill]
) -> Iterator[tuple[str, DrivenTill]]:
    for shot in shots:
        shot.arrange(driven)
        till = till_of(driven)
        till.settle()
        yield shot.name, till
