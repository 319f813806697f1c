"""Years of past orders, rung by the till's own services, a day in one transaction."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from math import exp, log
from types import TracebackType
from typing import Final, Self

from pos_app.adapters.persistence.products import SqlProducts
from pos_app.adapters.persistence.unit_of_work import SqlUnitOfWork
from pos_app.composition.opening import OpenStore
from pos_app.composition.services import identity_of
from pos_app.domain.order import Order
from pos_app.domain.order_item import OrderItem
from pos_app.domain.product import Product
from pos_app.services.journal.writing import JournalWriter
from pos_app.services.orders.checkout import Checkout, CheckoutPorts
from pos_app.services.shifts.shift_service import ShiftService

SEED: Final = 818_775
ORDERS_A_DAY: Final = 1_000
# As in 6,000 real baskets of a grocery store: after each item one in 4.5 goes to pay.
LAST_ITEM: Final = 1 / 4.46
ITEMS_MAX: Final = 32
ASSORTMENT: Final = 20_000
"""So many of the catalogue's products are on the shelves, as in a large supermarket."""
FIRST_DAY: Final = datetime(2023, 1, 2, 8, 0, tzinfo=UTC)
OPEN_FOR: Final = timedelta(hours=12)
FLOAT: Final = 10_000
# Spreads the products that sell well over the whole catalogue; no divisor of its size.
STRIDE: Final = 500_009

_AFTER_PRINTING: Final = "UPDATE print_job SET state = 'done', attempts = 1 WHERE state = 'waiting'"
_FIXED_BITS: Final = 0xF << 76 | 0b11 << 62
_VERSION_7: Final = 7 << 76 | 0b10 << 62
_AFTER_SYNC: Final = "DELETE FROM outbox"


class _Day(SqlUnitOfWork):
    """Units of work that are committed when their day ends."""

    @contextmanager
    def whole(self) -> Iterator[None]:
        super().__enter__()
        try:
            yield
            self.driver.execute(_AFTER_PRINTING).close()
            self.driver.execute(_AFTER_SYNC).close()
            super().commit()
        finally:
            super().__exit__(None, None, None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """The day goes on."""

    def commit(self) -> None:
        """Not before its end."""


class _PastClock:
    """Stands where it is put; `boot_id` says that no computer ran then."""

    boot_id = uuid.UUID(int=SEED).hex

    def __init__(self) -> None:
        self.moment = FIRST_DAY

    def now(self) -> datetime:
        return self.moment

    def monotonic_ms(self) -> int:
        return (self.moment - FIRST_DAY) // timedelta(milliseconds=1)


class _PastIds:
    """UUIDs as the till would have made them then, the same in every run."""

    def __init__(self, clock: _PastClock) -> None:
        self._clock = clock
        self.chance = random.Random(SEED)

    def new(self) -> str:
        milliseconds = int(self._clock.moment.timestamp() * 1_000)
        value = (milliseconds << 80) | self.chance.getrandbits(80)
        return str(uuid.UUID(int=value & ~_FIXED_BITS | _VERSION_7))


class _KnownProducts:
    """Each is read once: nothing changes them meanwhile."""

    def __init__(self, products: SqlProducts) -> None:
        self._products = products
        self._known: dict[int, Product | None] = {}

    def get_by_id(self, product_id: int) -> Product | None:
        if product_id not in self._known:
            self._known[product_id] = self._products.get_by_id(product_id)
        return self._known[product_id]

    def first_barcode(self, product_id: int) -> str:
        return next(iter(self._products.barcodes_of(product_id)), "")


class PastOrders:
    """Rings one day after the other; what a day holds depends on nothing but its number."""

    def __init__(self, store: OpenStore, *, products: int) -> None:
        queries, profile = store.queries, store.queries.profile
        self._products = _KnownProducts(queries.products)
        self._count = products
        self._profile = profile
        self._owner = store.services.staff.owner()
        self._clock = _PastClock()
        self._ids = _PastIds(self._clock)
        self._day = _Day(store.writer)
        self._items: dict[int, OrderItem | None] = {}
        journal = JournalWriter(
            signer=store.keys.signer, clock=self._clock, identity=identity_of(queries)
        )
        self._shifts = ShiftService(
            new_uow=lambda: self._day,
            shifts=queries.shifts,
            journal=journal,
            clock=self._clock,
            profile=queries.live,
            disk=store.services.disk,
        )
        self._checkout = Checkout(
            ports=CheckoutPorts(
                new_uow=lambda: self._day,
                journal=journal,
                clock=self._clock,
                ids=self._ids,
                products=self._products,
                disk=store.services.disk,
            ),
            profile=queries.live,
            tax_classes=queries.tax_classes,
        )

    def ring_day(self, day: int, *, orders: int) -> None:
        """A shift of its own: opened, sold in, printed, sent, counted and closed."""
        self._clock.moment = FIRST_DAY + timedelta(days=day)
        chance = self._ids.chance = random.Random(f"{SEED}-{day}")
        with self._day.whole():
            self._sell(chance, orders)
            shift = self._day.shifts.current()
            assert shift is not None
            self._shifts.close(actor=self._owner, counted=shift.expected)

    def ring_open_day(self, day: int, *, orders: int) -> None:
        """The same, and its shift is not closed yet."""
        self._clock.moment = FIRST_DAY + timedelta(days=day)
        chance = self._ids.chance = random.Random(f"{SEED}-{day}")
        with self._day.whole():
            self._sell(chance, orders)

    def _sell(self, chance: random.Random, orders: int) -> None:
        self._shifts.open(actor=self._owner, opening_float=FLOAT)
        for _ in range(orders):
            self._ring(chance)
            self._clock.moment += OPEN_FOR / orders

    def _ring(self, chance: random.Random) -> None:
        order = Order(
            order_id=self._ids.new(),
            currency=self._profile.currency,
            policy=self._profile.policy,
            opened_by=self._owner.staff_id,
        )
        order.add_item(self._drawn(chance))
        while len(order.items) < ITEMS_MAX and chance.random() > LAST_ITEM:
            order.add_item(self._drawn(chance))
        due = self._checkout.cash_due(order)
        self._checkout.pay_cash(order=order, tendered=due, actor=self._owner)

    def _drawn(self, chance: random.Random) -> OrderItem:
        """By Zipf's law: the tenth product of the shelves sells a tenth as often as the first."""
        while True:
            rank = int(exp(chance.random() * log(ASSORTMENT)))
            product_id = rank * STRIDE % self._count + 1
            if product_id not in self._items:
                self._items[product_id] = self._item(product_id)
            item = self._items[product_id]
            if item is not None:
                return item

    def _item(self, product_id: int) -> OrderItem | None:
        """None where the till would have to ask for a price or a weight."""
        product = self._products.get_by_id(product_id)
        if product is None or product.unit.is_measured or not product.unit_price.minor:
            return None
        return OrderItem.from_product(product, barcode=self._products.first_barcode(product_id))
