"""The real head office in a process of its own, as it is installed: one worker on loopback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import requests
from pydantic import SecretStr

from pos_app.composition.head_office_settings import PREFIX, Settings
from tests.fakes.head_office import SECRET

WAIT_S: Final = 60
POLL_S: Final = 0.1
PROGRAM: Final = "from pos_app.composition.head_office_cli.main import main; main()"


def loopback(folder: Path, *, database: str = "") -> Settings:
    """At a port that nobody has.

    :param database: its address; without one it is on SQLite in the folder
    """
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    return Settings(
        data_dir=folder,
        database_url=SecretStr(database),
        secret=SecretStr(SECRET),
        port=port,
        base_url=f"http://127.0.0.1:{port}",
    )


@contextmanager
def serving(settings: Settings) -> Iterator[None]:
    environment = {
        **os.environ,
        f"{PREFIX}DATABASE_URL": settings.database_url.get_secret_value(),
        f"{PREFIX}SECRET": SECRET,
        f"{PREFIX}BASE_URL": settings.base_url,
        f"{PREFIX}DATA_DIR": str(settings.data_dir),
        f"{PREFIX}LOG_LEVEL": "warning",
    }
    words = ("serve", "--port", str(settings.port), "--workers", "1")
    server = subprocess.Popen((sys.executable, "-c", PROGRAM, *words), env=environment)
    pause = threading.Event()
    try:
        deadline = time.monotonic() + WAIT_S
        while not _answers(f"{settings.base_url}/readyz"):
            assert server.poll() is None, "head office has stopped"
            assert time.monotonic() < deadline, "head office does not answer"
            pause.wait(POLL_S)
        yield
    finally:
        server.terminate()
        server.wait(WAIT_S)


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=WAIT_S).ok
    except requests.ConnectionError:
        return False
