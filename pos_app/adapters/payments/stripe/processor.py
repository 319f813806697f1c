"""Stripe, as the till uses it; each way to pay has a module of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from pos_app.adapters.payments.stripe.asking import StripeApi
from pos_app.adapters.payments.stripe.keys import Now, utc_now
from pos_app.adapters.payments.stripe.kind import is_for_tests
from pos_app.adapters.payments.stripe.qr_flow import QrFlow
from pos_app.adapters.payments.stripe.reader import Reader
from pos_app.adapters.payments.stripe.reader_flow import ReaderFlow
from pos_app.adapters.payments.stripe.refunds import Refunds
from pos_app.domain.attempt import Flow
from pos_app.services.payments.processor import (
    Answer,
    Charge,
    Listed,
    ProcessorConfig,
    Refund,
)


class StripeProcessor:
    def __init__(self, config: ProcessorConfig, *, now: Now = utc_now) -> None:
        """:raises ProcessorRefusedError: for a key or an address that cannot be used"""
        self._api = StripeApi(config)
        self._is_for_tests = is_for_tests(config.values)
        self._reader = Reader(
            self._api,
            config.values.get("reader", "").strip(),
            read_s=config.time_outs.reader.total_seconds(),
        )
        self._by_reader = ReaderFlow(self._api, self._reader, now)
        self._by_qr = QrFlow(self._api, config.values.get("page", "").strip(), now)
        self._refunds = Refunds(self._api, self._intent_of, now)

    def create(self, charge: Charge) -> Answer:
        return self._flow(charge).create(charge)

    def hand_over(self, charge: Charge) -> Answer:
        return self._flow(charge).hand_over(charge)

    def query(self, charge: Charge) -> Answer:
        return self._flow(charge).query(charge)

    def capture(self, charge: Charge) -> Answer:
        return self._flow(charge).capture(charge)

    def cancel(self, charge: Charge) -> Answer:
        return self._flow(charge).cancel(charge)

    def refund(self, refund: Refund) -> Answer:
        return self._refunds.refund(refund)

    def query_refund(self, refund: Refund) -> Answer:
        return self._refunds.query(refund)

    def listed(self, since: datetime, until: datetime) -> Iterator[Listed]:
        return self._refunds.listed(since, until)

    def check(self) -> str:
        """Both reads are harmless; the rights to write show only when something is written."""
        self._api.get("payment_intents", {"limit": 1}).done()
        reader = self._reader.described()
        money = "Only for trying out: no money moves" if self._is_for_tests else "It takes money"
        return f"Stripe answers. {money}. {reader}."

    def _flow(self, charge: Charge) -> ReaderFlow | QrFlow:
        assert charge.flow in {Flow.READER, Flow.QR}, f"Stripe has no {charge.flow}"
        return self._by_reader if charge.flow is Flow.READER else self._by_qr

    def _intent_of(self, charge: Charge) -> str:
        return charge.remote_id if charge.flow is Flow.READER else self._by_qr.intent_of(charge)
