"""A mail server on this computer: it speaks SMTP and does as it is told, well or badly."""

from __future__ import annotations

import base64
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

CONVERSATION_S = 10


@dataclass
class Behaviour:
    """What it says, and where it hangs up instead; `lose_reply` counts mails taken in silence."""

    replies: dict[str, str] = field(default_factory=dict)
    hang_up_at: str = ""
    silent_at: str = ""
    lose_reply: int = 0
    users: dict[str, str] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    is_tls_from_start: bool = False


class SmtpServer:
    def __init__(self, behaviour: Behaviour) -> None:
        self.behaviour = behaviour
        self.taken: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.senders: list[str] = []
        self.said: list[str] = []
        self.released = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Conversation)
        self._server.owner = self
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    owner: SmtpServer


class _Conversation(socketserver.StreamRequestHandler):
    timeout = CONVERSATION_S
    server: _Server

    def handle(self) -> None:
        self._behaviour = self.server.owner.behaviour
        try:
            if self._behaviour.is_tls_from_start:
                self._encrypt()
            self._say("greeting", "220 mail.example ready")
            while self._answer(self.rfile.readline().decode().rstrip("\r\n")):
                pass
        except (OSError, ValueError):
            pass  # the other side has gone

    def _answer(self, line: str) -> bool:
        """Say whether the conversation goes on."""
        verb = line.partition(" ")[0].upper()
        if not verb:
            return False
        self.server.owner.said.append(line)
        if verb == "MAIL":
            self.server.owner.senders.append(line)
        special = {
            "EHLO": self._hello,
            "STARTTLS": self._start_tls,
            "AUTH": lambda: self._sign_in(line),
            "DATA": self._data,
            "QUIT": lambda: self._say("QUIT", "221 bye") and False,
        }
        return special.get(verb, lambda: self._say(verb, "250 ok"))()

    def _start_tls(self) -> bool:
        if self._say("STARTTLS", "220 go on"):
            self._encrypt()
            return True
        return False

    def _hello(self) -> bool:
        extensions = ["mail.example"]
        is_plain = not isinstance(self.connection, ssl.SSLSocket)
        if self._behaviour.tls is not None and is_plain:
            extensions.append("STARTTLS")
        if self._behaviour.users:
            extensions.append("AUTH PLAIN")
        lines = [f"250-{one}" for one in extensions[:-1]] + [f"250 {extensions[-1]}"]
        return self._say("EHLO", "\r\n".join(lines))

    def _sign_in(self, line: str) -> bool:
        _, user, password = base64.b64decode(line.split(" ")[2]).decode().split("\0")
        is_known = self._behaviour.users.get(user) == password
        return self._say("AUTH", "235 welcome" if is_known else "535 5.7.8 no such user")

    def _data(self) -> bool:
        if not self._say("DATA", "354 go on"):
            return False
        if self._behaviour.replies.get("DATA", "354").startswith(("4", "5")):
            return True
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b"."))
        if not line:
            return False
        reply = self._behaviour.replies.get("end", "250 taken")
        if reply.startswith("2"):
            raw = b"".join(lines)
            self.server.owner.raw.append(raw)
            message = message_from_bytes(raw, policy=default)
            self.server.owner.taken.append(message)
        if self._behaviour.lose_reply:
            self._behaviour.lose_reply -= 1
            return False
        return self._say("end", "250 taken")

    def _say(self, at: str, usual: str) -> bool:
        if self._behaviour.hang_up_at == at:
            return False
        if self._behaviour.silent_at == at:
            self.server.owner.released.wait(CONVERSATION_S)
            return False
        reply = self._behaviour.replies.get(at, usual)
        self.wfile.write(f"{reply}\r\n".encode())
        self.wfile.flush()
        return True

    def finish(self) -> None:
        super().finish()
        self.connection.close()

    def _encrypt(self) -> None:
        assert self._behaviour.tls is not None
        self.rfile.close()
        self.connection = self._behaviour.tls.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb")


@contextmanager
def smtp_server(behaviour: Behaviour | None = None) -> Iterator[SmtpServer]:
    server = SmtpServer(behaviour or Behaviour())
    server.start()
    try:
        yield server
    finally:
        server.stop()
