"""Find whom an order is for: a few letters of a name, or three digits of a number."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.customer import Customer
from pos_app.services.ports import Formats
from pos_app.viewmodels.customers.customer_desk import CustomerDesk
from pos_app.viewmodels.customers.customer_typing import CustomerTyping
from pos_app.viewmodels.customers.order_customer import OrderCustomer
from pos_app.viewmodels.sell.ringing_up import RingingUp
from pos_app.viewmodels.shared.words import words_for


class CustomerPicker(QObject):
    """One sheet in two shapes: the search, and the form of `typing`.

    Signals:
        opened: Emitted to search.
        found: Emitted with the RowTexts of a search.
        troubled: Emitted with a sentence.
        hidden: Emitted when the sheet is to go.
    """

    opened = Signal()
    found = Signal(object)
    troubled = Signal(str)
    hidden = Signal()

    def __init__(
        self,
        *,
        desk: CustomerDesk,
        ringing: RingingUp,
        order: OrderCustomer,
        typing: CustomerTyping,
        formats: Formats,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._ringing = ringing
        self._formats = formats
        self._asked = 0
        self.order = order
        self.typing = typing
        self.is_open = False
        typing.written.connect(self._on_written)

    @Slot()
    def open(self) -> None:
        if self._ringing.actor is not None and not self.is_open and not self._ringing.is_busy:
            self.is_open = True
            self.typing.form = None
            self.typing.actor = self._ringing.actor
            self.opened.emit()

    @Slot()
    def leave(self) -> None:
        """Esc: from the form back to the search, then out."""
        if self.typing.form is not None and self.is_open:
            self.typing.form = None
            self.opened.emit()
        else:
            self.close()

    @Slot()
    def close(self) -> None:
        if self.is_open:
            self.is_open = False
            self.typing.form = None
            self.hidden.emit()

    @Slot(str)
    def look_for(self, text: str) -> None:
        """Search as it is typed; only the newest text's results are shown."""
        self._asked += 1
        asked = self._asked
        self._desk.reader.submit(
            lambda: self._desk.service.find(text) if asked == self._asked else [],
            on_success=lambda hits: self._on_found(asked, hits),
            on_failure=lambda error: self.troubled.emit(words_for(error, self._formats)),
        )

    @Slot(int)
    def choose(self, customer_id: int) -> None:
        """The order is for this one, as long as nobody undoes it."""
        self.order.attach(customer_id)
        self.close()

    @Slot(int)
    def edit(self, customer_id: int) -> None:
        """Correct the one that is highlighted, or that the order is for."""
        if self.is_open:
            self.typing.edit(customer_id or self.order.customer_id or 0)

    @Slot()
    def remove(self) -> None:
        self.order.remove()
        self.close()

    def _on_found(self, asked: int, hits: Sequence[Customer]) -> None:
        if asked == self._asked:
            self.found.emit(self._desk.rows(hits))

    def _on_written(self, customer: Customer) -> None:
        if self.is_open:
            self.choose(customer.customer_id)
        self.order.renamed()
