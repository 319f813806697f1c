"""Use case: ring real baskets through the real services of a practice store, and time them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from pos_app.domain.errors import InvalidInputError, NotFoundError, RefusedError
from pos_app.domain.order import Order
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.staff import StaffMember
from pos_app.services.catalogue.lookup import Ask, Found
from pos_app.services.orders.checkout import Checkout
from pos_app.services.orders.order_service import OrderService
from pos_app.services.shifts.shift_service import ShiftService

BASKET_ITEMS_MAX: Final = 500
PER_CENT: Final = 100


class NotAPracticeStoreError(RefusedError):
    code = "rehearsal.real_store"
    text = "This is a real store. A rehearsal runs in a practice store only; nothing was sold."


class UnknownInBasketError(InvalidInputError):
    code = "rehearsal.unknown_barcode"
    text = "Line {line}: no product has the barcode {barcode}. Nothing was sold."


class AskedInBasketError(InvalidInputError):
    code = "rehearsal.asks"
    text = (
        "Line {line}: of {barcode} the till would ask for the {what}, and nobody is there to "
        "answer. Nothing was sold."
    )


class BasketTooLongError(InvalidInputError):
    code = "rehearsal.too_long"
    text = "Line {line}: more than {longest} barcodes in one basket. Nothing was sold."


class EmptyBasketsError(InvalidInputError):
    code = "rehearsal.empty"
    text = "There is no basket in this file: one basket a line, barcodes separated by spaces."


class BarcodeCheck(Protocol):
    def find(self, raw: str) -> Found: ...


@dataclass(frozen=True, slots=True)
class RehearsalReport:
    """Times in microseconds, from the first scan to the order on disk."""

    orders: int
    seconds_us: int
    latencies_us: tuple[int, ...]

    def percentile_us(self, percent: int) -> int:
        ordered = sorted(self.latencies_us)
        return ordered[min(len(ordered) - 1, len(ordered) * percent // PER_CENT)]


@dataclass(frozen=True, slots=True)
class RehearsalPorts:
    orders: OrderService
    checkout: Checkout
    shifts: ShiftService
    lookup: BarcodeCheck
    timer_us: Callable[[], int]
    """Microseconds from an arbitrary start."""
    after_each: Callable[[OrderDocument], None]
    """Called when an order is on disk; whoever was told then must find it again."""


class Rehearsal:
    def __init__(self, *, ports: RehearsalPorts, practice: bool) -> None:
        self._ports = ports
        self._practice = practice

    def run(
        self, *, baskets: Sequence[Sequence[str]], orders: int | None, actor: StaffMember
    ) -> RehearsalReport:
        """Ring `orders` baskets (all of them by default; more start over) in a shift of its own.

        A shift that somebody opened before is sold in, and left open as it was found.

        :raises RefusedError: in a real store
        :raises InvalidInputError: before the first order, if a basket cannot be rung
        """
        self._check(baskets)
        wanted = len(baskets) if orders is None else orders
        if self._ports.shifts.current() is not None:
            return self._ring_all(baskets, wanted, actor)
        self._ports.shifts.open(actor=actor, opening_float=0)
        try:
            return self._ring_all(baskets, wanted, actor)
        finally:
            self._close(actor)

    def _ring_all(
        self, baskets: Sequence[Sequence[str]], wanted: int, actor: StaffMember
    ) -> RehearsalReport:
        latencies = []
        started = self._ports.timer_us()
        for index in range(wanted):
            before = self._ports.timer_us()
            document = self._ring(baskets[index % len(baskets)], actor)
            latencies.append(self._ports.timer_us() - before)
            self._ports.after_each(document)
        spent = self._ports.timer_us() - started
        return RehearsalReport(wanted, spent, tuple(latencies))

    def _close(self, actor: StaffMember) -> None:
        current = self._ports.shifts.current()
        assert current is not None
        self._ports.shifts.close(actor=actor, counted=current.expected)

    def _check(self, baskets: Sequence[Sequence[str]]) -> None:
        if not self._practice:
            raise NotAPracticeStoreError
        if not baskets:
            raise EmptyBasketsError
        known: set[str] = set()
        for line, basket in enumerate(baskets, start=1):
            if len(basket) > BASKET_ITEMS_MAX:
                raise BasketTooLongError(line=line, longest=BASKET_ITEMS_MAX)
            for barcode in basket:
                if barcode not in known:
                    self._check_barcode(line, barcode)
                known.add(barcode)

    def _check_barcode(self, line: int, barcode: str) -> None:
        try:
            found = self._ports.lookup.find(barcode)
        except (NotFoundError, InvalidInputError) as error:
            raise UnknownInBasketError(line=line, barcode=barcode) from error
        if found.ask is not Ask.NOTHING:
            raise AskedInBasketError(line=line, barcode=barcode, what=found.ask.value)
        if found.product.age_limit is not None:
            raise AskedInBasketError(line=line, barcode=barcode, what="age")

    def _ring(self, basket: Sequence[str], actor: StaffMember) -> OrderDocument:
        order: Order = self._ports.orders.create_order(actor=actor)
        for barcode in basket:
            self._ports.orders.scan(raw=barcode)
        due = self._ports.checkout.cash_due(order)
        return self._ports.checkout.pay_cash(order=order, tendered=due, actor=actor)
