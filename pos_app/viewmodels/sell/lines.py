"""The order's lines as a list model: ready text for the delegate to paint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress, count
from operator import ne

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from pos_app.domain.money import Money
from pos_app.domain.order import Order
from pos_app.domain.order_item import OrderItem
from pos_app.domain.pricing import LineTotals, OrderTotals
from pos_app.domain.quantity import ONE, THOUSAND
from pos_app.domain.returned import Returned
from pos_app.domain.rounding import divide
from pos_app.services.ports import Formats
from pos_app.viewmodels.sell.change_words import words_of_discount
from pos_app.viewmodels.shared.return_words import words_of

LINE_ROLE = Qt.ItemDataRole.UserRole
SPOKEN_ROLE = Qt.ItemDataRole.DisplayRole


@dataclass(frozen=True, slots=True)
class LineText:
    """One line, ready to be painted; empty texts are left out."""

    quantity: str
    name: str
    detail: str
    total: str
    spoken: str
    comes_back: bool = False


class LinesModel(QStandardItemModel):
    """Qt's own rows: a view asks for all of them after every change, and none is made here."""

    def __init__(self, *, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(0, 1, parent)
        self._formats = formats
        self._lines: list[LineText] = []
        self._sources: list[tuple[OrderItem, LineTotals]] = []

    def show(self, items: Sequence[OrderItem], totals: Sequence[LineTotals]) -> None:
        """Show these lines, telling views only about the rows that differ."""
        wanted = list(zip(items, totals, strict=True))
        limit = min(len(wanted), len(self._sources))
        for row in list(compress(count(), map(ne, self._sources, wanted))):
            self._sources[row] = wanted[row]
            self._lines[row] = self._text(*wanted[row])
            self._fill(row)
        if len(wanted) > limit:
            self._sources += wanted[limit:]
            self._lines += [self._text(*source) for source in wanted[limit:]]
            # Each with its words already: views hear of it once.
            self.invisibleRootItem().appendRows([_item(line) for line in self._lines[limit:]])
        elif len(self._sources) > limit:
            gone = len(self._sources) - limit
            del self._sources[limit:]
            del self._lines[limit:]
            self.removeRows(limit, gone)

    def _fill(self, row: int) -> None:
        line = self._lines[row]
        said: dict[int, object] = {SPOKEN_ROLE.value: line.spoken, LINE_ROLE.value: line}
        self.setItemData(self.index(row, 0), said)

    def line(self, row: int) -> LineText:
        return self._lines[row]

    @property
    def sources(self) -> Sequence[tuple[OrderItem, LineTotals]]:
        """What the lines are made of, as it was priced."""
        return self._sources

    def _text(self, item: OrderItem, totals: LineTotals) -> LineText:
        if item.returns is not None:
            return self._text_of_return(item, item.returns, totals)
        formats = self._formats
        quantity = formats.quantity(item.quantity)
        price = formats.number(item.unit_price)
        parts = []
        if item.unit.is_measured:
            parts.append(f"{quantity} {item.unit.value} × {price} / {item.unit.value}")
        elif item.quantity != ONE:
            parts.append(f"× {price}")
        news = self._news(item, totals)
        paid = Money(totals.before_discount - totals.discount, item.unit_price.currency)
        total = formats.number(paid)
        return LineText(
            quantity="1" if item.unit.is_measured else quantity,
            name=item.name,
            detail="   ".join((*parts, *news)),
            total=total,
            spoken=", ".join((f"{quantity} {item.name}", total, *news)),
        )

    def _text_of_return(self, item: OrderItem, back: Returned, totals: LineTotals) -> LineText:
        """At what was paid for it in the end: with its share of every discount."""
        quantity = self._formats.quantity(item.quantity)
        measure = f"{quantity} {item.unit.value}" if item.unit.is_measured else ""
        paid = totals.before_discount - totals.discount - totals.order_discount
        total = self._formats.number(Money(paid, item.unit_price.currency))
        said = self._news_of_return(back)
        return LineText(
            quantity=self._formats.quantity(-ONE) if measure else quantity,
            name=item.name,
            detail="   ".join(part for part in (measure, said) if part),
            total=total,
            spoken=", ".join((f"{quantity} {item.name}", total, said)),
            comes_back=True,
        )

    def _news(self, item: OrderItem, totals: LineTotals) -> list[str]:
        """What it cost before, what was taken off and why, and what was said of it."""
        news = self._price_before(item, totals)
        if item.discount is not None:
            currency = item.unit_price.currency
            news.append(words_of_discount(item.discount, currency, self._formats))
        if item.note:
            news.append(f"“{item.note}”")
        return news

    def _news_of_return(self, back: Returned) -> str:
        return words_of(back)

    def _price_before(self, item: OrderItem, totals: LineTotals) -> list[str]:
        """What the line costs by the price list, where it now costs something else."""
        listed = _listed(item, totals)
        if listed == totals.before_discount - totals.discount:
            return []
        was = self._formats.number(Money(listed, item.unit_price.currency))
        return [self._was(was)]

    def _was(self, price: str) -> str:
        return QCoreApplication.translate("LinesModel", "was {price}").format(price=price)


def _item(line: LineText) -> QStandardItem:
    item = QStandardItem(line.spoken)
    item.setData(line, LINE_ROLE)
    return item


def saved_on(items: Sequence[OrderItem], totals: OrderTotals) -> int:
    """What an order costs less than by its list, in minor units."""
    # What comes back has its totals after these.
    back = totals.lines[len(items) :]
    taken_off = totals.discount - sum(line.discount + line.order_discount for line in back)
    lines = zip(items, totals.lines, strict=False)
    priced_anew = [one for one in lines if one[0].list_price is not None]
    return taken_off + sum(_listed(item, line) - line.before_discount for item, line in priced_anew)


def terms_of(order: Order, totals: OrderTotals, formats: Formats) -> str:
    """What holds for the whole order: its discount, why and how much, its tip, and its note."""
    terms = []
    if order.discount is not None:
        words = words_of_discount(order.discount, order.currency, formats)
        sentence = QCoreApplication.translate("OrderTerms", "Order {words}: {amount}")
        terms.append(sentence.format(words=words, amount=cut_of(order, totals, formats)))
    if totals.tip:
        sentence = QCoreApplication.translate("OrderTerms", "Tip: {amount}")
        terms.append(sentence.format(amount=formats.number(Money(totals.tip, order.currency))))
    if order.note:
        terms.append(f"“{order.note}”")
    return "   ".join(terms)


def cut_of(order: Order, totals: OrderTotals, formats: Formats) -> str:
    """What the discount on the whole order takes off; nothing without one."""
    if order.discount is None:
        return ""
    bought = totals.lines[: len(order.items)]
    return formats.number(Money(-sum(line.order_discount for line in bought), order.currency))


def _listed(item: OrderItem, totals: LineTotals) -> int:
    """What the line costs by the price list, in minor units."""
    if item.list_price is None:
        return totals.before_discount
    return divide(item.quantity.thousandths * item.list_price.minor, THOUSAND)
