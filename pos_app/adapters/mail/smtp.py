"""Hand mails to an SMTP server: encrypted, with its certificate checked, and never for long."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from pos_app.adapters.mail.failures import explanation
from pos_app.adapters.mail.message import message_of
from pos_app.services.emailing.ports import Mail
from pos_app.services.emailing.server import MailServer, Security

TIMEOUT_S: Final = 15
HELLO: Final = "pos-app.local"
"""Not this computer's own name, which is nobody's business, and may take seconds to look up."""
# Where systems keep their authorities, for a Python that was built to look somewhere else.
_AUTHORITIES: Final = (
    Path("/etc/ssl/certs/ca-certificates.crt"),
    Path("/etc/pki/tls/certs/ca-bundle.crt"),
)


class SmtpMailer:
    """One connection a mail: a till sends few, and none is kept open that may be dead."""

    def __init__(
        self,
        server: MailServer,
        *,
        password: str,
        from_name: str,
        context: ssl.SSLContext | None = None,
        timeout_s: int = TIMEOUT_S,
    ) -> None:
        self._server = server
        self._password = password
        self._from_name = from_name
        self._context = context
        self._timeout_s = timeout_s
        self._client: smtplib.SMTP | None = None

    def send(self, mail: Mail) -> None:
        server = self._server
        message = message_of(mail, from_address=server.from_address, from_name=self._from_name)
        try:
            with self._connected() as client:
                client.sendmail(server.from_address, [mail.to], message.as_bytes())
        except OSError as error:  # those of smtplib and ssl are among them
            raise explanation(error, mail, server) from error

    def abort(self) -> None:
        """From another thread: whatever is waited for, wait no longer."""
        client = self._client
        sock = client.sock if client is not None else None
        if sock is not None:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        server = self._server
        client = self._client = self._open()
        try:
            if server.security is Security.STARTTLS:
                client.starttls(context=self._trust())
            if server.user:
                client.login(server.user, self._password)
            yield client
            # The mail is taken: what the server says to a farewell changes nothing.
            with suppress(smtplib.SMTPException, OSError):
                client.quit()
        finally:
            self._client = None
            client.close()

    def _open(self) -> smtplib.SMTP:
        server, timeout = self._server, self._timeout_s
        if server.security is Security.TLS:
            return smtplib.SMTP_SSL(
                server.host,
                server.port,
                local_hostname=HELLO,
                timeout=timeout,
                context=self._trust(),
            )
        return smtplib.SMTP(server.host, server.port, local_hostname=HELLO, timeout=timeout)

    def _trust(self) -> ssl.SSLContext:
        return self._context or system_trust()


def system_trust() -> ssl.SSLContext:
    """The authorities that this computer trusts; names are checked."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    for path in _AUTHORITIES:
        if path.is_file():
            context.load_verify_locations(cafile=path)
            break
    return context
