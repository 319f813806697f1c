"""The pictures of the practice: asked for at the real till, and the window that it opens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.demo import ensure_demo
from pos_app.composition.opening import writing
from pos_app.composition.practice import ensure_practice
from pos_app.domain.store import SETTING
from tests.gui.driving import DrivenTill, Key, driven_till
from tests.gui.synced_till import make_real
from tests.gui.test_selling import BREAD
from tests.screens import key_shots
from tests.screens.shot import Shot

BASKET = (BREAD, "0721762513958", "0034500151276", "0041220970063")


@contextmanager
def practising_till(folder: Path, *, mode: str, size: tuple[int, int]) -> Iterator[DrivenTill]:
    data = DataFolder(folder)
    if not data.store.exists():
        ensure_demo(data)
    with writing(data) as store, store.services.new_uow() as uow:
        make_real(data, store, uow)
        # Real to the end: the PINs of the demo are not told beside that of the practice.
        profile = replace(store.queries.profile, practice=False, demo=False)
        uow.settings.put(SETTING, profile.to_text())
        uow.commit()
    copy = ensure_practice(data)
    with driven_till(copy.root, mode=mode, size=size) as till:
        yield till


def sign_in(_till: DrivenTill) -> None:
    """The way in: its band says the PIN of everybody."""


def pin(till: DrivenTill) -> None:
    till.press(Key.Key_Right)
    till.enter_text(till.store.queries.profile.practice_pin[:2])


def sell(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.press(Key.Key_Left)
    till.start_selling(till.store.queries.profile.practice_pin)
    for code in BASKET:
        till.scan(code)
    till.quiet()


def pay(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.press(Key.Key_Escape)
    till.press(Key.Key_Return)
    till.wait_for_page("pay")


def done(till: DrivenTill) -> None:
    till.enter_text("100")
    till.press(Key.Key_Return)
    till.wait_for_page("done")
    till.wait_for(lambda: till.print_state() == "Receipt printed", "the receipt")


PRACTICE_SHOTS = (
    Shot("120-practice-sign-in", sign_in),
    Shot("121-practice-pin", pin),
    Shot("122-practice-sell", sell),
    Shot("123-practice-menu", key_shots.menu),
    Shot("124-practice-pay", pay),
    Shot("125-practice-done", done),
)
