"""The foot of an order in words: what is due or goes back, how many things, what is saved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from pos_app.domain.money import Money
from pos_app.domain.order import is_empty
from pos_app.domain.order_item import OrderItem
from pos_app.domain.quantity import THOUSAND
from pos_app.services.orders.order_service import OrderService
from pos_app.services.ports import Formats
from pos_app.viewmodels.sell.lines import cut_of, saved_on, terms_of


@dataclass(frozen=True, slots=True)
class Summary:
    """The foot of the order, ready to be shown."""

    total: str
    """What is to be paid with its tip, or what goes back; never below nothing."""
    pay: str
    """What paying it is called."""
    tax: str
    count: int
    is_empty: bool
    back: int = 0
    """How many things come back."""
    gives_back: bool = False
    saved: str = ""
    """What all discounts and prices said anew leave out, nothing if that is nothing."""
    terms: str = ""
    """What holds for the whole order: its discount and why, its tip, and its note."""
    cut: str = ""
    """What the discount on the whole order takes off, nothing without one."""
    tip: str = ""
    """What the customer gives on top, which is in the total; nothing without one."""


def summary_of(orders: OrderService, formats: Formats) -> Summary:
    order, totals = orders.order, orders.totals()
    saved = saved_on(order.items, totals)
    total = formats.money(Money(abs(totals.due), order.currency))
    return Summary(
        total=total,
        pay=_pay_words(totals.due, has_returns=bool(order.returns)).format(total=total),
        tax=formats.number(Money(totals.tax, order.currency)),
        count=_pieces(order.items),
        is_empty=is_empty(order),
        back=_pieces(one.item for one in order.returns),
        gives_back=totals.due < 0,
        saved=formats.number(Money(saved, order.currency)) if saved > 0 else "",
        terms=terms_of(order, totals, formats),
        cut=cut_of(order, totals, formats),
        tip=formats.number(Money(totals.tip, order.currency)) if totals.tip else "",
    )


def _pay_words(total: int, *, has_returns: bool) -> str:
    if total < 0:
        return _tr("Give back {total}")
    return _tr("Exchange evenly") if has_returns and not total else _tr("Pay {total}")


def _pieces(items: Iterable[OrderItem]) -> int:
    """How many things they are: three yoghurts are three, 0.842 kg of bananas is one."""
    counts = [abs(one.quantity.thousandths) for one in items if not one.is_deposit]
    return sum([1 if count % THOUSAND else count // THOUSAND for count in counts])


def _tr(words: str) -> str:
    return QCoreApplication.translate("Summary", words)
