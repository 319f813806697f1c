"""A cache that all replicas share, kept in Redis: values as JSON, each with a lock to make it."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable
from time import monotonic, sleep
from typing import Any, Final

from dogpile.cache.api import (
    NO_VALUE,
    BytesBackend,
    CacheMutex,
    CantDeserializeException,
)

from pos_app.head_office.cache.link import CacheAwayError, RedisLink

PREFIX: Final = "pos:"
LOCK_MS: Final = 3_000
"""How long one replica makes a value before another may as well."""
POLL_S: Final = 0.01

# Only whoever took a lock gives it back: by then it may have become another's.
_RELEASE: Final = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
"""


def _packed(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _read(packed: bytes) -> Any:
    try:
        return json.loads(packed)
    except ValueError as error:
        raise CantDeserializeException from error


def _is_ours(value: bytes) -> bool:
    """Whether it begins with what dogpile notes of each value."""
    try:
        noted = json.loads(value.partition(b"|")[0])
    except ValueError:
        return False
    return isinstance(noted, dict) and {"ct", "v"} <= set(noted)


class SharedBackend(BytesBackend):
    """Never fails: what is not to be had is not there, and what cannot be kept is not kept.

    JSON and not pickle: whoever could write to Redis could otherwise run code here.
    """

    serializer = staticmethod(_packed)
    deserializer = staticmethod(_read)

    def __init__(self, arguments: dict[str, Any]) -> None:
        self._link: RedisLink = arguments["link"]
        self._life_ms: int = arguments["life_ms"]

    def get_serialized(self, key: str) -> Any:
        try:
            value = self._link.run(lambda redis: redis.get(PREFIX + key))
        except CacheAwayError:
            return NO_VALUE
        return value if value is not None and _is_ours(value) else NO_VALUE

    def get_serialized_multi(self, keys: Any) -> list[Any]:
        return [self.get_serialized(key) for key in keys]

    def set_serialized(self, key: str, value: bytes) -> None:
        try:
            self._link.run(lambda redis: redis.set(PREFIX + key, value, px=self._life_ms))
        except CacheAwayError:
            return

    def set_serialized_multi(self, mapping: Any) -> None:
        for key, value in mapping.items():
            self.set_serialized(key, value)

    def delete(self, key: str) -> None:
        try:
            self._link.run(lambda redis: redis.delete(PREFIX + key))
        except CacheAwayError:
            return

    def delete_multi(self, keys: Any) -> None:
        for key in keys:
            self.delete(key)

    def get_mutex(self, key: str) -> CacheMutex:
        return SharedMutex(self._link, f"{PREFIX}lock:{key}")


class SharedMutex(CacheMutex):
    """One maker of a value over all replicas; while Redis is away, one in each process."""

    def __init__(self, link: RedisLink, key: str, *, wait: Callable[[float], None] = sleep) -> None:
        self._link = link
        self._key = key
        self._wait = wait
        self._local = threading.Lock()
        self._token = ""

    def acquire(self, wait: bool = True) -> bool:
        if not self._local.acquire(wait):
            return False
        if self._taken(wait=wait):
            return True
        self._local.release()
        return False

    def release(self) -> None:
        token, self._token = self._token, ""
        try:
            if token:
                self._link.run(lambda redis: redis.eval(_RELEASE, 1, self._key, token))
        except CacheAwayError:
            pass  # it ends by itself
        finally:
            self._local.release()

    def locked(self) -> bool:
        return self._local.locked()

    def _taken(self, *, wait: bool) -> bool:
        token = secrets.token_hex(8)
        ends = monotonic() + LOCK_MS / 1_000
        while True:
            try:
                is_taken = self._link.run(
                    lambda redis: redis.set(self._key, token, nx=True, px=LOCK_MS)
                )
            except CacheAwayError:
                return True
            if is_taken:
                self._token = token
                return True
            if not wait:
                return False
            if monotonic() > ends:
                return True
            self._wait(POLL_S)
