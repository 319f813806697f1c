"""Make the part of head office that knows who may do what."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.adapters.system.clock import SystemClock
from pos_app.adapters.system.ids import UuidV7
from pos_app.head_office.api.parts import Access
from pos_app.head_office.security.passwords import Argon2Hasher
from pos_app.head_office.security.tokens import JwtAssertions, JwtTokens
from pos_app.head_office.services.access.admission import Admission
from pos_app.head_office.services.access.enrolling import Enrolling
from pos_app.head_office.services.access.keys import HeadKeys
from pos_app.head_office.services.access.own_password import OwnPassword
from pos_app.head_office.services.access.people import People
from pos_app.head_office.services.access.ports import (
    Cache,
    Clock,
    Ids,
    NewAccessReading,
    NewAccessWork,
    PasswordHasher,
    Sealing,
    SigningKeys,
)
from pos_app.head_office.services.access.rates import RateLimiter
from pos_app.head_office.services.access.signing_in import SigningIn
from pos_app.head_office.services.access.standing import Standings
from pos_app.head_office.services.access.stores import Stores
from pos_app.head_office.services.access.terminal_sign_in import TerminalSignIn
from pos_app.head_office.services.access.terminals import Terminals
from pos_app.head_office.services.overview.visits import EndedVisits, Visits


@dataclass(frozen=True, slots=True)
class Given:
    """What a test replaces."""

    clock: Clock
    ids: Ids
    hasher: PasswordHasher

    @classmethod
    def usual(cls) -> Given:
        return cls(SystemClock(), UuidV7(), Argon2Hasher())


@dataclass(frozen=True, slots=True)
class Ground:
    """What every part of access stands on."""

    new_work: NewAccessWork
    new_reading: NewAccessReading
    sealing: Sealing
    signing: SigningKeys
    cache: Cache
    given: Given
    ended_visits: EndedVisits


def make_access(ground: Ground, *, rates: RateLimiter, addresses: tuple[str, ...]) -> Access:
    """:param addresses: where this head office is found; the first is its name in tokens"""
    clock, ids, hasher = ground.given.clock, ground.given.ids, ground.given.hasher
    new_work, new_reading, cache = ground.new_work, ground.new_reading, ground.cache
    keys = HeadKeys(
        new_reading=new_reading, signing=ground.signing, sealing=ground.sealing, clock=clock
    )
    tokens = JwtTokens(keys=keys, clock=clock, issuer=addresses[0])
    assertions = JwtAssertions(audiences=frozenset(f"{one}/token" for one in addresses))
    standings = Standings(new_reading=new_reading, cache=cache)
    visits = Visits(
        sealing=ground.sealing,
        standings=standings,
        tokens=tokens,
        clock=clock,
        ended=ground.ended_visits,
        cache=cache,
    )
    signing_in = SigningIn(new_work=new_work, hasher=hasher, tokens=tokens, clock=clock)
    people = People(
        new_work=new_work,
        new_reading=new_reading,
        hasher=hasher,
        cache=cache,
        clock=clock,
        ids=ids,
    )
    return Access(
        admission=Admission(tokens=tokens, standings=standings),
        signing_in=signing_in,
        terminal_sign_in=TerminalSignIn(
            new_work=new_work,
            new_reading=new_reading,
            assertions=assertions,
            tokens=tokens,
            cache=cache,
            clock=clock,
        ),
        enrolling=Enrolling(
            new_work=new_work,
            sealing=ground.sealing,
            keys=keys,
            cache=cache,
            clock=clock,
            ids=ids,
        ),
        terminals=Terminals(new_work=new_work, new_reading=new_reading, cache=cache, clock=clock),
        people=people,
        own_password=OwnPassword(signing_in=signing_in, people=people),
        stores=Stores(new_work=new_work, new_reading=new_reading, clock=clock, ids=ids),
        keys=keys,
        rates=rates,
        visits=visits,
    )
