"""Refunds: done where Alipay says that this one has moved money, and by nothing else."""

from __future__ import annotations

from pos_app.adapters.payments.alipay.amounts import number_of, yuan
from pos_app.adapters.payments.alipay.gateway import NOT_EXIST, Gateway
from pos_app.adapters.payments.alipay.trades import after_sending, amount_in, name_of
from pos_app.domain.attempt import Standing
from pos_app.services.payments.processor import Answer, Refund


class Refunds:
    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    def refund(self, refund: Refund) -> Answer:
        number = number_of(refund.attempt_id)
        amount = {"refund_amount": yuan(refund.amount), "out_request_no": number}
        said = self._gateway.ask("alipay.trade.refund", name_of(refund.charge) | amount)
        if said.is_done and said.text("fund_change") == "Y":
            return Answer(Standing.DONE, number)
        # Nothing was moved by this request: it may have been by the same one before.
        with after_sending():
            found = self.query(refund)
        if found.standing is Standing.DONE:
            return found
        if said.is_done:
            raise self._gateway.unproven("it does not say whether the money was given back")
        return Answer(Standing.DECLINED, number, reason=said.words)

    def query(self, refund: Refund) -> Answer:
        number = number_of(refund.attempt_id)
        name = name_of(refund.charge) | {"out_request_no": number}
        said = self._gateway.ask("alipay.trade.fastpay.refund.query", name)
        if said.sub_code == NOT_EXIST:
            return Answer(Standing.ABSENT, number)
        if not said.is_done:
            raise self._gateway.refused(said)
        status = said.text("refund_status")
        if status == "REFUND_SUCCESS":
            amount = amount_in(said, "refund_amount", self._gateway)
            return Answer(Standing.DONE, number, amount=amount)
        if status or said.text("refund_amount"):
            raise self._gateway.unproven("it does not say whether the money was given back")
        return Answer(Standing.ABSENT, number)
