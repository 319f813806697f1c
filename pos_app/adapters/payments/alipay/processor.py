"""Alipay face to face, over the classic gateway."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

from pos_app.adapters.payments.alipay import rsa2
from pos_app.adapters.payments.alipay.amounts import require_payable
from pos_app.adapters.payments.alipay.gateway import Gateway, Keys
from pos_app.adapters.payments.alipay.kind import BASES, KIND
from pos_app.adapters.payments.alipay.refunds import Refunds
from pos_app.adapters.payments.alipay.sales import Sales
from pos_app.adapters.payments.alipay.trades import Trades, after_sending, answer, name_of
from pos_app.adapters.payments.http import Api
from pos_app.domain.attempt import Flow, Standing
from pos_app.services.payments.processor import (
    Answer,
    Charge,
    Listed,
    ProcessorConfig,
    ProcessorRefusedError,
    Refund,
)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class AlipayProcessor:
    def __init__(self, config: ProcessorConfig, *, now: Callable[[], datetime] = _utc_now) -> None:
        """:raises ProcessorRefusedError: for a key or an address that cannot be used"""
        values = config.values
        api = Api(
            KIND.title,
            values.get("base") or BASES[values.get("environment") or "live"],
            connect_s=config.time_outs.connect.total_seconds(),
            read_s=config.time_outs.read.total_seconds(),
        )
        keys = Keys(
            values["app_id"].strip(),
            _private(values["private_key"]),
            _public(values["alipay_public_key"]),
        )
        self._gateway = Gateway(api, keys, now=now)
        self._trades = Trades(self._gateway, now=now)
        self._sales = Sales(self._gateway, self._trades, terminal=config.terminal)
        self._refunds = Refunds(self._gateway)

    def create(self, charge: Charge) -> Answer:
        require_payable(KIND.title, charge.amount, charge.currency)
        if charge.flow is Flow.CODE:
            return self._sales.pay(charge)
        return self._sales.show(charge)

    def hand_over(self, charge: Charge) -> Answer:
        """Nothing to do: the customer is asked from the start."""
        return self.query(charge)

    def query(self, charge: Charge) -> Answer:
        return self._trades.query(charge)

    def capture(self, charge: Charge) -> Answer:
        """Nothing to do: what is paid is moved."""
        return self.query(charge)

    def cancel(self, charge: Charge) -> Answer:
        """Alipay closes what is unpaid, and gives back in full what is paid."""
        said = self._gateway.ask("alipay.trade.cancel", name_of(charge))
        if not said.is_done:
            return self._after_cancel(charge, said.words)
        action = said.text("action")
        if said.text("retry_flag") == "Y":
            return answer(charge, Standing.ABSENT, reason="it is not through with it yet")
        if action == "close":
            return answer(charge, Standing.CANCELLED)
        if action == "refund":
            reason = "It was paid, and has been given back in full."
            return answer(charge, Standing.CANCELLED, reason=reason)
        return self._after_cancel(charge, "")

    def refund(self, refund: Refund) -> Answer:
        return self._refunds.refund(refund)

    def query_refund(self, refund: Refund) -> Answer:
        return self._refunds.query(refund)

    def listed(self, since: datetime, until: datetime) -> Iterator[Listed]:  # noqa: ARG002
        """:raises ProcessorRefusedError: always; its bill is a file of the day before"""
        raise ProcessorRefusedError(
            processor=KIND.title,
            reason="it has no list of payments; every payment is asked for by itself",
        )

    def check(self) -> str:
        self._gateway.try_keys()
        return f"{KIND.title} has answered, and the app ID and both keys fit."

    def _after_cancel(self, charge: Charge, words: str) -> Answer:
        """Where it stands after a cancel that did nothing, for the reason in `words`."""
        with after_sending():
            known = self._trades.known(charge)
        if known is None and self._trades.is_over(charge):
            return answer(charge, Standing.CANCELLED)
        if known is None:
            reason = "it does not know of it yet, and it may still come there"
            return answer(charge, Standing.ABSENT, reason=reason)
        if known.standing is Standing.WAITING:
            return replace(known, standing=Standing.ABSENT, reason=words)
        return replace(known, reason=words)


def _private(text: str) -> RSAPrivateKey:
    try:
        return rsa2.private_key(text)
    except rsa2.UnusableKeyError as error:
        raise _unusable("your app's private key", error) from error


def _public(text: str) -> RSAPublicKey:
    try:
        return rsa2.public_key(text)
    except rsa2.UnusableKeyError as error:
        raise _unusable("Alipay's public key", error) from error


def _unusable(what: str, error: rsa2.UnusableKeyError) -> ProcessorRefusedError:
    reason = f"{what} in the settings cannot be read, and nothing was sent: {error}"
    return ProcessorRefusedError(processor=KIND.title, reason=reason)
