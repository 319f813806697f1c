"""Ready text for the list of held orders, and what a search looks through."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from PySide6.QtCore import QCoreApplication

from pos_app.domain.money import Currency, Money
from pos_app.domain.order import Order, OrderState
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.order_keeping import OLD_AFTER, begun_at
from pos_app.services.orders.held_orders import Kept, order_from
from pos_app.services.ports import Formats
from pos_app.services.printing.held_slip import slip_code

CONTEXT: Final = "HeldOrders"
NAMES_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class HeldRow:
    """`order` is what the row would bring back; without one it cannot be read any more."""

    order_id: str
    order: Order | None
    keeper: int
    time: str
    title: str
    detail: str
    amount: str
    text: str
    at: float
    is_old: bool = False
    is_left_open: bool = False

    def has(self, words: str) -> bool:
        return all(word in self.text for word in words.casefold().split())


@dataclass(frozen=True, slots=True)
class RowWords:
    """What the rows are written with."""

    formats: Formats
    currency: Currency
    names: Mapping[int, str]
    now: datetime
    counted: Callable[[int], str]
    """How many items, in words."""

    def of_kept(self, kept: Kept) -> HeldRow:
        if kept.order is None:
            return self._of_broken(kept)
        order = kept.order
        at = begun_at(order)
        is_open = order.state is OrderState.CREATED
        state = tr("left open") if is_open else ""
        return self._row(
            order,
            at=at,
            who=kept.keeper,
            total=kept.draft.total,
            said=state,
        )

    def of_removed(self, document: OrderDocument) -> HeldRow:
        return self._row(
            order_from(document),
            at=document.completed_at,
            who=document.completed_by,
            total=document.totals.total,
            said=tr("removed"),
        )

    def _row(
        self, order: Order, *, at: datetime | None, who: int, total: int, said: str
    ) -> HeldRow:
        both = (*order.items, *(one.item for one in order.returns))
        items = [one for one in both if not one.is_deposit]
        things = ", ".join(one.name for one in items[:NAMES_SHOWN])
        things += "…" if items[NAMES_SHOWN:] else ""
        name, person = order.keeping.name, self.names.get(who, "")
        count = self.counted(len(items))
        amount = Money(total, order.currency)
        number = self.formats.number(amount)
        searched = (
            *(name, order.note, person, number, str(amount.minor), order.order_id),
            slip_code(order.order_id),
            *(one.name for one in items),
            *(one.note for one in items),
        )
        return HeldRow(
            order_id=order.order_id,
            order=order,
            keeper=who,
            time=self._time(at),
            title=f"“{name}”  {things}" if name else things,
            detail="  ·  ".join(part for part in (person, count, said, order.note) if part),
            amount=number,
            text=" ".join(searched).casefold(),
            at=at.timestamp() if at is not None else 0,
            is_old=at is not None and self.now - at > OLD_AFTER,
            is_left_open=order.state is OrderState.CREATED,
        )

    def _of_broken(self, kept: Kept) -> HeldRow:
        draft, person = kept.draft, self.names.get(kept.draft.opened_by, "")
        amount = self.formats.number(Money(draft.total, self.currency))
        title = tr("Cannot be read any more: ring its items up again")
        return HeldRow(
            draft.order_id, None, draft.opened_by, "", title, person, amount,
            f"{person} {amount}".casefold(), 0,
        )  # fmt: skip

    def _time(self, at: datetime | None) -> str:
        if at is None:
            return ""
        is_today = self.formats.date(at.date()) == self.formats.date(self.now.date())
        return self.formats.time(at) if is_today else self.formats.date_time(at)


def tr(words: str) -> str:
    return QCoreApplication.translate(CONTEXT, words)
