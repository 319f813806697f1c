from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.smtp import Behaviour, SmtpServer, smtp_server
from tests.integration.cli.conftest import Terminal

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

NUMBER = "X-T01-000001"
MARIA = "maria@example.com"


def use(terminal: Terminal, server: SmtpServer) -> None:
    words = ("--host", "127.0.0.1", "--port", server.port, "--security", "none")
    terminal.done("email", "set", *words, "--from", "till@shop.example")


class TestSet:
    def test_is_shown_without_its_password(self, terminal: Terminal, tmp_path: Path) -> None:
        password = tmp_path / "password"
        password.write_text("hunter2\n", "ascii")
        words = ("--host", "mail.example", "--user", "till", "--password-file", password)

        terminal.done("email", "set", *words, "--from", "till@shop.example")

        assert terminal.json("email", "show") == {
            "host": "mail.example",
            "port": 587,
            "security": "starttls",
            "user": "till",
            "from_address": "till@shop.example",
        }
        assert "hunter2" not in terminal.done("email", "show")

    def test_asks_for_the_password_of_another_server(
        self, terminal: Terminal, tmp_path: Path
    ) -> None:
        password = tmp_path / "password"
        password.write_text("hunter2\n", "ascii")
        words = ("email", "set", "--user", "till", "--from", "till@shop.example")
        terminal.done(*words, "--host", "mail.example", "--password-file", password)

        assert "--password-file" in terminal.refused(*words, "--host", "mail.evil.example")

        assert terminal.json("email", "show")["host"] == "mail.example"

    def test_refuses_to_go_without_encryption_over_a_cable(self, terminal: Terminal) -> None:
        words = ("--host", "mail.example", "--security", "none", "--from", "till@shop.example")

        assert "on this computer" in terminal.refused("email", "set", *words)

    def test_is_asked_for_first(self, terminal: Terminal) -> None:
        for words in (("show",), ("test", MARIA)):
            assert "No mail server is set up" in terminal.refused("email", *words)
        assert "No mail server is set up" in terminal.refused("orders", "email", NUMBER, MARIA)


class TestTest:
    def test_sends_now(self, terminal: Terminal) -> None:
        with smtp_server() as server:
            use(terminal, server)
            terminal.done("email", "test", MARIA)

        assert [message["To"] for message in server.taken] == [MARIA]

    def test_says_what_is_wrong(self, terminal: Terminal) -> None:
        with smtp_server(Behaviour(replies={"MAIL": "553 not yours"})) as server:
            use(terminal, server)

            assert "takes no mail from till@shop.example" in terminal.refused(
                "email", "test", MARIA
            )


class TestOrders:
    def test_are_emailed(self, terminal: Terminal) -> None:
        with smtp_server() as server:
            use(terminal, server)
            words = terminal.done("orders", "email", NUMBER, MARIA, "--gift")

        assert words == f"The receipt of {NUMBER} was sent to {MARIA}.\n"
        assert len(server.taken) == 1

    def test_wait_while_the_server_is_away_and_doctor_says_so(self, terminal: Terminal) -> None:
        with smtp_server() as server:
            use(terminal, server)
        assert "waits to be sent" in terminal.done("orders", "email", NUMBER, MARIA)

        (waiting,) = terminal.json("email", "list")
        assert (waiting["state"], waiting["address"], waiting["attempts"]) == ("waiting", MARIA, 1)
        result = terminal.run("doctor")
        assert result.exit_code == 1
        assert "ILL  e-mail: 1 wait, 0 were refused: The mail server" in result.stdout

        with smtp_server() as server:
            use(terminal, server)
            assert terminal.done("email", "retry", waiting["job"]) == "1 sent, 0 refused.\n"
        assert terminal.json("email", "list") == []

    def test_are_corrected_after_a_refusal(self, terminal: Terminal) -> None:
        with smtp_server(Behaviour(replies={"RCPT": "550 no such user"})) as server:
            use(terminal, server)
            assert "refuses maria@example.com: 550 no such user" in terminal.refused(
                "orders", "email", NUMBER, MARIA
            )
        (refused,) = terminal.json("email", "list")
        assert refused["state"] == "failed"

        with smtp_server() as server:
            use(terminal, server)
            terminal.done("email", "retry", refused["job"], "--to", "m@example.com")
        assert [message["To"] for message in server.taken] == ["m@example.com"]

    def test_are_given_up(self, terminal: Terminal) -> None:
        with smtp_server() as server:
            use(terminal, server)
        terminal.done("orders", "email", NUMBER, MARIA)

        terminal.done("email", "drop", 1)

        assert terminal.json("email", "list") == []
        assert "There is no e-mail 1" in terminal.refused("email", "retry", 1)

    def test_have_a_gift_receipt(self, terminal: Terminal, tmp_path: Path) -> None:
        target = tmp_path / "gift.pdf"

        text = terminal.done("orders", "receipt", NUMBER, "--gift")
        terminal.done("orders", "receipt", NUMBER, "--gift", "--pdf", target)

        assert "GIFT RECEIPT" in text
        assert "TOTAL" not in text
        assert target.read_bytes().startswith(b"%PDF-")

    @pytest.mark.parametrize("address", ["maria", "maria@example.com\nBcc: a@b.example"])
    def test_go_to_addresses_only(self, terminal: Terminal, address: str) -> None:
        with smtp_server() as server:
            use(terminal, server)

            assert "no e-mail address" in terminal.refused("orders", "email", NUMBER, address)
        assert server.taken == []
