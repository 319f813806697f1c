"""The command palette: any action, product or receipt by a few letters of its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.money import Money
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.quantity import Quantity
from pos_app.services.catalogue.ports import SearchHit
from pos_app.services.catalogue.searching import Search, folded
from pos_app.services.ports import Formats
from pos_app.tasks.runner import TaskRunner

ACTIONS_MAX: Final = 6
"""How many actions stand before the products, where both are found."""
DIGITS_OF_A_NUMBER: Final = 6


class Doable(Protocol):
    """An action of the till, as its table has it."""

    @property
    def command(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def icon(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def enabled(self) -> Callable[[], bool]: ...
    @property
    def run(self) -> Callable[[], object]: ...


class Numbered(Protocol):
    """Orders by the number on their receipt."""

    def by_number(self, number: str) -> OrderDocument | None: ...


class Kind(Enum):
    ACTION = "action"
    PRODUCT = "product"
    RECEIPT = "receipt"


@dataclass(frozen=True, slots=True)
class Found:
    """A row; `name` is what its kind knows it by, and `detail` what Shift+Enter shows."""

    kind: Kind
    name: str
    words: str
    right: str = ""
    icon: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class _Answer:
    receipt: OrderDocument | None
    hits: Sequence[SearchHit]


class PaletteViewModel(QObject):
    """Actions are found at once, products and receipts a moment later.

    Signals:
        opened: Emitted to open it.
        changed: Emitted with the rows found, the best one first.
        looked_at: Emitted with the row whose price or total is asked for, and only that.
        product_chosen: Emitted with the id of a product to add.
        receipt_chosen: Emitted with the number of a receipt to show.
    """

    opened = Signal()
    changed = Signal(object)
    looked_at = Signal(object)
    product_chosen = Signal(int)
    receipt_chosen = Signal(str)

    def __init__(
        self,
        *,
        search: Search,
        orders: Numbered,
        number_prefix: str,
        tasks: TaskRunner,
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._search = search
        self._orders = orders
        self._prefix = number_prefix
        self._tasks = tasks
        self._formats = formats
        self._asked = 0
        self.actions: Iterable[Doable] = ()
        self.can_sell: Callable[[], bool] = lambda: False
        self.rows: tuple[Found, ...] = ()
        self.is_searching = False

    @Slot()
    def open(self) -> None:
        self.opened.emit()
        self.look_for("")

    @Slot(str)
    def look_for(self, text: str) -> None:
        """Find what is called so; with nothing typed, everything that can be done now."""
        self._asked += 1
        asked, wanted = self._asked, folded(text)
        self.is_searching = bool(wanted) and self.can_sell()
        actions = self._matching(wanted)
        self._show(actions[:ACTIONS_MAX] if self.is_searching else actions)
        if self.is_searching:
            self._tasks.submit(
                lambda: self._find(asked, text),
                on_success=lambda answer: self._on_answer(asked, actions, answer),
                on_failure=lambda error: self._on_failure(asked, error),
            )

    def choose(self, row: Found) -> None:
        """Do it, add it, or show it."""
        match row.kind:
            case Kind.ACTION:
                # The same name may stand for another thing on another screen.
                named = (one for one in self.actions if one.command == row.name)
                action = next((one for one in named if one.enabled()), None)
                if action is not None:
                    action.run()
            case Kind.PRODUCT:
                self.product_chosen.emit(int(row.name))
            case Kind.RECEIPT:
                self.receipt_chosen.emit(row.name)

    def look_at(self, row: Found) -> None:
        """Show what it costs and how many are left; an action is only done by Enter."""
        if row.kind is not Kind.ACTION:
            self.looked_at.emit(row)

    def _matching(self, wanted: str) -> tuple[Found, ...]:
        """Actions with every word typed in theirs; those that begin with it stand first."""
        words = wanted.split()
        named = [(folded(one.text), one) for one in self.actions if one.enabled()]
        fitting = [
            (not name.startswith(wanted), place, one)
            for place, (name, one) in enumerate(named)
            if all(f" {word}" in f" {name}" for word in words)
        ]
        return tuple(
            Found(Kind.ACTION, one.command, one.text.rstrip("…"), one.key, one.icon)
            for _later, _place, one in sorted(fitting, key=lambda found: found[:2])
        )

    def _find(self, asked: int, text: str) -> _Answer:
        if asked != self._asked:  # typed on meanwhile
            return _Answer(None, ())
        return _Answer(self._receipt(text.strip().upper()), self._search.find(text))

    def _receipt(self, number: str) -> OrderDocument | None:
        if number.isascii() and number.isdigit() and len(number) <= DIGITS_OF_A_NUMBER:
            number = f"{self._prefix}-{int(number):0{DIGITS_OF_A_NUMBER}}"
        return self._orders.by_number(number) if "-" in number else None

    def _on_answer(self, asked: int, actions: Sequence[Found], answer: _Answer) -> None:
        if asked == self._asked:
            self.is_searching = False
            receipts = [self._of_receipt(answer.receipt)] if answer.receipt is not None else []
            products = [self._of_product(hit) for hit in answer.hits]
            shown = actions[:ACTIONS_MAX] if products else actions
            self._show((*receipts, *shown, *products))

    def _on_failure(self, asked: int, _error: PosError) -> None:
        # Actions are found without the disk.
        if asked == self._asked:
            self.is_searching = False
            self._show(self.rows)

    def _show(self, rows: Sequence[Found]) -> None:
        self.rows = tuple(rows)
        self.changed.emit(self.rows)

    def _of_product(self, hit: SearchHit) -> Found:
        product = hit.product
        price = self._formats.number(product.unit_price)
        if product.unit.is_measured:
            price = f"{price} / {product.unit.value}"
        stock = self._formats.quantity(Quantity(hit.stock))
        detail = self.tr("{stock} in stock · code {code}").format(
            stock=stock, code=hit.barcode or product.sku
        )
        return Found(Kind.PRODUCT, str(product.product_id), product.name, price, "tag", detail)

    def _of_receipt(self, document: OrderDocument) -> Found:
        total = self._formats.money(Money(document.paid, document.currency))
        when = self._formats.date_time(document.completed_at)
        number = document.number or ""
        return Found(Kind.RECEIPT, number, number, total, "receipt", when)
