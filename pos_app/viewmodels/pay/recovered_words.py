"""What is told of payments that were settled behind the screens."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from pos_app.domain.attempt import Attempt, AttemptKind
from pos_app.domain.money import Money
from pos_app.domain.payment import PaymentState
from pos_app.services.ports import Formats
from pos_app.services.processor_titles import title_of
from pos_app.viewmodels.pay.pay_text import CONTEXT


class RecoveredWords:
    def __init__(self, formats: Formats) -> None:
        self._formats = formats

    def decided(self, attempt: Attempt, *, is_here: bool) -> str:
        """:param is_here: whether its order stands on a screen"""
        amount = self._formats.money(Money(attempt.amount, attempt.currency))
        is_moved = attempt.state is PaymentState.APPROVED
        if attempt.kind is not AttemptKind.CHARGE:
            words = (
                _tr("{amount} that waited was given back")
                if is_moved
                else _tr("{amount} that waited was not given back: the processor says no")
            )
        elif not is_moved:
            words = _tr("The payment of {amount} that waited is cancelled: nothing was charged")
        elif is_here:
            words = _tr("{amount} has come for an order that is open here")
        else:
            words = _tr("The payment of {amount} that waited has come")
        return words.format(amount=amount)

    def owed(self, attempts: Sequence[Attempt]) -> str:
        """What a processor would not reverse, until it has been given back; nothing for nothing."""
        if not attempts:
            return ""
        first, reason = attempts[0], attempts[0].reason
        words = _tr("{amount} still has to be given back: {processor} would not ({reason}).")
        if len(attempts) > 1:
            words = _tr("{count} amounts still have to be given back, the oldest {amount}.")
        return words.format(
            amount=self._formats.money(first.money),
            count=len(attempts),
            processor=title_of(first.processor),
            reason=reason or _tr("it says no"),
        )

    def waiting(self, count: int, trouble: str) -> str:
        """Nothing where none waits."""
        if not count:
            return ""
        one, more = _tr("A payment waits for an answer"), _tr("{count} payments wait for an answer")
        words = one if count == 1 else more.format(count=count)
        return f"{words}: {trouble}" if trouble else words


def _tr(words: str) -> str:
    return QCoreApplication.translate(CONTEXT, words)
