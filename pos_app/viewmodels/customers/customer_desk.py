"""Where customers are looked up and written, and which of them are known already."""

from __future__ import annotations

from collections.abc import Sequence

from pos_app.domain.customer import Customer
from pos_app.services.customers.customer_service import CustomerService
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.shared.row_text import RowText


class CustomerDesk:
    """Off the thread that shows them; who was seen once is `known`."""

    def __init__(self, *, service: CustomerService, reader: TaskRunner, writer: TaskRunner) -> None:
        self.service = service
        self.reader = reader
        self.writer = writer
        self._known: dict[int, Customer] = {}

    def known(self, customer_id: int | None) -> Customer | None:
        return None if customer_id is None else self._known.get(customer_id)

    def remember(self, customer: Customer) -> None:
        self._known[customer.customer_id] = customer

    def rows(self, customers: Sequence[Customer]) -> tuple[RowText, ...]:
        """As they are shown in a list, and known from now on."""
        for one in customers:
            self.remember(one)
        return tuple(
            RowText(one.customer_id, one.details.name, one.details.phone, one.details.email)
            for one in customers
        )
