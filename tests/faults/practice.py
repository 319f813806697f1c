"""A practice store to kill tills on, and the baskets they ring up, from the demo's products."""

from __future__ import annotations

import csv
import random
import subprocess
import sys
from pathlib import Path
from typing import Final

from pos_app.adapters.system.paths import bundled

PRODUCTS: Final = bundled("resources") / "demo" / "products.csv"
PIN: Final = "140789"
BASKETS: Final = 97
ITEMS_MAX: Final = 8


def make_store(folder: Path) -> None:
    """Set up a practice store and import the demo's products, by the commands a person types."""
    setup = ["setup", "--store", "Practice", "--country", "FR", "--owner", "Ana", "--practice"]
    _pos_app(folder, *setup, "--pin-file", "-", typed=PIN)
    _pos_app(folder, "products", "import", str(PRODUCTS), "--strict")


def write_baskets(path: Path) -> None:
    """The same baskets on every day: one to eight pieces, some of them twice in a basket."""
    rng = random.Random(PRODUCTS.name)
    baskets = (rng.choices(pieces(), k=rng.randint(1, ITEMS_MAX)) for _ in range(BASKETS))
    path.write_text("".join(f"{' '.join(basket)}\n" for basket in baskets), encoding="utf-8")


def pieces() -> list[str]:
    """The barcodes of what is sold by the piece."""
    return [row["barcode"] for row in _products() if row["unit"] == "each"]


def _products() -> list[dict[str, str]]:
    with PRODUCTS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _pos_app(folder: Path, *words: str, typed: str | None = None) -> None:
    subprocess.run(
        [sys.executable, "-m", "pos_app", "--data-dir", str(folder), *words],
        input=typed,
        text=True,
        stdout=subprocess.DEVNULL,
        check=True,
    )
