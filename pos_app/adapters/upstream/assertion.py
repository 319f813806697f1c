"""What a terminal signs to prove that it is the one that enrolled (RFC 7523, EdDSA)."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pos_app.services.ports import Signer
from pos_app.wire.enrolment import ASSERTION_LIFE_SECONDS

JTI_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class TerminalName:
    """Who it says it is: its id at head office, and which copy of its store in which epoch."""

    terminal_id: str
    epoch: int
    installation: str


def assertion(signer: Signer, name: TerminalName, *, audience: str, now: datetime) -> str:
    """Good for a minute, and once."""
    seconds = int(now.timestamp())
    header: Mapping[str, object] = {"alg": "EdDSA", "typ": "JWT", "kid": signer.key_id}
    claims: Mapping[str, object] = {
        "iss": name.terminal_id,
        "sub": name.terminal_id,
        "aud": audience,
        "iat": seconds,
        "exp": seconds + ASSERTION_LIFE_SECONDS,
        "jti": secrets.token_urlsafe(JTI_BYTES),
        "epoch": name.epoch,
        "installation": name.installation,
    }
    signed = b".".join(_part(one) for one in (header, claims))
    return b".".join((signed, _encoded(signer.sign(signed)))).decode("ascii")


def _part(value: Mapping[str, object]) -> bytes:
    return _encoded(json.dumps(value, separators=(",", ":")).encode("utf-8"))


def _encoded(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")
