"""Which requests may still be repeated under their key, and what is looked up instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from pos_app.adapters.payments.stripe.amounts import TITLE
from pos_app.adapters.payments.stripe.asking import StripeApi, Told
from pos_app.adapters.payments.stripe.kind import KIND
from pos_app.domain.money import Money
from pos_app.services.payments.processor import (
    AmountError,
    Charge,
    NoAnswerError,
    ProcessorNotSetUpError,
    ProcessorRefusedError,
)

Now = Callable[[], datetime]

CLOCK_OFF: Final = timedelta(days=1)
"""How far this computer's clock may be from Stripe's where a list is searched."""
_AHEAD_MAX: Final = timedelta(hours=1)
"""Of a time of creation; beyond it the clock was set back, and nothing is known of the age."""

_AMOUNT_CODES: Final = {
    "amount_too_small": "it is less than Stripe takes",
    "amount_too_large": "it is more than Stripe takes",
}


def utc_now() -> datetime:
    return datetime.now(UTC)


def is_repeatable(created_at: datetime, now: datetime) -> bool:
    """Whether Stripe still knows the key: once it has dropped it, it would do the same again."""
    return -_AHEAD_MAX < now - created_at < KIND.key_life


def require_repeatable(created_at: datetime, now: datetime) -> None:
    """:raises ProcessorRefusedError: if a first request may have been forgotten by now"""
    if not is_repeatable(created_at, now):
        raise ProcessorRefusedError(
            processor=TITLE, reason="it is too long ago to ask again without doing it twice"
        )


def require_amount(told: Told, charge: Charge) -> None:
    """:raises AmountError: if what Stripe says is that it cannot take this amount"""
    if told.code in _AMOUNT_CODES:
        money = Money(charge.amount, charge.currency)
        raise AmountError(processor=TITLE, amount=money, reason=_AMOUNT_CODES[told.code])


def located(api: StripeApi, charge: Charge, path: str, create: Callable[[], str], now: Now) -> str:
    """The id of a charge whose answer was lost; empty where there is none.

    :param create: asks for it again under its key, which makes none if there is one
    """
    if is_repeatable(charge.created_at, now()):
        try:
            return create()
        except (NoAnswerError, ProcessorRefusedError, ProcessorNotSetUpError):
            # Stripe keeps its own failures under the key as well, for a day; or the settings are
            # others by now, and so would the request be.
            pass
    return found(api, path, charge)


def found(api: StripeApi, path: str, charge: Charge) -> str:
    """The id of the object that carries the charge's attempt; empty where there is none."""
    times = window(charge.created_at - CLOCK_OFF, charge.created_at + CLOCK_OFF)
    for one in api.all(path, {"created": times}):
        if attempt_of(one) == charge.attempt_id:
            return str(one["id"])
    return ""


def window(since: datetime, until: datetime) -> dict[str, int]:
    """From `since` to before `until`, as a list of Stripe's is asked for it."""
    return {"gte": int(since.timestamp()), "lt": int(until.timestamp())}


def attempt_of(body: Mapping[str, Any]) -> str:
    """The till's attempt that an object was made for; empty for one made elsewhere."""
    metadata = body.get("metadata")
    return str(metadata.get("attempt_id", "")) if isinstance(metadata, Mapping) else ""
