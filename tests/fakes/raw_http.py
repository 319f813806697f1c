"""A server on this computer that speaks as much HTTP as it is told, well or badly."""

from __future__ import annotations

import socket
import socketserver
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

CONVERSATION_S = 5
Behaviour = Callable[["Conversation"], None]


@dataclass
class RawServer:
    port: int
    asked: list[bytes] = field(default_factory=list)
    """Each request as it came: its head and its body."""
    released: threading.Event = field(default_factory=threading.Event)
    """Ends what hangs."""

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"


class Conversation:
    """One request that has come, and the wire to answer on."""

    def __init__(self, wire: socket.socket, server: RawServer) -> None:
        self.wire = wire
        self.server = server

    def say(self, data: bytes) -> None:
        self.wire.sendall(data)

    def answer(self, body: bytes, *, status: str = "200 OK", headers: str = "") -> None:
        head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{headers}\r\n"
        self.say(head.encode() + body)

    def hang(self) -> None:
        self.server.released.wait(CONVERSATION_S)

    def reset(self) -> None:
        """Hang up as a machine does that has crashed."""
        self.wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.wire.close()


def answering(body: bytes = b"{}", *, status: str = "200 OK", headers: str = "") -> Behaviour:
    return lambda conversation: conversation.answer(body, status=status, headers=headers)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    owner: RawServer
    behaviour: Behaviour
    at_once: Behaviour | None = None
    tls: ssl.SSLContext | None = None

    def handle_error(self, request: object, client_address: object) -> None:
        """The other side may hang up at any time."""


class _Handler(socketserver.BaseRequestHandler):
    server: _Server

    def handle(self) -> None:
        wire: socket.socket = self.request
        wire.settimeout(CONVERSATION_S)
        if self.server.tls is not None:
            wire = self.server.tls.wrap_socket(wire, server_side=True)
        conversation = Conversation(wire, self.server.owner)
        with suppress(OSError), wire:
            if self.server.at_once is not None:
                self.server.at_once(conversation)
                return
            while asked := _read(wire):
                self.server.owner.asked.append(asked)
                self.server.behaviour(conversation)


def _read(wire: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        part = wire.recv(65_536)
        if not part:
            return b""
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    length = next(
        (
            int(line[15:])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length:")
        ),
        0,
    )
    while len(body) < length:
        body += wire.recv(65_536)
    return head + b"\r\n\r\n" + body


@contextmanager
def raw_server(
    behaviour: Behaviour | None = None,
    *,
    at_once: Behaviour | None = None,
    tls: ssl.SSLContext | None = None,
) -> Iterator[RawServer]:
    """:param at_once: what it does to a connection before anything is asked"""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.owner = RawServer(server.server_address[1])
    server.behaviour = behaviour or answering()
    server.at_once, server.tls = at_once, tls
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server.owner
    finally:
        server.owner.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
