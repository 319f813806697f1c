"""The order document: what was stored at payment, and what receipt, journal and report read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from pos_app.domain.age_check import AgeCheck
from pos_app.domain.money import Currency
from pos_app.domain.order import Order, OrderState
from pos_app.domain.order_item import OrderItem
from pos_app.domain.payment import Payment, in_force
from pos_app.domain.pricing import Discount, LineTotals, OrderTotals
from pos_app.domain.shift import Shift
from pos_app.domain.staff import StaffMember
from pos_app.domain.tax import TaxPolicy

TaxPart = tuple[str, int]
"""The code of a tax, and how much of it a line carries in minor units."""


@dataclass(frozen=True, slots=True)
class DocumentItem:
    """One item and its stored amounts."""

    item: OrderItem
    totals: LineTotals
    tax_parts: tuple[TaxPart, ...] = ()
    """Of what came back only: what was bought has them in the tax lines of its order."""


@dataclass(frozen=True, slots=True)
class OrderDocument:
    """A completed order. Amounts in minor units; `completed_at` carries the store's offset.

    `number` is None for a cancelled order. Σ payment.amount = totals.due + rounding = paid.
    """

    order_id: str
    number: str | None
    state: str
    shift_id: int
    business_date: date
    completed_at: datetime
    opened_by: int
    completed_by: int
    cashier: str
    currency: Currency
    policy: TaxPolicy
    items: tuple[DocumentItem, ...]
    totals: OrderTotals
    payments: tuple[Payment, ...]
    rounding: int
    journal_seq: int
    journal_hash: bytes
    discount: Discount | None = None
    """Of the order as a whole; what it takes off each item stands with the items."""
    discount_approved_by: int | None = None
    note: str = ""
    customer_id: int | None = None
    age_check: AgeCheck | None = None

    @property
    def is_refund(self) -> bool:
        """Whether it only gives back; an exchange is an order."""
        return bool(self.items) and all(one.item.returns is not None for one in self.items)

    @property
    def given_back(self) -> int:
        """What comes back is worth, in minor units; what is bought is worth the total and this."""
        return -sum(one.totals.total for one in self.items if one.item.returns is not None)

    @property
    def paid(self) -> int:
        """What was paid for it, its tip included; below 0 it was given back. In minor units."""
        return self.totals.due + self.rounding

    @property
    def tenders(self) -> tuple[Payment, ...]:
        """How it is paid as it stands now, without what was taken back."""
        return in_force(self.payments)


@dataclass(frozen=True, slots=True)
class Completion:
    """When, by whom and in which shift an order ends; `at` carries the store's offset."""

    shift: Shift
    actor: StaffMember
    at: datetime


def completed(
    order: Order,
    totals: OrderTotals,
    completion: Completion,
    *,
    payments: tuple[Payment, ...] = (),
    rounding: int = 0,
) -> OrderDocument:
    """The document of an order that ends now: paid with payments, cancelled without.

    The number and the place in the journal are filled in by the transaction that stores it.
    """
    return OrderDocument(
        order_id=order.order_id,
        number=None,
        state=(OrderState.PAID if payments else OrderState.CANCELLED).value,
        shift_id=completion.shift.shift_id,
        business_date=completion.shift.business_date,
        completed_at=completion.at,
        opened_by=order.opened_by,
        completed_by=completion.actor.staff_id,
        cashier=completion.actor.name,
        currency=order.currency,
        policy=order.policy,
        items=_lines(order, totals),
        # What is given up is not paid, and nothing is given on top of it.
        totals=totals if payments or not totals.tip else replace(totals, tip=0),
        payments=payments,
        rounding=rounding,
        journal_seq=0,
        journal_hash=b"",
        discount=order.discount,
        discount_approved_by=order.discount_approved_by,
        note=order.note,
        customer_id=order.customer_id,
        age_check=order.age_check,
    )


def _lines(order: Order, totals: OrderTotals) -> tuple[DocumentItem, ...]:
    """What is bought, then what comes back."""
    bought = zip(order.items, totals.lines[: len(order.items)], strict=True)
    return (
        *(DocumentItem(item, line) for item, line in bought),
        *(
            DocumentItem(
                one.item, one.totals, tuple((part.tax_code, part.tax) for part in one.taxes)
            )
            for one in order.returns
        ),
    )
