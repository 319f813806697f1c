"""The drill an owner hopes never to need: the computer dies, another one sells on.

By itself: python -m pytest tests/integration/test_restore_drill.py
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from click.testing import CliRunner, Result

from pos_app.composition.cli.main import pos_app
from tests.integration import shop as shops
from tests.integration.processes import environment

NUMBER: Final = "order "
# A till without a window: Ana signs in by PIN and sells, saying each number only once it is paid.
SELL: Final = """
import itertools, sys
from pathlib import Path
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.opening import writing
from pos_app.domain.errors import PosError

root, pin, count, barcode = sys.argv[1:5]
with writing(DataFolder(Path(root))) as store:
    services = store.services
    who = services.staff.owner()
    services.signing_in.sign_in(staff_id=who.staff_id, pin=pin)
    for n in itertools.count():
        if n == int(count):
            # Not a page more, as on a disk without space.
            store.writer.raw_connection().cursor().execute("PRAGMA max_page_count=1").fetchall()
        order = services.orders.create_order(actor=who)
        services.orders.scan(raw=barcode)
        due = services.checkout.cash_due(order)
        try:
            paid = services.checkout.pay_cash(order=order, tendered=due, actor=who)
        except PosError as error:
            print(error, flush=True)
            sys.exit(1)
        print("order", paid.number, flush=True)
"""
FOR_EVER: Final = "-1"


@dataclass(frozen=True, slots=True)
class Computer:
    """A home of its own, without a keyring, and a disk with the store's folder."""

    root: Path

    @property
    def data(self) -> Path:
        return self.root / "disk" / "till"

    def _homes(self) -> dict[str, str]:
        names = ("DATA", "STATE", "CONFIG", "CACHE")
        homes = {f"XDG_{name}_HOME": str(self.root / name.lower()) for name in names}
        return {"HOME": str(self.root), **homes}

    def run(self, *words: str | Path, text: str = "") -> Result:
        """In this process, as nothing here hangs on a start; what is killed has its own."""
        at = ["--data-dir", str(self.data), *map(str, words)]
        return CliRunner().invoke(pos_app, at, input=text, env=self._homes())

    def done(self, *words: str | Path, text: str = "") -> str:
        result = self.run(*words, text=text)
        assert (result.exit_code, result.stderr) == (0, ""), (words, result.output)
        return result.stdout

    def refused(self, *words: str | Path, text: str = "") -> str:
        result = self.run(*words, text=text)
        assert (result.exit_code, result.stdout) == (1, ""), (words, result.output)
        return result.stderr

    def json(self, *words: str | Path) -> Any:
        return json.loads(self.run(*words, "--json").stdout)

    @contextmanager
    def selling(self, count: str = FOR_EVER) -> Iterator[Iterator[str]]:
        """What a till prints that sells without pause; it is killed at the end."""
        with subprocess.Popen(
            [sys.executable, "-c", SELL, self.data, shops.PIN, count, shops.MILK],
            env=environment() | self._homes(),
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdout is not None
            try:
                yield iter(process.stdout.readline, "")
            finally:
                process.kill()

    def dies(self) -> None:
        shutil.rmtree(self.root)


def take(printed: Iterator[str], count: int) -> list[str]:
    """The numbers of that many paid orders."""
    return [next(printed).removeprefix(NUMBER).strip() for _ in range(count)]


@pytest.fixture
def first(tmp_path: Path) -> Computer:
    return Computer(tmp_path / "first")


@pytest.fixture
def second(tmp_path: Path) -> Computer:
    return Computer(tmp_path / "second")


def set_up(first: Computer, usb: Path) -> str:
    """A real store that keeps its backups on a stick; return the recovery code."""
    setup = ("setup", "--store", "Corner Shop", "--country", "FR", "--owner", "Ana")
    printed = first.done(*setup, "--pin-file", "-", "--keys-in-file", text=f"{shops.PIN}\n")
    (code,) = (
        line.removeprefix("Recovery code: ")
        for line in printed.splitlines()
        if line.startswith("Recovery code: ")
    )
    first.done("products", "import", shops.GROCERIES)
    usb.mkdir()
    first.done("backup", "second-folder", usb)
    first.done("shift", "open", "--float", "100")
    return code


def newest(usb: Path) -> Path:
    return max(usb.glob("*/shift-*.sqlite3"))


def test_a_store_sells_on_another_computer(
    first: Computer, second: Computer, tmp_path: Path
) -> None:
    usb = tmp_path / "usb"
    code = set_up(first, usb)

    # Killed, and whole after it.
    with first.selling() as printed:
        given = take(printed, 5)
    # The shift is closed: a verified backup goes to the stick.
    first.done("store", "counts", "--limit", "0")
    first.done("shift", "close", "--counted", "100")
    backup = newest(usb)
    first.done("backup", "verify", backup, "--recovery-code", "-", text=f"{code}\n")
    # Filled up: the till says so, and records nothing that it does not say is paid.
    first.done("shift", "open")
    with first.selling("3") as printed:
        *paid, refusal = printed
    assert "The disk is full. This was NOT recorded" in refusal
    given += take(iter(paid), len(paid))
    stored = first.json("orders", "list")
    assert len(stored) >= len(given)
    assert set(given) <= {order["number"] for order in stored}
    lost = {order["number"] for order in stored}
    # Dead, with its disk, its home and its keys. What is left: the stick, and the code on paper.
    first.dies()

    assert "recovery code" in second.refused("backup", "restore", backup)
    wrong = "00000-00000-00000-00000-00000\n"
    asked = ("backup", "restore", backup, "--keys-in-file", "--recovery-code", "-")
    assert "not the recovery code of this store" in second.refused(*asked, text=wrong)
    second.done(*asked, text=f"{code}\n")

    # It sells again, the PIN is the old one, and no number is given twice.
    second.done("shift", "open", "--float", "100")
    with second.selling() as printed:
        new = take(printed, 4)
    assert new == [f"T01B-{n:06d}" for n in range(1, 5)]
    assert not lost & set(new)

    # The chain is whole, and says itself why a new series began.
    verdict = second.json("journal", "verify")
    assert (verdict["ok"], verdict["first_bad"]) == (True, None)
    second.done("journal", "export", tmp_path / "journal.txt")
    lines = (tmp_path / "journal.txt").read_text("utf-8").splitlines()[1:]
    starts = [json.loads(line.split("\t")[0]) for line in lines if '"epoch_start"' in line]
    assert [(one["epoch"], one["body"]["reason"], one["body"]["series"]) for one in starts] == [
        (1, "setup", "T01"),
        (2, "restore", "T01B"),
    ]
    assert [one["name"] for one in second.json("doctor") if not one["ok"]] == []

    # What was sold after the backup is gone; but what is here goes only if somebody says so.
    kept = second.json("orders", "list")
    assert [order["number"] for order in kept][:5] == given[:5]
    assert "--discard-later" in second.refused("backup", "restore", backup)
    assert second.json("orders", "list") == kept
    printed_words = second.done("backup", "restore", backup, "--discard-later")
    assert "is kept in" in printed_words
    second.done("shift", "open")
    with second.selling() as printed:
        assert take(printed, 1) == ["T01C-000001"]
