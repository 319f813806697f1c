"""What the customer is told while a payment processor is asked."""

from __future__ import annotations

from typing import Final

from pos_app.domain.attempt import Flow
from pos_app.viewmodels.customer_display.customer_text import CustomerText, Scene
from pos_app.viewmodels.customer_display.customer_words import tr
from pos_app.viewmodels.pay.attempt_driver import AttemptDriver, Phase
from pos_app.viewmodels.pay.pay_text import words_of
from pos_app.viewmodels.pay.remote_cases import RemoteCase, Stage
from pos_app.viewmodels.pay.remote_text import RemoteText

_ICONS: Final = {Flow.READER: "credit-card", Flow.QR: "qr-code", Flow.CODE: "scan-barcode"}
_ENDED: Final = {
    Stage.PAID: ("success", "circle-check"),
    Stage.LATE: ("success", "circle-check"),
    Stage.DECLINED: ("danger", "octagon-x"),
    Stage.TIMED_OUT: ("warning", "history"),
}


def of_charge(case: RemoteCase, shown: RemoteText) -> CustomerText:
    """The amount and the code are those on the cashier's screen; the reasons stay there."""
    flow = _flow(case)
    tone, icon = _ENDED.get(case.stage, ("", _ICONS[flow]))
    return CustomerText(
        Scene.CHARGE,
        # A reader is known to the customer as what it takes, not by who stands behind it.
        title=tr(words_of(case.method)) if flow is Flow.READER else case.kind.title,
        large=shown.amount,
        words=_words(case),
        icon=icon,
        tone=tone,
        prompt=shown.prompt,
    )


def _words(case: RemoteCase) -> str:
    ended = {
        Stage.CODE: tr("Please show the code on your phone"),
        Stage.CONFIRM: tr("One moment, please"),
        Stage.DECLINED: tr("Declined. Nothing was charged."),
        Stage.TIMED_OUT: tr("The time is over. Nothing was charged."),
        Stage.PAID: tr("Approved. Thank you!"),
        Stage.LATE: tr("Your payment has arrived. One moment, please"),
    }
    if case.stage in ended:
        return ended[case.stage]
    assert case.driver is not None
    return _running(case, case.driver)


def _running(case: RemoteCase, driver: AttemptDriver) -> str:
    if not driver.is_charge:
        return tr("Your money is being given back. One moment, please")
    if driver.phase is Phase.UNKNOWN:
        words = tr("One moment, please: {processor} is asked whether you have paid")
        return words.format(processor=case.kind.title)
    if driver.phase is Phase.STOPPING:
        return tr("The payment is being cancelled. Please do not pay now")
    if driver.phase is Phase.TAKING:
        return tr("Your payment is being taken. One moment, please")
    if driver.phase is Phase.ASKING and not driver.prompt:
        return tr("One moment, please")
    return {
        Flow.READER: tr("Please follow the card reader"),
        Flow.QR: tr("Scan this code with your phone to pay"),
        Flow.CODE: tr("Please confirm it on your phone"),
    }[driver.attempt.flow]


def _flow(case: RemoteCase) -> Flow:
    if case.driver is not None:
        return case.driver.attempt.flow
    return Flow(case.method.flow) if case.method.flow else Flow.READER
