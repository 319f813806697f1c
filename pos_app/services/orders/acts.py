"""What somebody has done to an open order: to the journal, although it may never be paid."""

from __future__ import annotations

from collections import Counter, OrderedDict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pos_app.domain.journal import EntryKind
from pos_app.domain.order_change import ItemChange, OrderChange
from pos_app.domain.order_item import OrderItem
from pos_app.domain.pricing import Discount
from pos_app.domain.product import CUSTOM_ID
from pos_app.domain.quantity import THOUSAND
from pos_app.domain.rounding import divide
from pos_app.domain.staff import StaffMember
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.ports import Clock, NewUnitOfWork

ORDERS_MAX: Final = 100


class Way(StrEnum):
    """How a change came about: a permanent on-disk format."""

    DONE = "done"
    UNDONE = "undone"
    REDONE = "redone"


@dataclass(frozen=True, slots=True)
class Act:
    """One step in an order, and who answers for it."""

    order_id: str
    change: OrderChange
    actor: StaffMember
    approver: StaffMember | None = None
    way: Way = Way.DONE


class Acts:
    """They wait here, in order, until the lane that writes has taken them to disk.

    `add` belongs to the thread that shows the order, `write` to the one that writes. What was
    taken back is told by an entry of its own, with quantities and amounts of the other sign;
    what only came into the order, and was never taken out of it, is told by nobody but the
    order itself, unless somebody else had to allow it.
    """

    def __init__(self, *, new_uow: NewUnitOfWork, journal: JournalWriter, clock: Clock) -> None:
        self._new_uow = new_uow
        self._journal = journal
        self._clock = clock
        self._waiting: deque[Fact] = deque()
        self._out: OrderedDict[str, Counter[str]] = OrderedDict()
        """What has been taken out of each of the last orders by now, in thousandths."""

    def add(self, act: Act) -> bool:
        """Remember what is to be told of it; say whether that is anything."""
        at = self._clock.now().isoformat(timespec="milliseconds")
        facts = [
            Fact(
                kind=kind,
                actor=act.actor,
                approver=act.approver,
                order_id=act.order_id,
                body={"at": at, "way": act.way.value, **body},
            )
            for kind, body in self._told(act)
        ]
        self._waiting.extend(facts)
        return bool(facts)

    @property
    def are_waiting(self) -> bool:
        return bool(self._waiting)

    def write(self) -> int:
        """Append what waits, all at once, and say how much that was.

        :raises StorageError: if the disk refuses; then all of it waits on
        """
        waiting = tuple(self._waiting)
        if not waiting:
            return 0
        with self._new_uow() as uow:
            for fact in waiting:
                self._journal.append(uow.journal, fact)
            uow.commit()
        for _ in waiting:
            self._waiting.popleft()
        return len(waiting)

    def _told(self, act: Act) -> Iterator[tuple[EntryKind, dict[str, object]]]:
        change = act.change
        for one in change.items:
            yield from _of_quantity(one, act.way, self._out_of(act.order_id))
            if act.approver is not None:
                yield from _of_custom(one)
            if one.before is not None and one.after is not None:
                yield from _of_price(one.before, one.after)
                yield from _of_discount(one.before, one.after)
        if change.discount is not None:
            before, after = change.discount
            yield EntryKind.DISCOUNT, {"scope": "order", **_terms(before, after)}

    def _out_of(self, order_id: str) -> Counter[str]:
        """Several orders are open beside each other; those that were paid long ago are let go."""
        out = self._out.setdefault(order_id, Counter())
        self._out.move_to_end(order_id)
        if len(self._out) > ORDERS_MAX:
            self._out.popitem(last=False)
        return out


def _of_quantity(
    one: ItemChange, way: Way, out: Counter[str]
) -> Iterator[tuple[EntryKind, dict[str, object]]]:
    """What has left the order; less than nothing if undo has brought it back."""
    item, left = one.item, -one.thousandths
    if left < 0:
        left = 0 if way is Way.DONE else max(left, -out[item.sku])
    if not left:
        return
    out[item.sku] += left
    yield (
        EntryKind.ITEM_VOID,
        {
            **_named(item),
            "quantity": left,
            "unit_price": item.unit_price.minor,
            "amount": divide(left * item.unit_price.minor, THOUSAND),
        },
    )


def _of_custom(one: ItemChange) -> Iterator[tuple[EntryKind, dict[str, object]]]:
    if one.item.product_id == CUSTOM_ID and one.thousandths > 0:
        price = one.item.unit_price.minor
        yield (
            EntryKind.CUSTOM_ITEM,
            {
                **_named(one.item),
                "quantity": one.thousandths,
                "unit_price": price,
                "amount": divide(one.thousandths * price, THOUSAND),
            },
        )


def _of_price(before: OrderItem, after: OrderItem) -> Iterator[tuple[EntryKind, dict[str, object]]]:
    if before.unit_price != after.unit_price:
        listed = after.list_price or before.list_price or before.unit_price
        yield (
            EntryKind.PRICE_OVERRIDE,
            {
                **_named(after),
                "quantity": after.quantity.thousandths,
                "list_price": listed.minor,
                "before": before.unit_price.minor,
                "after": after.unit_price.minor,
            },
        )


def _of_discount(
    before: OrderItem, after: OrderItem
) -> Iterator[tuple[EntryKind, dict[str, object]]]:
    if before.discount != after.discount:
        yield (
            EntryKind.DISCOUNT,
            {
                "scope": "item",
                **_named(after),
                "quantity": after.quantity.thousandths,
                "unit_price": after.unit_price.minor,
                **_terms(before.discount, after.discount),
            },
        )


def _named(item: OrderItem) -> dict[str, object]:
    return {"sku": item.sku, "name": item.name}


def _terms(before: Discount | None, after: Discount | None) -> dict[str, object]:
    return {"before": _one(before), "after": _one(after)}


def _one(discount: Discount | None) -> dict[str, object] | None:
    if discount is None:
        return None
    return {"kind": discount.kind.value, "value": discount.value, "reason": discount.reason}
