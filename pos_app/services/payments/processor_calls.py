"""Ask the processor of an attempt, in the words of the port."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pos_app.domain.attempt import Attempt, AttemptKind, Move, Step
from pos_app.services.payments.attempt_book import AttemptBook
from pos_app.services.payments.processor import (
    Answer,
    Charge,
    PaymentProcessor,
    Processors,
    Purpose,
    Refund,
)

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

    def __init__(self, *, processors: Processors, book: AttemptBook, description: str) -> None:
        """:param description: what the customer's account says of the payment"""
        self._processors = processors
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

    def _of(self, attempt: Attempt, purpose: Purpose) -> PaymentProcessor:
        return self._processors(attempt.processor, purpose)

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
