"""The parts of head office as processes on loopback, each with its own port, ended by pid."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

REPOSITORY: Final = Path(__file__).parents[2]
HOST: Final = "127.0.0.1"
START_S: Final = 60
STOP_S: Final = 20
DEPLOYMENT: Final = REPOSITORY / "build" / "head_office"
NGINX: Final = """
worker_processes 1;
pid {place}/nginx.pid;
error_log stderr error;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    server_tokens off;
    include limits.conf;
    client_body_temp_path {place}/body;
    proxy_temp_path {place}/proxy;
    fastcgi_temp_path {place}/fastcgi;
    uwsgi_temp_path {place}/uwsgi;
    scgi_temp_path {place}/scgi;
    upstream head_office {{
{servers}
        keepalive 32;
    }}
    server {{
        listen {host}:{port};
        include proxy.conf;
    }}
}}
"""
_POLL_S: Final = 0.05
NGINX_PLACES: Final = os.pathsep.join(("/usr/sbin", "/usr/bin", "/usr/local/sbin"))
_PLACES: Final = ("/usr/sbin", "/sbin", "/usr/local/sbin")


class PartMissingError(Exception):
    """A program that the cluster is made of is not installed."""


def program(name: str, package: str) -> str:
    """Where it lies; Debian keeps servers off the path of a person.

    :raises PartMissingError: if it is not installed
    """
    places = os.pathsep.join([os.environ.get("PATH", ""), *_PLACES])
    found = shutil.which(name, path=places)
    if found is None:
        raise PartMissingError(f"{name} is missing: apt-get install {package}")
    return found


def free_ports(count: int) -> list[int]:
    """Ports that nobody listened on a moment ago."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind((HOST, 0))
        return [int(one.getsockname()[1]) for one in sockets]


def listens(port: int) -> bool:
    with socket.socket() as one:
        one.settimeout(1)
        return one.connect_ex((HOST, port)) == 0


def wait_until(holds: Callable[[], bool], what: str, *, seconds: float = START_S) -> None:
    """:raises TimeoutError: if it does not come true in time"""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError(f"after {seconds:.0f} s still not: {what}")
        time.sleep(_POLL_S)


@dataclass(slots=True)
class Part:
    """One program; what it says goes to a file of its own."""

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=REPOSITORY,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def require_running(self) -> None:
        """:raises RuntimeError: with the end of its log, if it has ended"""
        if not self.is_running:
            words = self.log.read_text(errors="replace")[-2_000:]
            raise RuntimeError(f"{self.name} has ended: {words}")

    def kill(self) -> None:
        """At once, without a word."""
        self.end(signal.SIGKILL)

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(how)
            try:
                self.process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.process.wait()
        self.process = None


def replica(name: str, port: int, folder: Path, settings: Mapping[str, str]) -> Part:
    options = ["serve", "--host", HOST, "--port", str(port)]
    return Part(name, [*head_office_command(), *options], folder / f"{name}.log", settings)


def head_office_command() -> list[str]:
    """`pos-head-office` of this source, whether or not it is installed."""
    call = "from pos_app.composition.head_office_cli.main import main; main()"
    return [sys.executable, "-c", call]


def nginx_server(port: int, upstreams: Sequence[int], folder: Path) -> Part:
    """In front of the replicas, with the rules of the deployment; without TLS, on loopback."""
    place = folder / "nginx"
    place.mkdir()
    if os.geteuid() == 0:
        # Its workers are nobody, and keep large answers in files.
        folder.chmod(0o711)
        place.chmod(0o711)
    for name in ("limits.conf", "proxy.conf"):
        shutil.copy(DEPLOYMENT / name, place)
    servers = "\n".join(
        f"        server {HOST}:{one} max_fails=1 fail_timeout=2s;" for one in upstreams
    )
    text = NGINX.format(port=port, host=HOST, servers=servers, place=place)
    (place / "nginx.conf").write_text(text, encoding="utf-8")
    options = ["-p", str(place), "-e", "stderr", "-c", str(place / "nginx.conf")]
    command = [program("nginx", "nginx-light"), *options, "-g", "daemon off;"]
    return Part("nginx", command, folder / "nginx.log")
