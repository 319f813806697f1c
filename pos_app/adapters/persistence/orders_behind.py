"""The orders behind a number of a report, a stretch of keys at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import bindparam, select, text

from pos_app.adapters.persistence.paid_so import IS_PAID_SO
from pos_app.adapters.persistence.statements import Statement
from pos_app.adapters.persistence.tables import order, staff
from pos_app.services.orders.behind import Behind

# All of what is asked of a line is asked of the same one.
_HAS_LINE: Final = """(:category IS NULL AND :sku IS NULL AND :tax_class IS NULL OR EXISTS (
    SELECT 1 FROM order_item AS i JOIN product AS p ON p.product_id = i.product_id
    WHERE i.order_id = "order".order_id
    AND (:category IS NULL OR p.category = :category)
    AND (:sku IS NULL OR p.sku = :sku)
    AND (:tax_class IS NULL OR i.tax_class = :tax_class)))"""
_IS_CHANGED: Final = """(NOT :conduct OR "order".state <> 'paid' OR EXISTS (
    SELECT 1 FROM order_item AS i WHERE i.order_id = "order".order_id
    AND (i.quantity < 0 OR i.discount + i.order_discount > 0)))"""

BEHIND: Final = Statement(
    select(order, staff.c.name.label("cashier"))
    .outerjoin(staff, staff.c.staff_id == order.c.completed_by)
    .where(
        order.c.order_id >= bindparam("low"),
        order.c.order_id <= bindparam("high"),
        text("(\"order\".state = 'paid' OR :conduct)"),
        text('(:shift IS NULL OR "order".shift_id = :shift)'),
        text('(:cashier IS NULL OR "order".completed_by = :cashier)'),
        text(
            "(:hour IS NULL OR strftime('%H', \"order\".completed_at / 1000"
            " + \"order\".utc_offset_minutes * 60, 'unixepoch') = :hour)"
        ),
        text(_HAS_LINE),
        IS_PAID_SO,
        text(_IS_CHANGED),
    )
    .order_by(order.c.order_id.desc())
    .limit(bindparam("most"))
)


def values_of_behind(behind: Behind, *, low: int, high: int, limit: int) -> Mapping[str, Any]:
    return {
        "low": low,
        "high": high,
        "most": limit,
        "conduct": int(behind.is_conduct),
        "shift": behind.shift,
        "cashier": behind.cashier,
        "hour": behind.hour,
        "category": behind.category,
        "sku": behind.sku,
        "tax_class": behind.tax_class,
        "method": behind.method,
    }
