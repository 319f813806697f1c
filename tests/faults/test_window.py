import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from tests.faults.verdict import Kind
from tests.faults.window import GRACE_NS, State, Typing, shown_file

KILLED: Final = 10 * GRACE_NS
BEFORE: Final = KILLED - 2 * GRACE_NS
JUST_NOW: Final = KILLED - GRACE_NS // 2
ONE: Final[State] = [["A", 1_000]]
TWO: Final[State] = [["A", 1_000], ["B", 2_000]]


class Disk:
    """A store's folder with just the tables that the check reads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path = folder / "pos.sqlite3"
        self._run('CREATE TABLE "order" (order_id, number, state)')
        self._run("CREATE TABLE order_item (order_id, position, sku, quantity)")
        self._run("CREATE TABLE draft (uid, body)")

    def keep(self, state: State) -> None:
        items = [{"sku": sku, "quantity": quantity} for sku, quantity in state]
        self._run("INSERT INTO draft VALUES (1, ?)", json.dumps({"items": items}))

    def pay(self, number: str, state: State) -> None:
        self._run('INSERT INTO "order" VALUES (?, ?, ?)', number, number, "paid")
        for place, (sku, quantity) in enumerate(state):
            self._run("INSERT INTO order_item VALUES (?, ?, ?, ?)", number, place, sku, quantity)

    def show(self, *moments: tuple[int, State]) -> None:
        lines = [json.dumps([at, state]) for at, state in moments]
        shown_file(self.folder).write_text("\n".join([*lines, '[12, [["to']), encoding="utf-8")

    def kinds(self, *told: str) -> list[Kind]:
        typing = Typing(Path("baskets.txt"))
        return [fault.kind for fault in typing.faults(self.folder, told, KILLED)]

    def _run(self, statement: str, *values: object) -> None:
        with closing(sqlite3.connect(self._path)) as connection:
            connection.execute(statement, values)
            connection.commit()


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    folder = tmp_path / "store"
    folder.mkdir()
    return Disk(folder)


def test_finds_nothing_where_the_draft_is_what_was_shown(disk: Disk) -> None:
    disk.keep(TWO)
    disk.show((1, ONE), (BEFORE, TWO))

    assert disk.kinds() == []


def test_forgives_what_was_shown_just_now(disk: Disk) -> None:
    disk.keep(ONE)
    disk.show((1, ONE), (JUST_NOW, TWO))

    assert disk.kinds() == []


def test_misses_what_was_shown_for_long_enough(disk: Disk) -> None:
    disk.keep(ONE)
    disk.show((1, ONE), (BEFORE, TWO))

    assert disk.kinds() == [Kind.LOST]


def test_misses_a_draft_that_is_gone(disk: Disk) -> None:
    disk.show((BEFORE, ONE))

    assert disk.kinds() == [Kind.LOST]


def test_finds_nothing_where_it_was_paid_without_a_word(disk: Disk) -> None:
    disk.pay("T-1", ONE)
    disk.show((BEFORE, ONE))

    assert disk.kinds() == []


def test_finds_an_order_that_is_paid_and_open_again(disk: Disk) -> None:
    disk.keep(ONE)
    disk.pay("T-1", ONE)
    disk.show((1, ONE), (BEFORE, []))

    assert disk.kinds("T-1") == [Kind.LOST]


def test_finds_two_open_orders(disk: Disk) -> None:
    disk.keep(ONE)
    disk.keep(ONE)
    disk.show((BEFORE, ONE))

    assert disk.kinds() == [Kind.DOUBLED]


def test_says_nothing_of_a_till_that_showed_nothing(disk: Disk) -> None:
    disk.keep(ONE)

    assert disk.kinds() == []
