"""A payment processor on this computer: HTTP on loopback, faults on order, a ledger of its own.

Written here, so it shows what the till does, and not what a processor does. A simulator is a
subclass that says what a request is for (`step_of`) and what comes of it (`answer`).
"""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final, Self
from urllib.parse import parse_qsl, urlsplit

from tests.fakes.processors.faults import Fault, Faults
from tests.fakes.processors.ledger import Ledger

HANG_S: Final = 10
TRICKLE_S: Final = 0.02
"""Between the bytes of a slow answer."""
ENDLESS: Final = 1 << 16
_POLL_S: Final = 0.01
_RESET: Final = struct.pack("ii", 1, 0)
"""To linger for no time at all: the connection is closed with a reset."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came; header names in lower case."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    body: bytes

    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


@dataclass(frozen=True, slots=True)
class Said:
    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def json(cls, value: object, status: int = 200, **headers: str) -> Said:
        """A header's name with _ for -."""
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        kind = {"Content-Type": "application/json"}
        return cls(status, json.dumps(value).encode(), kind | named)


class Simulator:
    """Used as a context: `with StripeSimulator() as stripe: ... stripe.base ...`."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.ledger = Ledger()
        self.asked: list[Asked] = []
        self.bugs: list[Exception] = []
        """Of the simulator itself: else the till would take one for a lost answer."""
        self.lock = threading.RLock()
        """Held while a request is answered; a test that changes things by hand holds it too."""
        self.before: dict[str, Callable[[], None]] = {}
        """What happens once, just before the next request of a step is looked at."""
        self.instead: Said | None = None
        """What it says to everything, and does nothing."""
        self.released = threading.Event()
        self._late: list[Asked] = []
        self._ahead = timedelta(0)
        # Bound and never listening: keeps the port while the door is closed.
        self._place = socket.socket()
        self._place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._place.bind(("127.0.0.1", 0))
        self.port: int = self._place.getsockname()[1]
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    def step_of(self, asked: Asked) -> str:
        raise NotImplementedError

    def answer(self, asked: Asked) -> Said:
        raise NotImplementedError

    def failed(self, status: int) -> Said:
        """What it says for 429 and 500, in its own shape."""
        return Said.json({"error": {"message": "try again"}}, status)

    def failed_after(self, asked: Asked) -> Said:
        """What it says where it has failed after it was done; some keep that under its key."""
        return self.failed(500)

    def spoiled(self, said: Said) -> Said:
        """Well formed, and not to be trusted; what is signed gets a wrong signature."""
        return Said.json({"id": "another", "object": "nothing"}, said.status)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def pass_time(self, time: timedelta) -> None:
        self._ahead += time

    def deliver_late(self) -> None:
        """What was lost on its way arrives now."""
        with self.lock:
            while self._late:
                self.answer(self._late.pop(0))

    def open(self) -> None:
        self._server = _Server(("127.0.0.1", self.port), _Conversation)
        self._server.simulator = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(_POLL_S,))
        self._thread.start()

    def close(self) -> None:
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
            self._server = self._thread = None

    @contextmanager
    def closed(self) -> Iterator[None]:
        """While this lasts, every connection is refused."""
        self.close()
        try:
            yield
        finally:
            self.open()

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(self, *_: object) -> None:
        self.released.set()
        self.close()
        self._place.close()
        if self.bugs:
            raise ExceptionGroup("the simulator failed", self.bugs)


def _nothing() -> None:
    pass


@contextmanager
def _noting(bugs: list[Exception]) -> Iterator[None]:
    try:
        yield
    except Exception as bug:
        bugs.append(bug)
        raise


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    simulator: Simulator

    def handle_error(self, *_: object) -> None:
        """The other side has gone, as it does where it has waited long enough."""


class _Conversation(BaseHTTPRequestHandler):
    """One request a connection, as HTTP/1.0 has it: so that a closed door is closed at once."""

    timeout = HANG_S
    server: _Server

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        size = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(size)
        if len(body) < size:  # the till has hung up: no server makes a request of that
            return
        asked = Asked(
            method=self.command,
            path=address.path,
            query=tuple(parse_qsl(address.query, keep_blank_values=True)),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=body,
        )
        simulator = self.server.simulator
        with simulator.lock, _noting(simulator.bugs):
            simulator.asked.append(asked)
            step = simulator.step_of(asked)
            simulator.before.pop(step, _nothing)()
            fault = simulator.faults.take(step)
            said = self._done(asked, fault)
        self._reply(said, fault)

    do_POST = do_PUT = do_PATCH = do_DELETE = do_GET  # noqa: N815

    def _done(self, asked: Asked, fault: Fault) -> Said | None:
        """None where nothing comes back; called with the lock held."""
        simulator = self.server.simulator
        if fault in {Fault.HANG, Fault.RESET_BEFORE}:
            return None
        if fault is Fault.LATE:
            simulator._late.append(asked)  # noqa: SLF001 - the two are one
            return None
        if fault in {Fault.ERROR_BEFORE, Fault.TOO_MANY}:
            return simulator.failed(429 if fault is Fault.TOO_MANY else 500)
        said = simulator.instead or simulator.answer(asked)
        if fault is Fault.TWICE:
            said = simulator.answer(asked)
        if fault in {Fault.RESET_AFTER, Fault.LOST}:
            return None
        if fault is Fault.ERROR_AFTER:
            return simulator.failed_after(asked)
        return simulator.spoiled(said) if fault is Fault.WRONG else said

    def _reply(self, said: Said | None, fault: Fault) -> None:
        if said is None:
            self._hang_up(fault)
            return
        body = said.body[: len(said.body) // 2] if fault is Fault.MALFORMED else said.body
        size = ENDLESS if fault is Fault.SLOW else len(body)
        with suppress(OSError):  # the till has hung up
            self.send_response(said.status)
            for name, value in said.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(size))
            self.end_headers()
            if fault is Fault.SLOW:
                self._trickle(size)
            else:
                self.wfile.write(body)

    def _trickle(self, size: int) -> None:
        """Blanks, which JSON may begin with: until the till hangs up."""
        for _ in range(size):
            self.wfile.write(b" ")
            self.wfile.flush()
            if self.server.simulator.released.wait(TRICKLE_S):
                return

    def _hang_up(self, fault: Fault) -> None:
        if fault is Fault.HANG:
            self.server.simulator.released.wait(HANG_S)
        if fault in {Fault.RESET_BEFORE, Fault.RESET_AFTER}:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            self.connection.close()

    def date_time_string(self, _timestamp: float | None = None) -> str:
        """By the simulator's own clock."""
        return format_datetime(self.server.simulator.now(), usegmt=True)

    def log_message(self, *_: object) -> None:
        """Standard error is for the test."""
