"""Each month of orders is a table of its own on PostgreSQL, whenever it comes to be made."""

from __future__ import annotations

import pytest

from pos_app.head_office.storage.engine import Database
from pos_app.head_office.storage.tables import order
from pos_app.wire.records import Answer
from tests.fakes.till_journal import TillJournal
from tests.integration.head_office.ground import Ground


@pytest.fixture
def ground(head_office_database: Database) -> Ground:
    made = Ground(head_office_database)
    made.add_store()
    return made


def test_a_database_put_back_under_a_program_that_runs_takes_orders_in_ever_after(
    ground: Ground,
) -> None:
    journal = TillJournal.begun()
    terminal_id = ground.enrol(journal)
    journal.order(("TEA", 1000, 450))
    ground.receive(terminal_id, journal.records)
    _forget_the_month(ground.database)
    # The program believes that the month is there, the next one looks.
    before = ground.answers(terminal_id, [journal.order(("TEA", 1000, 450))])

    after = Ground(ground.database).answers(terminal_id, [journal.order(("TEA", 2000, 900))])

    assert before == after == [(Answer.ACCEPTED, "")]
    assert sorted(row["seq"] for row in ground.rows(order))[-2:] == [3, 4]
    assert _left_among_the_others(ground.database) == 0


def _forget_the_month(database: Database) -> None:
    """As in a backup of before it."""
    if database.is_postgresql:
        with database.writer.begin() as connection:
            connection.exec_driver_sql("DROP TABLE order_2026_11")


def _left_among_the_others(database: Database) -> int:
    if not database.is_postgresql:
        return 0
    with database.reader.connect() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM order_other").scalar() or 0)
