"""`python -m tests.image`: start the image that build/head_office/image.sh built, and try it."""

from __future__ import annotations

import re
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from pos_app.composition.cli.context import print_table
from tests.cluster.processes import wait_until
from tests.image.composed import try_composed
from tests.image.engine import IMAGE, Container, podman, serving, status_of
from tests.image.tills import PASSWORD, STORE, trade
from tests.servers import QUICK, PostgresServer, RedisServer, postgres

MEGABYTE: Final = 1_000_000
USER: Final = "10001"
PLACE: Final = "/var/lib/head-office"
# What builds, and what only screens need, is no part of it.
UNWANTED: Final = """
import importlib.util, shutil
modules = ("PySide6", "shiboken6", "pip", "setuptools", "hatchling", "pytest")
programs = ("gcc", "make", "git", "hatchling")
print(*filter(importlib.util.find_spec, modules), *filter(shutil.which, programs))
"""
SECRET: Final = secrets.token_urlsafe(48)

Rows = list[tuple[str, str]]


def main() -> int:
    name = f"pos-image-{secrets.token_hex(4)}"
    rows = look_inside()
    rows += try_on_one_file(name)
    with TemporaryDirectory(prefix="pos-image-") as folder, postgres(QUICK) as database:
        rows += try_on_servers(name, database, Path(folder))
    with TemporaryDirectory(prefix="pos-image-") as folder:
        rows += try_composed(name, Path(folder))
    print_table([["what", "found"], *([*row] for row in rows)], right=frozenset())
    return 0


def look_inside() -> Rows:
    size = int(podman("image", "inspect", "--format", "{{.Size}}", IMAGE))
    layers = podman("history", "--format", "{{.Size}} {{.CreatedBy}}", IMAGE)
    [ours] = re.findall(r"^(\S+ \S+) .*COPY dir", layers, re.MULTILINE)
    told = podman("image", "inspect", IMAGE) + podman("history", "--no-trunc", IMAGE)
    assert not re.search(r"(PASSWORD|SECRET|TOKEN)\w*=", told), told
    inside = ("run", "--rm", "--entrypoint", "python", IMAGE, "-c")
    assert podman(*inside, UNWANTED) == ""
    found = podman(*inside, f"import pathlib; print(*pathlib.Path('{PLACE}').iterdir())")
    assert found == "", found
    return [
        ("size, of it head office", f"{size / MEGABYTE:.0f} MB, {ours}"),
        ("compilers, build tools, pip, Qt", "none"),
        ("secrets in its history and settings", "none"),
    ]


def try_on_one_file(name: str) -> Rows:
    """On SQLite, in a volume that outlives its container."""
    kept = ("--volume", f"{name}:{PLACE}")
    try:
        with serving(name, *kept) as office:
            start = office.start_s
            try_the_process(office)
            said = trade(office)
            stop = office.stop(PASSWORD, SECRET)
        with serving(name, *kept) as office:
            assert STORE in office.office("store", "list")
    finally:
        podman("volume", "rm", "--force", name)
    return [
        ("SQLite: until it is ready", f"{start:.1f} s"),
        ("SQLite: a till set up, enrolled, synced", said),
        ("SQLite: SIGTERM until it ended", f"{stop:.1f} s, exit code 0"),
        ("SQLite: a new container on the volume", "has the store"),
    ]


def try_on_servers(name: str, database: PostgresServer, folder: Path) -> Rows:
    """On PostgreSQL and Redis of this machine, by the variables that compose.yaml sets."""
    with redis_for_all(folder) as redis:
        database.folder.chmod(0o711)
        url = database.new_database()
        given = [
            *("--volume", f"{database.folder}:{database.folder}", "--volume", f"{folder}:{folder}"),
            *("--env", f"POS_HEAD_OFFICE_DATABASE_URL={url}"),
            *("--env", f"POS_HEAD_OFFICE_REDIS_URL={redis.url}"),
            *("--env", f"POS_HEAD_OFFICE_SECRET={SECRET}"),
        ]
        podman("run", "--rm", *given, IMAGE, "migrate")
        with serving(name, *given) as office:
            start = office.start_s
            said = trade(office)
            database.stop()
            wait_until(lambda: status_of(f"{office.base}/readyz") == 503, "not ready")
            podman("healthcheck", "run", name)
            database.start()
            wait_until(lambda: status_of(f"{office.base}/readyz") == 200, "ready again")
            stop = office.stop(PASSWORD, SECRET)
    return [
        ("PostgreSQL, Redis: until it is ready", f"{start:.1f} s"),
        ("PostgreSQL, Redis: a till", said),
        ("PostgreSQL away", "/readyz 503, healthy; back: /readyz 200"),
        ("PostgreSQL, Redis: SIGTERM until it ended", f"{stop:.1f} s, exit code 0"),
    ]


@contextmanager
def redis_for_all(folder: Path) -> Iterator[RedisServer]:
    """Whoever is in the container is nobody here, and may use the socket."""
    redis = RedisServer(folder)
    redis.start()
    try:
        folder.chmod(0o711)
        (folder / "redis").chmod(0o666)
        yield redis
    finally:
        redis.kill()


def try_the_process(office: Container) -> None:
    assert status_of(f"{office.base}/healthz") == 200
    assert podman("exec", office.name, "id", "-u") == USER
    podman("healthcheck", "run", office.name)


if __name__ == "__main__":
    sys.exit(main())
