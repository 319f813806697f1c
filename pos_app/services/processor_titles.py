"""What people call a payment processor, where only the name that it is stored under is at hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_TITLES: Final[dict[str, str]] = {"stripe": "Stripe", "paypal": "PayPal", "alipay": "Alipay"}
"""Of those that come along, as nothing of them needs to be loaded to name one."""


def learn(titles: Mapping[str, str]) -> None:
    """Remember what these are called by name, for as long as the program runs."""
    _TITLES.update(titles)


def title_of(name: str) -> str:
    """Its own title; of one that is not installed the name that it had."""
    return _TITLES.get(name) or name.title()
