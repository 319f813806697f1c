"""Circuit breakers: a processor that does not answer is left alone for a while."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, TypeVar

import pybreaker

from pos_app.services.payments.processor import (
    AmountError,
    Answer,
    BusyError,
    Charge,
    Listed,
    NotReachedError,
    PaymentProcessor,
    ProcessorKind,
    ProcessorRefusedError,
    Purpose,
    Refund,
)

FAILURES_MAX: Final = 5
RESET_S: Final = 30.0
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BreakerState:
    is_open: bool
    seconds_left: float = 0.0
    """Until it is tried again."""


class Breakers:
    """One for each processor and purpose: a charge that hangs holds up no query."""

    def __init__(self, *, failures_max: int = FAILURES_MAX, reset_s: float = RESET_S) -> None:
        self._failures_max = failures_max
        self._reset_s = reset_s
        self._made: dict[tuple[str, Purpose], pybreaker.CircuitBreaker] = {}
        self._lock = threading.Lock()

    def of(self, processor: str, purpose: Purpose) -> pybreaker.CircuitBreaker:
        with self._lock:
            if (processor, purpose) not in self._made:
                self._made[processor, purpose] = pybreaker.CircuitBreaker(
                    fail_max=self._failures_max,
                    reset_timeout=self._reset_s,
                    # It has answered: that it cannot do this is no sign of trouble.
                    exclude=[AmountError, BusyError, ProcessorRefusedError],
                    name=f"{processor} {purpose.value}",
                    # Its own error would hide whether the last request may have come there.
                    throw_new_error_on_trip=False,
                )
            return self._made[processor, purpose]

    def state(self, processor: str, purpose: Purpose = Purpose.CHARGE) -> BreakerState:
        breaker = self.of(processor, purpose)
        if breaker.current_state != pybreaker.STATE_OPEN:
            return BreakerState(is_open=False)
        return BreakerState(is_open=True, seconds_left=self._left(breaker))

    def _left(self, breaker: pybreaker.CircuitBreaker) -> float:
        opened = breaker._state_storage.opened_at  # noqa: SLF001 - it tells nobody else
        if opened is None:
            return 0.0
        return max(0.0, self._reset_s - (datetime.now(UTC) - opened).total_seconds())

    def is_due(self, breaker: pybreaker.CircuitBreaker) -> bool:
        """Whether the next call is the one that tries whether it answers again."""
        return breaker.current_state == pybreaker.STATE_OPEN and not self._left(breaker)


class GuardedProcessor:
    """A processor behind its breaker: what that keeps back has not been sent."""

    def __init__(
        self,
        processor: PaymentProcessor,
        *,
        kind: ProcessorKind,
        purpose: Purpose,
        breakers: Breakers,
    ) -> None:
        self._processor = processor
        self._title = kind.title
        self._name = kind.name
        self._purpose = purpose
        self._breakers = breakers

    def create(self, charge: Charge) -> Answer:
        return self._call(lambda: self._processor.create(charge))

    def hand_over(self, charge: Charge) -> Answer:
        return self._call(lambda: self._processor.hand_over(charge))

    def query(self, charge: Charge) -> Answer:
        return self._call(lambda: self._processor.query(charge))

    def capture(self, charge: Charge) -> Answer:
        return self._call(lambda: self._processor.capture(charge))

    def cancel(self, charge: Charge) -> Answer:
        return self._call(lambda: self._processor.cancel(charge))

    def refund(self, refund: Refund) -> Answer:
        return self._call(lambda: self._processor.refund(refund))

    def query_refund(self, refund: Refund) -> Answer:
        return self._call(lambda: self._processor.query_refund(refund))

    def listed(self, since: datetime, until: datetime) -> Iterator[Listed]:
        return iter(self._call(lambda: list(self._processor.listed(since, until))))

    def check(self) -> str:
        return self._call(self._processor.check)

    def _call(self, work: Callable[[], T]) -> T:
        breaker = self._breakers.of(self._name, self._purpose)
        try:
            if self._purpose is not Purpose.QUERY and self._breakers.is_due(breaker):
                # Nothing that moves money finds out whether it answers again.
                breaker.call(self._processor.check)
            return breaker.call(work)
        except pybreaker.CircuitBreakerError as error:
            left = self._breakers.state(self._name, self._purpose).seconds_left
            raise NotReachedError(
                processor=self._title, reason=f"it did not answer; trying again in {left:.0f} s"
            ) from error
