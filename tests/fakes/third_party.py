"""A payment processor by somebody who knows nothing of the till but its port, as installed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

SECRET: Final = "sk_live_51secret"
ENTRY: Final = "acme = acme_pay:KIND"
SOURCE: Final = '''
"""Acme Pay: no network is needed."""

from pos_app.domain.attempt import Flow, Standing
from pos_app.domain.money import Money
from pos_app.services.payments.processor import (
    Answer, NotReachedError, ProcessorConfig, ProcessorKind, ProcessorRefusedError, SettingField,
)
from threading import Event

goes_on = Event()


class AcmePay:
    def __init__(self, config: ProcessorConfig) -> None:
        self.values = config.values
        self.terminal = config.terminal

    def create(self, charge):
        amount = Money(charge.amount, charge.currency)
        shop = self.values["shop"]
        return Answer(Standing.DONE, remote_id=f"{shop}/{charge.attempt_id}/{amount.minor}")

    def refund(self, refund):
        if self.values["shop"] == "9":
            return Answer(Standing.DONE, remote_id=f"back/{refund.attempt_id}")
        raise NotReachedError(processor="Acme Pay", reason="there is no connection to it")

    def query_refund(self, refund):
        return Answer(Standing.ABSENT)

    def check(self):
        if self.values["shop"] == "slow":
            assert goes_on.wait(5)
        if self.values["shop"] == "0":
            raise NotReachedError(processor="Acme Pay", reason="there is no connection to it")
        if self.values["key"] != "sk_live_51secret":
            raise ProcessorRefusedError(processor="Acme Pay", reason="it does not know this key")
        return f"Acme Pay answers: shop {self.values['shop']}, till {self.terminal}."


KIND = ProcessorKind(
    name="acme",
    title="Acme Pay",
    flows=(Flow.READER, Flow.QR),
    fields=(
        SettingField("key", "Key", "Of this till alone.", is_secret=True),
        SettingField("shop", "Shop", "Its number at Acme."),
        SettingField(
            "environment", "Environment", "Which one.", choices=("live", "sandbox"), default="live"
        ),
        SettingField("page", "Page", "What opens after paying.", is_needed=False),
    ),
    open=AcmePay,
    is_for_tests=lambda values: values["environment"] == "sandbox",
)
'''


def install(folder: Path, source: str = SOURCE, entry: str = ENTRY) -> None:
    """As an installer does: a package, and what it says of itself beside it."""
    (folder / "acme_pay.py").write_text(source, "utf-8")
    about = folder / "acme_pay-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-pay\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[pos_app.payment_processors]\n{entry}\n")


@contextmanager
def site_of(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where a third party's package is installed."""
    folder.mkdir(exist_ok=True)
    monkeypatch.syspath_prepend(str(folder))
    yield folder
    sys.modules.pop("acme_pay", None)
