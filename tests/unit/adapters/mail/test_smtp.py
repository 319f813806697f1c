"""The mailer against a mail server that really listens, on this computer."""

from __future__ import annotations

import re
import ssl
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import pytest

from pos_app.adapters.mail.failures import (
    MailSenderError,
    MailServerSilentError,
    MailServerTroubleError,
    MailServerUntrustedError,
    MailSignInError,
)
from pos_app.adapters.mail.smtp import SmtpMailer, system_trust
from pos_app.domain.errors import PosError
from pos_app.services.emailing.ports import (
    Attachment,
    Mail,
    MailDelayedError,
    MailRefusedError,
    MailServerError,
)
from pos_app.services.emailing.server import MailServer, Security
from tests.fakes.certificates import self_signed
from tests.fakes.smtp import Behaviour, SmtpServer, smtp_server

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

PDF = b"%PDF-1.4\n.\n..\r\n%%EOF\n"
MAIL = Mail(
    uid="0190-uid",
    at=datetime(2026, 3, 14, 9, 0, tzinfo=UTC),
    to="maria@example.com",
    subject="Ticket T01-000123 de Épicerie",
    text="Merci.\n.\nTOTAL 41,82 €\n",
    attachment=Attachment("T01-000123.pdf", PDF),
)


def mailer(server: SmtpServer, *, timeout_s: int = 1) -> SmtpMailer:
    settings = MailServer("127.0.0.1", server.port, Security.NONE, "", "till@shop.example")
    return SmtpMailer(settings, password="", from_name="Épicerie, du Marché", timeout_s=timeout_s)


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with smtp_server() as server:
        yield server


class TestSend:
    def test_hands_over_what_a_mail_program_shows(self, server: SmtpServer) -> None:
        mailer(server).send(MAIL)

        (message,) = server.taken
        assert message["From"] == '"Épicerie, du Marché" <till@shop.example>'
        assert message["To"] == "maria@example.com"
        assert message["Subject"] == MAIL.subject
        assert message["Message-ID"] == "<0190-uid@shop.example>"
        body = message.get_body()
        assert body is not None
        assert body.get_content().replace("\r\n", "\n") == MAIL.text
        (pdf,) = message.iter_attachments()
        assert (pdf.get_filename(), pdf.get_content_type()) == ("T01-000123.pdf", "application/pdf")
        assert pdf.get_content() == PDF

    def test_says_the_same_words_at_every_try(self, server: SmtpServer) -> None:
        for _ in range(2):
            mailer(server).send(MAIL)

        first, second = (re.sub(rb"=+\d+==", b"", raw) for raw in server.raw)
        assert first == second

    def test_tells_nobody_what_this_computer_is_called(self, server: SmtpServer) -> None:
        mailer(server).send(MAIL)

        assert server.said[0].lower() == "ehlo pos-app.local"

    @pytest.mark.parametrize(
        "change", [{"subject": "a\r\nBcc: all@example.com"}, {"to": "a@b.example\r\nDATA"}]
    )
    def test_never_lets_a_line_end_into_a_header(
        self, server: SmtpServer, change: dict[str, str]
    ) -> None:
        with pytest.raises(ValueError, match=r"."):
            mailer(server).send(replace(MAIL, **change))  # type: ignore[arg-type]  # fields by name

        assert server.taken == []


