"""Ask the processor of an attempt, in the words of the port."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pos_app.domain.attempt import Attempt, AttemptKind, Move, Standing, Step
from pos_app.domain.errors import UnavailableError
from pos_app.services.payments.accounts import no_account
from pos_app.services.payments.attempt_book import AttemptBook
from pos_app.services.payments.processor import (
    AccountChangedError,
    Accounts,
    Answer,
    Charge,
    PaymentProcessor,
    ProcessorRefusedError,
    Processors,
    Purpose,
    Refund,
)
from pos_app.services.processor_titles import title_of

PURPOSES: Final = {
    Move.CREATE: Purpose.CHARGE,
    Move.HAND_OVER: Purpose.CHARGE,
    Move.CAPTURE: Purpose.CHARGE,
    Move.CANCEL: Purpose.REVERSAL,
    Move.REFUND: Purpose.REVERSAL,
    Move.QUERY: Purpose.QUERY,
}


class ProcessorCalls:
    """Every call is made once; what is asked again is for whoever asks to decide."""

    def __init__(
        self,
        *,
        processors: Processors,
        book: AttemptBook,
        description: str,
        accounts: Accounts = no_account,
    ) -> None:
        """:param description: what the customer's account says of the payment"""
        self._processors = processors
        self._accounts = accounts
        self._book = book
        self._description = description

    def query(self, attempt: Attempt) -> Answer:
        """Where it stands; nothing is asked for.

        :raises UnavailableError: if the processor does not answer
        """
        processor = self._of(attempt, Purpose.QUERY)
        if attempt.kind is AttemptKind.CHARGE:
            return processor.query(self._charge(attempt))
        return processor.query_refund(self._refund(attempt))

    def make(self, attempt: Attempt, move: Move, *, customer_code: str = "") -> Answer:
        """Ask for what is next about it; errors as the port has them."""
        processor = self._of(attempt, PURPOSES[move])
        if move is Move.REFUND:
            return processor.refund(self._refund(attempt))
        asked: dict[Move, Callable[[Charge], Answer]] = {
            Move.CREATE: processor.create,
            Move.HAND_OVER: processor.hand_over,
            Move.CAPTURE: processor.capture,
            Move.CANCEL: processor.cancel,
        }
        return asked[move](self._charge(attempt, customer_code))

    def account(self, attempt: Attempt) -> str:
        """Which one it belongs to: its own, its charge's, or the one that is set up now.

        Empty where that cannot be told.
        """
        anchor = self._anchor(attempt)
        return attempt.account or anchor.account or self._account_now(attempt.processor)

    def is_elsewhere(self, attempt: Attempt) -> bool:
        """Whether it was asked of another account than the one that is set up now."""
        now = self._account_now(attempt.processor)
        return bool(now) and self.account(attempt) != now

    def _account_now(self, processor: str) -> str:
        try:
            return self._accounts(processor)
        except UnavailableError:
            return ""  # whoever asks it anything is told why not

    def _anchor(self, attempt: Attempt) -> Attempt:
        """The charge that it is about."""
        return self._book.get(attempt.reverses) if attempt.reverses else attempt

    def _of(self, attempt: Attempt, purpose: Purpose) -> PaymentProcessor:
        """:raises AccountChangedError: if it is set up with another account than it was asked of"""
        if self.is_elsewhere(attempt):
            self._require_known(attempt)
        return self._processors(attempt.processor, purpose)

    def _require_known(self, attempt: Attempt) -> None:
        """A renewed key may lead to the same account, which then knows the charge by its name."""
        anchor = self._anchor(attempt)
        if anchor.remote_id:
            processor = self._processors(attempt.processor, Purpose.QUERY)
            try:
                if processor.query(self._charge(anchor)).standing is not Standing.ABSENT:
                    return
            except ProcessorRefusedError:
                pass  # it may not see what is another one's
        raise AccountChangedError(processor=title_of(attempt.processor), amount=attempt.money)

    def _charge(self, attempt: Attempt, customer_code: str = "") -> Charge:
        return Charge(
            attempt_id=attempt.attempt_id,
            order_id=attempt.order_id,
            amount=attempt.amount,
            currency=attempt.currency,
            flow=attempt.flow,
            description=self._description,
            created_at=attempt.created_at,
            remote_id=attempt.remote_id,
            capture_id=attempt.capture_id,
            handed=attempt.handed,
            is_cancelling=attempt.step is Step.CANCEL,
            customer_code=customer_code,
            capture_sent=attempt.step is Step.CAPTURE,
        )

    def _refund(self, attempt: Attempt) -> Refund:
        return Refund(
            attempt_id=attempt.attempt_id,
            amount=attempt.amount,
            charge=self._charge(self._book.get(attempt.reverses)),
            created_at=attempt.created_at,
            remote_id=attempt.remote_id,
        )
