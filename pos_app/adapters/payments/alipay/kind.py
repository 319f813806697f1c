"""Alipay face to face, as it is listed: the till scans the customer's phone, or the other way."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from pos_app.adapters.payments.kinds import (
    ENVIRONMENT,
    address_of_another,
    cannot_take_of,
    opens,
    sandbox_at,
)
from pos_app.domain.attempt import Flow
from pos_app.services.payments.processor import ProcessorKind, SettingField

BASES: Final = {
    "live": "https://openapi.alipay.com/gateway.do",
    "sandbox": "https://openapi-sandbox.dl.alipaydev.com/gateway.do",
}


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
        ENVIRONMENT,
        address_of_another("Alipay"),
    ),
    open=opens(__package__, "AlipayProcessor"),
    cannot_take=cannot_take_of(__package__),
    is_for_tests=sandbox_at(BASES["sandbox"]),
    polls_every=timedelta(seconds=5),
    waits=timedelta(minutes=1),
)
