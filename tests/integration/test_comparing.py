"""Fraud that adds up: whole documents changed, added or removed, and found by the journal."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pos_app.adapters.persistence import stored_rows
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.opening import writing
from pos_app.composition.proving import untrue
from pos_app.domain.staff import Role
from tests.integration import shop as shops

THIRD = "WHERE order_id = 3"
NAME = "X-T01-000003"
OTHER = "an order differs from its journal entry in {}"
NO_ENTRY = "an order has no journal entry of its own"
NO_ORDER = "a journalled order is not stored"
NUMBERS = "a series has not counted to the last number that was journalled"
STAFF = "a person is not who the journal says"
RULE = "a rule that keeps documents as they are is missing, changed or strange"

ORDER = f'UPDATE "order" SET {{}} {THIRD}'
ITEM = f"UPDATE order_item SET {{}} {THIRD}"
TAX = f"UPDATE order_tax SET {{}} {THIRD}"
PAYMENT = f"UPDATE payment SET {{}} {THIRD}"
MORE_PAYMENT = (
    "INSERT INTO payment SELECT NULL, 'more', order_id, method, 0, 0, 0, state, at,"
    " NULL, NULL, NULL, NULL"
    f" FROM payment {THIRD}"
)
CHANGES = [
    ("order_id", ORDER.format("uid = 'another'")),
    ("number", ORDER.format("number = 'X-T01-000009'")),
    ("business_date", ORDER.format("business_date = '2001-01-01'")),
    ("completed_at", ORDER.format("completed_at = completed_at - 3600000")),
    ("completed_at", ORDER.format("utc_offset_minutes = utc_offset_minutes + 60")),
    ("shift_id", ORDER.format("shift_id = 2")),
    ("opened_by", ORDER.format("opened_by = 2")),
    ("user_id", ORDER.format("completed_by = 2")),
    ("currency", ORDER.format("currency = 'USD'")),
    ("policy", ORDER.format("policy = 'exclusive/group/half_up'")),
    ("discount", ORDER.format("discount = 1")),
    ("tax", ORDER.format("tax = tax + 1")),
    ("total", ORDER.format("total = total + 1")),
    ("rounding", ORDER.format("rounding = 1")),
    ("tip", ORDER.format("tip = 1")),
    ("items", ITEM.format("sku = 'OTHER'")),
    ("items", ITEM.format("name = 'Bread'")),
    ("items", ITEM.format("quantity = quantity + 1000")),
    ("items", ITEM.format("unit_price = unit_price - 1")),
    ("items", ITEM.format("tax_class = 'STANDARD'")),
    ("items", ITEM.format("discount = 1")),
    ("items", ITEM.format("total = total + 1")),
    ("items", ITEM.format("tax = tax + 1")),
    ("items", f"DELETE FROM order_item {THIRD}"),
    ("taxes", TAX.format("tax_class = 'STANDARD'")),
    ("taxes", TAX.format("rate_millionths = 1")),
    ("taxes", TAX.format("net = net + 1")),
    ("taxes", TAX.format("tax = tax + 1")),
    ("taxes", f"DELETE FROM order_tax {THIRD}"),
    ("payments", PAYMENT.format("uid = 'another'")),
    ("payments", PAYMENT.format("method = 'card'")),
    ("payments", PAYMENT.format("tendered = tendered + 5, change = change + 5")),
    ("payments", PAYMENT.format("amount = amount + 5, tendered = tendered + 5")),
    ("payments", PAYMENT.format("state = 'unknown'")),
    ("payments", f"DELETE FROM payment {THIRD}"),
    ("payments", MORE_PAYMENT),
]
ILLEGIBLE = [
    ORDER.format("policy = 'nonsense'"),
    ORDER.format("currency = 'nonsense'"),
    ORDER.format("business_date = 'yesterday'"),
    ORDER.format("completed_at = 9000000000000000000"),
]
# Every table that tells of the order, in step, as somebody would who knows the program.
REMOVE_THIRD = [
    f"""UPDATE daily_sales AS d SET orders = d.orders - 1, gross = d.gross - o.total,
        tax = d.tax - o.tax, quantity = d.quantity - (SELECT sum(quantity) FROM order_item {THIRD})
        FROM (SELECT * FROM "order" {THIRD}) o""",
    f"""UPDATE sales_by_day_product AS p SET gross = p.gross - i.total, tax = p.tax - i.tax,
        quantity = p.quantity - i.quantity FROM (SELECT * FROM order_item {THIRD}) i
        WHERE p.product_id = i.product_id""",
    f"""UPDATE sales_by_month_product AS p SET gross = p.gross - i.total, tax = p.tax - i.tax,
        quantity = p.quantity - i.quantity FROM (SELECT * FROM order_item {THIRD}) i
        WHERE p.product_id = i.product_id""",
    f"""UPDATE shift AS s SET orders = s.orders - 1, sales = s.sales - o.total,
        cash_sales = s.cash_sales - o.total FROM (SELECT * FROM "order" {THIRD}) o
        WHERE s.shift_id = o.shift_id""",
    f"""UPDATE stock_level AS l SET quantity = l.quantity - m.quantity, sold = l.sold + m.quantity
        FROM (SELECT * FROM stock_movement {THIRD}) m WHERE l.product_id = m.product_id""",
    *(
        f'DELETE FROM "{table}" {THIRD}'
        for table in ("print_job", "stock_movement", "payment", "order_tax", "order_item", "order")
    ),
]


@pytest.fixture
def folder(folder: DataFolder) -> DataFolder:
    """With a second person, so that there is somebody to put the blame on."""
    with writing(folder) as store:
        store.services.staff.add(
            actor=shops.owner(store), name="Ben", role=Role.CASHIER, pin="250917"
        )
    return folder


def after(folder: DataFolder, statements: Sequence[str]) -> list[str]:
    """What is found when somebody with the file has done this."""
    with shops.tampered(folder.store) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        for statement in statements:
            connection.execute(statement)
            assert connection.execute("SELECT changes()").fetchone()[0] > 0, statement
    return untrue(folder.store)


class TestHonestStore:
    def test_says_what_its_journal_says(self, folder: DataFolder) -> None:
        assert untrue(folder.store) == []

    def test_may_have_any_number_of_pages(
        self, folder: DataFolder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(stored_rows, "PAGE", 2)

        assert untrue(folder.store) == []

    def test_may_have_let_somebody_go(self, folder: DataFolder) -> None:
        with writing(folder) as store:
            store.services.staff.disable(actor=shops.owner(store), name="Ben")

        assert untrue(folder.store) == []

    def test_may_be_selling(self, folder: DataFolder) -> None:
        with writing(folder) as store:
            shops.sell(store, shops.MILK)

            assert untrue(folder.store) == []


class TestChangedOrder:
    @pytest.mark.parametrize(("part", "statement"), CHANGES)
    def test_is_named(self, folder: DataFolder, part: str, statement: str) -> None:
        assert f"{OTHER.format(part)} ({NAME})" in after(folder, [statement])

    @pytest.mark.parametrize("statement", ILLEGIBLE)
    def test_that_is_none_any_more_is_named(self, folder: DataFolder, statement: str) -> None:
        assert f"an order's rows cannot be read ({NAME})" in after(folder, [statement])

    def test_that_was_cancelled_is_named(self, folder: DataFolder) -> None:
        found = after(folder, ["UPDATE \"order\" SET opened_by = 2 WHERE state = 'cancelled'"])

        assert [one.partition(" (")[0] for one in found] == [OTHER.format("opened_by")]


class TestWholeOrder:
    def test_that_was_removed_with_all_its_sums_is_missed(self, folder: DataFolder) -> None:
        assert after(folder, REMOVE_THIRD) == [f"{NO_ORDER} ({NAME})"]

    def test_that_was_removed_last_is_missed(self, folder: DataFolder) -> None:
        found = after(folder, ["DELETE FROM \"order\" WHERE state = 'cancelled'"])

        assert [one.partition(" (")[0] for one in found] == [NO_ORDER]

    @pytest.mark.parametrize("seq", ["journal_seq", "1", "(SELECT max(seq) FROM journal)"])
    def test_that_was_never_journalled_is_named(self, folder: DataFolder, seq: str) -> None:
        copy = (
            "INSERT INTO \"order\" SELECT 99, 'invented', 'X-T01-000006', state, shift_id,"
            " business_date, completed_at, utc_offset_minutes, opened_by, completed_by, currency,"
            f" policy, discount, tax, total, rounding, tip, {seq}, NULL, NULL, NULL, NULL, NULL,"
            " NULL"
            f' FROM "order" {THIRD}'
        )

        assert f"{NO_ENTRY} (invented)" in after(folder, [copy])

    @pytest.mark.parametrize("row_id", [-(1 << 63), -1, 0, (1 << 63) - 1])
    def test_that_was_never_journalled_is_named_wherever_it_lies(
        self, folder: DataFolder, row_id: int
    ) -> None:
        copy = (
            f"INSERT INTO \"order\" SELECT {row_id}, 'invented', 'X-T01-000006', state, shift_id,"
            " business_date, completed_at, utc_offset_minutes, opened_by, completed_by, currency,"
            " policy, discount, tax, total, rounding, tip, journal_seq, NULL, NULL, NULL,"
            " NULL, NULL, NULL"
            f' FROM "order" {THIRD}'
        )

        # Where it lies before the others, they are the ones that come too late.
        assert NO_ENTRY in [one.partition(" (")[0] for one in after(folder, [copy])]

    def test_that_was_cancelled_after_it_was_paid_is_named(self, folder: DataFolder) -> None:
        found = after(folder, [ORDER.format("state = 'cancelled', number = NULL")])

        assert f"{OTHER.format('state')} ({NAME})" in found
        assert f"{OTHER.format('number')} ({NAME})" in found


class TestSeries:
    @pytest.mark.parametrize("change", ["+ 1", "- 1"])
    def test_that_counted_otherwise_is_named(self, folder: DataFolder, change: str) -> None:
        found = after(folder, [f"UPDATE epoch SET last_number = last_number {change}"])

        assert found == [f"{NUMBERS} (X-T01)"]

    def test_that_nobody_began_is_named(self, folder: DataFolder) -> None:
        found = after(folder, ["INSERT INTO epoch VALUES (2, 'X-T01B', 0, 0, 'restore')"])

        assert found == [f"{NUMBERS} (X-T01B)"]


class TestStaff:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE staff SET role = 'owner' WHERE name = 'Ben'",
            "UPDATE staff SET active = 0 WHERE name = 'Ben'",
            "DELETE FROM staff WHERE name = 'Ben'",
        ],
    )
    def test_that_was_changed_is_named(self, folder: DataFolder, statement: str) -> None:
        assert after(folder, [statement]) == [f"{STAFF} (2)"]

    def test_that_was_let_go_and_brought_back_is_named(self, folder: DataFolder) -> None:
        with writing(folder) as store:
            store.services.staff.disable(actor=shops.owner(store), name="Ben")

        assert after(folder, ["UPDATE staff SET active = 1"]) == [f"{STAFF} (2)"]

    def test_that_nobody_added_is_named(self, folder: DataFolder) -> None:
        person = "INSERT INTO staff VALUES (NULL, 'Eve', 'owner', 1, '', 0, 0, NULL, NULL)"

        assert after(folder, [person]) == [f"{STAFF} (3)"]


class TestRules:
    @pytest.mark.parametrize(
        ("statement", "name"),
        [
            ("DROP TRIGGER order_no_update", "order_no_update"),
            (
                "CREATE TRIGGER quiet AFTER INSERT ON payment BEGIN DELETE FROM outbox; END",
                "quiet",
            ),
        ],
    )
    def test_that_are_not_the_programs_are_named(
        self, folder: DataFolder, statement: str, name: str
    ) -> None:
        with shops.raw(folder.store) as connection:
            connection.execute(statement)

        assert untrue(folder.store) == [f"{RULE} ({name})"]

    def test_that_were_weakened_are_named(self, folder: DataFolder) -> None:
        with shops.raw(folder.store) as connection:
            connection.execute("DROP TRIGGER order_no_update")
            connection.execute(
                'CREATE TRIGGER order_no_update BEFORE UPDATE ON "order" WHEN 0 '
                "BEGIN SELECT RAISE(ABORT, 'no'); END"
            )

        assert untrue(folder.store) == [f"{RULE} (order_no_update)"]


class TestJournalEntry:
    @pytest.mark.parametrize("raw", ["{", "[]", "{}", '{"kind":"order","body":{}}'])
    def test_that_cannot_be_compared_is_named(self, folder: DataFolder, raw: str) -> None:
        seq = shops.one(folder.store, f'SELECT journal_seq FROM "order" {THIRD}')

        found = after(folder, [f"UPDATE journal SET raw = CAST('{raw}' AS BLOB) WHERE seq = {seq}"])

        assert f"a journal entry cannot be compared ({seq})" in found
