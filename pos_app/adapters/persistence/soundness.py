"""Prove that the stored documents add up: what integrity_check cannot know."""

from __future__ import annotations

from typing import Final

from pos_app.adapters.persistence import rules
from pos_app.adapters.persistence.readers import Readers

# Whole tables are grouped and joined: asking once for each order would take a day for a million.
_CHECKS: Final = {
    "an order's items do not add up to its total": """
        SELECT o.uid FROM "order" o
        WHERE o.total <> (SELECT coalesce(sum(i.total), 0) FROM order_item i
                          WHERE i.order_id = o.order_id)""",
    "an order's taxes do not add up": """
        SELECT o.uid FROM "order" o
        WHERE o.tax <> (SELECT coalesce(sum(t.tax), 0) FROM order_tax t
                        WHERE t.order_id = o.order_id)
           OR o.tax <> (SELECT coalesce(sum(i.tax), 0) FROM order_item i
                        WHERE i.order_id = o.order_id)""",
    "an order's payments do not add up to its total": """
        SELECT o.uid FROM "order" o
        WHERE o.state = 'paid'
          AND o.total + o.rounding + o.tip <>
              (SELECT coalesce(sum(p.amount), 0) FROM payment p
               WHERE p.order_id = o.order_id AND p.state = 'approved')""",
    "a paid order is still open as a draft": """
        SELECT d.uid FROM draft d JOIN "order" o ON o.uid = d.uid""",
    "a stock level is not the sum of its movements": """
        SELECT product_id FROM (
            SELECT product_id, quantity FROM stock_level
            UNION ALL
            SELECT product_id, -quantity FROM stock_movement)
        GROUP BY product_id HAVING sum(quantity) <> 0""",
    "an order has no stock movement for an item": """
        SELECT o.uid FROM "order" o
        LEFT JOIN (SELECT order_id, count(*) AS n FROM order_item
                   WHERE restocks IS NOT 0 GROUP BY order_id) i
               ON i.order_id = o.order_id
        LEFT JOIN (SELECT order_id, count(*) AS n FROM stock_movement
                   WHERE order_id IS NOT NULL GROUP BY order_id) m
               ON m.order_id = o.order_id
        WHERE o.state = 'paid' AND i.n IS NOT m.n""",
    "an order has moved another stock than it sold": """
        SELECT o.uid FROM (
            SELECT order_id, product_id, sum(quantity) AS rest FROM (
                SELECT order_id, product_id, quantity FROM order_item
                WHERE restocks IS NOT 0
                UNION ALL
                SELECT order_id, product_id, quantity FROM stock_movement
                WHERE order_id IS NOT NULL)
            GROUP BY order_id, product_id) m
        JOIN "order" o ON o.order_id = m.order_id
        WHERE o.state = 'paid' AND m.rest <> 0""",
    "a paid order has no print job": """
        SELECT o.uid FROM "order" o
        WHERE o.state = 'paid' AND o.order_id NOT IN (SELECT order_id FROM print_job)
        AND o.order_id > coalesce((SELECT CAST(value AS INTEGER) FROM setting
                                   WHERE name = 'print_jobs_pruned_to'), 0)""",
    "a shift's sums are not those of its orders": """
        SELECT s.shift_id FROM shift s
        LEFT JOIN (SELECT shift_id, sum(i.buys) AS orders, sum(p.total + i.back) AS sales,
                          sum(i.back) AS refunds, sum(p.tip) AS tips
                   FROM "order" p JOIN (SELECT order_id, max(quantity > 0) AS buys,
                                               -sum(iif(quantity < 0, total, 0)) AS back
                                        FROM order_item GROUP BY order_id) i USING (order_id)
                   WHERE state = 'paid' GROUP BY shift_id) o ON o.shift_id = s.shift_id
        LEFT JOIN (SELECT d.shift_id, sum(p.amount) AS cash
                   FROM payment p JOIN "order" d ON d.order_id = p.order_id
                   WHERE p.method = 'cash' AND p.state = 'approved'
                   GROUP BY d.shift_id) p ON p.shift_id = s.shift_id
        WHERE s.orders <> coalesce(o.orders, 0) OR s.sales <> coalesce(o.sales, 0)
           OR s.refunds <> coalesce(o.refunds, 0) OR s.tips <> coalesce(o.tips, 0)
           OR s.cash_sales <> coalesce(p.cash, 0)""",
    "a shift's cash in or out is not what the journal says": """
        SELECT s.shift_id FROM shift s
        LEFT JOIN (SELECT json_extract(CAST(raw AS TEXT), '$.shift_id') AS shift_id,
                          sum(iif(kind = 'cash_in', amount, 0)) AS put_in,
                          sum(iif(kind = 'cash_out', amount, 0)) AS taken_out
                   FROM (SELECT raw, kind,
                                json_extract(CAST(raw AS TEXT), '$.body.amount') AS amount
                         FROM journal WHERE kind IN ('cash_in', 'cash_out'))
                   GROUP BY 1) m ON m.shift_id = s.shift_id
        WHERE s.cash_in <> coalesce(m.put_in, 0) OR s.cash_out <> coalesce(m.taken_out, 0)""",
    "a day's summary is not the sum of its orders": """
        SELECT o.business_date FROM "order" o
        JOIN (SELECT order_id, max(quantity > 0) AS buys FROM order_item
              GROUP BY order_id) i USING (order_id)
        WHERE o.state = 'paid' GROUP BY o.business_date
        HAVING (sum(o.total), sum(o.tax), sum(i.buys)) IS NOT
               (SELECT d.gross, d.tax, d.orders FROM daily_sales d
                WHERE d.business_date = o.business_date)""",
    "a day's products do not add up to its summary": """
        SELECT d.business_date FROM daily_sales d
        WHERE (d.gross, d.tax, d.quantity) IS NOT
              (SELECT sum(p.gross), sum(p.tax), sum(p.quantity) FROM sales_by_day_product p
               WHERE p.business_date = d.business_date)""",
    "a month's sums of a product are not those of its days": """
        SELECT month, product_id FROM (
            SELECT month, product_id, orders, quantity, tax, gross FROM sales_by_month_product
            UNION ALL
            SELECT substr(business_date, 1, 7), product_id, -orders, -quantity, -tax, -gross
            FROM sales_by_day_product)
        GROUP BY month, product_id
        HAVING sum(orders) <> 0 OR sum(quantity) <> 0 OR sum(tax) <> 0 OR sum(gross) <> 0""",
    "another quantity has come back of a line than its returns say": """
        SELECT number FROM (
            SELECT o.number, r.position, r.quantity
            FROM returned r JOIN "order" o USING (order_id)
            UNION ALL
            SELECT i.returns, i.returns_position, i.quantity
            FROM order_item i JOIN "order" o USING (order_id)
            WHERE i.returns IS NOT NULL AND o.state = 'paid')
        GROUP BY number, position HAVING sum(quantity) <> 0""",
    "another amount was given back of a payment than its refunds say": """
        SELECT payment FROM (
            SELECT payment, amount FROM given_back
            UNION ALL
            SELECT refunds, amount FROM payment WHERE refunds IS NOT NULL)
        GROUP BY payment HAVING sum(amount) <> 0""",
    "an entry stands before the first of the journal": """
        SELECT seq FROM journal WHERE seq < 1""",
    "an order names a journal entry of another kind": """
        SELECT o.uid FROM "order" o JOIN journal j ON j.seq = o.journal_seq
        WHERE CASE o.state WHEN 'paid' THEN j.kind NOT IN ('order', 'refund')
                           ELSE j.kind <> 'order_cancel' END""",
}


_RULE: Final = "a rule that keeps documents as they are is missing, changed or strange"
_RULES: Final = "SELECT sql FROM sqlite_master WHERE type = 'trigger'"
_RULE_NAME_AT: Final = len("CREATE TRIGGER ")


def unsound(readers: Readers) -> list[str]:
    """Everything that does not add up, each with the first row that shows it."""
    wrong = []
    with readers.connect() as connection:
        for problem, query in _CHECKS.items():
            found = connection.execute(f"{query} LIMIT 1").fetchone()
            if found is not None:
                wrong.append(f"{problem} ({found[0]})")
        # One that is too many could undo in silence what the program writes.
        present = {sql for (sql,) in connection.execute(_RULES).fetchall()}
    other = sorted(present ^ set(rules.TRIGGERS))
    if other:
        name = other[0][_RULE_NAME_AT:].partition(" ")[0]
        wrong.append(f"{_RULE} ({name})")
    return wrong
