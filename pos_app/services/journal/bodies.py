"""What a journal entry says about an order: every stored amount, nothing derived."""

from __future__ import annotations

from pos_app.domain.order_document import OrderDocument


def order_body(document: OrderDocument) -> dict[str, object]:
    """The order as plain integers and texts, in the canonical encoding's types."""
    totals = document.totals
    return {
        "currency": document.currency.code,
        "state": document.state,
        "opened_by": document.opened_by,
        "completed_at": document.completed_at.isoformat(timespec="milliseconds"),
        "policy": {
            "inclusive": document.policy.prices_include_tax,
            "scope": document.policy.scope.value,
            "rounding": document.policy.rounding.value,
        },
        "items": [
            {
                "sku": line.item.sku,
                "name": line.item.name,
                "quantity": line.item.quantity.thousandths,
                "unit_price": line.item.unit_price.minor,
                "tax_class": line.item.tax_class,
                "discount": line.totals.discount + line.totals.order_discount,
                "total": line.totals.total,
                "tax": line.totals.tax,
                # Only where it is one: the words of a whole order fit twice into a page, just.
                **({"deposit": True} if line.item.is_deposit else {}),
            }
            for line in document.items
        ],
        "taxes": [
            {
                "tax_class": line.tax_class,
                "tax": line.tax_code,
                "rate_millionths": line.rate_millionths,
                "net": line.net,
                "amount": line.tax,
            }
            for line in totals.tax_lines
        ],
        "payments": [
            {
                "id": one.payment_id,
                "method": one.method,
                "amount": one.amount,
                "tendered": one.tendered,
                "change": one.change,
                "state": one.state.value,
            }
            for one in document.payments
        ],
        "discount": totals.discount,
        "tax": totals.tax,
        "total": totals.total,
        "rounding": document.rounding,
    }
