"""What one step has changed, in a few words: for the toast after undo and redo."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QCoreApplication

from pos_app.domain.money import Currency, Money
from pos_app.domain.order_change import ItemChange, OrderChange
from pos_app.domain.order_item import OrderItem
from pos_app.domain.pricing import MILLIONTHS_PER_BASIS_POINT, Discount, DiscountKind
from pos_app.domain.staff import StaffMember
from pos_app.services.ports import Formats

CONTEXT: Final = "ChangeWords"


def words_of_change(change: OrderChange, formats: Formats) -> str:
    """What was done, such as "Dish soap removed"; several lines at once are only counted."""
    told = [*_of_items(change, formats), *_of_returns(change), *_of_order(change, formats)]
    if len(told) > 1 and len(change.items) > 1:
        return _tr("{count} lines").format(count=len(change.items))
    return told[0] if told else _tr("the last step")


def words_of_discount(discount: Discount, currency: Currency, formats: Formats) -> str:
    """What is taken off, "−10 %" or "−1.50", and why."""
    return f"{words_of_cut(discount, currency, formats)} {discount.reason}".rstrip()


def words_of_cut(discount: Discount, currency: Currency, formats: Formats) -> str:
    """The same without why."""
    if discount.kind is DiscountKind.PERCENT:
        return f"−{formats.percent(discount.value * MILLIONTHS_PER_BASIS_POINT)}"
    return f"−{formats.number(Money(discount.value, currency))}"


def limit_words(actor: StaffMember, formats: Formats) -> str:
    """What this person may take off alone."""
    limit = actor.rights.now.discount_limit(actor.role)
    return formats.percent(limit * MILLIONTHS_PER_BASIS_POINT)


def _of_items(change: OrderChange, formats: Formats) -> Iterator[str]:
    for one in change.items:
        before, after = one.before, one.after
        if after is None:
            yield _tr("{name} removed").format(name=one.item.name)
        elif before is None:
            yield _tr("{name} added").format(name=one.item.name)
        else:
            yield _of_line(one, before, after, formats)


def _of_line(one: ItemChange, before: OrderItem, after: OrderItem, formats: Formats) -> str:
    name = after.name
    if one.thousandths:
        quantity = formats.quantity(after.quantity)
        return _tr("{name}: {quantity}").format(quantity=quantity, name=name)
    if before.unit_price != after.unit_price:
        price = formats.number(after.unit_price)
        return _tr("{name}: price {price}").format(price=price, name=name)
    if before.discount != after.discount:
        if after.discount is None:
            return _tr("{name}: without its discount").format(name=name)
        cut = words_of_discount(after.discount, after.unit_price.currency, formats)
        return _tr("{name}: {cut}").format(cut=cut, name=name)
    return _tr("{name}: note").format(name=name)


def _of_returns(change: OrderChange) -> Iterator[str]:
    come, gone = change.returns
    if len(come) == 1:
        yield _tr("{name} comes back").format(name=come[0].item.name)
    elif come:
        yield _tr("{count} lines come back").format(count=len(come))
    elif len(gone) == 1:
        yield _tr("{name} does not come back").format(name=gone[0].item.name)
    elif gone:
        yield _tr("{count} lines do not come back").format(count=len(gone))


def _of_order(change: OrderChange, formats: Formats) -> Iterator[str]:
    if change.discount is not None:
        _before, after = change.discount
        items = change.after.items or change.before.items
        if after is None or not items:
            yield _tr("Order: without its discount")
        else:
            cut = words_of_discount(after, items[0].unit_price.currency, formats)
            yield _tr("Order: {cut}").format(cut=cut)
    if change.is_note:
        yield _tr("Order: note")


def _tr(words: str) -> str:
    return QCoreApplication.translate(CONTEXT, words)
