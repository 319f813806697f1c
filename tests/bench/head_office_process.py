"""A head office in memory as a process of its own: `python -m tests.bench.head_office_process KEY`.

It prints its address, then answers each line on standard input with how many entries it holds. With
a file of products it hands those out.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen

from pos_app.services.sync.membership import Membership, padless, unpadded
from pos_app.wire.changes import Change, Subject
from tests.fakes.upstream_server import HeadOfficeServer


def products(file: Path) -> Iterator[Change]:
    """As head office would say them, of a file of ours."""
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            price = row["price"].replace(".", "")
            body = {
                "name": row["name"][:200],
                "category": row.get("category", ""),
                "price": int(price or 0),
                "cost": None,
                "tax_class": row.get("tax_class") or "STANDARD",
                "unit": row.get("unit") or "each",
                "oversell": "warn",
                "active": True,
                "age_limit": None,
                "open_price": None,
                "barcodes": row["barcode"].split()[:20],
            }
            yield Change(Subject.PRODUCT, row["sku"], 1, body)


def main(key: str, file: str = "") -> None:
    with HeadOfficeServer() as server:
        member = server.office.member(unpadded(key), server.base)
        if file:
            for one in products(Path(file)):
                server.office.say(one)
        print(member.to_text(), flush=True)  # noqa: T201 - the protocol
        held = server.office.books.terminals[member.terminal_id]
        for _ in sys.stdin:
            print(held.head.seq, flush=True)  # noqa: T201 - the protocol


class HeadOfficeProcess:
    def __init__(self, process: Popen[str]) -> None:
        self._process = process
        self.member_text = self._answer()

    @property
    def member(self) -> Membership:
        return Membership.from_text(self.member_text)

    def count(self) -> int:
        """How many entries it holds."""
        assert self._process.stdin is not None
        self._process.stdin.write("count\n")
        self._process.stdin.flush()
        return int(self._answer())

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


@contextmanager
def head_office(public_key: bytes, file: Path | None = None) -> Iterator[HeadOfficeProcess]:
    """:param file: of products that it hands out"""
    command = [sys.executable, "-m", __name__, padless(public_key), *([str(file)] if file else [])]
    with Popen(command, stdin=PIPE, stdout=PIPE, text=True) as process:
        try:
            yield HeadOfficeProcess(process)
        finally:
            process.kill()


if __name__ == "__main__":
    main(*sys.argv[1:])
