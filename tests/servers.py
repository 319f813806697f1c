"""Servers that tests start for themselves, and stop by their process: PostgreSQL and Redis."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from time import monotonic
from typing import Final

import pytest
from redis import Redis
from redis.exceptions import RedisError

from pos_app.adapters.system.paths import bundled
from pos_app.head_office.storage.engine import Database, open_database

SCRIPTS: Final = bundled("migrations") / "head_office"
PROGRAMS: Final = Path("/usr/lib/postgresql")
ACCOUNT: Final = "postgres"
DURABLE: Final = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
QUICK: Final = {"fsync": "off", "synchronous_commit": "on", "full_page_writes": "off"}
WAIT_S: Final = 60
_SETTINGS: Final = {
    "listen_addresses": "",  # a socket in its own folder: no port to collide with
    "max_connections": "200",
    "shared_buffers": "128MB",
    "autovacuum_naptime": "5s",
    "log_min_messages": "fatal",
}


class PostgresServer:
    """A server of its own in a folder of its own, reached by the socket that lies there.

    It runs as `postgres` where root starts it, and dies with the process that did.
    """

    def __init__(self, folder: Path, *, settings: Mapping[str, str]) -> None:
        self.folder = folder
        self._data = folder / "data"
        self._settings = {**_SETTINGS, "unix_socket_directories": str(folder), **settings}
        self._process: subprocess.Popen[bytes] | None = None
        self._number = count(1)

    @property
    def pid(self) -> int:
        assert self._process is not None, "not started"
        return self._process.pid

    def make(self) -> None:
        if os.geteuid() == 0:
            account = pwd.getpwnam(ACCOUNT)
            os.chown(self.folder, account.pw_uid, account.pw_gid)
        options = ("--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
        made = self._start("initdb", "-U", ACCOUNT, *options, "-D", str(self._data))
        assert made.wait(WAIT_S) == 0, self._log()

    def start(self) -> None:
        settings = [word for pair in self._settings.items() for word in ("-c", "=".join(pair))]
        self._process = self._start("postgres", "-D", str(self._data), *settings)
        until = monotonic() + WAIT_S
        while self._start("pg_isready", "-q", "-h", str(self.folder)).wait(WAIT_S) != 0:
            assert self._process.poll() is None, self._log()
            assert monotonic() < until, "the server does not answer"

    def stop(self, *, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT rolls back what is open; SIGQUIT is `pg_ctl stop -m immediate`."""
        assert self._process is not None, "not started"
        self._process.send_signal(how)
        self._process.wait(WAIT_S)

    def promote(self) -> None:
        """Start, after `stop`, as the stand-by that takes over: another life of the same server."""
        (self._data / "standby.signal").touch()
        self.start()
        self.run("SELECT pg_promote()")

    def url(self, database: str = "postgres") -> str:
        return f"postgresql+psycopg://{ACCOUNT}@/{database}?host={self.folder}"

    def new_database(self, template: str = "template1") -> str:
        """Make one that nobody else knows, and return its address."""
        name = f"test_{next(self._number)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return self.url(name)

    def run(self, statement: str) -> None:
        """Outside of any transaction."""
        psql = self._start("psql", "-q", "-h", str(self.folder), "-U", ACCOUNT, "-c", statement)
        assert psql.wait(WAIT_S) == 0, self._log()

    def _start(self, program: str, *words: str) -> subprocess.Popen[bytes]:
        newest = max(PROGRAMS.glob("*/bin"), key=lambda one: int(one.parent.name), default=None)
        assert newest is not None, "PostgreSQL is not installed: build/system_packages.sh test"
        # A server dies with the tests that started it.
        through = ["setpriv", "--pdeathsig", "QUIT"]
        if os.geteuid() == 0:
            through += [f"--reuid={ACCOUNT}", f"--regid={ACCOUNT}", "--clear-groups"]
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [*through, newest / program, *words],
                cwd=self.folder,
                env={"PATH": os.environ["PATH"], "PGDATABASE": ACCOUNT},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def _log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")[-2000:]


@contextmanager
def postgres(settings: Mapping[str, str] = QUICK) -> Iterator[PostgresServer]:
    """A server that is running and has an empty head office as `template_head_office`."""
    # Not below pytest's own folder, which only its owner may enter.
    folder = Path(tempfile.mkdtemp(prefix="pos-postgres-"))
    server = PostgresServer(folder, settings=settings)
    try:
        server.make()
        server.start()
        try:
            server.run("CREATE DATABASE template_head_office")
            migrated(server.url("template_head_office")).dispose()
            yield server
        finally:
            server.stop(how=signal.SIGQUIT)
    finally:
        shutil.rmtree(folder)


def migrated(url: str) -> Database:
    """The database there, with this program's schema."""
    # Alembic takes its time to be imported, and most tests need none of this.
    from pos_app.head_office.storage.migrating import upgrade  # noqa: PLC0415

    database = open_database(url)
    upgrade(database, scripts=SCRIPTS)
    return database


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One for all tests that need one, without waiting for the disk."""
    with postgres() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("head-office") / "head-office.sqlite3"
    migrated(f"sqlite:///{path}").dispose()
    return path


@pytest.fixture(params=["postgresql", "sqlite"])
def head_office_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty head office of its own, on each of the two databases."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        path = shutil.copy(template, tmp_path / "head-office.sqlite3")
        return f"sqlite:///{path}"
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return server.new_database("template_head_office")


@pytest.fixture
def head_office_database(head_office_url: str) -> Iterator[Database]:
    database = open_database(head_office_url)
    yield database
    database.dispose()


class RedisServer:
    """A Redis of its own, reached by a socket; it keeps nothing, and dies with its tests."""

    def __init__(self, folder: Path) -> None:
        self._socket = folder / "redis"
        self._log = folder / "redis.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self._socket}"

    def start(self) -> None:
        program = shutil.which("redis-server")
        if program is None:
            pytest.skip("Redis is not installed: build/system_packages.sh test")
        words = ("--port", "0", "--unixsocket", str(self._socket), "--save", "")
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", program, *words],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        until = monotonic() + WAIT_S
        while not self._answers():
            assert self._process.poll() is None, self._log.read_text()
            assert monotonic() < until, "Redis does not answer"

    def client(self) -> Redis:
        return Redis.from_url(self.url)

    def freeze(self) -> None:
        """It keeps its connections and answers nothing."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def kill(self) -> None:
        self._signal(signal.SIGKILL)
        assert self._process is not None
        self._process.wait(WAIT_S)

    def _signal(self, which: signal.Signals) -> None:
        assert self._process is not None, "not started"
        self._process.send_signal(which)

    def _answers(self) -> bool:
        try:
            with closing(self.client()) as client:
                return bool(client.ping())
        except RedisError:
            return False


@pytest.fixture
def redis_server() -> Iterator[RedisServer]:
    """One of each test: most of them kill it."""
    # The name of a socket may have a hundred characters, and pytest's folders have long ones.
    folder = Path(tempfile.mkdtemp(prefix="pos-redis-"))
    server = RedisServer(folder)
    try:
        server.start()
        yield server
        server.kill()
    finally:
        shutil.rmtree(folder)
