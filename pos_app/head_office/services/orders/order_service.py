"""Use cases: a person makes an order at head office, and reads orders."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from pos_app.head_office.services.business_dates import business_date_of
from pos_app.head_office.services.catalogue.things import Product
from pos_app.head_office.services.errors import AbsentError, ConflictError, InvalidError
from pos_app.head_office.services.ingest.gathering import Gathered
from pos_app.head_office.services.ingest.heads import Countersigning
from pos_app.head_office.services.ingest.orders import (
    EPOCH,
    MILLISECOND,
    UnreadableError,
    order_of,
)
from pos_app.head_office.services.ingest.ports import (
    Clock,
    Head,
    HeadSigning,
    Months,
    Place,
    Standing,
    Taken,
)
from pos_app.head_office.services.ingest.proving import SIGNED_PREFIX
from pos_app.head_office.services.ingest.sent import JOURNAL_VERSION, Entry
from pos_app.head_office.services.orders.ports import (
    Desk,
    Kept,
    NewOrderReading,
    NewOrderWork,
    OrderWork,
    Request,
)
from pos_app.head_office.services.orders.pricing import Line, Sum, priced
from pos_app.head_office.services.products.details import UnknownProductError
from pos_app.wire import canonical
from pos_app.wire.problem import ProblemCode

DESK_EPOCH: Final = 1
DESK_CODE: Final = "DESK"
METHOD: Final = "account"
"""How it is paid: what nobody has taken at a till is owed."""
PIECE: Final = "each"
WHOLE: Final = 1_000
ALLOW: Final = "allow"
BLOCK: Final = "block"
"""Between the two is "warn": it is sold, and said."""


class OutOfStockError(ConflictError):
    code = ProblemCode.OUT_OF_STOCK
    text = (
        "Of {sku} {left} thousandths are left, and {wanted} were asked for. Nothing was recorded; "
        "order fewer."
    )


class SameKeyError(ConflictError):
    text = (
        "Another order was made under this Idempotency-Key. Nothing was recorded; send a new "
        "order with a key of its own."
    )


class UnknownOrderError(AbsentError):
    text = "There is no such order here. Nothing was changed; check its number."


class NoStoreError(InvalidError):
    text = "Which store the order is of is missing. Nothing was recorded; name the store."


class UnknownStoreError(AbsentError):
    text = "There is no such store here. Nothing was recorded; check its id."


class NotForSaleError(InvalidError):
    text = (
        "The product {sku} cannot be ordered here: {reason}. Nothing was recorded; leave it out, "
        "or ask whoever keeps the products."
    )


class TooMuchError(InvalidError):
    text = (
        "The order comes to more than can be added up with others. Nothing was recorded; order "
        "less at once."
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """`quantity` in thousandths."""

    product_id: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Short:
    """More was sold than is left in the store, in thousandths."""

    sku: str
    left: int
    wanted: int


@dataclass(frozen=True, slots=True)
class NewOrder:
    """What a person asked for; the same key never makes a second order."""

    person_id: str
    store_id: str | None
    key: str
    items: Sequence[Wanted]
    note: str = ""

    def digest(self) -> bytes:
        parts = [self.store_id, self.note, [[one.product_id, one.quantity] for one in self.items]]
        return hashlib.sha256(canonical.encode(parts)).digest()


@dataclass(frozen=True, slots=True)
class OrderPorts:
    new_work: NewOrderWork
    new_reading: NewOrderReading
    months: Months
    signing: HeadSigning
    clock: Clock
    new_id: Callable[[], str]


class OrderService:
    def __init__(self, *, ports: OrderPorts) -> None:
        self._ports = ports

    def create_order(self, *, new: NewOrder) -> Kept:
        """Record the order, with its stock, and return it; asked again, the one of before.

        :raises OutOfStockError: if a product that may not be oversold does not suffice
        :raises SameKeyError: if the key belongs to another order
        """
        if new.store_id is None:
            raise NoStoreError
        ports = self._ports
        now, key_id = ports.clock.now(), ports.signing.key_id()
        at = (now - EPOCH) // MILLISECOND
        # Whatever the store's clock says.
        ports.months.prepare(now.date() + timedelta(days=days) for days in (-1, 0, 1))
        with ports.new_work() as work:
            desk = work.desks.of_store(new.store_id, key_id=key_id, at=at)
            if desk is None:
                raise UnknownStoreError
            standing = work.records.lock(desk.terminal_id)
            assert standing is not None, desk.terminal_id
            asked = Request(new.person_id, new.key, new.digest(), ports.new_id())
            first = work.requests.add(asked, at=at)
            if first.digest != asked.digest:
                raise SameKeyError
            if first.order_id == asked.order_id:
                local = now.astimezone(ZoneInfo(desk.time_zone))
                made = self._record(work, standing, desk, (new, asked.order_id, local))
                work.commit()
                return made
        return self._found(first.order_id)

    def get(self, *, order_id: str, may_see: Callable[[Kept], bool]) -> Kept:
        """:raises UnknownOrderError: if there is none, or none that they may know of"""
        with self._ports.new_reading() as orders:
            found = orders.get(order_id)
        if found is None or not may_see(found):
            raise UnknownOrderError
        return found

    def of_person(self, *, person_id: str, limit: int) -> Sequence[Kept]:
        """Those that they made, the newest first."""
        with self._ports.new_reading() as orders:
            return orders.of_person(person_id, limit=limit)

    def _found(self, order_id: str) -> Kept:
        return self.get(order_id=order_id, may_see=lambda _order: True)

    def _record(
        self,
        work: OrderWork,
        standing: Standing,
        desk: Desk,
        what: tuple[NewOrder, str, datetime],
    ) -> Kept:
        new, order_id, _ = what
        total, short = self._priced(work, standing.store_id, desk, new.items)
        entry = self._entry(standing, desk, what, _body(what, desk, total, short))
        gathered = Gathered()
        gathered.take(entry)
        head = Head(Place(entry.epoch, entry.seq), entry.hash)
        signing = Countersigning(
            self._ports.signing, terminal_id=standing.terminal_id, now=self._ports.clock.now()
        )
        taken = Taken(gathered, (), (), head, signing.sign(head))
        work.records.keep(standing, taken, at=(signing.now - EPOCH) // MILLISECOND)
        return Kept(order_id, standing.store_id, new.person_id, entry.raw)

    def _priced(
        self, work: OrderWork, store_id: str, desk: Desk, items: Sequence[Wanted]
    ) -> tuple[Sum, list[Short]]:
        """What it comes to, and what there is too little of.

        :raises OutOfStockError: if that may not be oversold
        """
        classes = work.products.taxes(store_id=store_id)
        lines: list[Line] = []
        wanted: dict[str, int] = {}
        counted: dict[str, str] = {}
        for item in items:
            product = work.products.get_by_id(item.product_id, store_id=store_id)
            if product is None:
                raise UnknownProductError
            _require_for_sale(product, item.quantity)
            if product.tax_class not in classes:
                reason = f"nobody has set all taxes of its class {product.tax_class}"
                raise NotForSaleError(sku=product.sku, reason=reason)
            wanted[product.sku] = wanted.get(product.sku, 0) + item.quantity
            if product.oversell != ALLOW:
                counted[product.sku] = product.oversell
            lines.append(
                Line(product.sku, product.name, item.quantity, product.price, product.tax_class)
            )
        # Of what never moved here nothing is known, and nothing is short.
        left = work.stock.left(sorted(counted), store_id=store_id)
        short = [
            Short(sku, left[sku], wanted[sku])
            for sku in sorted(counted.keys() & left.keys())
            if left[sku] < wanted[sku]
        ]
        for one in short:
            if counted[one.sku] == BLOCK:
                raise OutOfStockError(sku=one.sku, left=one.left, wanted=one.wanted)
        return priced(lines, classes, inclusive=desk.prices_include_tax), short

    def _entry(
        self,
        standing: Standing,
        desk: Desk,
        what: tuple[NewOrder, str, datetime],
        body: Mapping[str, Any],
    ) -> Entry:
        new, order_id, local = what
        key_id = self._ports.signing.key_id()
        seq = standing.head.place.seq + 1
        content: dict[str, Any] = {
            "v": JOURNAL_VERSION,
            "journal_id": desk.journal_id,
            "terminal_id": DESK_CODE,
            "epoch": DESK_EPOCH,
            "seq": seq,
            "prev_sha256": standing.head.hash.hex(),
            "kind": "order",
            "order_id": order_id,
            "number": f"{DESK_CODE}-{seq:06d}",
            "business_date": business_date_of(local).isoformat(),
            "user_id": new.person_id,
            "mode": "normal",
            "body": body,
            "key_id": key_id,
        }
        raw = canonical.encode(content)
        digest = hashlib.sha256(raw).digest()
        try:
            order = order_of("order", content, person_id=new.person_id)
        except UnreadableError as error:
            raise TooMuchError from error
        assert order is not None
        return Entry(
            epoch=DESK_EPOCH,
            seq=seq,
            kind="order",
            raw=raw,
            hash=digest,
            signature=self._ports.signing.sign(SIGNED_PREFIX + digest, key_id=key_id),
            previous=standing.head.hash,
            journal_id=desk.journal_id,
            key_id=key_id,
            order=order,
        )


def _require_for_sale(product: Product, quantity: int) -> None:
    """:raises NotForSaleError: if nobody could sell so many thousandths of it here"""
    reason = ""
    if not product.active:
        reason = "it is not sold any more"
    elif product.open_price:
        reason = "its price is asked for"
    elif product.unit == PIECE and quantity % WHOLE:
        reason = "it is sold in whole pieces"
    if reason:
        raise NotForSaleError(sku=product.sku, reason=reason)


def _body(
    what: tuple[NewOrder, str, datetime], desk: Desk, total: Sum, short: Sequence[Short]
) -> dict[str, Any]:
    new, order_id, local = what
    return {
        "currency": desk.currency,
        "state": "paid",
        "opened_by": new.person_id,
        "completed_at": local.isoformat(timespec="milliseconds"),
        "policy": {
            "inclusive": desk.prices_include_tax,
            "scope": "group",
            "rounding": "half_up",
        },
        "items": [
            {
                "sku": one.line.sku,
                "name": one.line.name,
                "quantity": one.line.quantity,
                "unit_price": one.line.price,
                "tax_class": one.line.tax_class,
                "discount": 0,
                "total": one.total,
                "tax": one.tax,
            }
            for one in total.lines
        ],
        "taxes": [
            {
                "tax_class": one.tax_class,
                "tax": one.tax,
                "rate_millionths": one.rate_millionths,
                "net": one.net,
                "amount": one.amount,
            }
            for one in total.taxes
        ],
        "payments": [
            {
                "id": order_id,
                "method": METHOD,
                "amount": total.total,
                "tendered": total.total,
                "change": 0,
                "state": "approved",
            }
        ],
        "discount": 0,
        "tax": total.tax,
        "total": total.total,
        "rounding": 0,
        **({"short": [asdict(one) for one in short]} if short else {}),
        **({"note": new.note} if new.note else {}),
    }


def content_of(kept: Kept) -> Mapping[str, Any]:
    """What its journal entry says."""
    content: Mapping[str, Any] = json.loads(kept.entry)
    return content
