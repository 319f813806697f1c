"""A store that bad input is brought into, by the doors that people use."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.opening import OpenStore, writing
from pos_app.services.catalogue.import_report import ImportReport
from tests.faults.check import check
from tests.integration import shop as shops
from tests.integration.cli.conftest import Terminal
from tests.integration.processes import WAIT_S, environment

IS_LONG: Final = os.environ.get("HYPOTHESIS_PROFILE") == "search"
"""`make fuzz`: the same tests, with many more examples and files of full size."""

LONG_WAIT_S: Final = 600
PAID: Final = """SELECT number FROM "order" WHERE state = 'paid' ORDER BY order_id"""


def require_sound(folder: DataFolder) -> None:
    told = [number for (number,) in shops.rows(folder.store, PAID)]
    faults = check(folder.root, told).faults
    assert faults == (), "\n".join(map(str, faults))


@dataclass(frozen=True, slots=True)
class Ended:
    """A process that has ended; `peak_kib` is the most memory it held."""

    code: int
    out: str
    err: str
    peak_kib: int


@dataclass(frozen=True, slots=True)
class Site:
    folder: DataFolder
    outside: Path
    """Where files lie that are brought in, beside the store's own folder."""

    @property
    def terminal(self) -> Terminal:
        return Terminal(self.folder)

    @contextmanager
    def opened(self) -> Iterator[OpenStore]:
        with writing(self.folder) as store:
            yield store

    def file(self, content: str | bytes, name: str = "products.csv") -> Path:
        path = self.outside / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def bring_in(self, content: str | bytes, **options: bool) -> ImportReport:
        """Import a file with this in it."""
        with self.opened() as store:
            return shops.bring_in(store, self.file(content), **options)

    def stock(self, *rows: Sequence[str]) -> ImportReport:
        """Import rows of name, price and further cells by their columns; skus are S1, S2, …"""
        return self.bring_in(table(("sku", "barcode", "name", "price", "tax_class"), rows))

    def names(self) -> list[str]:
        return [
            name
            for (name,) in shops.rows(self.folder.store, "SELECT name FROM product WHERE active")
        ]

    def run(self, *arguments: str | bytes, text: str = "") -> Ended:
        """`pos-app` as a process of its own."""
        peak = self.outside / "peak"
        program = [sys.executable, "-m", "tests.inputs.measured", str(peak)]
        ended = subprocess.run(
            [*program, "--data-dir", str(self.folder.root), *arguments],
            check=False,
            env=environment(),
            input=text.encode(),
            capture_output=True,
            timeout=LONG_WAIT_S if IS_LONG else WAIT_S,
        )
        kib = int(peak.read_text("ascii"))
        peak.unlink()
        return Ended(ended.returncode, ended.stdout.decode(), ended.stderr.decode(), kib)

    def files(self) -> set[str]:
        """The name of every file there is, in the store and beside it."""
        return {str(path.relative_to(self.outside)) for path in self.outside.rglob("*")}

    def holds(self, words: bytes) -> list[str]:
        """The files of the store in which these bytes stand: tables, journal, logs, receipts."""
        return [
            path.name
            for path in self.folder.root.rglob("*")
            if path.is_file() and words in path.read_bytes()
        ]


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A CSV file, every cell quoted."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([header, *rows])
    return out.getvalue()


def cells_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))
