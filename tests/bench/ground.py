"""Where benches work: stores that are made once, and copies of them to spoil."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from pos_app.adapters.system.paths import DataFolder, bundled
from pos_app.composition.opening import writing
from tests.bench.big_store import BigStores
from tests.bench.catalogue_file import catalogue_file, full_catalogue_file
from tests.bench.rows import Row
from tests.bench.stores import bring_in, make_empty

PRODUCTS: Final = bundled("resources") / "demo" / "products.csv"
ORDERS: Final = 1_000_000
ORDERS_QUICK: Final = 100_000


class Ground:
    """:param work: an empty folder on the disk that a till would use
    :param kept: where lies what later runs find again
    """

    def __init__(self, work: Path, *, kept: Path, quick: bool) -> None:
        self.work = work
        self._kept = kept
        self.quick = quick

    @cached_property
    def empty_store(self) -> DataFolder:
        """A practice store without products."""
        folder = DataFolder(self.work / "empty")
        make_empty(folder)
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

    @cached_property
    def full_catalogue(self) -> Path:
        """818,775 products as a file."""
        return full_catalogue_file(self._kept)

    @cached_property
    def full_store(self) -> DataFolder:
        """With every product of the full catalogue and not one order. Only to be read."""
        return BigStores(self._kept).catalogue(lambda: self.full_catalogue)

    @cached_property
    def big_store(self) -> DataFolder:
        """The same after years of selling. Only to be read."""
        return BigStores(self._kept).with_orders(self.past_orders, lambda: self.full_catalogue)

    @cached_property
    def worn_store(self) -> DataFolder:
        """A copy of the big one, to be sold in."""
        return self.copy(self.big_store)

    @property
    def past_orders(self) -> int:
        return ORDERS_QUICK if self.quick else ORDERS

    def copy(self, store: DataFolder) -> DataFolder:
        # A bench in a process of its own copies too, and knows of no other's names.
        target = Path(mkdtemp(prefix="copy-", dir=self.work)) / store.root.name
        return DataFolder(shutil.copytree(store.root, target))

    def _with_products(self, name: str, file: Path) -> DataFolder:
        folder = DataFolder(shutil.copytree(self.empty_store.root, self.work / name))
        with writing(folder) as store:
            bring_in(store, file)
        return folder


@dataclass(frozen=True, slots=True)
class Bench:
    """`name` is what --only takes; one bench may fill several rows.

    `alone`: in a process of its own, where it measures how much memory that takes.
    """

    name: str
    measure: Callable[[Ground], Sequence[Row]]
    alone: bool = False

    def run(self, ground: Ground) -> Sequence[Row]:
        if not self.alone:
            return self.measure(ground)
        with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
            return pool.submit(self.measure, ground).result()
