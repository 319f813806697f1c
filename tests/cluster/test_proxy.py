"""The bad line does what it says, and counts it."""

from __future__ import annotations

import contextlib
import random
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests

from tests.cluster.processes import HOST
from tests.cluster.proxy import Line, bad_line

pytestmark = pytest.mark.allow_hosts([HOST])
BODIES: list[bytes] = []


class _Echo(BaseHTTPRequestHandler):
    """Answers with what it was sent, and remembers it."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        BODIES.append(body)
        self.send_response(201)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Kind", "echo")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    BODIES.clear()
    server = HTTPServer((HOST, 0), _Echo)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


def post(port: int, body: bytes) -> requests.Response:
    with contextlib.closing(requests.Session()) as http:
        http.trust_env = False
        return http.post(f"http://{HOST}:{port}/x", data=body, timeout=10)


class TestLine:
    def test_passes_everything_on(self, port: int) -> None:
        with bad_line(Line(port, random.Random(1), lost=0, doubled=0)) as bad:
            answer = post(bad, b"seven")

        assert (answer.status_code, answer.content) == (201, b"seven")
        assert answer.headers["X-Kind"] == "echo"
        assert BODIES == [b"seven"]

    def test_loses_the_reply_of_a_request_that_arrived(self, port: int) -> None:
        line = Line(port, random.Random(1), lost=1, doubled=0)
        with bad_line(line) as bad, pytest.raises(requests.ConnectionError):
            post(bad, b"seven")

        assert BODIES == [b"seven"]
        assert (line.requests, line.replies_lost) == (1, 1)

    def test_sends_a_request_twice(self, port: int) -> None:
        line = Line(port, random.Random(1), lost=0, doubled=1)
        with bad_line(line) as bad:
            assert post(bad, b"seven").status_code == 201

        assert BODIES == [b"seven", b"seven"]
        assert line.requests_doubled == 1

    def test_hangs_up_when_nobody_is_there(self, port: int) -> None:
        line = Line(1, random.Random(1), lost=0, doubled=0)
        with bad_line(line) as bad, pytest.raises(requests.ConnectionError):
            post(bad, b"seven")
