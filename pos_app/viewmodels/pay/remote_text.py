"""What the screen of a payment through a processor shows, ready to be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from pos_app.domain.attempt import Flow
from pos_app.domain.money import Currency, Money
from pos_app.services.payments.attempt_book import AmountDiffersError
from pos_app.services.ports import Formats
from pos_app.viewmodels.pay.attempt_driver import AttemptDriver, Outcome, Phase
from pos_app.viewmodels.pay.pay_text import CONTEXT, words_of
from pos_app.viewmodels.pay.remote_cases import RemoteCase, Stage
from pos_app.viewmodels.shared.words import words_for

SECONDS_PER_MINUTE: Final = 60
ASKED, CUSTOMER_PAYS, MONEY_MOVES, ALL_DONE = range(4)
"""The steps of a payment."""


@dataclass(frozen=True, slots=True)
class RemoteText:
    """Empty texts are left out: a button without words is not there.

    `tone` is nothing, "success", "warning" or "danger"; `step` is which of the three steps of a
    payment it is at, from 0, and -1 where these say nothing.
    """

    title: str
    amount: str
    say: str
    icon: str
    detail: str = ""
    time: str = ""
    tone: str = ""
    step: int = -1
    prompt: str = ""
    """What is drawn as a QR code."""
    asks_code: bool = False
    enter: str = ""
    leave: str = ""
    give_back: str = ""
    release: str = ""


_ICONS: Final = {Flow.READER: "credit-card", Flow.QR: "qr-code", Flow.CODE: "scan-barcode"}


class RemoteWords:
    def __init__(self, *, formats: Formats, currency: Currency) -> None:
        self._formats = formats
        self._currency = currency

    def text(self, case: RemoteCase) -> RemoteText:
        made = {
            Stage.CODE: self._code,
            Stage.CONFIRM: self._confirm,
            Stage.RUNNING: self._running,
            Stage.DECLINED: self._declined,
            Stage.TIMED_OUT: self._timed_out,
            Stage.LATE: self._late,
            Stage.PAID: self._paid,
        }
        return made[case.stage](case)

    def title(self, case: RemoteCase) -> str:
        """The way to pay and who moves the money, once where the two are the same."""
        reference = case.taken.reference if case.taken is not None else ""
        method, processor = f"{words_of(case.method)} {reference}".strip(), case.kind.title
        return method if processor in method else f"{method} · {processor}"

    def amount(self, case: RemoteCase) -> str:
        return self._formats.money(Money(case.amount, self._currency))

    def of_end(self, outcome: Outcome) -> str:
        """What is told once the ways to pay are shown again."""
        if outcome is Outcome.CANCELLED:
            return _tr("Cancelled. Nothing was charged.")
        if outcome is Outcome.RELEASED:
            return _tr("Treated as unpaid. What comes after all is given back.")
        return ""

    def _code(self, case: RemoteCase) -> RemoteText:
        return RemoteText(
            title=self.title(case),
            amount=self.amount(case),
            say=_tr("Scan the code on the customer's phone"),
            icon=_ICONS[Flow.CODE],
            detail=_tr("It is good for one payment and is not kept."),
            asks_code=True,
            enter=_tr("Take this code"),
            leave=_tr("Another way"),
        )

    def _confirm(self, case: RemoteCase) -> RemoteText:
        return RemoteText(
            title=self.title(case),
            amount=self.amount(case),
            say=_tr("Give this back to the customer?"),
            icon="rotate-ccw",
            detail=_tr("{processor} sends the money back the way it came.").format(
                processor=case.kind.title
            ),
            enter=_tr("Give it back"),
            leave=_tr("Keep it"),
        )

    def _running(self, case: RemoteCase) -> RemoteText:
        driver = case.driver
        assert driver is not None
        if driver.phase is Phase.UNKNOWN:
            return self._unknown(case, driver)
        if not driver.is_charge:
            return RemoteText(
                title=self.title(case),
                amount=self.amount(case),
                say=_tr("Being given back"),
                icon="rotate-ccw",
                detail=_tr("One moment: {processor} is asked.").format(processor=case.kind.title),
            )
        if driver.phase is Phase.STOPPING:
            return RemoteText(
                title=self.title(case),
                amount=self.amount(case),
                say=_tr("Being cancelled"),
                icon=_ICONS[driver.attempt.flow],
                detail=_tr("Wait: {processor} says whether that comes in time.").format(
                    processor=case.kind.title
                ),
                tone="warning",
            )
        return self._asking(case, driver)

    def _asking(self, case: RemoteCase, driver: AttemptDriver) -> RemoteText:
        flow = driver.attempt.flow
        asks = {
            Flow.READER: _tr("Tap, insert or swipe at the reader"),
            Flow.QR: _tr("Let the customer scan this code"),
            Flow.CODE: _tr("The customer confirms it on the phone"),
        }
        say, detail, step = asks[flow], "", CUSTOMER_PAYS
        if driver.phase is Phase.TAKING:
            say, step = _tr("The customer has paid"), MONEY_MOVES
            detail = _tr("The money is being taken: this cannot be cancelled now.")
        elif driver.phase is Phase.ASKING and not driver.prompt:
            say, step = _tr("One moment: {processor} is asked"), ASKED
            say = say.format(processor=case.kind.title)
        return RemoteText(
            title=self.title(case),
            amount=self.amount(case),
            say=say,
            icon=_ICONS[flow],
            detail=detail,
            time=self._left(driver) if step == CUSTOMER_PAYS else "",
            step=step,
            prompt=driver.prompt if step == CUSTOMER_PAYS else "",
            leave="" if step == MONEY_MOVES else _tr("Cancel"),
        )

    def _unknown(self, case: RemoteCase, driver: AttemptDriver) -> RemoteText:
        error = driver.error
        assert error is not None
        if isinstance(error, AmountDiffersError):
            say = _tr("The amounts differ: a person must look at it")
        elif driver.is_charge:
            say = _tr("We do not know whether the customer paid")
        else:
            say = _tr("We do not know whether it was given back")
        seconds = driver.pace.seconds_to_ask
        again = _tr("Asking again in {seconds} s.").format(seconds=seconds)
        return RemoteText(
            title=self.title(case),
            amount=self.amount(case),
            say=say,
            icon="circle-help",
            detail=_tr("{error} Wait for it, and take nothing another way.").format(
                error=words_for(error, self._formats)
            ),
            time=again if seconds else _tr("Asking again …"),
            tone="warning",
            prompt=driver.prompt if driver.is_charge and not driver.is_stopping else "",
            leave=_tr("Cancel") if driver.is_charge and not driver.is_stopping else "",
            release=_tr("Treat as unpaid…") if driver.is_charge else "",
        )

    def _declined(self, case: RemoteCase) -> RemoteText:
        driver = case.driver
        assert driver is not None
        return RemoteText(
            title=self.title(case),
            amount=self.amount(case),
            say=_tr("Declined"),
            icon="octagon-x",
            detail=_tr("{reason} Nothing was charged.")
            .format(reason=driver.attempt.reason)
            .strip(),
            tone="danger",
            enter=_tr("Try again"),
            leave=_tr("Another way"),
        )

    def _timed_out(self, case: RemoteCase) -> RemoteText:
        return RemoteText(
            title=self.title(case),
            amount=self.amount(case),
            say=_tr("The customer did not pay in time"),
            icon="history",
            detail=_tr("It was cancelled by itself. Nothing was charged."),
            tone="warning",
            enter=_tr("Try again"),
            leave=_tr("Another way"),
        )

    def _late(self, case: RemoteCase) -> RemoteText:
        driver = case.driver
        assert driver is not None
        card = driver.attempt.card
        by = f"{card.brand} {card.last4}".strip() or words_of(case.method)
        return RemoteText(
            title=self.title(case),
            amount=self.amount(case),
            say=_tr("Paid after all: the cancel came too late"),
            icon="triangle-alert",
            detail=_tr(
                "{amount} was charged by {by} and counts for this order. Keep it, or give it back; "
                "do not take it again."
            ).format(amount=self.amount(case), by=by),
            tone="warning",
            enter=_tr("Keep it"),
            give_back=_tr("Give it back"),
        )

    def _paid(self, case: RemoteCase) -> RemoteText:
        return RemoteText(
            title=self.title(case),
            amount=self.amount(case),
            say=_tr("Paid"),
            icon="circle-check",
            detail=_tr("One moment: the order is being recorded."),
            tone="success",
            step=ALL_DONE,
        )

    def _left(self, driver: AttemptDriver) -> str:
        minutes, seconds = divmod(driver.pace.seconds_left, SECONDS_PER_MINUTE)
        return _tr("Cancelled by itself in {time}").format(time=f"{minutes}:{seconds:02}")


def _tr(words: str) -> str:
    return QCoreApplication.translate(CONTEXT, words)
