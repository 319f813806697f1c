"""The slip of an order that was put aside: what is in it, and a code that brings it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pos_app.domain.errors import UnavailableError
from pos_app.domain.money import Money
from pos_app.domain.order import Order
from pos_app.domain.order_item import OrderItem
from pos_app.domain.order_keeping import begun_at
from pos_app.domain.pricing import OrderTotals
from pos_app.domain.quantity import ONE
from pos_app.domain.staff import Permission, StaffMember
from pos_app.services.ports import Printer
from pos_app.services.printing.cells import NO_BREAK_SPACE
from pos_app.services.printing.layout import paper_lines
from pos_app.services.printing.receipt import INDENT, centred
from pos_app.services.printing.rendering import ReceiptRenderer
from pos_app.services.printing.rows import Bars, Columns, Emphasis, Qr, Receipt, Row, Rule, Text

CODE_PREFIX: Final = "HELD-"
CODE_DIGITS: Final = 12


class SlipNotPrintedError(UnavailableError):
    code = "slip.not_printed"
    text = (
        "The slip was not printed: the printer does not work. The order is held as before. "
        "Check paper, cover and cable, then print the slip again."
    )


def slip_code(order_id: str) -> str:
    """What is scanned to bring the order back: the end of its id, which no other shares."""
    return CODE_PREFIX + order_id.replace("-", "")[-CODE_DIGITS:].upper()


def is_slip_code(raw: str) -> bool:
    return raw.upper().startswith(CODE_PREFIX)


@dataclass(frozen=True, slots=True)
class HeldSlips:
    """Nothing of it is stored: what counts is the order, which is held with a slip or without."""

    renderer: ReceiptRenderer
    printer: Printer
    totals_of: Callable[[Order], OrderTotals]

    def print(self, order: Order, *, actor: StaffMember) -> None:
        """Print the slip of a held order.

        :raises SlipNotPrintedError: if the printer does not take it
        """
        actor.require(Permission.SELL)
        slip = self.slip(order)
        lines = paper_lines(slip, width=self.renderer.width)
        try:
            self.printer.print_lines(name=slip.name, lines=lines)
        except UnavailableError as error:
            raise SlipNotPrintedError from error

    def slip(self, order: Order) -> Receipt:
        """Marked first and last as what it is not; its total is that of now."""
        words, header = self.renderer.words, self.renderer.header
        code, at = slip_code(order.order_id), begun_at(order)
        marks = [centred(words.held, Emphasis.STRONG)]
        if header.practice:
            marks.insert(0, centred(words.practice, Emphasis.STRONG))
        when = [] if at is None else [Columns(words.date, self.renderer.formats.date_time(at))]
        name = order.keeping.name
        totals = self.totals_of(order)
        total = self.renderer.formats.money(Money(totals.total, order.currency))
        return Receipt(
            code,
            (
                *marks,
                centred(header.store, Emphasis.LARGE),
                *([centred(name, Emphasis.LARGE)] if name else []),
                Rule(),
                *when,
                Columns(words.terminal, header.terminal),
                Rule(),
                *self._items(order, totals),
                Rule(),
                Columns(words.total, total, Emphasis.LARGE),
                *([Text(order.note)] if order.note and header.print_notes else []),
                Rule(),
                Qr(code, words.qr_note),
                Bars(code),
                *marks,
            ),
        )

    def _items(self, order: Order, totals: OrderTotals) -> list[Row]:
        rows: list[Row] = []
        items = [*order.items, *(one.item for one in order.returns)]
        for item, line in zip(items, totals.lines, strict=True):
            amount = Money(line.total, order.currency)
            rows.append(Columns(item.name, self.renderer.formats.number(amount)))
            if item.unit.is_measured or item.quantity != ONE:
                rows.append(Text(self._quantity(item), indent=INDENT))
        return rows

    def _quantity(self, item: OrderItem) -> str:
        quantity = self.renderer.formats.quantity(item.quantity)
        if item.unit.is_measured:
            return f"{quantity}{NO_BREAK_SPACE}{item.unit.value}"
        return f"× {quantity}"
