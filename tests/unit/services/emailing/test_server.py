from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.domain.email_address import EmailAddressError
from pos_app.services.emailing.server import MailServer, MailServerInvalidError, Security

SERVER = MailServer("mail.example.com", 587, Security.STARTTLS, "till", "till@example.com")


class TestMailServer:
    def test_comes_back_from_its_text(self) -> None:
        assert MailServer.from_text(SERVER.to_text()) == SERVER

    @pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
    def test_does_without_encryption_on_this_computer(self, host: str) -> None:
        assert replace(SERVER, host=host, security=Security.NONE).security is Security.NONE

    @pytest.mark.parametrize("host", ["mail.example.com", "localhost.example.com", "127.0.0.2"])
    def test_never_does_without_it_elsewhere(self, host: str) -> None:
        with pytest.raises(MailServerInvalidError, match="on this computer"):
            replace(SERVER, host=host, security=Security.NONE)

    @pytest.mark.parametrize(
        "change",
        [
            {"host": ""},
            {"host": "two words"},
            {"host": "mail\r\nQUIT"},
            {"user": "till\n"},
            {"port": 0},
            {"port": 65_536},
        ],
    )
    def test_refuses_what_no_server_has(self, change: dict[str, object]) -> None:
        with pytest.raises(MailServerInvalidError):
            replace(SERVER, **change)  # type: ignore[arg-type]  # fields by name

    def test_sends_from_an_address(self) -> None:
        with pytest.raises(EmailAddressError):
            replace(SERVER, from_address="the till")
