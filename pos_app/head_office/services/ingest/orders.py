"""What an entry says of an order, read strictly: it is to be added up with others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import MAXYEAR, UTC, date, datetime, timedelta
from typing import Any, Final, NamedTuple

AMOUNT_MAX: Final = 10**12
"""Of minor units or thousandths, so that no sum of them leaves 64 bits."""
TEXT_MAX: Final = 512
STATES: Final[Mapping[str, str]] = {
    "order": "paid",
    "refund": "refund",
    "order_cancel": "cancelled",
}
"""By the kind of the entry."""
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND: Final = timedelta(milliseconds=1)


class UnreadableError(ValueError):
    """An entry says something that cannot be taken in; `reason` is for a program."""

    def __init__(self, detail: str, *, reason: str = "unreadable") -> None:
        super().__init__(detail)
        self.reason = reason


class Item(NamedTuple):
    """Thousandths and minor units, negative where it came back; `moves` says whether stock does."""

    sku: str
    quantity: int
    tax: int
    total: int
    moves: bool
    is_return: bool


class Order(NamedTuple):
    """`completed_ms` since 1970; `hour` by the clock of the store."""

    order_id: str
    number: str | None
    state: str
    business_date: date
    completed_ms: int
    hour: int
    cashier: str | None
    currency: str
    total: int
    tax: int
    rounding: int
    tip: int
    items: tuple[Item, ...]
    person_id: str | None = None
    """Of who made it here at head office."""

    @property
    def counts(self) -> bool:
        """A cancelled one is known and adds nothing."""
        return self.state != STATES["order_cancel"]


def order_of(
    kind: str, content: Mapping[str, Any], *, person_id: str | None = None
) -> Order | None:
    """The order that the entry records, or None if it is about something else.

    :param person_id: who made it here at head office
    :raises UnreadableError: if the order cannot be added to the sums
    """
    state = STATES.get(kind)
    if state is None:
        return None
    body = content.get("body")
    if not isinstance(body, dict):
        raise UnreadableError("The entry has no body.")
    completed = _moment(body)
    number = content.get("number")
    return Order(
        order_id=text_in(content, "order_id"),
        number=None if number is None else text_in(content, "number"),
        state=state,
        business_date=_day(content),
        completed_ms=(completed - EPOCH) // MILLISECOND,
        hour=completed.hour,
        cashier=_cashier(content),
        currency=text_in(body, "currency"),
        total=whole_in(body, "total"),
        tax=whole_in(body, "tax"),
        rounding=whole_in(body, "rounding"),
        tip=whole_in(body, "tip") if "tip" in body else 0,
        items=_items(body),
        person_id=person_id,
    )


def text_in(holder: Mapping[str, Any], name: str) -> str:
    value = holder.get(name)
    if type(value) is not str or not 0 < len(value) <= TEXT_MAX or "\0" in value:
        raise UnreadableError(f"`{name}` is no short text.")
    return value


def whole_in(holder: Mapping[str, Any], name: str) -> int:
    value = holder.get(name)
    if type(value) is not int or not -AMOUNT_MAX <= value <= AMOUNT_MAX:
        raise UnreadableError(f"`{name}` is no whole number that can be added up.")
    return value


def _items(body: Mapping[str, Any]) -> tuple[Item, ...]:
    items = body.get("items")
    if not isinstance(items, list):
        raise UnreadableError("The order has no items.")
    return tuple(map(_item, items))


def _item(line: object) -> Item:
    if not isinstance(line, dict):
        raise UnreadableError("An item of the order is no object.")
    back = line.get("returns")
    if back is None:
        moves = True
    elif isinstance(back, dict) and type(back.get("restocks")) is bool:
        moves = back["restocks"]
    else:
        raise UnreadableError("A returned item does not say whether it is back in stock.")
    return Item(
        text_in(line, "sku"),
        whole_in(line, "quantity"),
        whole_in(line, "tax"),
        whole_in(line, "total"),
        moves,
        back is not None,
    )


def _day(content: Mapping[str, Any]) -> date:
    value = content.get("business_date")
    try:
        day = date.fromisoformat(value) if type(value) is str else None
    except ValueError:
        day = None
    if day is None or day.isoformat() != value:
        raise UnreadableError("`business_date` is no date.")
    return day


def _moment(body: Mapping[str, Any]) -> datetime:
    value = body.get("completed_at")
    try:
        moment = datetime.fromisoformat(value) if type(value) is str else None
    except ValueError:
        moment = None
    # In the year 1 and in the last one an offset leads out of the calendar.
    if moment is None or moment.utcoffset() is None or not 1 < moment.year < MAXYEAR:
        raise UnreadableError("`completed_at` is no moment with its offset.")
    return moment


def _cashier(content: Mapping[str, Any]) -> str | None:
    value = content.get("user_id")
    if value is None or type(value) is int:
        return None if value is None else str(whole_in(content, "user_id"))
    return text_in(content, "user_id")