class TestFailures:
    @pytest.mark.parametrize(
        ("behaviour", "kind"),
        [
            (Behaviour(replies={"RCPT": "550 5.1.1 no such user"}), MailRefusedError),
            (Behaviour(replies={"RCPT": "450 4.2.0 greylisted"}), MailDelayedError),
            (Behaviour(replies={"end": "552 5.3.4 too large"}), MailRefusedError),
            (Behaviour(replies={"end": "451 4.3.0 later"}), MailDelayedError),
            (Behaviour(replies={"DATA": "554 5.7.1 spam"}), MailRefusedError),
            (Behaviour(replies={"MAIL": "553 5.7.1 not yours"}), MailSenderError),
            (Behaviour(replies={"greeting": "554 go away"}), MailServerTroubleError),
            (Behaviour(replies={"greeting": "421 busy"}), MailServerTroubleError),
            (Behaviour(hang_up_at="MAIL"), MailServerSilentError),
            (Behaviour(hang_up_at="end"), MailServerSilentError),
            (Behaviour(silent_at="greeting"), MailServerSilentError),
            (Behaviour(silent_at="end"), MailServerSilentError),
        ],
    )
    def test_are_told_apart(self, behaviour: Behaviour, kind: type[PosError]) -> None:
        with smtp_server(behaviour) as server, pytest.raises(PosError) as failure:
            mailer(server).send(MAIL)

        assert type(failure.value) is kind
        if kind not in {MailRefusedError, MailDelayedError}:
            assert isinstance(failure.value, MailServerError)

    def test_carry_the_servers_words(self) -> None:
        behaviour = Behaviour(replies={"RCPT": "550-5.1.1 no such\r\n550 5.1.1 user here"})

        with smtp_server(behaviour) as server, pytest.raises(MailRefusedError) as refusal:
            mailer(server).send(MAIL)

        assert refusal.value.values["reply"] == "550 5.1.1 no such 5.1.1 user here"

    def test_are_told_of_a_server_that_is_not_there(self, server: SmtpServer) -> None:
        gone = mailer(server)
        server.stop()

        with pytest.raises(MailServerSilentError, match="Connection refused"):
            gone.send(MAIL)

    def test_end_at_once_when_the_till_closes(self) -> None:
        with smtp_server(Behaviour(silent_at="end")) as server:
            waiting = mailer(server, timeout_s=60)
            threading.Timer(0.2, waiting.abort).start()
            started = monotonic()

            with pytest.raises(MailServerSilentError):
                waiting.send(MAIL)

            assert monotonic() - started < 5

    def test_do_not_come_from_a_server_that_fails_after_taking_it(self) -> None:
        with smtp_server(Behaviour(hang_up_at="QUIT")) as server:
            mailer(server).send(MAIL)

            assert len(server.taken) == 1


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of 127.0.0.1 by itself, with its key in the same file."""
    return self_signed(tmp_path_factory.mktemp("tls"))


class TestEncryption:
    @pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
    def test_signs_in_only_behind_it(self, authority: Path, security: Security) -> None:
        with smtp_server(behaviour_with(authority, security)) as server:
            encrypted(server, authority, security).send(MAIL)

        assert len(server.taken) == 1
        verbs = [line.split()[0] for line in server.said]
        assert "AUTH" in verbs
        if security is Security.STARTTLS:
            assert verbs.index("STARTTLS") < verbs.index("AUTH")

    @pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
    def test_tells_nothing_to_a_server_that_nobody_vouches_for(
        self, authority: Path, security: Security
    ) -> None:
        with (
            smtp_server(behaviour_with(authority, security)) as server,
            pytest.raises(MailServerUntrustedError, match="self-signed"),
        ):
            encrypted(server, None, security).send(MAIL)

        assert not any(line.startswith(("AUTH", "MAIL")) for line in server.said)

    def test_tells_nothing_where_it_is_not_offered(self, server: SmtpServer) -> None:
        with pytest.raises(MailServerUntrustedError, match="offers no encryption"):
            encrypted(server, None, Security.STARTTLS).send(MAIL)

        assert not any(line.startswith(("AUTH", "MAIL")) for line in server.said)

    def test_says_when_the_password_is_not_the_one(self, authority: Path) -> None:
        behaviour = behaviour_with(authority, Security.STARTTLS)
        behaviour.users = {"till": "another"}
        with smtp_server(behaviour) as server, pytest.raises(MailSignInError, match=r"5\.7\.8"):
            encrypted(server, authority, Security.STARTTLS).send(MAIL)


def behaviour_with(authority: Path, security: Security) -> Behaviour:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority)
    return Behaviour(
        users={"till": "secret"}, tls=context, is_tls_from_start=security is Security.TLS
    )


def encrypted(server: SmtpServer, authority: Path | None, security: Security) -> SmtpMailer:
    settings = MailServer("127.0.0.1", server.port, security, "till", "till@shop.example")
    trust = ssl.create_default_context(cafile=authority) if authority else system_trust()
    return SmtpMailer(settings, password="secret", from_name="Shop", context=trust, timeout_s=2)
