"""Circuit breakers: a processor that does not answer is left alone for a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Final, TypeVar

import pybreaker

from pos_app.adapters.payments.silences import Silences, Tell
from pos_app.services.payments.processor import (
    Answer,
    Charge,
    Listed,
    NoAnswerError,
    NotReachedError,
    PaymentProcessor,
    ProcessorKind,
    Purpose,
    Refund,
    RestingError,
)

FAILURES_MAX: Final = 5
RESET_S: Final = 30.0
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BreakerState:
    is_open: bool
    seconds_left: int = 0
    """Until it is tried again."""


class _Storage(pybreaker.CircuitMemoryStorage):
    """Knows how long it has been open by a clock that nobody can set."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        super().__init__(pybreaker.STATE_CLOSED)
        self._monotonic = monotonic
        self._opened: float | None = None

    @property
    def seconds_open(self) -> float:
        return 0.0 if self._opened is None else self._monotonic() - self._opened

    @property
    def opened_at(self) -> datetime | None:
        """Dated back from now: the breaker compares it with the wall clock, whatever that says."""
        if self._opened is None:
            return None
        return datetime.now(UTC) - timedelta(seconds=self.seconds_open)

    @opened_at.setter
    def opened_at(self, _wall: datetime) -> None:
        self._opened = self._monotonic()


class Breakers:
    """One for each processor and purpose: a charge that hangs holds up no query."""

    def __init__(
        self,
        *,
        failures_max: int = FAILURES_MAX,
        reset_s: float = RESET_S,
        monotonic: Callable[[], float] = time.monotonic,
        tell: Tell = lambda _silences: None,
    ) -> None:
        """:param tell: gets those that are left alone, whenever that changes"""
        self._failures_max = failures_max
        self._reset_s = reset_s
        self._monotonic = monotonic
        self._silences = Silences(reset_s=reset_s, tell=tell)
        self._made: dict[tuple[str, Purpose], tuple[pybreaker.CircuitBreaker, _Storage]] = {}
        self._lock = threading.Lock()

    def of(self, processor: str, purpose: Purpose) -> pybreaker.CircuitBreaker:
        return self._of(processor, purpose)[0]

    def state(self, processor: str, purpose: Purpose = Purpose.CHARGE) -> BreakerState:
        """At once, also while a request hangs."""
        breaker, storage = self._of(processor, purpose)
        left = self._reset_s - storage.seconds_open
        if breaker.current_state != pybreaker.STATE_OPEN or left <= 0:
            return BreakerState(is_open=False)
        return BreakerState(is_open=True, seconds_left=ceil(left))

    def forget(self, processor: str) -> None:
        """It is set up anew: what it did before says nothing."""
        with self._lock:
            for purpose in Purpose:
                self._made.pop((processor, purpose), None)
        self._silences.forget(processor)

    def _of(self, processor: str, purpose: Purpose) -> tuple[pybreaker.CircuitBreaker, _Storage]:
        with self._lock:
            if (processor, purpose) not in self._made:
                storage = _Storage(self._monotonic)
                breaker = pybreaker.CircuitBreaker(
                    fail_max=self._failures_max,
                    reset_timeout=self._reset_s,
                    # Whatever it answers, it answers: that it declines is no sign of trouble.
                    exclude=[lambda error: not _is_silence(error)],
                    listeners=[self._silences.watch(processor, purpose)],
                    state_storage=storage,
                    name=f"{processor} {purpose.value}",
                    # Its own error would hide whether the last request may have come there.
                    throw_new_error_on_trip=False,
                )
                self._made[processor, purpose] = breaker, storage
            return self._made[processor, purpose]


def _is_silence(error: BaseException) -> bool:
    return isinstance(error, (NotReachedError, NoAnswerError))


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
        return self._call(self._processor.check, asks_only=True)

    def _call(self, work: Callable[[], T], *, asks_only: bool = False) -> T:
        breaker = self._breakers.of(self._name, self._purpose)

        def work_if_it_answers() -> T:
            is_try = breaker.current_state == pybreaker.STATE_HALF_OPEN
            if is_try and not asks_only and self._purpose is not Purpose.QUERY:
                self._require_answer()
            return work()

        try:
            return breaker.call(work_if_it_answers)
        except pybreaker.CircuitBreakerError as error:
            left = self._breakers.state(self._name, self._purpose).seconds_left
            raise RestingError(processor=self._title, seconds=left) from error

    def _require_answer(self) -> None:
        """Nothing that moves money finds out whether it answers again.

        :raises NotReachedError: if it does not; of what moves money nothing was sent
        """
        try:
            self._processor.check()
        except NoAnswerError as error:
            reason = error.values["reason"]
            raise NotReachedError(processor=self._title, reason=reason) from error
