"""What e-mailing needs from the outside world: a mail server, and words that fit a mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pos_app.domain.errors import RefusedError, UnavailableError


class MailRefusedError(RefusedError):
    """For good: the same mail to the same address would be refused again."""

    code = "email.refused"
    text = "The mail server refuses {address}: {reply}"


class MailDelayedError(UnavailableError):
    """This one mail is not taken now; others may be."""

    code = "email.delayed"
    text = "The mail server does not take the mail to {address} now: {reply}"


class MailServerError(UnavailableError):
    """Nothing can be sent now, to nobody."""

    code = "email.server_away"
    text = "The mail server does not answer."


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """`uid` and `at` are the same at every try, so that a server may know it again."""

    uid: str
    at: datetime
    to: str
    subject: str
    text: str
    attachment: Attachment


class Mailer(Protocol):
    def send(self, mail: Mail) -> None:
        """Hand it to the mail server, which has it when this returns.

        :raises MailRefusedError: for good
        :raises MailDelayedError: this one, for now
        :raises MailServerError: everything, for now
        """
        ...
