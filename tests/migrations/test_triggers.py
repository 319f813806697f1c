"""Every statement here is tried on a store with a past, as any program with the file could."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from pos_app.adapters.persistence.engine import open_writer
from pos_app.adapters.persistence.tables import metadata
from pos_app.adapters.system.paths import DataFolder
from tests.integration import shop

KEPT = ("order", "order_item", "order_tax", "stock_movement", "journal", "signing_key")
COLUMNS = [(table, column.name) for table in KEPT for column in metadata.tables[table].columns]
WHICH = {
    "order": "state = 'paid'",
    "payment": "state = 'approved'",
    "shift": "closed_at IS NOT NULL",
}


@pytest.fixture
def connection(folder: DataFolder) -> Iterator[sqlite3.Connection]:
    with shop.raw(folder.store) as connection:
        yield connection


def refused(connection: sqlite3.Connection, statement: str, table: str) -> None:
    before = connection.execute(f'SELECT * FROM "{table}"').fetchall()
    with pytest.raises(sqlite3.IntegrityError, match=f"{table} rows are never changed or deleted"):
        connection.execute(statement)
    assert connection.execute(f'SELECT * FROM "{table}"').fetchall() == before


class TestDocuments:
    @pytest.mark.parametrize(("table", "column"), COLUMNS)
    def test_refuse_a_change_of_any_column(
        self, connection: sqlite3.Connection, table: str, column: str
    ) -> None:
        where = WHICH.get(table, "1")

        refused(connection, f'UPDATE "{table}" SET "{column}" = "{column}" WHERE {where}', table)

    @pytest.mark.parametrize("table", KEPT)
    def test_refuse_to_be_deleted(self, connection: sqlite3.Connection, table: str) -> None:
        refused(connection, f'DELETE FROM "{table}" WHERE {WHICH.get(table, "1")}', table)

    def test_refuse_a_change_when_cancelled(self, connection: sqlite3.Connection) -> None:
        refused(connection, "UPDATE \"order\" SET total = 0 WHERE state = 'cancelled'", "order")

    @pytest.mark.parametrize("table", KEPT)
    def test_are_not_replaced_by_the_program_either(self, folder: DataFolder, table: str) -> None:
        engine = open_writer(folder.store)
        driver = engine.raw_connection()
        # The order of the rows' tables does not matter here: only the triggers are asked.
        driver.cursor().execute("PRAGMA foreign_keys=OFF").close()
        connection = driver.driver_connection
        assert isinstance(connection, sqlite3.Connection)

        statement = f'INSERT OR REPLACE INTO "{table}" SELECT * FROM "{table}"'
        refused(connection, statement, table)

        driver.close()
        engine.dispose()


class TestApprovedPayments:
    @pytest.mark.parametrize("column", [one.name for one in metadata.tables["payment"].columns])
    def test_refuse_a_change_of_any_column(
        self, connection: sqlite3.Connection, column: str
    ) -> None:
        refused(connection, f'UPDATE payment SET "{column}" = "{column}"', "payment")

    def test_refuse_to_be_deleted(self, connection: sqlite3.Connection) -> None:
        refused(connection, "DELETE FROM payment", "payment")

    def test_may_become_approved_but_never_anything_else(
        self, connection: sqlite3.Connection
    ) -> None:
        connection.execute(
            "INSERT INTO payment VALUES (NULL, 'u', 1, 'card', 100, 100, 0, 'sent', 0,"
            " NULL, NULL, NULL, NULL)"
        )

        connection.execute("UPDATE payment SET state = 'approved' WHERE uid = 'u'")

        refused(connection, "UPDATE payment SET state = 'unknown' WHERE uid = 'u'", "payment")

    def test_refuse_to_be_deleted_before_they_are_approved(
        self, connection: sqlite3.Connection
    ) -> None:
        connection.execute(
            "INSERT INTO payment VALUES (NULL, 'u', 1, 'card', 100, 100, 0, 'sent', 0,"
            " NULL, NULL, NULL, NULL)"
        )

        refused(connection, "DELETE FROM payment WHERE uid = 'u'", "payment")


class TestAttempts:
    @pytest.fixture
    def attempts(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        for uid, state, decided_at in (("open", "'sent'", "NULL"), ("done", "'declined'", "1")):
            connection.execute(
                f"INSERT INTO payment_attempt VALUES (NULL, '{uid}', 'charge', 'o', 'card',"
                f" 'stripe', 'reader', 100, 'EUR', 1, 0, {state}, 'create', 'done', NULL, NULL, 0,"
                f" NULL, NULL, {decided_at}, NULL, NULL, NULL, NULL, NULL)"
            )
        return connection

    def test_refuse_a_change_once_decided(self, attempts: sqlite3.Connection) -> None:
        late = "UPDATE payment_attempt SET state = 'approved', decided_at = 2 WHERE uid = 'done'"
        refused(attempts, late, "payment_attempt")

    def test_are_changed_until_they_are_decided(self, attempts: sqlite3.Connection) -> None:
        known = "UPDATE payment_attempt SET remote_id = 'pi_1' WHERE uid = 'open'"
        assert attempts.execute(known).rowcount == 1

    @pytest.mark.parametrize("uid", ["open", "done"])
    def test_refuse_to_be_deleted(self, attempts: sqlite3.Connection, uid: str) -> None:
        refused(attempts, f"DELETE FROM payment_attempt WHERE uid = '{uid}'", "payment_attempt")

    def test_are_not_decided_without_a_time(self, attempts: sqlite3.Connection) -> None:
        with pytest.raises(sqlite3.IntegrityError, match="ck_payment_attempt_decided"):
            attempts.execute("UPDATE payment_attempt SET state = 'approved' WHERE uid = 'open'")


class TestShifts:
    def test_refuse_a_change_once_closed(self, connection: sqlite3.Connection) -> None:
        refused(connection, "UPDATE shift SET counted = 0 WHERE closed_at IS NOT NULL", "shift")

    def test_refuse_to_be_opened_again(self, connection: sqlite3.Connection) -> None:
        connection.execute("UPDATE shift SET closed_at = 1 WHERE closed_at IS NULL")

        refused(connection, "UPDATE shift SET closed_at = NULL WHERE number = 1", "shift")

    def test_refuse_to_be_deleted(self, connection: sqlite3.Connection) -> None:
        refused(connection, "DELETE FROM shift WHERE closed_at IS NULL", "shift")

    def test_are_never_open_twice(self, connection: sqlite3.Connection) -> None:
        values = "NULL, 99, '2026-01-01', 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL"

        with pytest.raises(sqlite3.IntegrityError, match="uq_shift_open"):
            connection.execute(f"INSERT INTO shift VALUES ({values})")


class TestReturns:
    """Two pieces of a line have come back, and two of the coins that were paid for them."""

    @pytest.fixture
    def returns(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        connection.execute("INSERT INTO returned VALUES (1, 1, 3000, 2000)")
        connection.execute("INSERT INTO given_back VALUES ('p', 300, 200)")
        return connection

    @pytest.mark.parametrize(
        ("table", "column", "sums"),
        [("returned", "quantity", (2_000, 3_000)), ("given_back", "amount", (200, 300))],
    )
    def test_count_upwards_only(
        self, returns: sqlite3.Connection, table: str, column: str, sums: tuple[int, int]
    ) -> None:
        before, most = sums
        refused(returns, f"UPDATE {table} SET {column} = {before - 1}", table)
        refused(returns, f"DELETE FROM {table}", table)

        assert returns.execute(f"UPDATE {table} SET {column} = {most}").rowcount == 1
        with pytest.raises(sqlite3.IntegrityError, match=f"ck_{table}_{column}"):
            returns.execute(f"UPDATE {table} SET {column} = {most + 1}")

    @pytest.mark.parametrize(("table", "most"), [("returned", "sold"), ("given_back", "taken")])
    def test_never_raise_what_they_are_measured_by(
        self, returns: sqlite3.Connection, table: str, most: str
    ) -> None:
        refused(returns, f"UPDATE {table} SET {most} = {most} + 1", table)


class TestReceiptNumbers:
    def test_are_never_taken_back(self, connection: sqlite3.Connection) -> None:
        refused(connection, "UPDATE epoch SET last_number = last_number - 1", "epoch")

    def test_keep_their_series(self, connection: sqlite3.Connection) -> None:
        refused(connection, "DELETE FROM epoch", "epoch")

    def test_are_never_given_twice(self, connection: sqlite3.Connection) -> None:
        with pytest.raises(sqlite3.IntegrityError, match=r"order\.number"):
            connection.execute(
                "INSERT INTO \"order\" SELECT 999, 'other', number, state, shift_id, business_date,"
                " completed_at, utc_offset_minutes, opened_by, completed_by, currency, policy,"
                " discount, tax, total, rounding, tip, journal_seq, NULL, NULL, NULL, NULL, NULL,"
                " NULL"
                ' FROM "order" WHERE order_id = 1'
            )

    def test_belong_to_paid_orders_only(self, connection: sqlite3.Connection) -> None:
        with pytest.raises(sqlite3.IntegrityError, match="ck_order_number"):
            connection.execute(
                "INSERT INTO \"order\" SELECT 999, 'other', 'X-T01-999999', state, shift_id,"
                " business_date, completed_at, utc_offset_minutes, opened_by, completed_by,"
                " currency, policy, discount, tax, total, rounding, tip, journal_seq, NULL, NULL,"
                " NULL, NULL, NULL, NULL FROM \"order\" WHERE state = 'cancelled'"
            )


class TestTips:
    @pytest.mark.parametrize(
        ("change", "which"),
        [
            ("tip = -1", "state = 'paid'"),
            ("tip = 1, total = -total", "state = 'paid'"),
            ("tip = 1, total = 0", "state = 'paid'"),
            ("tip = 1", "state = 'cancelled'"),
        ],
    )
    def test_go_the_way_of_what_is_paid(
        self, connection: sqlite3.Connection, change: str, which: str
    ) -> None:
        connection.execute("DROP TRIGGER order_no_update")

        with pytest.raises(sqlite3.IntegrityError, match="ck_order_tip"):
            connection.execute(f'UPDATE "order" SET {change} WHERE {which}')


def test_every_trigger_is_tried_here(connection: sqlite3.Connection) -> None:
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    tried = {
        f"{table}_no_{act}"
        for table in (*KEPT, "payment", "payment_attempt", "shift")
        for act in ("update", "delete")
    } | {
        f"{table}_no_{act}"
        for table in ("epoch", "returned", "given_back")
        for act in ("reuse", "delete")
    }

    assert {name for (name,) in found} == tried
