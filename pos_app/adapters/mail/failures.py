"""What went wrong with a mail server, in words: whose fault it is, and for how long."""

from __future__ import annotations

import smtplib
import ssl
from typing import Final

from pos_app.domain.errors import PosError
from pos_app.services.emailing.ports import (
    Mail,
    MailDelayedError,
    MailRefusedError,
    MailServerError,
)
from pos_app.services.emailing.server import MailServer

PERMANENT: Final = range(500, 600)


class MailServerSilentError(MailServerError):
    code = "email.silent"
    text = "The mail server {host} does not answer ({reason})."


class MailServerUntrustedError(MailServerError):
    code = "email.untrusted"
    text = (
        "The mail server {host} could not prove who it is ({reason}), so it was told nothing. "
        "Look at its name, port and encryption in the settings."
    )


class MailSignInError(MailServerError):
    code = "email.sign_in"
    text = "The mail server {host} does not accept the user name or the password: {reply}"


class MailSenderError(MailServerError):
    code = "email.sender"
    text = "The mail server {host} takes no mail from {address}: {reply}"


class MailServerTroubleError(MailServerError):
    code = "email.trouble"
    text = "The mail server {host} cannot take mail now: {reply}"


def explanation(error: OSError, mail: Mail, server: MailServer) -> PosError:
    """The error to raise in the place of what the libraries raise."""
    if isinstance(error, smtplib.SMTPException):
        return _of_reply(error, mail, server)
    if isinstance(error, ssl.SSLError):
        reason = getattr(error, "verify_message", "") or error.reason or "no TLS"
        return MailServerUntrustedError(host=server.host, reason=reason)
    if isinstance(error, TimeoutError):
        return MailServerSilentError(host=server.host, reason="it took too long")
    return MailServerSilentError(host=server.host, reason=error.strerror or "no connection")


def _of_reply(error: smtplib.SMTPException, mail: Mail, server: MailServer) -> PosError:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, reply = next(iter(error.recipients.values()))
        return _of_mail(mail, code, reply)
    if isinstance(error, smtplib.SMTPDataError):
        return _of_mail(mail, error.smtp_code, error.smtp_error)
    return _of_server(error, server)


def _of_server(error: smtplib.SMTPException, server: MailServer) -> MailServerError:
    host = server.host
    match error:
        case smtplib.SMTPSenderRefused():
            said = _said(error.smtp_error)
            return MailSenderError(host=host, address=server.from_address, reply=said)
        case smtplib.SMTPAuthenticationError():
            return MailSignInError(host=host, reply=_said(error.smtp_error))
        case smtplib.SMTPResponseException():
            return MailServerTroubleError(host=host, reply=_said(error.smtp_error))
        case smtplib.SMTPNotSupportedError():
            reason = "it offers no encryption or no sign-in"
            return MailServerUntrustedError(host=host, reason=reason)
    return MailServerSilentError(host=host, reason="it hung up")


def _of_mail(mail: Mail, code: int, reply: bytes | str) -> PosError:
    error = MailRefusedError if code in PERMANENT else MailDelayedError
    return error(address=mail.to, reply=f"{code} {_said(reply)}")


def _said(reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return " ".join(text.split())
