"""Sales: the till scans the customer's phone, or the other way round."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Final

from pos_app.adapters.payments.alipay.amounts import yuan
from pos_app.adapters.payments.alipay.gateway import PAY, WAITING, Gateway, Said
from pos_app.adapters.payments.alipay.trades import (
    QR_LIVES,
    Trades,
    after_sending,
    answer,
    name_of,
)
from pos_app.domain.attempt import Standing
from pos_app.services.payments.processor import Answer, Charge, ProcessorRefusedError

SUBJECT_MAX: Final = 128
_CUSTOMER_CODE: Final = re.compile(r"(2[5-9]|30)\d{14,22}", re.ASCII)
_TERMINAL: Final = re.compile(r"[\w.-]{1,32}", re.ASCII)
_CODE_USED: Final = "ACQ.PAYMENT_AUTH_CODE_INVALID"
_KNOWN_ALREADY: Final = frozenset(
    {
        "ACQ.TRADE_HAS_SUCCESS",
        "ACQ.TRADE_HAS_CLOSE",
        "ACQ.CONTEXT_INCONSISTENT",
        "ACQ.TRADE_BUYER_NOT_MATCH",
    }
)


class Sales:
    def __init__(self, gateway: Gateway, trades: Trades, *, terminal: str) -> None:
        self._gateway = gateway
        self._trades = trades
        self._terminal = {"terminal_id": terminal} if _TERMINAL.fullmatch(terminal) else {}

    def pay(self, charge: Charge) -> Answer:
        """Take it from the customer whose code was scanned."""
        code = charge.customer_code.strip()
        if not _CUSTOMER_CODE.fullmatch(code):
            what = "that is no payment code of Alipay's" if code else "the customer's code is gone"
            raise ProcessorRefusedError(
                processor=self._gateway.processor,
                reason=f"{what}: ask the customer to open the payment code, and scan it again",
            )
        how = {"scene": "bar_code", "auth_code": code}
        said = self._gateway.ask(PAY, self._sale(charge) | how)
        if said.is_done:
            return self._trades.paid(charge, said)
        if said.code == WAITING:
            return answer(charge, Standing.WAITING)
        return self._declined(charge, said)

    def show(self, charge: Charge) -> Answer:
        """Get what the screen is to show to the customer's phone."""
        if not self._trades.can_show(charge):
            raise ProcessorRefusedError(
                processor=self._gateway.processor,
                reason="it is too late to show a code for this payment: cancel it and begin again",
            )
        minutes = f"{QR_LIVES // timedelta(minutes=1)}m"
        limits = {"timeout_express": minutes, "qr_code_timeout_express": minutes}
        said = self._gateway.ask("alipay.trade.precreate", self._sale(charge) | limits)
        if not said.is_done:
            return self._declined(charge, said)
        self._trades.require_same(charge, said)
        prompt = said.text("qr_code")
        if not prompt:
            raise self._gateway.unproven("there is no code in its answer")
        return replace(answer(charge, Standing.WAITING), prompt=prompt)

    def _sale(self, charge: Charge) -> dict[str, str]:
        """What both ways have in common; the same every time, as another sale would be refused."""
        shown = (
            one if one.isprintable() and one not in "/=&" else " " for one in charge.description
        )
        return {
            **name_of(charge),
            "product_code": "FACE_TO_FACE_PAYMENT",
            "subject": "".join(shown).strip()[:SUBJECT_MAX] or "-",
            "total_amount": yuan(charge.amount),
            **self._terminal,
        }

    def _declined(self, charge: Charge, said: Said) -> Answer:
        """Declined, unless the same request came before and is what stands in its way."""
        if said.sub_code in _KNOWN_ALREADY or said.sub_code == _CODE_USED:
            with after_sending():
                known = self._trades.known(charge)
            if known is not None:
                return known
            if said.sub_code != _CODE_USED:
                raise self._gateway.unproven("it contradicts itself")
        return answer(charge, Standing.DECLINED, reason=said.words)
