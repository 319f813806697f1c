"""The one way to Redis: short time-outs, and a rest after each failure.

Redis may be away, empty, slow or full; nothing that head office answers depends on it. Whoever
calls gets `CacheAwayError` within a moment and goes on without.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from time import monotonic
from typing import Any, Final, TypeVar

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

TIMEOUT_S: Final = 0.1
REST_S: Final = 1.0
CONNECTIONS_MAX: Final = 64

T = TypeVar("T")
log = logging.getLogger(__name__)


class CacheAwayError(Exception):
    """Redis did not answer, or rests since it did not; never leaves the rooms of head office."""


class RedisLink:
    def __init__(
        self,
        url: str,
        *,
        timeout_s: float = TIMEOUT_S,
        rest_s: float = REST_S,
        now: Callable[[], float] = monotonic,
    ) -> None:
        self._redis: Any = Redis.from_url(
            url,
            socket_timeout=timeout_s,
            socket_connect_timeout=timeout_s,
            retry=Retry(NoBackoff(), 0),
            max_connections=CONNECTIONS_MAX,
            client_name="pos-head-office",
        )
        self._rest_s = rest_s
        self._now = now
        self._lock = threading.Lock()
        self._rests_until = now()
        self._is_away = False

    @property
    def is_away(self) -> bool:
        """Whether the last call failed."""
        return self._is_away

    def run(self, call: Callable[[Any], T]) -> T:
        """What the call returns, which is given the client.

        :raises CacheAwayError: if Redis does not answer in time, or did not a moment ago
        """
        if self._is_away and not self._may_try():
            raise CacheAwayError
        try:
            result = call(self._redis)
        except RedisError as error:
            self._rest(error)
            raise CacheAwayError from error
        if self._is_away:
            self._is_away = False
            log.info("The cache answers again")
        return result

    def close(self) -> None:
        self._redis.close()

    def _may_try(self) -> bool:
        """After a rest one caller tries, and the others go on without until it knows."""
        with self._lock:
            now = self._now()
            if now < self._rests_until:
                return False
            self._rests_until = now + self._rest_s
            return True

    def _rest(self, error: RedisError) -> None:
        with self._lock:
            was_away, self._is_away = self._is_away, True
            self._rests_until = self._now() + self._rest_s
        if not was_away:
            log.warning("The cache is away, going on without it: %s", type(error).__name__)
