"""Use case: somebody shows a token; say who it is, or refuse."""

from __future__ import annotations

from typing import Final

from pos_app.head_office.services.access.roles import (
    Caller,
    PersonCaller,
    Role,
    TerminalCaller,
)
from pos_app.head_office.services.access.standing import Standings, TerminalStanding
from pos_app.head_office.services.access.tokens import (
    PersonClaims,
    TerminalClaims,
    TokenReader,
    TokenRefusedError,
)
from pos_app.head_office.services.errors import ForbiddenError
from pos_app.wire.problem import ProblemCode

TOKEN_LENGTH_MAX: Final = 2048


class TerminalRevokedError(ForbiddenError):
    code = ProblemCode.TERMINAL_REVOKED
    text = (
        "This till may not speak to head office any more. What it sent is kept, and what waits in "
        "it stays there; ask head office for a new enrolment code."
    )


class StaleEpochError(ForbiddenError):
    code = ProblemCode.STALE_EPOCH
    text = (
        "This till's store goes on elsewhere since it was restored. What it sent is kept, and what "
        "waits in it stays there; ask head office which of the two is the real one."
    )


class Admission:
    def __init__(self, *, tokens: TokenReader, standings: Standings) -> None:
        self._tokens = tokens
        self._standings = standings

    def admit(self, token: str) -> Caller:
        """Who shows this token.

        :raises TokenRefusedError: if nobody may
        :raises TerminalRevokedError: if it is of a terminal that is revoked or replaced
        :raises StaleEpochError: if it is of a terminal that goes on elsewhere
        """
        if not token or len(token) > TOKEN_LENGTH_MAX:
            raise TokenRefusedError
        claims = self._tokens.claims(token)
        if isinstance(claims, PersonClaims):
            return self._person(claims)
        return self._terminal(claims)

    def _person(self, claims: PersonClaims) -> PersonCaller:
        one = self._standings.person(claims.subject, generation=claims.generation)
        if one is None or not one.is_active or one.generation != claims.generation:
            raise TokenRefusedError
        return PersonCaller(claims.subject, one.name, Role(one.role), one.store_id)

    def _terminal(self, claims: TerminalClaims) -> TerminalCaller:
        one = self._standings.terminal(claims.subject)
        if one is not None and _is_ahead(claims, one):
            one = self._standings.terminal(claims.subject, afresh=True)
        if one is None:
            raise TokenRefusedError
        if not one.is_active:
            raise TerminalRevokedError
        if claims.epoch < one.epoch:
            raise StaleEpochError
        if claims.epoch != one.epoch or claims.key_id != one.key_id:
            raise TokenRefusedError
        return TerminalCaller(claims.subject, one.code, one.store_id, one.epoch)


def _is_ahead(claims: TerminalClaims, standing: TerminalStanding) -> bool:
    """Whether the token may say something newer than what was kept here."""
    return (
        not standing.is_active or claims.epoch > standing.epoch or claims.key_id != standing.key_id
    )
