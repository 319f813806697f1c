"""What becomes of an open order while it waits: held, handed over, named, gone on with."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from pos_app.domain.card_number import require_no_card
from pos_app.domain.errors import InvalidInputError
from pos_app.domain.order import Order

NAME_LENGTH_MAX: Final = 40
OLD_AFTER: Final = timedelta(hours=24)
_VERSION: Final = 7
_TIME_SHIFT: Final = 80


class OrderNameTooLongError(InvalidInputError):
    code = "order.name_too_long"
    text = "The name of an order has at most {most} characters."


def keeper_of(order: Order) -> int:
    """Whose it is now."""
    taken_by = order.keeping.taken_by
    return order.opened_by if taken_by is None else taken_by


def hold(order: Order, *, at: datetime) -> None:
    """Put it aside.

    :raises OrderClosedError: if it is not open
    """
    order.hold()
    order.keeping = replace(order.keeping, held_at=at)


def go_on(order: Order) -> None:
    """Take a held order up again.

    :raises OrderClosedError: if it is not held
    """
    order.resume()
    order.keeping = replace(order.keeping, held_at=None)


def hand_over(order: Order, *, to: int) -> None:
    """It is another person's from now on; who opened it stays known."""
    order.keeping = replace(order.keeping, taken_by=to)
    order.revision += 1


def call(order: Order, name: str) -> None:
    """Give it a name, or take it away again.

    :raises InvalidInputError: if the name is too long, or a card number stands in it
    """
    words = " ".join(name.split())
    if len(words) > NAME_LENGTH_MAX:
        raise OrderNameTooLongError(most=NAME_LENGTH_MAX)
    require_no_card(words, field_is_code=False)
    order.keeping = replace(order.keeping, name=words)
    order.revision += 1


def begun_at(order: Order) -> datetime | None:
    """When it was put aside, or else when it was begun, as far as its id says so."""
    if order.keeping.held_at is not None:
        return order.keeping.held_at
    try:
        known = UUID(order.order_id)
    except ValueError:
        return None
    if known.version != _VERSION:
        return None
    return datetime.fromtimestamp((known.int >> _TIME_SHIFT) / 1_000, UTC)
