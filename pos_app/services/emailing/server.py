"""The mail server of a store, as its owner has set it up; the password is kept elsewhere."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Final, Self

from pos_app.domain.card_number import require_no_card
from pos_app.domain.email_address import checked_address
from pos_app.domain.errors import InvalidInputError

SETTING: Final = "mail_server"
PASSWORD: Final = "mail_password"  # noqa: S105 - its name in the key store
HOST_LENGTH_MAX: Final = 253
USER_LENGTH_MAX: Final = 254
PORTS: Final = range(1, 65_536)
_HERE: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class MailServerInvalidError(InvalidInputError):
    code = "email.server"
    text = "The mail server cannot be set up so: {reason}."


class Security(StrEnum):
    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"
    """For a mail server on this computer only: nothing is readable on any cable."""


DEFAULT_PORTS: Final = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}


@dataclass(frozen=True, slots=True)
class MailServer:
    """:raises MailServerInvalidError: if it cannot be"""

    host: str
    port: int
    security: Security
    user: str
    from_address: str

    def __post_init__(self) -> None:
        problem = self._problem()
        if problem:
            raise MailServerInvalidError(reason=problem)
        require_no_card(self.user, field_is_code=False)
        object.__setattr__(self, "from_address", checked_address(self.from_address))

    def _problem(self) -> str:
        words = self.host + self.user
        if not self.host or len(self.host) > HOST_LENGTH_MAX or " " in self.host:
            return "its name is missing or is none"
        if not (words.isprintable() and words.isascii()) or len(self.user) > USER_LENGTH_MAX:
            return "a name holds what no mail server takes"
        if self.port not in PORTS:
            return f"a port is a number from 1 to {PORTS[-1]}"
        if self.security is Security.NONE and self.host.lower() not in _HERE:
            return "without encryption only a mail server on this computer is used"
        return ""

    def signs_in_as(self, other: MailServer | None) -> bool:
        """Whether the password of the other is sent to the same place."""
        return other is not None and replace(other, from_address=self.from_address) == self

    @classmethod
    def from_text(cls, text: str) -> Self:
        values = json.loads(text)
        return cls(**values | {"security": Security(values["security"])})

    def to_text(self) -> str:
        return json.dumps(asdict(self), sort_keys=True)
