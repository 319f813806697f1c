"""`make screenshots`: every screen in three sizes, light and dark, into out/screens."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from itertools import product
from pathlib import Path

from tests.gui.customer_eye import CustomerEye
from tests.gui.driving import driven_till
from tests.gui.synced_till import synced_till
from tests.gui.wizard import driven_wizard
from tests.screens.charge_shots import CHARGE_SHOTS, charging_till
from tests.screens.customer_shots import CUSTOMER_SHOTS, DISPLAY_SIZES
from tests.screens.picture import take
from tests.screens.practice_shots import PRACTICE_SHOTS, practising_till
from tests.screens.shots import SHOTS
from tests.screens.sync_shots import SYNC_SHOTS
from tests.screens.wizard_shots import WIZARD_SHOTS

SIZES = ((1_024, 768), (1_366, 768), (1_920, 1_080))
MODES = ("light", "dark")
ROOT = Path(__file__).parents[2]
OUT = ROOT / "out" / "screens"
PICTURED = "06-sell"
PICTURE = ROOT / "resources" / "docs" / "sell.png"


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="make screenshots", description=__doc__)
    parser.add_argument("--only", default="", help="names that contain this")
    parser.add_argument("--size", type=int, choices=[size[0] for size in SIZES])
    parser.add_argument("--mode", choices=MODES)
    parser.add_argument("--picture", action="store_true", help="renew the one in the README")
    chosen = parser.parse_args(arguments)
    OUT.mkdir(parents=True, exist_ok=True)
    # The store that the wizard makes is nobody's: it is remembered nowhere, in no keyring.
    os.environ["XDG_STATE_HOME"] = str(OUT / "state")
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    if chosen.picture:
        draw((1_366, 768), "light", PICTURED)
        shutil.copyfile(OUT / f"{PICTURED}-1366-light.png", PICTURE)
        return
    count = 0
    for size, mode in product(SIZES, MODES):
        if chosen.size in (None, size[0]) and chosen.mode in (None, mode):
            count += draw(size, mode, chosen.only)
            count += draw_practice(size, mode, chosen.only)
            count += draw_wizard(size, mode, chosen.only)
            count += draw_charges(size, mode, chosen.only)
            count += draw_syncs(size, mode, chosen.only)
    for mode in MODES:
        if chosen.size is None and chosen.mode in (None, mode):
            count += draw_customer_display(mode, chosen.only)
    print(f"{count} pictures are in out/screens")  # noqa: T201


def draw(size: tuple[int, int], mode: str, only: str) -> int:
    """Walk through all screens once, and keep the pictures asked for."""
    if not any(only in shot.name for shot in SHOTS):
        return 0
    count = 0
    with (
        tempfile.TemporaryDirectory() as folder,
        driven_till(Path(folder) / "demo", mode=mode, size=size) as till,
    ):
        for shot in SHOTS:
            shot.arrange(till)
            till.settle()
            if only in shot.name:
                target = OUT / f"{shot.name}-{size[0]}-{mode}.png"
                take(till.window, target)
                count += 1
    return count


def draw_practice(size: tuple[int, int], mode: str, only: str) -> int:
    """The same for the practice copy of a real store."""
    wanted = [shot for shot in PRACTICE_SHOTS if only in shot.name]
    if not wanted:
        return 0
    with (
        tempfile.TemporaryDirectory() as folder,
        practising_till(Path(folder) / "real", mode=mode, size=size) as till,
    ):
        for shot in PRACTICE_SHOTS:
            shot.arrange(till)
            till.settle()
            if shot in wanted:
                take(till.window, OUT / f"{shot.name}-{size[0]}-{mode}.png")
    return len(wanted)


def draw_wizard(size: tuple[int, int], mode: str, only: str) -> int:
    """The same for the first run, which comes before there is a till."""
    wanted = [shot for shot in WIZARD_SHOTS if only in shot.name]
    if not wanted:
        return 0
    with (
        tempfile.TemporaryDirectory() as folder,
        driven_wizard(Path(folder) / "new", mode=mode, size=size) as wizard,
    ):
        for shot in WIZARD_SHOTS:
            shot.arrange(wizard)
            target = OUT / f"{shot.name}-{size[0]}-{mode}.png"
            if shot in wanted:
                take(wizard.window, target)
    return len(wanted)


def draw_charges(size: tuple[int, int], mode: str, only: str) -> int:
    """The same for a till with a payment processor."""
    wanted = [shot for shot in CHARGE_SHOTS if only in shot.name]
    if not wanted:
        return 0
    with (
        tempfile.TemporaryDirectory() as folder,
        charging_till(Path(folder) / "demo", mode=mode, size=size) as remote,
    ):
        for shot in CHARGE_SHOTS:
            shot.arrange(remote)
            remote.till.settle()
            target = OUT / f"{shot.name}-{size[0]}-{mode}.png"
            if shot in wanted:
                take(remote.till.window, target)
    return len(wanted)


def draw_customer_display(mode: str, only: str) -> int:
    """What the customer sees of such a till, in the sizes that those screens have."""
    wanted = [shot for shot in CUSTOMER_SHOTS if only in shot.name]
    if not wanted:
        return 0
    with (
        tempfile.TemporaryDirectory() as folder,
        charging_till(Path(folder) / "demo", mode=mode, size=(1_366, 768)) as remote,
    ):
        eye = CustomerEye(remote.till)
        for shot in CUSTOMER_SHOTS:
            shot.arrange(remote)
            eye.catch_up()
            for size in DISPLAY_SIZES if shot in wanted else ():
                eye.window.resize(*size)
                remote.till.settle()
                target = OUT / f"{shot.name}-{size[0]}-{mode}.png"
                take(eye.window, target)
    return len(wanted) * len(DISPLAY_SIZES)


def draw_syncs(size: tuple[int, int], mode: str, only: str) -> int:
    """The same for a till that belongs to a head office."""
    wanted = [shot for shot in SYNC_SHOTS if only in shot.name]
    if not wanted:
        return 0
    with (
        tempfile.TemporaryDirectory() as folder,
        synced_till(Path(folder) / "demo", mode=mode, size=size) as synced,
    ):
        for shot in SYNC_SHOTS:
            shot.arrange(synced)
            synced.till.settle()
            target = OUT / f"{shot.name}-{size[0]}-{mode}.png"
            if shot in wanted:
                take(synced.till.window, target)
    return len(wanted)


if __name__ == "__main__":
    main(sys.argv[1:])
