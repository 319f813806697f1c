"""The keys that head office signs with: the same rows for every replica, changed without a gap.

There are always three kinds: `current` signs, `next` is known everywhere before it does, and
`retired` proves what it signed until that has ended. Tokens and countersigned heads have keys of
their own; those of the heads are kept for good: terminals keep what they signed, and each vouches
for the one after it (see `succession`).
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from pos_app.head_office.services.access.moments import SECOND_MS, ms_of
from pos_app.head_office.services.access.ports import (
    AccessWork,
    Clock,
    Event,
    EventKind,
    HeadKey,
    KeyState,
    NewAccessReading,
    NewAccessWork,
    Purpose,
    Sealing,
    SigningKeys,
)
from pos_app.head_office.services.access.tokens import TOKEN_SECONDS
from pos_app.head_office.services.errors import BusyError, ConflictError

KEYS_SECONDS: Final = 20
"""How old what a replica knows of the keys may be."""
UNKNOWN_KEY_SECONDS: Final = 2
"""How soon it looks again for a key that it does not know."""
SETTLED_SECONDS: Final = 60
"""A key that signs has been known everywhere for at least this long."""
RETIRED_SECONDS: Final = 6 * TOKEN_SECONDS


class NoKeyError(BusyError):
    text = (
        "Head office has no key to sign with. Nothing was changed; run pos-head-office migrate, "
        "then try again."
    )


class RotatedTooSoonError(ConflictError):
    text = (
        "The next key is not known to every replica yet. Nothing was changed; try again in "
        "{seconds} seconds."
    )


@dataclass(slots=True)
class _Known:
    """What one replica has read: keys by purpose and id, and when."""

    keys: Mapping[Purpose, Mapping[str, HeadKey]] = field(default_factory=dict)
    at: int = -(10**15)


class HeadKeys:
    """What one replica knows of the keys."""

    def __init__(
        self,
        *,
        new_reading: NewAccessReading,
        signing: SigningKeys,
        sealing: Sealing,
        clock: Clock,
    ) -> None:
        self._new_reading = new_reading
        self._signing = signing
        self._sealing = sealing
        self._clock = clock
        self._lock = threading.Lock()
        self._known = _Known()
        self._opened: dict[str, bytes] = {}

    def current(self, purpose: Purpose) -> HeadKey:
        """:raises NoKeyError: if there is none yet"""
        for key in self._read(KEYS_SECONDS, purpose).values():
            if key.state is KeyState.CURRENT:
                return key
        for key in self._read(UNKNOWN_KEY_SECONDS, purpose).values():
            if key.state is KeyState.CURRENT:
                return key
        raise NoKeyError

    def sign(self, data: bytes, *, purpose: Purpose) -> tuple[str, bytes]:
        """Which key signed, and the signature.

        :raises NoKeyError: if there is none yet
        """
        key = self.current(purpose)
        return key.key_id, self.signed(data, by=key)

    def signed(self, data: bytes, *, by: HeadKey) -> bytes:
        return self._signing.sign(self.private_key(by), data)

    def private_key(self, key: HeadKey) -> bytes:
        opened = self._opened.get(key.key_id)
        if opened is None:
            opened = self._sealing.open(key.sealed_private_key, about=key.key_id)
            self._opened[key.key_id] = opened
        return opened

    def public_key(self, key_id: str, *, purpose: Purpose) -> bytes | None:
        """None for a key that head office does not have."""
        key = self.named(key_id, purpose=purpose)
        return None if key is None else key.public_key

    def named(self, key_id: str, *, purpose: Purpose) -> HeadKey | None:
        """None for a key that head office does not have."""
        key = self._read(KEYS_SECONDS, purpose).get(key_id)
        return key or self._read(UNKNOWN_KEY_SECONDS, purpose).get(key_id)

    def published(self, purpose: Purpose) -> list[HeadKey]:
        return list(self._read(KEYS_SECONDS, purpose).values())

    def _read(self, seconds: int, purpose: Purpose) -> Mapping[str, HeadKey]:
        """What was read in the last so many seconds, or else what the database says now."""
        known = self._known
        # Also anew when the clock was set back: the age would say nothing.
        if 0 <= ms_of(self._clock.now()) - known.at <= seconds * SECOND_MS:
            return known.keys[purpose]
        # One asks the database; who has keys at hand does not wait for the answer.
        if not self._lock.acquire(blocking=not known.keys):
            return known.keys[purpose]
        try:
            at = ms_of(self._clock.now())
            with self._new_reading() as reading:
                listed = {one: reading.keys.listed(one) for one in Purpose}
            by_id = {one: {key.key_id: key for key in keys} for one, keys in listed.items()}
            self._known = _Known(by_id, at)
            return self._known.keys[purpose]
        finally:
            self._lock.release()


class KeyMaking:
    """Use cases: the first keys, and the change to the next."""

    def __init__(
        self, *, new_work: NewAccessWork, signing: SigningKeys, sealing: Sealing, clock: Clock
    ) -> None:
        self._new_work = new_work
        self._signing = signing
        self._sealing = sealing
        self._clock = clock

    def ensure(self) -> None:
        """Make the keys that are missing; of several replicas one does."""
        with self._new_work() as work:
            work.keys.lock()
            at = self._now_ms()
            for purpose in Purpose:
                states = {key.state for key in work.keys.listed(purpose)}
                for state in sorted({KeyState.CURRENT, KeyState.NEXT} - states):
                    work.keys.add(self._new(purpose, state, at))
            work.commit()

    def check_secret(self) -> None:
        """:raises SecretMismatchError: if the keys were sealed with another secret"""
        with self._new_work() as work:
            for purpose in Purpose:
                for key in work.keys.listed(purpose):
                    if key.state is not KeyState.RETIRED:
                        self._sealing.open(key.sealed_private_key, about=key.key_id)

    def rotate(self, *, purpose: Purpose = Purpose.TOKENS, actor: str) -> str:
        """From now on `next` signs; return its id. What was signed before stays good.

        :raises RotatedTooSoonError: while a replica may not know `next` yet
        """
        with self._new_work() as work:
            work.keys.lock()
            at = self._now_ms()
            by_state = {key.state: key for key in work.keys.listed(purpose)}
            following = by_state.get(KeyState.NEXT)
            if following is None:
                raise NoKeyError
            left = SETTLED_SECONDS - (at - following.made_at) // SECOND_MS
            if left > 0:
                raise RotatedTooSoonError(seconds=left)
            if KeyState.CURRENT in by_state:
                work.keys.set_state(by_state[KeyState.CURRENT].key_id, KeyState.RETIRED, at=at)
            work.keys.set_state(following.key_id, KeyState.CURRENT, at=at)
            work.keys.add(self._new(purpose, KeyState.NEXT, at))
            _prune_tokens(work, before=at - RETIRED_SECONDS * SECOND_MS)
            about = {"purpose": purpose.value}
            work.events.add(Event(at, EventKind.KEYS_ROTATED, following.key_id, actor, about))
            work.commit()
        return following.key_id

    def _new(self, purpose: Purpose, state: KeyState, at: int) -> HeadKey:
        pair = self._signing.generate()
        sealed = self._sealing.seal(pair.private_key, about=pair.key_id)
        return HeadKey(pair.key_id, purpose, state, sealed, pair.public_key, at, at)

    def _now_ms(self) -> int:
        now: datetime = self._clock.now()
        return ms_of(now)


def _prune_tokens(work: AccessWork, *, before: int) -> None:
    """What retired keys signed has long ended."""
    for key in work.keys.listed(Purpose.TOKENS):
        if key.state is KeyState.RETIRED and key.state_since < before:
            work.keys.remove(key.key_id)
