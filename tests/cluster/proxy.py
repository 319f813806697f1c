"""Between terminals and head office: a bad line that loses replies and sends requests twice."""

from __future__ import annotations

import contextlib
import http.client
import random
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

from tests.cluster.processes import HOST

LOST_REPLIES: Final = 0.20
DOUBLED_REQUESTS: Final = 0.10
_ANSWER_S: Final = 60
# Of one connection only, or set anew by whoever passes the message on.
_HOP: Final = frozenset({"connection", "content-length", "keep-alive", "transfer-encoding"})


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(slots=True)
class Line:
    """How bad it is, and what it did so far."""

    port: int
    chance: random.Random
    lost: float = LOST_REPLIES
    doubled: float = DOUBLED_REQUESTS
    requests: int = 0
    replies_lost: int = 0
    requests_doubled: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def draw(self) -> tuple[bool, bool]:
        """Whether the next reply is lost, and whether its request goes out twice."""
        with self.lock:
            loses, doubles = self.chance.random() < self.lost, self.chance.random() < self.doubled
            self.requests += 1
            self.replies_lost += loses
            self.requests_doubled += doubles
        return loses, doubles


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    line: Line

    def do_GET(self) -> None:
        self._pass_on()

    def do_POST(self) -> None:
        self._pass_on()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base names it
        """Nothing: thousands of requests."""

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        loses, doubles = self.line.draw()
        if doubles:
            # The first of the two arrives, and nobody hears its answer.
            twin = threading.Thread(target=self._sent_once, args=(body,))
            twin.start()
        try:
            reply = self._sent_once(body)
        finally:
            if doubles:
                twin.join()
        if reply is None or loses:
            self.close_connection = True
            return
        self.send_response_only(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    def _sent_once(self, body: bytes) -> Reply | None:
        """None where nothing came back."""
        connection = http.client.HTTPConnection(HOST, self.line.port, timeout=_ANSWER_S)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in _HOP}
        try:
            connection.request(self.command, self.path, body or None, headers)
            answer = connection.getresponse()
            kept = tuple((n, v) for n, v in answer.getheaders() if n.lower() not in _HOP)
            return Reply(answer.status, kept, answer.read())
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """A terminal that hung up is what this is about."""


@contextlib.contextmanager
def bad_line(line: Line) -> Iterator[int]:
    """Yields the port to call instead of the line's own."""
    handler = type("Handler", (_Handler,), {"line": line})
    server = _Server((HOST, 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
