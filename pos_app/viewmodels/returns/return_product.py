"""Take back what somebody has no receipt for: which product, how much of it, at which price."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.money import Currency, Money
from pos_app.domain.product import Product
from pos_app.domain.quantity import ONE, THOUSAND
from pos_app.domain.rounding import divide
from pos_app.domain.staff import Approval, Permission
from pos_app.services.catalogue.ports import SearchHit
from pos_app.services.catalogue.searching import Search
from pos_app.services.ports import Formats
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.approval.acts import run
from pos_app.viewmodels.approval.request import ApprovalRequest
from pos_app.viewmodels.returns.receipt_sheet import ReturnDesk
from pos_app.viewmodels.returns.why_choice import WhyChoice
from pos_app.viewmodels.sell.sell import SellViewModel
from pos_app.viewmodels.sell.shelf_words import price_of
from pos_app.viewmodels.shared.amount_entry import AmountEntry
from pos_app.viewmodels.shared.measure_entry import MeasureEntry
from pos_app.viewmodels.shared.row_text import RowText
from pos_app.viewmodels.shared.words import words_for


@dataclass(frozen=True, slots=True)
class ProductForm:
    """Without a `name` it is looked for; `unit` is empty for what is counted."""

    name: str
    quantity: str
    unit: str
    price: str
    total: str
    reason: int
    restocks: bool
    asks_words: bool


class HowMuch(QObject):
    """How much of a product, and what it gives for each; its deposit comes back too.

    Signals:
        changed: Emitted after every key.
    """

    changed = Signal()

    def __init__(self, currency: Currency, *, in_cents: bool) -> None:
        super().__init__()
        self._currency = currency
        self._in_cents = in_cents
        self.quantity = MeasureEntry(ONE)
        self.price = AmountEntry(currency, in_cents=in_cents)
        self._deposit = 0

    def begin(self, product: Product) -> None:
        """One of it, at what it costs today."""
        self.quantity = MeasureEntry(ONE)
        self.price = AmountEntry(self._currency, in_cents=self._in_cents)
        self.price.preset(product.unit_price)
        self._deposit = product.deposit.unit_price.minor if product.deposit else 0

    @property
    def worth(self) -> Money:
        each = self.price.amount.minor + self._deposit
        minor = divide(self.quantity.quantity.thousandths * each, THOUSAND)
        return Money(minor, self._currency)

    @Slot(str)
    def press_quantity(self, key: str) -> None:
        self.quantity.press(key)
        self.changed.emit()

    @Slot()
    def erase_quantity(self) -> None:
        self.quantity.backspace()
        self.changed.emit()

    @Slot(str)
    def press_price(self, key: str) -> None:
        self.price.press(key)
        self.changed.emit()

    @Slot()
    def erase_price(self) -> None:
        self.price.backspace()
        self.changed.emit()


class ReturnProduct(QObject):
    """First it is scanned or found, then said how much; `why` and `much` hold the answers.

    Signals:
        opened: Emitted when its sheet is wanted, empty.
        changed: Emitted with the ProductForm after every choice.
        found: Emitted with the RowTexts of a search.
        refused: Emitted with a sentence; nothing has changed.
        hidden: Emitted when the sheet is to go.
    """

    opened = Signal()
    changed = Signal(object)
    found = Signal(object)
    refused = Signal(str)
    hidden = Signal()

    def __init__(
        self,
        *,
        sell: SellViewModel,
        desk: ReturnDesk,
        search: Search,
        tasks: TaskRunner,
        formats: Formats,
    ) -> None:
        super().__init__()
        self._sell = sell
        self._desk = desk
        self._search = search
        self._tasks = tasks
        self._formats = formats
        self._hits: dict[int, Product] = {}
        self._product: Product | None = None
        self._asked = 0
        self.why = WhyChoice()
        self.much = HowMuch(desk.currency, in_cents=formats.in_cents)
        self.is_open = False
        for part in (self.why, self.much):
            part.changed.connect(self._show)

    @Slot()
    def open(self) -> None:
        ringing = self._sell.ringing
        if self._sell.actor is None or self.is_open or ringing.is_busy:
            return
        self.is_open, self._product = True, None
        ringing.divert = self._divert
        self.why.begin()
        self.opened.emit()
        self._show()

    @Slot()
    def back(self) -> None:
        """First to another product, then out."""
        if self._product is None:
            self.leave()
        else:
            self._product = None
            self._show()

    @Slot()
    def leave(self) -> None:
        if self.is_open:
            self.is_open = False
            self._sell.ringing.divert = None
            self.hidden.emit()

    @Slot(str)
    def look_for(self, text: str) -> None:
        self._asked += 1
        asked = self._asked
        self._tasks.submit(
            lambda: self._search.find(text) if asked == self._asked and text else [],
            on_success=lambda hits: self._on_found(hits) if asked == self._asked else None,
            on_failure=self._refuse,
        )

    @Slot(int)
    def choose(self, product_id: int) -> None:
        product = self._hits.get(product_id)
        if product is not None:
            self._take(product)

    @Slot()
    def save(self) -> None:
        """Put it into the open order."""
        product, actor = self._product, self._sell.actor
        if not self.is_open or product is None or actor is None:
            return

        def take(approval: Approval | None) -> None:
            self._desk.returns.add_without_receipt(
                product=product,
                quantity=self.much.quantity.quantity,
                price=self.much.price.amount,
                why=self.why.why(),
                actor=actor,
                approval=approval,
            )
            self._on_added(product)

        run(take, approvals=self._desk.approvals, request=self._request, on_failure=self._refuse)

    def _request(self) -> ApprovalRequest:
        assert self._product is not None
        words = self.tr("Take back {name} without a receipt")
        return ApprovalRequest(
            Permission.REFUND_WITHOUT_RECEIPT,
            words.format(name=self._product.name),
            self._formats.money(self.much.worth),
            self.why.in_words,
        )

    def _divert(self, raw: str) -> bool:
        try:
            self._take(self._desk.lookup.find(raw).product)
        except PosError as error:
            self._refuse(error)
        else:
            self._sell.sound.emit("ok")
        return True

    def _take(self, product: Product) -> None:
        self._product = product
        self.much.begin(product)
        self._show()

    def _on_found(self, hits: Sequence[SearchHit]) -> None:
        self._hits = {hit.product.product_id: hit.product for hit in hits}
        self.found.emit(
            tuple(
                RowText(one, product.name, "", price_of(product, self._formats))
                for one, product in self._hits.items()
            )
        )

    def _on_added(self, product: Product) -> None:
        self.leave()
        order = self._desk.orders.order
        self._sell.show(len(order.items) + len(order.returns) - 1)
        self._sell.draft_changed.emit()
        self._sell.sound.emit("ok")
        self._sell.toast.emit(self.tr("{name} comes back").format(name=product.name), True)

    @Slot()
    def _show(self) -> None:
        if self.is_open:
            product, formats = self._product, self._formats
            unit = product.unit.value if product and product.unit.is_measured else ""
            self.changed.emit(
                ProductForm(
                    name=product.name if product is not None else "",
                    quantity=self.much.quantity.text,
                    unit=unit,
                    price=formats.money(self.much.price.amount),
                    total=formats.money(self.much.worth),
                    reason=self.why.reason,
                    restocks=self.why.restocks,
                    asks_words=self.why.asks_words,
                )
            )

    def _refuse(self, error: PosError) -> None:
        self._sell.sound.emit("refused")
        self.refused.emit(words_for(error, self._formats))
