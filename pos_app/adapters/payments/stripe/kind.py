"""Stripe, as it is listed: cards on a reader, or a page that the customer's phone opens."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module
from typing import Final

from pos_app.adapters.payments.kinds import cannot_take_of, opens
from pos_app.domain.attempt import Flow
from pos_app.domain.money import Currency
from pos_app.services.payments.processor import ProcessorKind, SettingField

BASE: Final = "https://api.stripe.com"
_TEST_KEYS: Final = ("rk_test_", "sk_test_")
_KEY: Final = re.compile(r"[rs]k_(?P<mode>live|test)_5(?P<account>1\w{15})\w{60,}", re.ASCII)


def _account_in(key: str) -> str:
    """The account that a key of today's form carries behind its mode; older ones do not say."""
    found = _KEY.fullmatch(key)
    return f"{found['mode']} {found['account']}" if found else ""


def is_for_tests(values: Mapping[str, str]) -> bool:
    """Whether its key only pretends to move money."""
    return values["key"].strip().startswith(_TEST_KEYS)


def trial_from(currency: Currency) -> int:
    """What the module `amounts` says, which is not loaded to list it."""
    least: int = import_module(f"{__package__}.amounts").trial_from(currency)
    return least


KIND: Final = ProcessorKind(
    name="stripe",
    title="Stripe",
    flows=(Flow.READER, Flow.QR),
    fields=(
        SettingField(
            "key",
            "Restricted key",
            "Of this till alone, with the rights to write PaymentIntents, Terminal readers, "
            "Refunds and Checkout Sessions; it begins with rk_.",
            is_secret=True,
            names_account=True,
            account_part=_account_in,
        ),
        SettingField(
            "reader",
            "Reader",
            "Which card reader is beside this till: it begins with tmr_, and "
            "pos-app payments readers list shows it.",
            is_needed=False,
        ),
        SettingField(
            "page",
            "Page after paying",
            "What the customer's phone opens after paying by QR code: an https page of yours.",
            is_needed=False,
        ),
        SettingField(
            "base",
            "Address",
            "Of Stripe's service. Leave it.",
            default=BASE,
            is_needed=False,
            names_account=True,
        ),
    ),
    open=opens(__package__, "StripeProcessor"),
    cannot_take=cannot_take_of(__package__),
    is_for_tests=is_for_tests,
    trial_from=trial_from,
)
