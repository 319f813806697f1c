"""What the sheet of a return shows, ready to be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from pos_app.domain.money import Money
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.quantity import Quantity
from pos_app.services.ports import Formats
from pos_app.viewmodels.returns.chosen_lines import Choice, ChosenLines, has_all, worth_of
from pos_app.viewmodels.returns.why_choice import WhyChoice

CONTEXT: Final = "Returns"


@dataclass(frozen=True, slots=True)
class BackRow:
    """A line that was bought; `chosen` and `worth` are empty if nothing of it comes back."""

    name: str
    detail: str
    chosen: str
    worth: str
    can_come: bool

    @property
    def spoken(self) -> str:
        parts = (self.name, self.detail, self.chosen and tr("comes back: {quantity}"), self.worth)
        return ", ".join(part for part in parts if part).format(quantity=self.chosen)


@dataclass(frozen=True, slots=True)
class BackForm:
    """`total` is empty while nothing is chosen."""

    title: str
    facts: str
    rows: tuple[BackRow, ...]
    current: int
    total: str
    has_all: bool
    reason: int
    restocks: bool
    asks_words: bool
    warning: str = ""
    """Why nobody can be sure what of it is left."""


class BackWords:
    def __init__(self, formats: Formats) -> None:
        self._formats = formats

    def form(
        self,
        document: OrderDocument,
        lines: ChosenLines,
        why: WhyChoice,
        *,
        in_order: Mapping[int, int],
        buys: bool,
    ) -> BackForm:
        """`in_order`: thousandths by position that the open order takes back already.

        :param buys: whether something is bought with the open order; then a tip stays given
        """
        formats, currency = self._formats, document.currency
        paid = Money(document.paid, currency)
        choices = lines.choices
        worth = Money(self.worth(document, lines, buys=buys), currency)
        return BackForm(
            title=tr("What comes back of {number}?").format(number=document.number),
            facts=_facts(document).format(
                when=formats.date_time(document.completed_at),
                who=document.cashier,
                paid=formats.money(paid),
                tip=formats.number(Money(document.totals.tip, currency)),
            ),
            rows=tuple(self._rows(choices, document, in_order)),
            current=lines.current,
            total=formats.money(worth) if lines.wanted() else "",
            has_all=has_all(choices),
            reason=why.reason,
            restocks=why.restocks,
            asks_words=why.asks_words,
        )

    def worth(self, document: OrderDocument, lines: ChosenLines, *, buys: bool) -> int:
        """What the chosen lines give back, in minor units: all of them at once the tip too."""
        choices = lines.choices
        is_whole = not buys and all(one.chosen == one.line.sold for one in choices)
        return worth_of(choices) + (max(document.totals.tip, 0) if is_whole else 0)

    def _rows(
        self, choices: Iterable[Choice], document: OrderDocument, in_order: Mapping[int, int]
    ) -> Iterable[BackRow]:
        for one in choices:
            item = one.line.line.item
            worth = Money(one.worth, document.currency)
            yield BackRow(
                name=item.name,
                detail=self._detail(one, in_order.get(one.line.position, 0)),
                chosen=self._measure(one, one.chosen) if one.chosen else "",
                worth=self._formats.number(worth) if one.chosen else "",
                can_come=bool(one.line.left),
            )

    def _detail(self, one: Choice, in_order: int) -> str:
        line = one.line
        total = Money(line.line.totals.total, line.line.item.unit_price.currency)
        parts = [
            tr("{quantity} bought for {total}").format(
                quantity=self._measure(one, line.sold), total=self._formats.number(total)
            )
        ]
        if line.returned and not line.left:
            parts.append(tr("all of it came back"))
        elif line.returned:
            parts.append(
                tr("{quantity} came back").format(quantity=self._measure(one, line.returned))
            )
        if in_order:
            quantity = self._measure(one, in_order)
            parts.append(tr("{quantity} in this order").format(quantity=quantity))
        return " · ".join(parts)

    def _measure(self, one: Choice, thousandths: int) -> str:
        unit = one.line.line.item.unit
        quantity = self._formats.quantity(Quantity(thousandths))
        return f"{quantity} {unit.value}" if unit.is_measured else quantity


def _facts(document: OrderDocument) -> str:
    if document.totals.tip <= 0:
        return tr("{when} · {who} · paid {paid}")
    return tr("{when} · {who} · paid {paid}; {tip} of it is a tip: it goes back with all at once")


def tr(words: str) -> str:
    return QCoreApplication.translate(CONTEXT, words)
