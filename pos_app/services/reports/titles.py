"""What reports and their columns are called in English; a screen has the same in its language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from pos_app.domain.payment import PaymentMethod
from pos_app.domain.tender import TenderMethod

REPORTS: Final[Mapping[str, str]] = {
    "figures": "Figures",
    "sales": "Sales",
    "margin": "Margin",
    "conduct": "Discounts and refunds",
    "baskets": "Baskets",
    "stock": "Stock value",
    "fast": "What sells fast",
    "dead": "What nobody buys",
    "hours": "Hours worked",
}
COLUMNS: Final[Mapping[str, str]] = {
    "code": "Code",
    "period": "Period",
    "day": "Day",
    "week": "Week",
    "month": "Month",
    "hour": "Hour",
    "product": "Product",
    "category": "Category",
    "cashier": "Cashier",
    "terminal": "Terminal",
    "payment": "Payment",
    "tax": "Tax",
    "orders": "Orders",
    "quantity": "Quantity",
    "net": "Net",
    "gross": "Gross",
    "basket": "Average order",
    "items_per_order": "Items per order",
    "refunded": "Refunded",
    "refund_share": "Refunds %",
    "margin": "Margin",
    "margin_share": "Margin %",
    "cost": "Cost",
    "net_without_cost": "Net without a cost",
    "discounted": "With discount",
    "discounts": "Discounts",
    "refunds": "Refunds",
    "voids": "Voids",
    "voided": "Voided",
    "cancelled": "Given up",
    "given_up": "Worth",
    "no_sales": "Drawer opened",
    "products": "Products",
    "stock": "In stock",
    "without_cost": "Without a cost",
    "retail": "At price",
    "sold": "Sold",
    "sold_a_day": "Sold a day",
    "days_left": "Days left",
    "person": "Person",
    "worked": "Hours",
    "minutes": "Minutes",
    "remark": "Remark",
    "shift": "Shift",
    "opened": "Opened",
    "closed": "Closed",
    "cut": "By",
    "name": "Name",
    "total": "Total",
    "nothing_paid": "Nothing to pay",
    "no_category": "Without a category",
}
PRACTICE: Final = "PRACTICE: NOTHING HERE IS REAL"
UNPAID: Final = "Without what was given up and the drawer: neither is paid in any way"
_USUAL: Final[Mapping[PaymentMethod, str]] = {
    PaymentMethod.CASH: "Cash",
    PaymentMethod.CARD: "Card",
    PaymentMethod.ACCOUNT: "On account",
    PaymentMethod.VOUCHER: "Voucher",
    PaymentMethod.OTHER: "Other",
}


def ways_of(methods: Iterable[TenderMethod]) -> Mapping[str, str]:
    """By code: the name that the store has given a way to pay, or the usual word."""
    return {one.code: one.name or _USUAL[one.kind] for one in methods}
