"""Use cases: find a customer, take one down, correct one, and forget one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pos_app.domain.customer import Customer, CustomerDetails, digits_of
from pos_app.domain.errors import NotFoundError
from pos_app.domain.journal import EntryKind
from pos_app.domain.order import Order
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.staff import Permission, StaffMember
from pos_app.services.catalogue.searching import folded
from pos_app.services.customer_records import CustomerQueries
from pos_app.services.customers.customer_keys import keys_of, matches, wanted_keys
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.ports import Clock, Ids, NewUnitOfWork

RESULTS_MAX: Final = 30
CANDIDATES_MAX: Final = 200
ALIKE_MAX: Final = 5


class NoSuchCustomerError(NotFoundError):
    code = "customer.unknown"
    text = "There is no customer with the number {number}."


class CustomerService:
    """The journal tells that a customer was taken down, changed or forgotten, and never whom."""

    def __init__(
        self,
        *,
        new_uow: NewUnitOfWork,
        customers: CustomerQueries,
        journal: JournalWriter,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._new_uow = new_uow
        self._customers = customers
        self._journal = journal
        self._clock = clock
        self._ids = ids

    def find(self, text: str) -> list[Customer]:
        """The best of those that fit, as `find_customers` does."""
        return find_customers(self._customers, text)

    def alike(self, details: CustomerDetails, *, without: int = 0) -> Sequence[Customer]:
        """Who has the same number, the same address or the same name already."""
        keys = (digits_of(details.phone), folded(details.email), *folded(details.name).split()[:1])
        found: dict[int, Customer] = {}
        for key in keys:
            for one in self._customers.by_key(key, limit=CANDIDATES_MAX) if key else ():
                if one.customer_id != without and _is_same(one.details, details):
                    found[one.customer_id] = one
        return list(found.values())[:ALIKE_MAX]

    def get(self, customer_id: int) -> Customer:
        """:raises NoSuchCustomerError: if nobody has that number, or nobody any more"""
        found = self._customers.get(customer_id)
        if found is None or not found.active:
            raise NoSuchCustomerError(number=customer_id)
        return found

    def add(self, *, actor: StaffMember, details: CustomerDetails) -> Customer:
        """Take a customer down; whether there is one alike is for a person to say."""
        actor.require(Permission.SELL)
        with self._new_uow() as uow:
            added = uow.customers.add(
                details, uid=self._ids.new(), at=self._clock.now(), keys=keys_of(details)
            )
            self._journal.append(uow.journal, _told(actor, "customer_added", added.customer_id))
            uow.commit()
        return added

    def change(self, *, actor: StaffMember, customer_id: int, details: CustomerDetails) -> Customer:
        """:raises NoSuchCustomerError: if nobody has that number"""
        actor.require(Permission.SELL)
        known = self.get(customer_id)
        with self._new_uow() as uow:
            uow.customers.change(customer_id, details, keys=keys_of(details))
            self._journal.append(uow.journal, _told(actor, "customer_changed", customer_id))
            uow.commit()
        return Customer(customer_id, known.uid, details, known.created_at)

    def forget(self, *, actor: StaffMember, customer_id: int) -> None:
        """Keep nothing of a person but the number that their orders name.

        :raises NotAllowedError: if the actor may not
        :raises NoSuchCustomerError: if nobody has that number
        """
        actor.require(Permission.MANAGE_STORE)
        known = self.get(customer_id)
        with self._new_uow() as uow:
            uow.customers.forget(customer_id)
            # The till would go on proposing the address, and keep it for weeks.
            if known.details.email:
                uow.emails.forget(known.details.email)
            self._journal.append(uow.journal, _told(actor, "customer_forgotten", customer_id))
            uow.commit()


def find_customers(customers: CustomerQueries, text: str) -> list[Customer]:
    """By the beginnings of words of the name or the address, or any three digits in a row."""
    wanted = wanted_keys(text)
    if not wanted:
        return []
    found = customers.by_key(wanted[0], limit=CANDIDATES_MAX)
    fitting = [one for one in found if matches(one.details, wanted)]
    begun = folded(text)
    fitting.sort(
        key=lambda one: (
            not folded(one.details.name).startswith(begun),
            folded(one.details.name),
            one.customer_id,
        )
    )
    return fitting[:RESULTS_MAX]


def customer_of(customers: CustomerQueries, order: Order | OrderDocument) -> Customer | None:
    """Whom an order is for, unless they were forgotten since."""
    if order.customer_id is None:
        return None
    found = customers.get(order.customer_id)
    return found if found is not None and found.active else None


def _is_same(one: CustomerDetails, other: CustomerDetails) -> bool:
    return (
        bool(digits_of(one.phone) and digits_of(one.phone) == digits_of(other.phone))
        or bool(one.email and folded(one.email) == folded(other.email))
        or folded(one.name) == folded(other.name)
    )


def _told(actor: StaffMember, what: str, customer_id: int) -> Fact:
    return Fact(kind=EntryKind.CONFIG_CHANGE, actor=actor, body={what: customer_id})
