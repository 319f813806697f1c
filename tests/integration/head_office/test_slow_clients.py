"""A client that sends slowly, endlessly or nonsense is let go, and holds nobody else up."""

from __future__ import annotations

import socket
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import uvicorn

from pos_app.composition.head_office_cli.serve import server_options
from pos_app.head_office.api.limits import Limits
from pos_app.head_office.api.patience import PatientProtocol
from tests.fakes.head_office import Replica

HASTY_S = 0.1
WAIT_S = 10


class Hasty(PatientProtocol):
    head_seconds = HASTY_S


class Server:
    """The real server with the real options, at a socket of its own."""

    def __init__(self, replica: Replica, folder: Path) -> None:
        self._path = folder / "head-office"
        app = replica.client.app
        app.state.parts = replace(app.state.parts, limits=Limits(seconds=HASTY_S))  # type: ignore[attr-defined]
        for middleware in app.user_middleware:  # type: ignore[attr-defined]
            if "limits" in middleware.kwargs:
                middleware.kwargs["limits"] = Limits(seconds=HASTY_S)
        options = server_options(replica.office.settings)
        del options["factory"], options["workers"], options["host"], options["port"]
        options |= {"http": Hasty, "uds": str(self._path)}
        self._server = uvicorn.Server(uvicorn.Config(app, **options))
        self._thread = threading.Thread(target=self._server.run)

    def start(self) -> None:
        self._thread.start()
        waiting = threading.Event()
        while not self._server.started:
            assert self._thread.is_alive()
            waiting.wait(0.01)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(WAIT_S)

    def connect(self) -> socket.socket:
        client = socket.socket(socket.AF_UNIX)
        client.settimeout(WAIT_S)
        client.connect(str(self._path))
        return client


@pytest.fixture
def server(head_office: Replica) -> Iterator[Server]:
    # The name of a socket may have a hundred characters, and pytest's folders have long ones.
    with tempfile.TemporaryDirectory(prefix="pos-serve-") as folder:
        one = Server(head_office, Path(folder))
        one.start()
        yield one
        one.stop()


def said(client: socket.socket) -> bytes:
    """Everything until the server hangs up."""
    parts = []
    while part := client.recv(65_536):
        parts.append(part)
    return b"".join(parts)


REQUEST = b"GET /healthz HTTP/1.1\r\nHost: head-office.test\r\n"
CLOSE = b"Connection: close\r\n\r\n"


class TestHead:
    @pytest.mark.parametrize(
        "sent", [b"", b"G", b"GET /healthz HTTP/1.1\r\n", REQUEST, REQUEST + b"X-A: " + b"a" * 99]
    )
    def test_that_does_not_end_is_not_waited_for(self, server: Server, sent: bytes) -> None:
        with server.connect() as client:
            client.sendall(sent)

            assert said(client) == b""

    def test_that_trickles_in_is_not_waited_for(self, server: Server) -> None:
        with server.connect() as client:
            waiting = threading.Event()
            try:
                for n in range(1_000):
                    client.sendall(REQUEST[n % len(REQUEST)].to_bytes())
                    waiting.wait(HASTY_S / 20)
            except OSError:
                return
        pytest.fail("it was waited for")

    def test_of_a_second_request_is_not_waited_for_either(self, server: Server) -> None:
        with server.connect() as client:
            client.sendall(REQUEST + b"\r\n")
            assert client.recv(65_536).startswith(b"HTTP/1.1 200")
            client.sendall(b"GET")

            rest = said(client)

        assert b"HTTP/1.1" not in rest

    def test_that_is_too_long_is_refused(
        self, server: Server, expected_warnings: list[str]
    ) -> None:
        expected_warnings.append("Invalid HTTP request")
        with server.connect() as client:
            client.sendall(REQUEST + b"X-A: " + b"a" * 100_000)

            assert said(client).startswith(b"HTTP/1.1 4")

    def test_that_is_whole_is_answered_without_naming_the_server(self, server: Server) -> None:
        with server.connect() as client:
            client.sendall(REQUEST + CLOSE)
            answer = said(client).lower()

        assert answer.startswith(b"http/1.1 200")
        assert b"server:" not in answer
        assert b"uvicorn" not in answer


class TestBody:
    def test_that_does_not_come_is_not_waited_for(self, server: Server) -> None:
        with server.connect() as client:
            client.sendall(
                b"POST /token HTTP/1.1\r\nHost: head-office.test\r\nContent-Length: 100\r\n"
                b"Content-Type: application/x-www-form-urlencoded\r\n\r\ngrant"
            )
            answer = said(client)

        assert answer.startswith(b"HTTP/1.1 408")
        assert b"did not arrive in time" in answer

    def test_that_is_announced_too_large_is_refused_unread(self, server: Server) -> None:
        with server.connect() as client:
            client.sendall(
                b"POST /token HTTP/1.1\r\nHost: head-office.test\r\n"
                b"Content-Length: 999999999\r\n\r\n"
            )

            assert said(client).startswith(b"HTTP/1.1 413")


class TestOthers:
    def test_are_served_while_many_are_slow(self, server: Server) -> None:
        slow = [server.connect() for _ in range(100)]
        for one in slow:
            one.sendall(b"GET /")

        with server.connect() as client:
            client.sendall(REQUEST + CLOSE)
            answer = said(client)

        assert answer.startswith(b"HTTP/1.1 200")
        assert [said(one) for one in slow] == [b""] * 100
        for one in slow:
            one.close()
