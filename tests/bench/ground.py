"""Where benches work: stores that are made once, and copies of them to spoil."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Final

from pos_app.adapters.system.paths import DataFolder, bundled
from pos_app.composition.importing import import_products
from pos_app.composition.making import SetupRequest, make_store
from pos_app.composition.opening import OpenStore, writing
from pos_app.services.catalogue.importing import ImportOptions
from tests.bench.catalogue_file import catalogue_file
from tests.bench.rows import Row

PRODUCTS: Final = bundled("resources") / "demo" / "products.csv"
PIN: Final = "140789"


class Ground:
    """:param work: an empty folder on the disk that a till would use"""

    def __init__(self, work: Path, *, quick: bool) -> None:
        self.work = work
        self.quick = quick
        self._copies = count(1)

    @cached_property
    def empty_store(self) -> DataFolder:
        """A practice store without products."""
        folder = DataFolder(self.work / "empty")
        make_store(
            folder,
            SetupRequest(store="Bench", country="FR", owner="Ana", pin=PIN, practice=True),
        )
        return folder

    @cached_property
    def small_store(self) -> DataFolder:
        """With the demo's products and not one order."""
        return self._with_products("small", PRODUCTS)

    @cached_property
    def catalogue(self) -> Path:
        """Ten thousand products as a file."""
        return catalogue_file(self.work)

    @cached_property
    def catalogue_store(self) -> DataFolder:
        return self._with_products("catalogue", self.catalogue)

    def copy(self, store: DataFolder) -> DataFolder:
        target = self.work / f"copy-{next(self._copies)}"
        return DataFolder(shutil.copytree(store.root, target))

    def _with_products(self, name: str, file: Path) -> DataFolder:
        folder = DataFolder(shutil.copytree(self.empty_store.root, self.work / name))
        with writing(folder) as store:
            bring_in(store, file)
        return folder


def bring_in(store: OpenStore, file: Path) -> None:
    import_products(
        store,
        file,
        ImportOptions(file.name),
        actor=store.services.staff.owner(),
        progress=lambda _progress: None,
    )


@dataclass(frozen=True, slots=True)
class Bench:
    """`name` is what --only takes; one bench may fill several rows."""

    name: str
    measure: Callable[[Ground], Sequence[Row]]
