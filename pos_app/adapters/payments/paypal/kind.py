"""PayPal, as it is listed: the customer's phone scans a link and approves."""

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
    "live": "https://api-m.paypal.com",
    "sandbox": "https://api-m.sandbox.paypal.com",
}


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
        ENVIRONMENT,
        SettingField(
            "page",
            "Page after paying",
            "What the customer's phone opens after approving: an https page of yours.",
        ),
        address_of_another("PayPal"),
    ),
    open=opens(__package__, "PayPalProcessor"),
    cannot_take=cannot_take_of(__package__),
    is_for_tests=sandbox_at(BASES["sandbox"]),
    key_life=timedelta(hours=5),
    polls_every=timedelta(seconds=3),
    waits=timedelta(minutes=10),
)
