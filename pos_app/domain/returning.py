"""Returns: what of a paid order can come back, and what it is worth, to the last cent.

Nothing is priced anew: every amount is a share of a stored one, so that the last return of a
line brings the line, its taxes and the tax lines of the whole order to exactly zero.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pos_app.domain.errors import RefusedError
from pos_app.domain.order_document import DocumentItem, OrderDocument, TaxPart
from pos_app.domain.order_item import FractionOfPieceError, OrderItem
from pos_app.domain.pricing import (
    LineTotals,
    price_order,
    proration,
)
from pos_app.domain.quantity import Quantity
from pos_app.domain.return_item import ReturnItem
from pos_app.domain.returned import Returned
from pos_app.domain.rounding import spread
from pos_app.domain.tax import TaxClass, TaxPolicy

_NOTHING: Final[Mapping[int, int]] = {}


class NothingToReturnError(RefusedError):
    code = "return.nothing"
    text = "Nothing of {number} can come back: it is no paid order, or all of it came back."


class ReturnTooMuchError(RefusedError):
    code = "return.too_much"
    text = "{name}: {wanted} cannot come back, {left} of {sold} can. Nothing was given back."


class NoSuchLineError(RefusedError):
    code = "return.no_such_line"
    text = "{number} has no line {position} that can come back."


@dataclass(frozen=True, slots=True)
class ReturnableLine:
    """A line that was bought; `position` counts from 1, quantities are thousandths."""

    position: int
    line: DocumentItem
    returned: int = 0

    @property
    def sold(self) -> int:
        return self.line.item.quantity.thousandths

    @property
    def left(self) -> int:
        return self.sold - self.returned

    @property
    def worth(self) -> int:
        """What all that is left of it gives back, in minor units."""
        return self.worth_of(self.left)

    def worth_of(self, thousandths: int) -> int:
        """What so much of it gives back, in minor units."""
        return proration(
            self.line.totals.total, sold=self.sold, returned=thousandths, already=self.returned
        )


def returnable(
    document: OrderDocument, returned: Mapping[int, int] = _NOTHING
) -> tuple[ReturnableLine, ...]:
    """What was bought with a paid order; `returned` in thousandths by position."""
    if document.number is None:
        return ()
    return tuple(
        ReturnableLine(position, line, returned.get(position, 0))
        for position, line in enumerate(document.items, start=1)
        if line.item.quantity.thousandths > 0
    )


class Returning:
    """The returns that one paid order allows."""

    def __init__(self, document: OrderDocument, returned: Mapping[int, int] = _NOTHING) -> None:
        self._document = document
        self._number = document.number or ""
        self.lines = {one.position: one for one in returnable(document, returned)}
        self._parts = _tax_parts(document, self.lines)
        self._tax_lines = {(one.tax_class, one.tax_code): one for one in document.totals.tax_lines}

    def give_back(
        self, position: int, quantity: Quantity | None, why: Returned
    ) -> tuple[ReturnItem, ...]:
        """A line, or all that is left of it, and its deposit below.

        :raises NoSuchLineError: for none, or a deposit, which comes back with its item only
        :raises ReturnTooMuchError: for more than is left of it, or nothing
        :raises FractionOfPieceError: for a part of what is sold by the piece
        """
        line = self.lines.get(position)
        if line is None or line.line.item.is_deposit:
            raise NoSuchLineError(number=self._number, position=position)
        wanted = quantity if quantity is not None else Quantity(line.left)
        item = line.line.item
        if not 0 < wanted.thousandths <= line.left:
            raise ReturnTooMuchError(
                name=item.name,
                wanted=str(wanted),
                left=str(Quantity(line.left)),
                sold=str(item.quantity),
            )
        if not item.unit.is_measured and not wanted.is_whole:
            raise FractionOfPieceError(name=item.name, quantity=str(wanted))
        below = self.lines.get(position + 1)
        found = [line] if below is None or not below.line.item.is_deposit else [line, below]
        return tuple(self._share(one, wanted, why) for one in found)

    def everything(self, why: Returned) -> tuple[ReturnItem, ...]:
        """All that is left.

        :raises NothingToReturnError: if nothing is
        """
        found = [
            item
            for position, line in self.lines.items()
            if line.left and not line.line.item.is_deposit
            for item in self.give_back(position, None, why)
        ]
        if not found:
            raise NothingToReturnError(number=self._number or self._document.order_id)
        return tuple(found)

    def _share(self, line: ReturnableLine, quantity: Quantity, why: Returned) -> ReturnItem:
        item, stored = line.line.item, line.line.totals

        def share(amount: int) -> int:
            return -proration(
                amount, sold=line.sold, returned=quantity.thousandths, already=line.returned
            )

        parts = tuple((code, share(tax)) for code, tax in self._parts[line.position])
        total, tax = share(stored.total), sum(part for _, part in parts)
        discount, order_discount = share(stored.discount), share(stored.order_discount)
        added = 0 if self._document.policy.prices_include_tax else tax
        totals = LineTotals(
            # So that the parts of a share still make the whole of it.
            before_discount=total - added + discount + order_discount,
            discount=discount,
            order_discount=order_discount,
            total=total,
            tax=tax,
        )
        taxes = tuple(
            replace(self._tax_lines[item.tax_class, code], net=totals.net, tax=part)
            for code, part in parts
        )
        where = replace(why, number=self._number, position=line.position)
        back = replace(
            item,
            quantity=-quantity,
            returns=where,
            approved_by=None,
            sale_approved_by=None,
            note="",
        )
        return ReturnItem(back, totals, taxes, already=line.returned)


def gives_back_all(document: OrderDocument, returns: Sequence[ReturnItem]) -> bool:
    """Whether these are all that was bought with it, and nothing of it came back before."""
    coming: Counter[int] = Counter()
    for one in returns:
        back = one.item.returns
        if back is None or back.number != document.number or one.already:
            return False
        coming[back.position] -= one.item.quantity.thousandths
    return coming == {line.position: line.sold for line in returnable(document)}


def without_receipt(
    items: Sequence[OrderItem],
    why: Returned,
    *,
    tax_classes: dict[str, TaxClass],
    policy: TaxPolicy,
) -> tuple[ReturnItem, ...]:
    """Items of positive quantity as they would be sold now, given back instead."""
    assert not why.number, why
    return tuple(_taken_back(item, why, tax_classes, policy) for item in items)


def _taken_back(
    item: OrderItem, why: Returned, tax_classes: dict[str, TaxClass], policy: TaxPolicy
) -> ReturnItem:
    priced = price_order([item.line], tax_classes=tax_classes, policy=policy)
    totals = priced.lines[0]
    taxes = tuple(replace(one, net=-one.net, tax=-one.tax) for one in priced.tax_lines)
    return ReturnItem(
        replace(item, quantity=-item.quantity, returns=why),
        LineTotals(-totals.before_discount, -totals.discount, 0, -totals.total, -totals.tax),
        taxes,
    )


def _tax_parts(
    document: OrderDocument, lines: Mapping[int, ReturnableLine]
) -> dict[int, tuple[TaxPart, ...]]:
    """How much of each tax of its class every line that was bought carries.

    The parts of a line make its tax, and those of a tax make its line of the document.
    """
    left = _bought_taxes(document)
    by_class: dict[str, list[ReturnableLine]] = {}
    for line in lines.values():
        by_class.setdefault(line.line.item.tax_class, []).append(line)
    found: dict[int, tuple[TaxPart, ...]] = {}
    for tax_class, together in by_class.items():
        codes = left.get(tax_class, {})
        for line in together:
            is_last = line is together[-1]
            weights = list(codes.values())
            parts = weights if is_last else spread(line.line.totals.tax, weights)
            assert sum(parts) == line.line.totals.tax, document.number
            found[line.position] = tuple(zip(codes, parts, strict=True))
            for code, part in found[line.position]:
                codes[code] -= part
    return found


def _bought_taxes(document: OrderDocument) -> dict[str, dict[str, int]]:
    """The taxes of what was bought, by class and code: without those of what it gave back."""
    lines = {(one.tax_class, one.tax_code): one for one in document.totals.tax_lines}
    given_back = set()
    for one in document.items:
        for code, part in one.tax_parts:
            key = one.item.tax_class, code
            given_back.add(key)
            before = lines[key]
            lines[key] = replace(before, net=before.net - one.totals.net, tax=before.tax - part)
    taxes: dict[str, dict[str, int]] = {}
    for key, line in lines.items():
        # What is left of nothing was charged in its time, and on nothing that was bought now.
        if line.net or line.tax or key not in given_back:
            taxes.setdefault(line.tax_class, {})[line.tax_code] = line.tax
    return taxes
