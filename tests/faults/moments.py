"""When a till is killed: what it should be doing, and how long that takes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Aim(StrEnum):
    """What the till should be doing when it is killed; chance decides the instant."""

    LOADING = "loading"
    OPENING = "opening"
    ORDER = "order"
    CHECKPOINT = "checkpoint"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Moments:
    """`aims` by weight; at most `orders_before` the kill; an order takes about `order_s`."""

    aims: Mapping[Aim, int]
    orders_before: int
    order_s: float
