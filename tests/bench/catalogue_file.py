"""Files of products: the real ones if they lie beside the project, else made from the demo."""

from __future__ import annotations

import csv
import lzma
import random
import shutil
from pathlib import Path
from typing import Final

from pos_app.adapters.system.paths import bundled

ROWS: Final = 10_000
FULL_ROWS: Final = 818_775
DATA: Final = Path(__file__).parents[3] / "shared" / "data"
REAL: Final = DATA / "catalogue-10k.csv"
FULL_REAL: Final = DATA / "catalogue-full.csv.xz"
DEMO: Final = bundled("resources") / "demo" / "products.csv"
IN_STORE_PREFIX: Final = "299"


def catalogue_file(work: Path) -> Path:
    if REAL.exists():
        return REAL
    target = work / "catalogue.csv"
    write_made_up(target)
    return target


def full_catalogue_file(work: Path) -> Path:
    """As many products as a large chain sells; unpacked or made once, and kept."""
    target = work / "catalogue-full.csv"
    if not target.exists():
        partial = target.with_suffix(".partial")
        if FULL_REAL.exists():
            with lzma.open(FULL_REAL) as packed, partial.open("wb") as file:
                shutil.copyfileobj(packed, file)
        else:
            write_made_up(partial, rows=FULL_ROWS)
        partial.replace(target)
    return target


def write_made_up(target: Path, *, rows: int = ROWS) -> None:
    """The same rows every time: names and prices of the demo's products, mixed."""
    rng = random.Random(DEMO.name)
    with DEMO.open(encoding="utf-8", newline="") as lines:
        demo = list(csv.DictReader(lines))
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(demo[0]))
        writer.writeheader()
        for place in range(rows):
            one, other = rng.choice(demo), rng.choice(demo)
            made_up = {
                "sku": f"GEN-{place:06d}",
                "barcode": _with_check_digit(f"{IN_STORE_PREFIX}{place:09d}"),
                "name": f"{one['name']} {other['name'].split()[0]} {place % 97}",
                "stock": str(rng.randint(0, 60)),
                "unit": "each",
            }
            writer.writerow({**one, **made_up})


def _with_check_digit(digits: str) -> str:
    weighted = sum(int(digit) * (3 if i % 2 else 1) for i, digit in enumerate(digits))
    return f"{digits}{-weighted % 10}"
