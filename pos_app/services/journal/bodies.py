"""What a journal entry says about an order: every stored amount, nothing derived."""

from __future__ import annotations

from dataclasses import asdict

from pos_app.domain.order_document import DocumentItem, OrderDocument
from pos_app.domain.payment import Payment
from pos_app.domain.pricing import Discount


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
                **said(
                    deposit=line.item.is_deposit,
                    discount_terms=_terms(line.item.discount),
                    list_price=line.item.list_price.minor
                    if line.item.list_price is not None
                    else None,
                    approved_by=line.item.approved_by,
                    note=line.item.note,
                    returns=_returns(line) if line.item.returns is not None else None,
                ),
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
        # What was changed afterwards has an entry of its own.
        "payments": [payment_body(one) for one in document.payments if one.change_seq is None],
        "discount": totals.discount,
        "tax": totals.tax,
        "total": totals.total,
        "rounding": document.rounding,
        **said(
            tip=totals.tip or None,
            discount_terms=_terms(document.discount),
            discount_approved_by=document.discount_approved_by,
            note=document.note,
            customer=document.customer_id,
            age_check=asdict(document.age_check) if document.age_check else None,
        ),
    }


def payment_body(payment: Payment) -> dict[str, object]:
    return {
        "id": payment.payment_id,
        "method": payment.method,
        "amount": payment.amount,
        "tendered": payment.tendered,
        "change": payment.change,
        "state": payment.state.value,
        **said(reference=payment.reference, reverses=payment.reverses, refunds=payment.refunds),
    }


def said(**parts: object) -> dict[str, object]:
    """Only what there is to say: the words of a whole order fit twice into a page, just."""
    # By identity: a price of 0 is something to say.
    return {
        name: part
        for name, part in parts.items()
        if not (part is None or part is False or part == "")
    }


def _returns(line: DocumentItem) -> dict[str, object]:
    back = line.item.returns
    assert back is not None, line
    return {
        "reason": back.reason.value,
        "restocks": back.restocks,
        "taxes": dict(line.tax_parts),
        **said(order=back.number, position=back.position or None, words=back.words),
    }


def _terms(discount: Discount | None) -> dict[str, object] | None:
    if discount is None:
        return None
    return {"kind": discount.kind.value, "value": discount.value, "reason": discount.reason}
