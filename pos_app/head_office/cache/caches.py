"""The cache that services are given: dogpile over Redis, over memory, or none at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from dogpile.cache import CacheRegion, make_region, register_backend

from pos_app.head_office.cache.generations import (
    Generations,
    LocalGenerations,
    SharedGenerations,
)
from pos_app.head_office.cache.link import RedisLink

LIFE_MS: Final = 600_000
"""Longer than any value is asked for."""

_register: Any = register_backend
_register("pos.shared", "pos_app.head_office.cache.shared", "SharedBackend")
_register("pos.memory", "pos_app.head_office.cache.memory", "BoundedMemory")


class RegionCache:
    """Values that many ask for at once are made once."""

    def __init__(self, region: CacheRegion, generations: Generations) -> None:
        self._region = region
        self._generations = generations

    def get(self, key: str, create: Callable[[], object], *, seconds: int) -> object:
        """The value kept, or a new one; many who ask at once wait for one `create`."""
        generation = self._generations.of(key)
        if generation is None:
            return create()
        kept: object = self._region.get_or_create(
            f"{key}:{generation}", create, expiration_time=seconds
        )
        return kept

    def forget(self, key: str) -> None:
        """What was read before this call is not given out after it."""
        self._generations.renew(key)

    def forget_all(self) -> None:
        self._generations.renew_all()


class NoCache:
    """Where several processes share nothing but the database, each value is read anew."""

    def get(self, _key: str, create: Callable[[], object], *, seconds: int) -> object:  # noqa: ARG002 - the port's
        return create()

    def forget(self, key: str) -> None:
        """There is nothing to forget."""

    def forget_all(self) -> None:
        """There is nothing to forget."""


def memory_cache() -> RegionCache:
    region: Any = make_region().configure("pos.memory")
    return RegionCache(region, LocalGenerations())


def shared_cache(link: RedisLink) -> RegionCache:
    region: Any = make_region().configure(
        "pos.shared", arguments={"link": link, "life_ms": LIFE_MS}
    )
    return RegionCache(region, SharedGenerations(link))
