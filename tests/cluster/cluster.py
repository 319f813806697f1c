"""Head office as a chain runs it, on one machine: three replicas, PostgreSQL, Redis, nginx."""

from __future__ import annotations

import contextlib
import http.client
import secrets
import shutil
import signal
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from pos_app.composition.head_office import HeadOffice, make_head_office
from pos_app.composition.head_office_settings import PREFIX, read_settings
from tests.cluster.processes import (
    HOST,
    Part,
    free_ports,
    listens,
    nginx_server,
    replica,
    wait_until,
)
from tests.servers import DURABLE, PostgresServer, RedisServer, postgres

REPLICAS: Final = 3
_READY: Final = 200
_ANSWER_S: Final = 5


@dataclass(frozen=True, slots=True)
class Cluster:
    """`base` is where terminals and people find it: nginx."""

    server: PostgresServer
    redis: RedisServer
    replicas: Sequence[Part]
    replica_ports: Sequence[int]
    base: str
    port: int
    settings: Mapping[str, str]

    @property
    def database_url(self) -> str:
        return self.settings[f"{PREFIX}DATABASE_URL"]

    def office(self) -> HeadOffice:
        """The same head office in this process, to administer it."""
        given = {name.removeprefix(PREFIX).lower(): value for name, value in self.settings.items()}
        return make_head_office(read_settings(**given))

    def restart_database(self) -> None:
        """As if its machine had lost power: it recovers from its log."""
        self.server.stop(how=signal.SIGQUIT)
        self.server.start()

    def wait_ready(self) -> None:
        for part, port in zip(self.replicas, self.replica_ports, strict=True):
            wait_until(partial(is_ready, part, port), f"{part.name} is ready")


def is_ready(part: Part, port: int) -> bool:
    part.require_running()
    if not listens(port):
        return False
    connection = http.client.HTTPConnection(HOST, port, timeout=_ANSWER_S)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == _READY
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


@contextlib.contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """All of it running, in folders and on ports of its own; everything ends with the block."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    *replica_ports, nginx_port = free_ports(REPLICAS + 1)
    redis = RedisServer(folder)
    base = f"http://{HOST}:{nginx_port}"
    with postgres(DURABLE) as server, contextlib.ExitStack() as stack:
        url = server.new_database("template_head_office")
        settings = {
            f"{PREFIX}DATABASE_URL": url,
            f"{PREFIX}REDIS_URL": redis.url,
            f"{PREFIX}SECRET": secrets.token_urlsafe(48),
            f"{PREFIX}BASE_URL": base,
            f"{PREFIX}DATA_DIR": str(folder),
            f"{PREFIX}LOG_LEVEL": "warning",
        }
        replicas = [
            replica(f"api{number}", port, folder, settings)
            for number, port in enumerate(replica_ports, start=1)
        ]
        front = nginx_server(nginx_port, replica_ports, folder)
        made = Cluster(*(server, redis, replicas, replica_ports, base, nginx_port, settings))
        redis.start()
        stack.callback(redis.kill)
        with contextlib.closing(made.office()) as office:
            office.prepare()
        for part in (*replicas, front):
            stack.callback(part.end)
            part.start()
        made.wait_ready()
        wait_until(lambda: listens(nginx_port), "nginx listens")
        yield made
