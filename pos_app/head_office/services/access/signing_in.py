"""Use case: a person signs in with name and password.

A try is counted before the password is looked at, in the database, so that the limits hold over
all replicas, however many try at once and whatever becomes of the cache. A name that nobody has
costs as much time as one that somebody has, is counted the same, and gets the same words.

Who tries too often is shut out where they are, not the name: nobody is kept from their work by a
stranger who knows how they are called. Only where a name is tried from many places at once is it
closed everywhere, but for the places where its person has signed in before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property, partial
from ipaddress import IPv4Address, IPv6Network, ip_address
from typing import Final

from pos_app.head_office.services.access.moments import MINUTE_MS, SECOND_MS, ms_of
from pos_app.head_office.services.access.names import folded
from pos_app.head_office.services.access.passwords import LENGTH_MAX, normal
from pos_app.head_office.services.access.people import tries_of_name
from pos_app.head_office.services.access.ports import (
    Clock,
    Event,
    EventKind,
    NewAccessWork,
    PasswordHasher,
    Person,
    Tries,
)
from pos_app.head_office.services.access.tokens import Grant, PersonClaims, TokenWriter
from pos_app.head_office.services.errors import BusyError, UnauthorisedError
from pos_app.wire.problem import ProblemCode

NAME_TRIES_MAX: Final = 10
"""Of one name from one place."""
ADDRESS_TRIES_MAX: Final = 50
EVERYWHERE_TRIES_MAX: Final = 100
"""Of one name from all places; only tries that were looked at count."""
NETWORK_BITS: Final = 64
WINDOW_MS: Final = 15 * MINUTE_MS
KNOWN_MS: Final = 30 * 24 * 60 * MINUTE_MS
"""So long a place is known where a person has signed in."""
_Spent = tuple[Tries, int]
"""With how many there may be."""


class SignInRefusedError(UnauthorisedError):
    text = "Name and password do not match. Nothing was changed; try again."

    def __init__(self) -> None:
        super().__init__(extra={"error": "invalid_grant"})


class TooManyTriesError(BusyError):
    code = ProblemCode.RATE_LIMITED
    text = "That was tried too often. Nothing was changed; wait {wait_s} seconds, then try again."


class SigningIn:
    def __init__(
        self,
        *,
        new_work: NewAccessWork,
        hasher: PasswordHasher,
        tokens: TokenWriter,
        clock: Clock,
    ) -> None:
        self._new_work = new_work
        self._hasher = hasher
        self._tokens = tokens
        self._clock = clock

    def get_ready(self) -> None:
        """Do beforehand what would make the first try with an unknown name take longer."""
        assert self._nobodys_hash

    def sign_in(self, *, name: str, password: str, address: str) -> Grant:
        """What a person may use head office with for ten minutes.

        Parameters and errors as for `prove`.
        """
        return self.grant(self.prove(name=name, password=password, address=address))

    def grant(self, person: Person) -> Grant:
        claims = PersonClaims(person.person_id, person.generation)
        return self._tokens.grant(claims, role=person.role.value, store_id=person.store_id)

    def prove(self, *, name: str, password: str, address: str) -> Person:
        """Whose name and password these are.

        :param address: where the request comes from
        :raises SignInRefusedError: if name and password do not match
        :raises TooManyTriesError: if the name or the address was tried too often
        """
        person = self._begin(name, address)
        hashed = self._nobodys_hash if person is None else person.password_hash
        given = normal(password)[: LENGTH_MAX + 1]
        is_right = self._hasher.matches(given, hashed)
        if person is None or not is_right or not person.is_active:
            raise SignInRefusedError
        return self._finish(person, given, name, address)

    @cached_property
    def _nobodys_hash(self) -> str:
        return self._hasher.hash("nobody has this password")

    def _begin(self, name: str, address: str) -> Person | None:
        at = ms_of(self._clock.now())
        place = place_of(address)
        with self._new_work() as work:
            person = work.people.named(name)
            spend = partial(work.tries.spend, at=at, window_ms=WINDOW_MS)
            pair = _pair(name, place, person)
            of_name, of_place = [(spend(pair), NAME_TRIES_MAX)], list[_Spent]()
            # What is refused anyway must not use up what others have left.
            if not _is_refused(of_name):
                of_place.append((spend(_address(place)), ADDRESS_TRIES_MAX))
                if _is_refused(of_place):
                    work.tries.give_back(pair)
                elif not work.tries.noted(_known(name, place)):
                    of_name.append((spend(tries_of_name(name)), EVERYWHERE_TRIES_MAX))
            if person is not None and any(spent.count == most + 1 for spent, most in of_name):
                about = {"address": address}
                work.events.add(
                    Event(at, EventKind.SIGN_IN_LOCKED, person.person_id, person.name, about)
                )
            work.tries.prune(before=at - 2 * WINDOW_MS)
            work.commit()
        for spent, most in (*of_place, *of_name):
            _require_few(spent, most, at)
        return person

    def _finish(self, person: Person, given: str, name: str, address: str) -> Person:
        """Nothing of a success counts against whoever signs in again."""
        hashed = self._hasher.hash(given) if self._hasher.is_outdated(person.password_hash) else ""
        at = ms_of(self._clock.now())
        with self._new_work() as work:
            # In the order of `_begin`: two who sign in at once never wait for each other.
            place = place_of(address)
            work.tries.forget(_pair(name, place, person))
            work.tries.give_back(_address(place))
            work.tries.forget(tries_of_name(name))
            work.tries.note(_known(name, place), until=at + KNOWN_MS)
            now = work.people.get(person.person_id)
            if hashed and now is not None and now.password_hash == person.password_hash:
                person = replace(now, password_hash=hashed)
                work.people.replace(person, at=at)
            work.commit()
        return person


def place_of(address: str) -> str:
    """From where a request comes; of IPv6 the network, since one customer has all of it."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv4Address):
        return address
    return str(found.ipv4_mapped or IPv6Network((found.packed, NETWORK_BITS), strict=False))


def _pair(name: str, place: str, person: Person | None) -> str:
    """Whoever gets a new password starts anew."""
    generation = 0 if person is None else person.generation
    return f"pair:{place} {generation} {folded(name)}"


def _address(place: str) -> str:
    return f"address:{place}"


def _known(name: str, place: str) -> str:
    return f"known:{place} {folded(name)}"


def _is_refused(tries: Iterable[_Spent]) -> bool:
    return any(spent.count > most for spent, most in tries)


def _require_few(tries: Tries, most: int, at: int) -> None:
    if tries.count > most:
        left = tries.began_at + WINDOW_MS - at
        raise TooManyTriesError(wait_s=max(1, -(-left // SECOND_MS)))
