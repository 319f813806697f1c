"""Damage of each kind, planted as somebody with the file could, and found by its name."""

from __future__ import annotations

import pytest

from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.soundness import unsound
from pos_app.adapters.system.paths import DataFolder
from tests.integration import shop as shops

ITEMS = "an order's items do not add up to its total"
TAXES = "an order's taxes do not add up"
PAYMENTS = "an order's payments do not add up to its total"
DRAFT = "a paid order is still open as a draft"
LEVEL = "a stock level is not the sum of its movements"
MOVEMENTS = "an order has no stock movement for an item"
MOVED = "an order has moved another stock than it sold"
PRINTING = "a paid order has no print job"
SHIFT = "a shift's sums are not those of its orders"
DAY = "a day's summary is not the sum of its orders"
MONTH = "a month's sums of a product are not those of its days"
PRODUCTS = "a day's products do not add up to its summary"
BEFORE = "an entry stands before the first of the journal"
ENTRY = "an order names a journal entry of another kind"

THIRD = "WHERE order_id = 3"
DAMAGES = [
    (ITEMS, f"UPDATE order_item SET total = total + 1 {THIRD}"),
    (ITEMS, f"DELETE FROM order_item {THIRD}"),
    (ITEMS, f'UPDATE "order" SET total = total - 1 {THIRD}'),
    (ITEMS, "UPDATE \"order\" SET total = 0 WHERE state = 'cancelled'"),
    (TAXES, f"UPDATE order_item SET tax = tax + 1 {THIRD}"),
    (TAXES, f"UPDATE order_tax SET tax = tax + 1 {THIRD}"),
    (TAXES, f"DELETE FROM order_tax {THIRD}"),
    (TAXES, f'UPDATE "order" SET tax = tax - 1 {THIRD}'),
    (PAYMENTS, f"UPDATE payment SET amount = amount + 1, tendered = tendered + 1 {THIRD}"),
    (PAYMENTS, f"UPDATE payment SET state = 'declined' {THIRD}"),
    (PAYMENTS, f"DELETE FROM payment {THIRD}"),
    (PAYMENTS, f'UPDATE "order" SET rounding = 1 {THIRD}'),
    (PAYMENTS, f'UPDATE "order" SET tip = 1 {THIRD}'),
    (DRAFT, f"INSERT INTO draft SELECT uid, 1, 'created', 1, 0, '' FROM \"order\" {THIRD}"),
    (LEVEL, "UPDATE stock_level SET quantity = quantity + 1 WHERE product_id = 3"),
    (LEVEL, "UPDATE stock_movement SET quantity = 0 WHERE kind = 'opening' AND product_id = 3"),
    (LEVEL, "DELETE FROM stock_movement WHERE kind = 'opening' AND product_id = 3"),
    (MOVEMENTS, f"DELETE FROM stock_movement {THIRD}"),
    (MOVEMENTS, "UPDATE stock_movement SET order_id = 2 WHERE order_id = 3"),
    (MOVED, f"UPDATE stock_movement SET quantity = quantity - 1000 {THIRD}"),
    (MOVED, f"UPDATE stock_movement SET product_id = 3 {THIRD}"),
    (PRINTING, f"DELETE FROM print_job {THIRD}"),
    (SHIFT, "UPDATE shift SET sales = sales + 1 WHERE number = 1"),
    (SHIFT, "UPDATE shift SET orders = orders + 1 WHERE number = 2"),
    (SHIFT, "UPDATE shift SET cash_sales = cash_sales - 1 WHERE number = 1"),
    (SHIFT, "UPDATE shift SET tips = tips + 1 WHERE number = 1"),
    (SHIFT, 'UPDATE "order" SET shift_id = 1 WHERE order_id = 4'),
    (DAY, "UPDATE daily_sales SET gross = gross + 1"),
    (DAY, "UPDATE daily_sales SET tax = tax + 1"),
    (DAY, "UPDATE daily_sales SET orders = orders - 1"),
    (DAY, "DELETE FROM daily_sales"),
    (DAY, f"UPDATE \"order\" SET business_date = '2001-01-01' {THIRD}"),
    (PRODUCTS, "UPDATE sales_by_day_product SET gross = gross + 1 WHERE product_id = 29"),
    (PRODUCTS, "UPDATE sales_by_day_product SET tax = tax + 1 WHERE product_id = 29"),
    (PRODUCTS, "UPDATE sales_by_day_product SET quantity = 1 WHERE product_id = 29"),
    (PRODUCTS, "DELETE FROM sales_by_day_product"),
    (MONTH, "UPDATE sales_by_month_product SET gross = gross + 1 WHERE product_id = 29"),
    (MONTH, "UPDATE sales_by_month_product SET orders = orders - 1 WHERE product_id = 29"),
    (MONTH, "DELETE FROM sales_by_month_product WHERE product_id = 29"),
    (PRODUCTS, "INSERT INTO daily_sales VALUES ('2001-01-01', 1, 1000, 20, 120)"),
    (BEFORE, "INSERT INTO journal SELECT 0, kind, raw, hash, signature FROM journal WHERE seq = 9"),
    (ENTRY, f'UPDATE "order" SET journal_seq = 1 {THIRD}'),
    (ENTRY, "UPDATE journal SET kind = 'order_cancel' WHERE kind = 'order'"),
]


def found(folder: DataFolder) -> list[str]:
    with Readers(folder.store) as readers:
        return unsound(readers)


class TestSoundStore:
    def test_has_nothing_to_say(self, folder: DataFolder) -> None:
        assert found(folder) == []


class TestDamage:
    @pytest.mark.parametrize(("problem", "statement"), DAMAGES)
    def test_is_named(self, folder: DataFolder, problem: str, statement: str) -> None:
        with shops.raw(folder.store) as connection:
            shops.drop_triggers(connection)
            connection.execute(statement)
            assert connection.execute("SELECT changes()").fetchone()[0] > 0

        assert [one for one in found(folder) if one.startswith(f"{problem} (")] != []

    def test_is_named_with_the_first_row_that_shows_it(self, folder: DataFolder) -> None:
        uid = shops.one(folder.store, f'SELECT uid FROM "order" {THIRD}')
        with shops.raw(folder.store) as connection:
            connection.execute(f"DELETE FROM print_job {THIRD}")

        assert found(folder) == [f"{PRINTING} ({uid})"]

    def test_of_several_kinds_is_named_at_once(self, folder: DataFolder) -> None:
        with shops.raw(folder.store) as connection:
            connection.execute(f"DELETE FROM print_job {THIRD}")
            connection.execute("UPDATE stock_level SET quantity = 7 WHERE product_id = 3")

        assert [one.partition(" (")[0] for one in found(folder)] == [LEVEL, PRINTING]
