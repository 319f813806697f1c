"""How a terminal becomes known to head office, and proves later that it is the same one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

CODE_LIFE_SECONDS: Final = 600
CODE_TRIES_MAX: Final = 5
ASSERTION_LIFE_SECONDS: Final = 60
ASSERTION_TYPE: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
TERMINAL_SCOPE: Final = "terminal"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a terminal sends with its one-time code. `public_key` is Ed25519, base64url.

    `first_seq` is the sequence number of the first entry that this key signed.
    """

    code: str
    terminal: str
    journal_id: str
    key_id: str
    public_key: str
    first_seq: int
    epoch: int
    installation: str
    currency: str
    app_version: str


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What head office answers: the terminal's id there, and the key that will countersign."""

    terminal_id: str
    store_id: str
    store_name: str
    head_key_id: str
    head_public_key: str
