"""What a processor cannot take is known before it is asked."""

from __future__ import annotations

import sys
from pathlib import Path
from subprocess import run

import pytest

from pos_app.adapters.payments.factory import OWN
from pos_app.domain.money import Currency

KINDS = {one.name: one for one in OWN}
ROOT = Path(__file__).parents[4]


@pytest.mark.parametrize(
    ("name", "minor", "code", "reason"),
    [
        ("stripe", 49, "EUR", "it takes no less than 0.50 EUR"),
        ("stripe", 29, "GBP", "it takes no less than 0.30 GBP"),
        ("stripe", 49, "JPY", "it takes no less than 50 JPY"),
        ("stripe", 174_99, "HUF", "it takes no less than 175.00 HUF"),
        ("stripe", 0, "EUR", "it must be more than nothing"),
        ("stripe", 100_000_000, "EUR", "it takes no more than 999999.99 EUR"),
        ("stripe", 1_000_000, "ISK", "it takes no more than 999999 ISK"),
        ("stripe", 5_123, "KWD", "it takes no amount in KWD that is so fine"),
        ("paypal", 1_000, "DKR", "it does not take DKR"),
        ("paypal", 1_250, "HUF", "it takes HUF without decimals"),
        ("paypal", 0, "EUR", "it must be more than nothing"),
        ("alipay", 1_000, "EUR", "it takes Chinese yuan only"),
        ("alipay", 10_000_000_001, "CNY", "it takes from 0.01 to 100000000.00 CNY"),
    ],
)
def test_is_said_with_its_reason(name: str, minor: int, code: str, reason: str) -> None:
    assert KINDS[name].cannot_take(minor, Currency.of(code)) == reason


@pytest.mark.parametrize(
    ("name", "minor", "code"),
    [
        *[("stripe", 50, "EUR"), ("stripe", 50, "JPY"), ("stripe", 99_999_999, "EUR")],
        *[("stripe", 1, "ALL"), ("stripe", 100_000_000, "JPY"), ("stripe", 5_120, "KWD")],
        *[("paypal", 1, "EUR"), ("paypal", 1_200, "HUF")],
        *[("alipay", 1, "CNY"), ("alipay", 10_000_000_000, "CNY")],
    ],
)
def test_is_nothing_that_it_may_take(name: str, minor: int, code: str) -> None:
    assert KINDS[name].cannot_take(minor, Currency.of(code)) == ""


def test_is_known_without_loading_what_works() -> None:
    program = """
import sys
from pos_app.adapters.payments import alipay, paypal, stripe
import pos_app.adapters.payments.alipay.kind
import pos_app.adapters.payments.paypal.kind
import pos_app.adapters.payments.stripe.kind
from pos_app.domain.money import Currency
for one in (alipay, paypal, stripe):
    one.kind.KIND.cannot_take(100, Currency.of("EUR"))
print([one for one in ("requests", "urllib3", "keyring", "cryptography") if one in sys.modules])
"""
    done = run([sys.executable, "-c", program], capture_output=True, check=True, cwd=ROOT)

    assert done.stdout.decode().strip() == "[]"
