"""`make screenshots`: every screen in three sizes, light and dark, into out/screens."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from itertools import product
from pathlib import Path

from tests.gui.driving import driven_till
from tests.screens.shots import SHOTS

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
    if chosen.picture:
        draw((1_366, 768), "light", PICTURED)
        shutil.copyfile(OUT / f"{PICTURED}-1366-light.png", PICTURE)
        return
    count = 0
    for size, mode in product(SIZES, MODES):
        if chosen.size in (None, size[0]) and chosen.mode in (None, mode):
            count += draw(size, mode, chosen.only)
    print(f"{count} pictures are in out/screens")  # noqa: T201


def draw(size: tuple[int, int], mode: str, only: str) -> int:
    """Walk through all screens once, and keep the pictures asked for."""
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
                if not till.window.grab().save(str(target)):
                    raise OSError(f"{target} could not be written")
                count += 1
    return count


if __name__ == "__main__":
    main(sys.argv[1:])
