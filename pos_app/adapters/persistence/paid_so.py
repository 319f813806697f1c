"""Whether an order was paid in one way, for a part of it at least."""

from __future__ import annotations

from typing import Final

from sqlalchemy import text

# What was taken back afterwards pays nothing.
IS_PAID_SO: Final = text("""(:method IS NULL OR EXISTS (
    SELECT 1 FROM payment AS y
    WHERE y.order_id = "order".order_id AND y.method = :method AND y.state = 'approved'
    AND y.reverses IS NULL
    AND NOT EXISTS (SELECT 1 FROM payment AS z WHERE z.reverses = y.uid)))""")
