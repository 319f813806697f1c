"""The two servers that speak Stripe's language, each in a process of its own on loopback.

Neither takes an address to listen on, so each is started by a line that does.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

PEER: Final = Path(__file__).parents[2] / "out" / "peers" / "stripe"
LOCALSTRIPE: Final = """
import socket
from aiohttp import web
from localstripe.server import app
place = socket.create_server(("127.0.0.1", 0))
print(place.getsockname()[1], flush=True)
web.run_app(app, sock=place, print=None)
"""
STATEFUL: Final = """
require("loglevel").setLevel("silent");
const app = require("stripe-stateful-mock").createExpressApp();
const server = app.listen(0, "127.0.0.1", () => console.log(server.address().port));
"""


@contextmanager
def localstripe(folder: Path) -> Iterator[str]:
    """Its address; what it keeps on disk goes into the folder."""
    command = [str(PEER / "python" / "bin" / "python"), "-c", LOCALSTRIPE]
    with _running(command, folder, {"TMPDIR": str(folder)}) as base:
        yield base


@contextmanager
def stateful_mock() -> Iterator[str]:
    with _running(["node", "-e", STATEFUL], PEER / "node", {}) as base:
        yield base


@contextmanager
def _running(command: list[str], folder: Path, environment: dict[str, str]) -> Iterator[str]:
    assert (PEER / ".fetched").exists(), "run build/peers.sh first, as make does"
    path = {"PATH": "/usr/local/bin:/usr/bin:/bin"}
    with subprocess.Popen(
        command,
        cwd=folder,
        env=path | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.kill()
