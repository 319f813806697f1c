"""Which processors are left alone now, told to whoever wants to write it down."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pybreaker

from pos_app.domain.errors import PosError
from pos_app.services.payments.processor import Purpose
from pos_app.services.payments.silence import Silence

Tell = Callable[[Sequence[Silence]], None]
"""Gets all that are left alone, in the thread of a request, which is never that of a screen."""


class Silences:
    def __init__(self, *, reset_s: float, tell: Tell) -> None:
        self._reset = timedelta(seconds=reset_s)
        self._tell = tell
        self._watches: dict[tuple[str, Purpose], _Watch] = {}
        self._known: dict[tuple[str, Purpose], Silence] = {}
        self._lock = threading.Lock()

    def watch(self, processor: str, purpose: Purpose) -> pybreaker.CircuitBreakerListener:
        """What a new breaker is to be heard by."""
        watch = _Watch(self, processor, purpose)
        with self._lock:  # another thread may look through them
            self._watches[watch.key] = watch
        return watch

    def opened(self, watch: _Watch, failures: int) -> None:
        now = datetime.now(UTC)
        with self._lock:
            if not self._is_current(watch):
                return
            before = self._known.get(watch.key)
            self._known[watch.key] = Silence(
                *watch.key,
                since=before.since if before is not None else now,
                tried_at=now,
                until=now + self._reset,
                failures=failures,
                reason=watch.reason,
            )
            self._tell(tuple(self._known.values()))

    def closed(self, watch: _Watch) -> None:
        with self._lock:
            if self._is_current(watch) and self._known.pop(watch.key, None) is not None:
                self._tell(tuple(self._known.values()))

    def forget(self, processor: str) -> None:
        """It is set up anew; what still comes of an older request to it says nothing."""
        with self._lock:
            for key in [key for key in self._watches if key[0] == processor]:
                del self._watches[key]
            gone = [key for key in self._known if key[0] == processor]
            for key in gone:
                del self._known[key]
            if gone:
                self._tell(tuple(self._known.values()))

    def _is_current(self, watch: _Watch) -> bool:
        return self._watches.get(watch.key) is watch


class _Watch(pybreaker.CircuitBreakerListener):
    """Hears of one breaker, in the thread of the request."""

    def __init__(self, silences: Silences, processor: str, purpose: Purpose) -> None:
        self.key = processor, purpose
        self.reason = ""
        self._silences = silences

    def failure(self, _breaker: pybreaker.CircuitBreaker, error: BaseException) -> None:
        values = error.values if isinstance(error, PosError) else {}
        self.reason = str(values.get("reason") or error)

    def state_change(
        self,
        breaker: pybreaker.CircuitBreaker,
        _before: pybreaker.CircuitBreakerState | None,
        after: pybreaker.CircuitBreakerState,
    ) -> None:
        if after.name == pybreaker.STATE_OPEN:
            self._silences.opened(self, breaker.fail_counter)
        elif after.name == pybreaker.STATE_CLOSED:
            self._silences.closed(self)
