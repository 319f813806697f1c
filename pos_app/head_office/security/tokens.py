"""JSON Web Tokens: one algorithm, every claim checked, and no word of why one is refused.

What a token's own header says is data: it names a key of ours or none, and no other part of it
is obeyed.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from pos_app.head_office.services.access.keys import HeadKeys
from pos_app.head_office.services.access.moments import SECOND_MS
from pos_app.head_office.services.access.ports import Clock, Purpose
from pos_app.head_office.services.access.tokens import (
    PERSON_SCOPE,
    TOKEN_SECONDS,
    Assertion,
    Claims,
    Grant,
    PersonClaims,
    TerminalClaims,
    TokenRefusedError,
)
from pos_app.wire.enrolment import ASSERTION_LIFE_SECONDS, TERMINAL_SCOPE

ALGORITHM: Final = "EdDSA"
TOKEN_TYPE: Final = "at+jwt"  # noqa: S105 - RFC 9068's name for the kind
ASSERTION_TYPES: Final = frozenset({"JWT", "client-authentication+jwt"})
LEEWAY: Final = timedelta(seconds=5)
"""Between the clocks of two replicas."""
CLAIM_LENGTH_MAX: Final = 128
WHOLE_MAX: Final = 2**53
_HEADER: Final = frozenset({"alg", "typ", "kid"})


class JwtTokens:
    def __init__(self, *, keys: HeadKeys, clock: Clock, issuer: str) -> None:
        self._keys = keys
        self._clock = clock
        self._issuer = issuer

    def grant(
        self, claims: Claims, *, role: str | None = None, store_id: str | None = None
    ) -> Grant:
        key = self._keys.current(Purpose.TOKENS)
        is_terminal = isinstance(claims, TerminalClaims)
        scope = TERMINAL_SCOPE if is_terminal else PERSON_SCOPE
        now = int(self._clock.now().timestamp())
        said: dict[str, object] = {
            "iss": self._issuer,
            "aud": self._issuer,
            "sub": claims.subject,
            "iat": now,
            "nbf": now,
            "exp": now + TOKEN_SECONDS,
            "jti": secrets.token_urlsafe(16),
            "scope": scope,
            "store": store_id,
        }
        if isinstance(claims, TerminalClaims):
            said |= {"terminal": claims.subject, "epoch": claims.epoch, "key": claims.key_id}
        else:
            said |= {"role": role, "generation": claims.generation}
        token = jwt.encode(
            said,
            Ed25519PrivateKey.from_private_bytes(self._keys.private_key(key)),
            algorithm=ALGORITHM,
            headers={"kid": key.key_id, "typ": TOKEN_TYPE},
        )
        return Grant(token, TOKEN_SECONDS, scope)

    def claims(self, token: str) -> Claims:
        header = _header(token)
        key_id = header.get("kid")
        if header.get("typ") != TOKEN_TYPE or not isinstance(key_id, str):
            raise TokenRefusedError
        public_key = self._keys.public_key(key_id, purpose=Purpose.TOKENS)
        if public_key is None:
            raise TokenRefusedError
        said = _verified(
            token, public_key, audience=[self._issuer], required=("iat", "nbf", "jti", "scope")
        )
        _require_time(said, int(self._clock.now().timestamp()))
        if said["iss"] != self._issuer:
            raise TokenRefusedError
        subject = _text(said, "sub")
        if said["scope"] == TERMINAL_SCOPE:
            return TerminalClaims(subject, _whole(said, "epoch"), _text(said, "key"))
        if said["scope"] == PERSON_SCOPE:
            return PersonClaims(subject, _whole(said, "generation"))
        raise TokenRefusedError


class JwtAssertions:
    """RFC 7523, as a terminal writes it.

    :param audiences: the addresses at which a terminal may know this head office's `/token`
    """

    def __init__(self, *, audiences: frozenset[str]) -> None:
        self._audiences = audiences

    def named(self, text: str) -> str:
        header = _header(text)
        if header.get("typ", "JWT") not in ASSERTION_TYPES:
            raise TokenRefusedError
        try:
            said: Mapping[str, Any] = jwt.decode(text, options={"verify_signature": False})
        except (jwt.PyJWTError, ValueError, RecursionError) as error:
            raise TokenRefusedError from error
        return _text(said, "sub")

    def read(self, text: str, *, public_key: bytes) -> Assertion:
        said = _verified(text, public_key, audience=sorted(self._audiences), required=("jti",))
        subject = _text(said, "sub")
        if said["iss"] != subject:
            raise TokenRefusedError
        expires = _whole(said, "exp")
        issued = _whole(said, "iat") if "iat" in said else expires - ASSERTION_LIFE_SECONDS
        return Assertion(
            terminal_id=subject,
            assertion_id=_text(said, "jti"),
            issued_at=issued * SECOND_MS,
            expires_at=expires * SECOND_MS,
            epoch=_whole(said, "epoch"),
            installation=_text(said, "installation"),
        )


def _header(token: str) -> Mapping[str, Any]:
    """:raises TokenRefusedError: if it is not a header that this head office would write"""
    try:
        header: Mapping[str, Any] = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, RecursionError) as error:
        raise TokenRefusedError from error
    if header.get("alg") != ALGORITHM or not set(header) <= _HEADER:
        raise TokenRefusedError
    return header


def _verified(
    token: str, public_key: bytes, *, audience: list[str], required: tuple[str, ...]
) -> Mapping[str, Any]:
    """What it says, signed by that key for one of those. Its times are left to the caller's clock.

    :raises TokenRefusedError: if it is not
    """
    try:
        said: Mapping[str, Any] = jwt.decode(
            token,
            Ed25519PublicKey.from_public_bytes(public_key),
            algorithms=[ALGORITHM],
            audience=audience,
            options={
                "require": ["iss", "aud", "sub", "exp", *required],
                "verify_exp": False,
                "verify_nbf": False,
                "verify_iat": False,
            },
        )
    except (jwt.PyJWTError, ValueError, RecursionError) as error:
        raise TokenRefusedError from error
    if not isinstance(said["aud"], str):
        raise TokenRefusedError
    return said


def _require_time(said: Mapping[str, Any], now: int) -> None:
    """:raises TokenRefusedError: if it does not hold now, or for longer than we ever grant"""
    leeway = LEEWAY.seconds
    issued, begins, ends = (_whole(said, name) for name in ("iat", "nbf", "exp"))
    is_now = begins - leeway <= now < ends + leeway and issued - leeway <= now
    if not is_now or ends - issued > TOKEN_SECONDS:
        raise TokenRefusedError


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    is_fit = isinstance(value, str) and 0 < len(value) <= CLAIM_LENGTH_MAX and value.isprintable()
    if not is_fit:
        raise TokenRefusedError
    assert isinstance(value, str)
    return value


def _whole(said: Mapping[str, Any], name: str) -> int:
    value = said.get(name)
    if type(value) is not int or not 0 <= value <= WHOLE_MAX:
        raise TokenRefusedError
    return value
