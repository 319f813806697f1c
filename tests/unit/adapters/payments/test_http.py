"""Requests over real sockets on this computer: what may have come there is never called unsent."""

from __future__ import annotations

import gzip
import logging
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from pos_app.adapters.payments.http import BODY_MAX, Api, Reply
from pos_app.services.payments.processor import (
    BusyError,
    NoAnswerError,
    NotReachedError,
    ProcessorRefusedError,
)
from tests.fakes.certificates import self_signed
from tests.fakes.raw_http import (
    CONVERSATION_S,
    Behaviour,
    Conversation,
    RawServer,
    answering,
    raw_server,
)

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

PATIENCE_S = 0.05
SECRET = "sk_test_51secret"
BOMB = gzip.compress(bytes(4 * BODY_MAX))
KEY = {"Authorization": f"Bearer {SECRET}"}


def api(base: str, *, read_s: float = PATIENCE_S) -> Api:
    return Api("Stripe", base, connect_s=0.2, read_s=read_s)


def ask(server: RawServer, *, read_s: float = PATIENCE_S) -> Reply:
    form = [("amount", "1299"), ("client_secret", SECRET)]
    return api(server.base, read_s=read_s).send(
        "POST", "/v1/charges?token=abc", headers=KEY, form=form
    )


def part_of_an_answer(conversation: Conversation) -> None:
    conversation.say(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{")


def part_and_end(conversation: Conversation) -> None:
    part_of_an_answer(conversation)
    conversation.reset()


def part_and_silence(conversation: Conversation) -> None:
    part_of_an_answer(conversation)
    conversation.hang()


def trickle(conversation: Conversation) -> None:
    """A byte at a time, each sooner than any time-out that is counted anew."""
    part_of_an_answer(conversation)
    while not conversation.server.released.wait(PATIENCE_S / 5):
        conversation.say(b" ")


def hang_up(conversation: Conversation) -> None:
    conversation.wire.close()


def too_much(conversation: Conversation) -> None:
    conversation.answer(b" " * (BODY_MAX + 1))


def bomb(conversation: Conversation) -> None:
    conversation.answer(BOMB, headers="Content-Encoding: gzip\r\n")


class TestAnswer:
    def test_has_what_came(self) -> None:
        with raw_server(answering(b'{"id": "pi_1"}', headers="Request-Id: req_1\r\n")) as server:
            reply = ask(server)

        assert reply.json() == {"id": "pi_1"}
        assert (reply.status, reply.headers["request-id"]) == (200, "req_1")
        (asked,) = server.asked
        assert asked.startswith(b"POST /v1/charges?token=abc HTTP/1.1\r\n")
        assert asked.endswith(b"\r\n\r\namount=1299&client_secret=" + SECRET.encode())

    def test_may_be_packed(self) -> None:
        packed = gzip.compress(b'{"id": "pi_1"}')
        with raw_server(answering(packed, headers="Content-Encoding: gzip\r\n")) as server:
            assert ask(server).json() == {"id": "pi_1"}

    @pytest.mark.parametrize("status", ["400 Bad Request", "402 Payment Required", "404 Not Found"])
    def test_may_be_a_refusal_that_its_reader_understands(self, status: str) -> None:
        with raw_server(answering(b'{"error": {}}', status=status)) as server:
            assert ask(server).status == int(status[:3])

    def test_comes_over_one_connection_as_long_as_it_holds(self) -> None:
        with raw_server() as server:
            asking = api(server.base)
            for _ in range(3):
                asking.send("GET", "/v1/balance", headers=KEY)

        assert len(server.asked) == 3

    @pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"null", b"\xff", b"[" * 100_000])
    def test_that_cannot_be_read_tells_nothing(self, body: bytes) -> None:
        with raw_server(answering(body)) as server:
            reply = ask(server)

        with pytest.raises(NoAnswerError, match="cannot be read"):
            reply.json()


