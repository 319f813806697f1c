"""PayPal, as it is listed: the customer's phone scans a link and approves."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Final

from pos_app.domain.attempt import Flow
from pos_app.domain.money import Currency
from pos_app.services.payments.processor import (
    PaymentProcessor,
    ProcessorConfig,
    ProcessorKind,
    SettingField,
)

BASES: Final = {
    "live": "https://api-m.paypal.com",
    "sandbox": "https://api-m.sandbox.paypal.com",
}


def _open(config: ProcessorConfig) -> PaymentProcessor:
    opened: PaymentProcessor = import_module(f"{__package__}.processor").PayPalProcessor(config)
    return opened


def _cannot_take(amount: int, currency: Currency) -> str:
    reason: str = import_module(f"{__package__}.amounts").cannot_take(amount, currency)
    return reason


KIND: Final = ProcessorKind(
    name="paypal",
    title="PayPal",
    flows=(Flow.QR,),
    fields=(
        SettingField(
            "client_id",
            "Client ID",
            "Of your PayPal app, for this environment.",
            names_account=True,
        ),
        SettingField("secret", "Secret", "Of the same PayPal app.", is_secret=True),
        SettingField(
            "environment",
            "Environment",
            "live takes money; sandbox only pretends to.",
            choices=("live", "sandbox"),
            default="live",
            names_account=True,
        ),
        SettingField(
            "page",
            "Page after paying",
            "What the customer's phone opens after approving: an https page of yours.",
        ),
        SettingField(
            "base",
            "Address",
            "Of another service that speaks PayPal's language. Leave it empty.",
            is_needed=False,
            names_account=True,
        ),
    ),
    open=_open,
    cannot_take=_cannot_take,
    key_life=timedelta(hours=5),
    polls_every=timedelta(seconds=3),
    waits=timedelta(minutes=10),
)
