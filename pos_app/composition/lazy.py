"""Adapters whose libraries load on first use, so that the first window does not wait for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

from pos_app.domain.money import Money
from pos_app.domain.quantity import Quantity
from pos_app.wire.enrolment import Enrolled, Enrolment

if TYPE_CHECKING:
    from pos_app.adapters.system.formats import BabelFormats
    from pos_app.adapters.system.pin_hashing import Argon2PinHasher
    from pos_app.adapters.system.signing import Ed25519Check, Ed25519Signer
    from pos_app.adapters.upstream.http import Timeouts


class LazyPinHasher:
    """Argon2 (80 ms to load), and the pepper from the key store."""

    def __init__(self, pepper: Callable[[], bytes]) -> None:
        self._pepper = pepper

    @cached_property
    def _real(self) -> Argon2PinHasher:
        module = import_module("pos_app.adapters.system.pin_hashing")
        real: Argon2PinHasher = module.Argon2PinHasher(self._pepper())
        return real

    def warm(self) -> None:
        """Load it now.

        :raises UnavailableError: if the key store does not give the pepper out
        """
        assert self._real is not None

    def hash(self, pin: str, *, staff_id: int) -> str:
        return self._real.hash(pin, staff_id=staff_id)

    def matches(self, pin: str, hashed: str, *, staff_id: int) -> bool:
        return self._real.matches(pin, hashed, staff_id=staff_id)

    def badge(self, code: str) -> str:
        return self._real.badge(code)


class LazyFrontDoor:
    """What knocks at a head office, and the library that speaks to it."""

    def __init__(self, timeouts: Timeouts | None) -> None:
        self._timeouts = timeouts

    def enrol(self, url: str, enrolment: Enrolment) -> Enrolled:
        door = import_module("pos_app.adapters.upstream.head_office").HttpFrontDoor(self._timeouts)
        enrolled: Enrolled = door.enrol(url, enrolment)
        return enrolled


class LazySigner:
    """Ed25519 (60 ms to load), and the signing key from the key store.

    `check` looks at the public key before anything is signed, and raises if it is a wrong one.
    """

    def __init__(
        self, private_key: Callable[[], bytes], *, check: Callable[[bytes], None] | None = None
    ) -> None:
        self._private_key = private_key
        self._check = check

    @cached_property
    def _real(self) -> Ed25519Signer:
        module = import_module("pos_app.adapters.system.signing")
        real: Ed25519Signer = module.Ed25519Signer(self._private_key())
        if self._check is not None:
            self._check(real.public_key)
        return real

    @property
    def key_id(self) -> str:
        return self._real.key_id

    @property
    def public_key(self) -> bytes:
        return self._real.public_key

    def sign(self, data: bytes) -> bytes:
        return self._real.sign(data)


class LazySignatureCheck:
    @cached_property
    def _real(self) -> Ed25519Check:
        module = import_module("pos_app.adapters.system.signing")
        real: Ed25519Check = module.Ed25519Check()
        return real

    def valid(self, *, public_key: bytes, signature: bytes, data: bytes) -> bool:
        return self._real.valid(public_key=public_key, signature=signature, data=data)


class LazyFormats:
    """Babel (100 ms to load): the first amount or time of day on screen loads it."""

    def __init__(
        self, *, language: str, country: str, time_zone: str, in_cents: bool = False
    ) -> None:
        self.in_cents = in_cents
        self._settings = {"language": language, "country": country, "time_zone": time_zone}

    @cached_property
    def _real(self) -> BabelFormats:
        module = import_module("pos_app.adapters.system.formats")
        real: BabelFormats = module.BabelFormats(**self._settings)
        return real

    def money(self, amount: Money) -> str:
        return self._real.money(amount)

    def number(self, amount: Money) -> str:
        return self._real.number(amount)

    def quantity(self, quantity: Quantity) -> str:
        return self._real.quantity(quantity)

    def percent(self, millionths: int) -> str:
        return self._real.percent(millionths)

    def date(self, day: date) -> str:
        return self._real.date(day)

    def time(self, moment: datetime) -> str:
        return self._real.time(moment)

    def date_time(self, moment: datetime) -> str:
        return self._real.date_time(moment)

    def parse_amount(self, text: str) -> str:
        return self._real.parse_amount(text)
