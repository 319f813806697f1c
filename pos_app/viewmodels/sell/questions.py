"""What is asked before a product is in the order, and about which scan or tap."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pos_app.domain.quantity import Quantity
from pos_app.services.asking import (
    AgeCheckNeededError,
    AnswerNeededError,
    PriceNeededError,
    QuantityNeededError,
    SaidPrice,
    VariantNeededError,
)
from pos_app.services.orders.order_service import Added, OrderService


class Ask(StrEnum):
    """What a sheet asks about one product."""

    AGE = "age"
    PRICE = "price"
    MEASURE = "measure"
    VARIANT = "variant"


_ASKS: Final[tuple[tuple[type[AnswerNeededError], Ask], ...]] = (
    (AgeCheckNeededError, Ask.AGE),
    (PriceNeededError, Ask.PRICE),
    (QuantityNeededError, Ask.MEASURE),
    (VariantNeededError, Ask.VARIANT),
)


@dataclass(frozen=True, slots=True)
class Ringing:
    """One scan or tap, with what was said about it."""

    raw: str = ""
    product_id: int = 0
    quantity: Quantity | None = None
    price: SaidPrice | None = None

    def ring(self, orders: OrderService) -> Added:
        if self.raw:
            return orders.scan(raw=self.raw, quantity=self.quantity, said=self.price)
        return orders.add_product(
            product_id=self.product_id, quantity=self.quantity, said=self.price
        )


@dataclass(frozen=True, slots=True)
class Question:
    """`is_of_a_line`: about a line that is there already, not about something to be added."""

    ask: Ask
    about: Ringing
    product_id: int = 0
    name: str = ""
    limit: int = 0
    group: str = ""
    is_of_a_line: bool = False


def question_about(one: Ringing, error: AnswerNeededError) -> Question:
    """What this refusal wants to know."""
    values = error.values
    return Question(
        next(ask for kind, ask in _ASKS if isinstance(error, kind)),
        one,
        product_id=int(str(values.get("product_id", 0))),
        name=str(values.get("product", "")),
        limit=int(str(values.get("limit", 0))),
        group=str(values.get("group", "")),
    )
