"""Alipay face to face, as it is listed: the till scans the customer's phone, or the other way."""

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
    "live": "https://openapi.alipay.com/gateway.do",
    "sandbox": "https://openapi-sandbox.dl.alipaydev.com/gateway.do",
}


def _open(config: ProcessorConfig) -> PaymentProcessor:
    opened: PaymentProcessor = import_module(f"{__package__}.processor").AlipayProcessor(config)
    return opened


def _cannot_take(amount: int, currency: Currency) -> str:
    reason: str = import_module(f"{__package__}.amounts").cannot_take(amount, currency)
    return reason


KIND: Final = ProcessorKind(
    name="alipay",
    title="Alipay",
    flows=(Flow.CODE, Flow.QR),
    fields=(
        SettingField(
            "app_id", "App ID", "Of your app on Alipay's open platform.", names_account=True
        ),
        SettingField(
            "private_key",
            "Your app's private key",
            "RSA2, 2048 bits, as a PEM text or its base64 alone.",
            is_secret=True,
        ),
        SettingField(
            "alipay_public_key",
            "Alipay's public key",
            "The one that Alipay shows after you have uploaded yours; not your own.",
        ),
        SettingField(
            "environment",
            "Environment",
            "live takes money; sandbox only pretends to.",
            choices=("live", "sandbox"),
            default="live",
            names_account=True,
        ),
        SettingField(
            "base",
            "Address",
            "Of another service that speaks Alipay's language. Leave it empty.",
            is_needed=False,
            names_account=True,
        ),
    ),
    open=_open,
    cannot_take=_cannot_take,
    polls_every=timedelta(seconds=5),
    waits=timedelta(minutes=1),
)
