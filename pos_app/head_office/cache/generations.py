"""Which generation of a value is good: forgetting one is to begin the next.

A value is kept under its key and the generation that was read before the value was. Whoever reads
an old state, is overtaken by a change and keeps it afterwards, keeps it under a generation that
nobody asks for any more.
"""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from typing import Any, Final, Protocol

from pos_app.head_office.cache.link import CacheAwayError, RedisLink
from pos_app.head_office.cache.memory import VALUES_MAX
from pos_app.head_office.cache.shared import PREFIX

LIFE_MS: Final = 3_600_000
OWED_MAX: Final = 10_000
_ALL: Final = f"{PREFIX}generation"


class Generations(Protocol):
    def of(self, key: str) -> str | None:
        """None while that is not known: then nothing may be taken from the cache."""
        ...

    def renew(self, key: str) -> None: ...
    def renew_all(self) -> None: ...


class LocalGenerations:
    def __init__(self, *, most: int = VALUES_MAX) -> None:
        self._most = most
        self._known: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, key: str) -> str:
        with self._lock:
            found = self._known.get(key)
            if found is None:
                found = self._known[key] = secrets.token_hex(8)
            self._known.move_to_end(key)
            while len(self._known) > self._most:
                self._known.popitem(last=False)
            return found

    def renew(self, key: str) -> None:
        with self._lock:
            self._known.pop(key, None)

    def renew_all(self) -> None:
        with self._lock:
            self._known.clear()


class SharedGenerations:
    """In Redis. What could not be renewed there is owed, and is paid before anything is read."""

    def __init__(self, link: RedisLink, *, owed_max: int = OWED_MAX) -> None:
        self._link = link
        self._owed_max = owed_max
        self._owed: set[str] = set()
        self._owes_all = False
        self._lock = threading.Lock()

    def of(self, key: str) -> str | None:
        try:
            self._pay()
            return self._link.run(lambda redis: _read(redis, f"{_ALL}:{key}"))
        except CacheAwayError:
            return None

    def renew(self, key: str) -> None:
        with self._lock:
            if len(self._owed) < self._owed_max:
                self._owed.add(key)
            else:
                self._owes_all = True
        self._try_to_pay()

    def renew_all(self) -> None:
        with self._lock:
            self._owes_all = True
        self._try_to_pay()

    def _try_to_pay(self) -> None:
        try:
            self._pay()
        except CacheAwayError:
            return  # owed until it is back

    def _pay(self) -> None:
        if not self._owed and not self._owes_all:
            return
        with self._lock:
            owed, owes_all = sorted(self._owed), self._owes_all
        names = [f"{_ALL}:{key}" for key in owed] + ([_ALL] if owes_all else [])
        self._link.run(lambda redis: redis.delete(*names))
        with self._lock:
            self._owed.difference_update(owed)
            self._owes_all = self._owes_all and not owes_all


def _read(redis: Any, name: str) -> str:
    """The generation of everything and the one of the key, made where they are missing."""
    found: list[bytes | None] = redis.mget(_ALL, name)
    if None not in found:
        return b".".join(part for part in found if part is not None).decode()
    for part, missing in zip((_ALL, name), found, strict=True):
        if missing is None:
            redis.set(part, secrets.token_hex(8), nx=True, px=LIFE_MS)
    return b".".join(part or b"" for part in redis.mget(_ALL, name)).decode()
