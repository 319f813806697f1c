"""What an access token says, and the port that writes and reads one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from pos_app.head_office.services.errors import UnauthorisedError

TOKEN_SECONDS: Final = 600
PERSON_SCOPE: Final = "person"


class TokenRefusedError(UnauthorisedError):
    """Whatever is wrong with it, the words are the same: a guesser learns nothing."""

    text = "There is no valid token with this request. Nothing was changed; sign in again."


@dataclass(frozen=True, slots=True)
class PersonClaims:
    """`generation` must still be the person's for the token to be good."""

    subject: str
    generation: int


@dataclass(frozen=True, slots=True)
class TerminalClaims:
    """`key_id` is of the terminal's key that was proven; it must still be the one it signs with."""

    subject: str
    epoch: int
    key_id: str


Claims = PersonClaims | TerminalClaims


@dataclass(frozen=True, slots=True)
class Grant:
    """What whoever has signed in is given; it lasts `seconds`."""

    token: str
    seconds: int
    scope: str


@dataclass(frozen=True, slots=True)
class Assertion:
    """What a terminal signed to prove who it is; everything but its truth has been read."""

    terminal_id: str
    assertion_id: str
    issued_at: int
    expires_at: int
    epoch: int
    installation: str


class TokenWriter(Protocol):
    def grant(
        self, claims: Claims, *, role: str | None = None, store_id: str | None = None
    ) -> Grant:
        """:raises BusyError: if no key is at hand"""
        ...


class TokenReader(Protocol):
    def claims(self, token: str) -> Claims:
        """:raises TokenRefusedError: if it is not one that head office gave out, or too old"""
        ...


class AssertionReader(Protocol):
    def named(self, text: str) -> str:
        """Whom an assertion claims to be of; nothing is proven yet.

        :raises TokenRefusedError: if it is no assertion
        """
        ...

    def read(self, text: str, *, public_key: bytes) -> Assertion:
        """What it says, proven to be signed by that key, for this head office.

        :raises TokenRefusedError: if it is not, or lacks anything
        """
        ...
