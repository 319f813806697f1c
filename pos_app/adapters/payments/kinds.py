"""What the processors that come along have alike: how they are opened, and two settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Final
from urllib.parse import urlsplit

from pos_app.domain.money import Currency
from pos_app.services.payments.processor import (
    CannotTake,
    PaymentProcessor,
    ProcessorConfig,
    SettingField,
)

OWN_MACHINE: Final = frozenset({"127.0.0.1", "::1", "localhost"})
ENVIRONMENT: Final = SettingField(
    "environment",
    "Environment",
    "live takes money; sandbox only pretends to.",
    choices=("live", "sandbox"),
    default="live",
    names_account=True,
)


def sandbox_at(own: str) -> Callable[[Mapping[str, str]], bool]:
    """Who only pretends to take money: by its word, at its own sandbox or on this machine."""

    def is_sandbox(values: Mapping[str, str]) -> bool:
        # Not by its word alone: another address may be the one that takes money.
        base = values.get("base", "").strip().rstrip("/")
        is_known = base in {"", own} or _is_here(base)
        return is_known and values.get(ENVIRONMENT.name) == "sandbox"

    return is_sandbox


def _is_here(address: str) -> bool:
    try:
        return urlsplit(address).hostname in OWN_MACHINE
    except ValueError:  # a bracket that is not closed
        return False


def address_of_another(title: str) -> SettingField:
    return SettingField(
        "base",
        "Address",
        f"Of another service that speaks {title}'s language. Leave it empty.",
        is_needed=False,
        names_account=True,
    )


def opens(package: str, name: str) -> Callable[[ProcessorConfig], PaymentProcessor]:
    """Load what works with the first use of it: `name` of the package's module `processor`."""

    def open_it(config: ProcessorConfig) -> PaymentProcessor:
        opened: PaymentProcessor = getattr(import_module(f"{package}.processor"), name)(config)
        return opened

    return open_it


def cannot_take_of(package: str) -> CannotTake:
    """What the package's module `amounts` says."""

    def cannot_take(amount: int, currency: Currency) -> str:
        reason: str = import_module(f"{package}.amounts").cannot_take(amount, currency)
        return reason

    return cannot_take
