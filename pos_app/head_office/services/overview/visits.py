"""A person's visit to the page: begun by a password, kept in a sealed cookie, on every replica.

Of a visit nothing lies in the database but that it was ended. What ends a person's tokens ends
their visits as well.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, Protocol

from pos_app.head_office.services.access.moments import MINUTE_MS, ms_of
from pos_app.head_office.services.access.ports import Cache, Clock, Sealing
from pos_app.head_office.services.access.roles import PersonCaller, Role
from pos_app.head_office.services.access.standing import STANDING_SECONDS, Standings
from pos_app.head_office.services.access.tokens import PersonClaims, TokenReader
from pos_app.head_office.services.errors import ForbiddenError, HeadOfficeError, UnauthorisedError

IDLE_MS: Final = 30 * MINUTE_MS
VISIT_MS: Final = 12 * 60 * MINUTE_MS
COOKIE_LENGTH_MAX: Final = 2048
_ABOUT: Final = "visit"
_SECRET_BYTES: Final = 16


class EndedVisits(Protocol):
    def add(self, visit_id: str, *, until: int, now: int) -> None:
        """Those of which `until` is before `now` may be forgotten."""
        ...

    def has(self, visit_id: str) -> bool: ...


class VisitOverError(UnauthorisedError):
    text = "Nobody is signed in here any more. Nothing was changed; sign in again."


class ForeignFormError(ForbiddenError):
    text = (
        "This form is not from your own page, or that page is too old. Nothing was changed; open "
        "the page again and repeat it."
    )


@dataclass(frozen=True, slots=True)
class Visit:
    """`form_secret` stands in every form of the visitor, and nobody else can know it."""

    person_id: str
    generation: int
    form_secret: str
    began_ms: int
    seen_ms: int

    @property
    def visit_id(self) -> str:
        """It gives the secret away to nobody."""
        return hashlib.sha256(self.form_secret.encode()).hexdigest()


class Visits:
    def __init__(
        self,
        *,
        sealing: Sealing,
        standings: Standings,
        tokens: TokenReader,
        clock: Clock,
        ended: EndedVisits,
        cache: Cache,
    ) -> None:
        self._ended = ended
        self._cache = cache
        self._sealing = sealing
        self._standings = standings
        self._tokens = tokens
        self._clock = clock

    def begin(self, *, token: str) -> Visit:
        """Of somebody whose password was right: the access token is what they got for it."""
        claims = self._tokens.claims(token)
        if not isinstance(claims, PersonClaims):
            raise VisitOverError
        now = ms_of(self._clock.now())
        secret = secrets.token_hex(_SECRET_BYTES)
        return Visit(claims.subject, claims.generation, secret, now, now)

    def visitor(self, *, visit: Visit) -> PersonCaller:
        """:raises VisitOverError: if it lasted too long, or the person may not come any more"""
        now = ms_of(self._clock.now())
        idle, age = now - visit.seen_ms, now - visit.began_ms
        one = self._standings.person(visit.person_id, generation=visit.generation)
        if one is None or not one.is_active or one.generation != visit.generation:
            raise VisitOverError
        if not (0 <= age <= VISIT_MS and idle <= IDLE_MS):
            raise VisitOverError
        if self._has_ended(visit.visit_id):
            raise VisitOverError
        return PersonCaller(visit.person_id, one.name, Role(one.role), one.store_id)

    def end(self, *, visit: Visit) -> None:
        """Whoever has a copy of the cookie is out as well, everywhere within half a minute."""
        until = visit.began_ms + VISIT_MS
        self._ended.add(visit.visit_id, until=until, now=ms_of(self._clock.now()))
        self._cache.forget(_ended_key(visit.visit_id))

    def _has_ended(self, visit_id: str) -> bool:
        ended = partial(self._ended.has, visit_id)
        return bool(self._cache.get(_ended_key(visit_id), ended, seconds=STANDING_SECONDS))

    def seen(self, *, visit: Visit) -> Visit:
        """The same now: whoever keeps looking stays signed in."""
        return replace(visit, seen_ms=max(visit.seen_ms, ms_of(self._clock.now())))

    def sealed(self, *, visit: Visit) -> str:
        """As a cookie holds it: nobody else can read, make or change one."""
        fields = [
            *(visit.person_id, visit.generation, visit.form_secret),
            *(visit.began_ms, visit.seen_ms),
        ]
        sealed = self._sealing.seal(json.dumps(fields).encode(), about=_ABOUT)
        return urlsafe_b64encode(sealed).rstrip(b"=").decode()

    def opened(self, *, cookie: str) -> Visit:
        """:raises VisitOverError: if head office did not seal it"""
        if not 0 < len(cookie) <= COOKIE_LENGTH_MAX:
            raise VisitOverError
        try:
            sealed = urlsafe_b64decode(f"{cookie}===")
            return Visit(*json.loads(self._sealing.open(sealed, about=_ABOUT)))
        except (HeadOfficeError, ValueError, TypeError) as error:
            raise VisitOverError from error


def _ended_key(visit_id: str) -> str:
    return f"ended:{visit_id}"


def require_own_form(visit: Visit, secret: str) -> None:
    """:raises ForeignFormError: if the form does not know the visitor's secret"""
    if not secrets.compare_digest(visit.form_secret.encode(), secret.encode()):
        raise ForeignFormError
