"""What `make cluster` compares would be noticed: each damage, planted, is named."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, delete, insert, select, update

from pos_app.adapters.system.signing import Ed25519Signer, generate
from pos_app.head_office.storage.tables import order, record, sales_by_day, stock, terminal_head
from tests.cluster.at_once import forged
from tests.cluster.comparing import differences
from tests.cluster.load import Till
from tests.cluster.rung import rung_day
from tests.cluster.terminal import SimulatedTerminal, batch_of
from tests.fakes.head_office import BASE_URL, HandClock, Replica
from tests.integration.head_office.conftest import NewReplica
from tests.integration.head_office.serving import served

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
ORDERS = 30


@pytest.fixture
def office(new_replica: NewReplica, sqlite_url: str) -> Replica:
    return new_replica(sqlite_url, clock=HandClock(datetime.now(UTC)))


def sent(office: Replica, private_key: bytes) -> Till:
    """A terminal that has sent all of its day."""
    office.add_store("Harbour")
    chance = random.Random(1)
    day = rung_day(
        code="T01",
        signer=Ed25519Signer(private_key),
        orders=ORDERS,
        chance=chance,
        begin=datetime.now(UTC),
    )
    one = SimulatedTerminal(
        code="T01", private_key=private_key, entries=day.entries, audience=BASE_URL, chance=chance
    )
    with served(office) as address:
        one.base = address
        one.enrol(office.new_code("T01", "Harbour"))
        one.catch_up(rung=len(day.entries), stop=threading.Event())
    return Till(one, day, "Harbour")


def lose_an_order(connection: Connection) -> None:
    connection.execute(delete(order).where(order.c.seq == _an_order(connection)))


def lose_an_entry(connection: Connection) -> None:
    connection.execute(delete(record).where(record.c.seq == _an_order(connection)))


def double_an_order(connection: Connection) -> None:
    row = connection.execute(select(order).limit(1)).one()._asdict()
    connection.execute(insert(order).values(**{**row, "epoch": row["epoch"] + 1}))


def move_stock(connection: Connection) -> None:
    sku = connection.scalar(select(stock.c.sku).limit(1))
    connection.execute(
        update(stock).where(stock.c.sku == sku).values(quantity=stock.c.quantity + 1)
    )


def sell_more(connection: Connection) -> None:
    connection.execute(update(sales_by_day).values(gross=sales_by_day.c.gross + 1))


def cut_the_head(connection: Connection) -> None:
    connection.execute(update(terminal_head).values(seq=terminal_head.c.seq - 1))


def _an_order(connection: Connection) -> int:
    seq: int = connection.execute(select(order.c.seq).limit(1)).scalar_one()
    return seq


class TestDifferences:
    def test_are_none_where_all_is_well(self, office: Replica) -> None:
        till = sent(office, generate())

        assert differences(office.office.database.reader, [till]) == []
        assert till.terminal.told.answers == {"accepted": len(till.day.entries)}

    @pytest.mark.parametrize(
        ("damage", "words"),
        [
            (lose_an_order, "1 orders lost"),
            (lose_an_entry, "1 entries lost"),
            (double_an_order, "1 orders doubled"),
            (move_stock, "stock of"),
            (sell_more, "sales by day say"),
            (cut_the_head, "the head is"),
        ],
    )
    def test_are_each_named(
        self, office: Replica, damage: Callable[[Connection], None], words: str
    ) -> None:
        till = sent(office, generate())
        with office.office.database.writer.begin() as connection:
            damage(connection)

        found = differences(office.office.database.reader, [till])

        assert any(words in one for one in found), found

    def test_name_what_was_refused(self, office: Replica) -> None:
        private_key = generate()
        till = sent(office, private_key)
        forgery = forged(till.day.entries[-1], Ed25519Signer(private_key))
        with served(office) as address:
            till.terminal.base = address
            assert till.terminal.send(batch_of([forgery])).status_code == 409

        assert "1 entries in quarantine: conflict" in str(
            differences(office.office.database.reader, [till])
        )
