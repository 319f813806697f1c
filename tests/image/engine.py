"""Podman, as build/head_office/image.sh has set it up, and containers of head office in it."""

from __future__ import annotations

import os
import re
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.cluster.processes import HOST, free_ports, wait_until

ROOT: Final = Path(__file__).parents[2]
OUT: Final = ROOT / "out" / "image"
IMAGE: Final = "localhost/pos-head-office"
PORT_INSIDE: Final = 8000
SECONDS_MAX: Final = 300
ANSWER_S: Final = 5
GRACE_S: Final = 30
"""As in compose.yaml."""
STOP_S_MAX: Final = 5
# What was set up here, and nothing of the machine's own.
CONFIGURED: Final = {"CONTAINERS_CONF": str(OUT / "containers.conf")}
# What compose.yaml gives a replica, in the words of the command line.
CONFINED: Final = (
    *("--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL"),
    *("--security-opt", "no-new-privileges", "--memory", "512m", "--cpus", "0.5"),
)


def podman(*words: str, text: str = "") -> str:
    """What it printed; of what it complains nothing is shown unless it fails."""
    return done("podman", *words, text=text).stdout.strip()


def done(
    *words: str, text: str = "", given: Mapping[str, str] | None = None, check: bool = True
) -> subprocess.CompletedProcess[str]:
    result = subprocess.run(
        words,
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
        input=text,
        env={**os.environ, **CONFIGURED, **(given or {})},
        timeout=SECONDS_MAX,
    )
    assert not check or result.returncode == 0, (
        f"{' '.join(words)}: {result.returncode}\n{result.stderr}"
    )
    return result


def status_of(url: str, certificate: str | None = None) -> int:
    """0 where nobody answers; no redirection is followed."""
    context = ssl.create_default_context(cafile=certificate)
    opener = urllib.request.build_opener(Stay, urllib.request.HTTPSHandler(context=context))
    try:
        with opener.open(url, timeout=ANSWER_S) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Container:
    """One that serves; `base` is where this machine finds it, by `certificate` if by TLS."""

    name: str
    base: str
    certificate: str = ""
    start_s: float = 0
    """From the command until it was ready."""

    def office(self, *words: str, text: str = "") -> str:
        return podman("exec", "--interactive", self.name, "pos-head-office", *words, text=text)

    def logs(self) -> list[str]:
        said = done("podman", "logs", self.name)
        return (said.stdout + said.stderr).splitlines()

    def stop(self, *secrets: str) -> float:
        """Seconds from SIGTERM on; its log tells no secret, and complains of the database alone."""
        before = time.monotonic()
        podman("stop", "--time", str(GRACE_S), self.name)
        seconds = time.monotonic() - before
        lines = self.logs()
        assert podman("inspect", "--format", "{{.State.ExitCode}}", self.name) == "0", lines
        assert seconds < STOP_S_MAX, seconds
        assert any("Finished server process" in line for line in lines), lines
        assert not [line for line in lines if any(one in line for one in secrets)]
        complaints = [line for line in lines if re.search(" (WARNING|ERROR|CRITICAL) ", line)]
        assert not [line for line in complaints if "DatabaseAwayError" not in line], lines
        return seconds


@contextmanager
def serving(name: str, *options: str) -> Iterator[Container]:
    """A container of the image, confined as compose.yaml says; it is gone after the block."""
    [port] = free_ports(1)
    base = f"http://{HOST}:{port}"
    words = ("serve", "--host", "0.0.0.0", "--port", str(PORT_INSIDE), "--plain-http")
    before = time.monotonic()
    podman(
        *("run", "--detach", "--name", name, "--publish", f"{HOST}:{port}:{PORT_INSIDE}"),
        *(*CONFINED, "--env", f"POS_HEAD_OFFICE_BASE_URL={base}", *options, IMAGE, *words),
    )
    try:
        wait_until(lambda: status_of(f"{base}/readyz") == 200, f"{name} is ready")
        yield Container(name, base, start_s=time.monotonic() - before)
    finally:
        podman("rm", "--force", "--time", "0", name)
