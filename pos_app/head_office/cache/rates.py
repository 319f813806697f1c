"""Rates, counted exactly: over all replicas in Redis, or in this process.

The generic cell rate algorithm: of each one who asks, the moment is kept at which all that was
asked so far would be through at an even pace. Times are microseconds.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from time import monotonic_ns
from typing import Final

from pos_app.head_office.cache.link import CacheAwayError, RedisLink
from pos_app.head_office.services.access.rates import Rate

MINUTE_US: Final = 60_000_000
KNOWN_MAX: Final = 50_000
_US_PER_MS: Final = 1_000
_NS_PER_US: Final = 1_000

# The clock is the one of Redis: replicas may disagree about the time.
_SPEND: Final = """
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local pace, room = tonumber(ARGV[1]), tonumber(ARGV[2])
local through = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
local wait = through - room - now
if wait > 0 then return wait end
through = through + pace
local life = math.ceil((through - now) / 1000) + 1000
redis.call('SET', KEYS[1], string.format('%.0f', through), 'PX', life)
return 0
"""


def pace_of(rate: Rate) -> int:
    """Microseconds from one request to the next at an even pace."""
    return MINUTE_US // rate.per_minute


def room_of(rate: Rate) -> int:
    """How far ahead of the even pace somebody may be."""
    return pace_of(rate) * (rate.burst - 1)


class LocalRates:
    def __init__(self, *, now_us: Callable[[], int] = lambda: monotonic_ns() // _NS_PER_US) -> None:
        self._now_us = now_us
        self._through: OrderedDict[str, int] = OrderedDict()
        self._lock = threading.Lock()

    def wait_ms(self, rate: Rate, who: str) -> int:
        key = f"{rate.name}:{who}"
        now = self._now_us()
        with self._lock:
            through = max(self._through.get(key, now), now)
            wait = through - room_of(rate) - now
            if wait > 0:
                return -(-wait // _US_PER_MS)
            self._through[key] = through + pace_of(rate)
            self._through.move_to_end(key)
            while len(self._through) > KNOWN_MAX:
                self._through.popitem(last=False)
        return 0


class SharedRates:
    """While Redis is away each process counts by itself: open, but not without bounds.

    Tries to sign in are counted in the database as well, so that they stay exact.
    """

    def __init__(self, link: RedisLink, *, local: LocalRates | None = None) -> None:
        self._link = link
        self._local = local or LocalRates()

    def wait_ms(self, rate: Rate, who: str) -> int:
        key = f"pos:rate:{rate.name}:{who}"
        try:
            wait = self._link.run(
                lambda redis: int(redis.eval(_SPEND, 1, key, pace_of(rate), room_of(rate)))
            )
        except CacheAwayError:
            return self._local.wait_ms(rate, who)
        return -(-wait // _US_PER_MS)
