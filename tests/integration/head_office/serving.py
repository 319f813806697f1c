"""Head office on loopback, by the real server with its real options."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

import uvicorn

from pos_app.composition.head_office_cli.serve import server_options
from tests.fakes.head_office import Replica

_POLL_S = 0.01


@contextlib.contextmanager
def served(replica: Replica) -> Iterator[str]:
    """Yields its address."""
    options = server_options(replica.office.settings)
    del options["factory"], options["workers"], options["port"]
    options |= {"host": "127.0.0.1", "port": 0}
    server = uvicorn.Server(uvicorn.Config(replica.client.app, **options))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    waiting = threading.Event()
    while not server.started:
        assert thread.is_alive()
        waiting.wait(_POLL_S)
    try:
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