class TestNotReached:
    def test_is_a_connection_that_is_refused(self) -> None:
        with raw_server() as server:
            pass

        with pytest.raises(NotReachedError, match="there is no connection to it"):
            ask(server)

    def test_is_a_name_that_is_not_found(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def unknown(*_address: object, **_options: object) -> None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        monkeypatch.setattr(socket, "getaddrinfo", unknown)

        with pytest.raises(NotReachedError, match="its name is not found"):
            api("https://api.stripe.invalid").send("GET", "/v1/balance", headers=KEY)

    def test_is_a_connection_that_does_not_come_about(self, full_queue: str) -> None:
        with pytest.raises(NotReachedError, match="it takes too long"):
            api(full_queue).send("POST", "/v1/charges", headers=KEY, body=b"{}")

    def test_is_a_certificate_that_nobody_knows(self, tmp_path: Path) -> None:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(self_signed(tmp_path))
        with (
            raw_server(tls=tls) as server,
            pytest.raises(NotReachedError, match="certificate cannot be trusted"),
        ):
            api(server.base.replace("http:", "https:")).send("GET", "/v1/x", headers=KEY)

        assert server.asked == []

    def test_is_somebody_who_does_not_encrypt(self) -> None:
        def greet(conversation: Conversation) -> None:
            conversation.say(b"HTTP/1.1 200 OK\r\n\r\nPlease sign in to the Wi-Fi")

        with (
            raw_server(at_once=greet) as server,
            pytest.raises(NotReachedError, match="no encrypted connection"),
        ):
            api(server.base.replace("http:", "https:")).send("GET", "/v1/x", headers=KEY)

    def test_is_what_cannot_be_put_together(self) -> None:
        with raw_server() as server, pytest.raises(NotReachedError):
            api(server.base).send("GET", "/v1/x", headers={"Authorization": "Bearer \n"})

        assert server.asked == []


class TestNoAnswer:
    @pytest.mark.parametrize(
        ("behaviour", "reason"),
        [
            (Conversation.hang, "it takes too long"),
            (Conversation.reset, "the connection broke"),
            (hang_up, "the connection broke"),
            (part_and_end, "the connection broke"),
            (part_and_silence, "it takes too long"),
            (too_much, "too large"),
            (bomb, "too large"),
            (lambda conversation: conversation.say(b"SSH-2.0-OpenSSH\r\n"), "the connection broke"),
            (answering(status="500 Internal Server Error"), "status 500"),
            (answering(status="503 Service Unavailable"), "status 503"),
        ],
    )
    def test_is_all_that_comes_after_it_was_sent(self, behaviour: Behaviour, reason: str) -> None:
        with raw_server(behaviour) as server, pytest.raises(NoAnswerError, match=reason):
            ask(server)

        assert len(server.asked) == 1

    def test_is_an_answer_that_trickles_in(self) -> None:
        with raw_server(trickle) as server:
            started = time.monotonic()
            with pytest.raises(NoAnswerError, match="too slow"):
                ask(server)

        assert time.monotonic() - started < 2

    def test_is_a_connection_that_ends_before_anything_is_asked(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It may have come there: on that side nobody knows why it ended."""
        connected = Event()
        connect = socket.socket.connect

        def connect_and_tell(own: socket.socket, *address: Any) -> None:
            connect(own, *address)
            connected.set()

        def reset_then(conversation: Conversation) -> None:
            # Any sooner, and it may be the connecting that fails, which is another case.
            assert connected.wait(CONVERSATION_S)
            conversation.reset()

        monkeypatch.setattr(socket.socket, "connect", connect_and_tell)
        with (
            raw_server(at_once=reset_then) as server,
            pytest.raises(NoAnswerError, match="the connection broke"),
        ):
            ask(server)

    @pytest.mark.parametrize("scheme", ["http", "https"])
    @pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"])
    def test_is_being_sent_elsewhere(self, scheme: str, status: str) -> None:
        with raw_server() as other:
            there = f"{scheme}://127.0.0.1:{other.port}/"
            with (
                raw_server(answering(status=status, headers=f"Location: {there}\r\n")) as server,
                pytest.raises(NoAnswerError, match=f"status {status[:3]}"),
            ):
                ask(server)

        assert other.asked == []
        assert len(server.asked) == 1

    def test_may_be_waited_for_longer(self) -> None:
        def think(conversation: Conversation) -> None:
            conversation.server.released.wait(3 * PATIENCE_S)
            conversation.answer(b'{"id": "pi_1"}')

        with raw_server(think) as server:
            reply = api(server.base).send("GET", "/v1/x", headers=KEY, read_s=5)

        assert reply.json() == {"id": "pi_1"}


class TestBusy:
    def test_is_being_asked_too_often(self) -> None:
        with (
            raw_server(answering(status="429 Too Many Requests")) as server,
            pytest.raises(BusyError, match="asked too often"),
        ):
            ask(server)


class TestAddress:
    @pytest.mark.parametrize(
        "base",
        [
            "http://api.stripe.com",
            "ftp://127.0.0.1",
            "api.stripe.com",
            "",
            "https://",
            "https://[api",
            "https://user:password@api.stripe.com",
            "http://127.0.0.1.example.com",
            "http://localhost@example.com",
        ],
    )
    def test_keeps_what_is_said_secret(self, base: str) -> None:
        with pytest.raises(ProcessorRefusedError, match="must be an https address"):
            api(base)

    @pytest.mark.parametrize(
        "base", ["https://api.stripe.com/", "HTTPS://api.stripe.com", "http://localhost:1"]
    )
    def test_is_encrypted_or_of_this_computer(self, base: str) -> None:
        assert api(base).processor == "Stripe"


class TestSecrets:
    def test_are_not_taken_from_files_of_the_person(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        netrc = tmp_path / "netrc"
        netrc.write_text("machine 127.0.0.1 login ana password 1234\n")
        monkeypatch.setenv("NETRC", str(netrc))
        with raw_server() as server:
            ask(server)

        assert b"Authorization: Bearer sk_test_51secret" in server.asked[0]

    def test_of_this_computer_go_through_no_proxy(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
        monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
        with raw_server() as server:
            ask(server)

        assert len(server.asked) == 1

    @pytest.mark.parametrize("behaviour", [answering(), Conversation.reset, Conversation.hang])
    def test_are_in_no_log(self, behaviour: Behaviour, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.INFO)
        with raw_server(behaviour) as server, suppress(NoAnswerError):
            ask(server)

        assert [one.name for one in caplog.records] == ["pos_app.adapters.payments.http"]
        assert "Stripe POST /v1/charges: " in caplog.text
        for secret in (SECRET, "token", "abc", "1299"):
            assert secret not in caplog.text


class TestProxy:
    def test_that_breaks_off_has_not_sent_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with raw_server(answering(status="502 Bad Gateway")) as proxy:
            monkeypatch.setenv("HTTPS_PROXY", proxy.base)
            with pytest.raises(NotReachedError):
                api("https://api.stripe.invalid").send("GET", "/v1/balance", headers=KEY)

        assert proxy.asked[0].startswith(b"CONNECT api.stripe.invalid:443")
        assert SECRET.encode() not in proxy.asked[0]


@pytest.fixture
def full_queue() -> Iterator[str]:
    """The address of a machine that takes no more connections."""
    with ExitStack() as stack:
        server = stack.enter_context(socket.socket())
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        address = server.getsockname()
        for _ in range(3):
            other = stack.enter_context(socket.socket())
            other.setblocking(False)
            other.connect_ex(address)
        yield f"http://127.0.0.1:{address[1]}"
