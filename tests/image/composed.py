"""compose.yaml brought up whole: three replicas behind nginx, with PostgreSQL and Redis.

Docker Hub's three other images are stood in for by Debian's programs, so that what the official
ones do by themselves is not tried.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from tests.cluster.processes import HOST, listens, wait_until
from tests.fakes.certificates import self_signed
from tests.image.engine import IMAGE, OUT, ROOT, Container, done, podman, status_of
from tests.image.tills import PASSWORD, trade

COMPOSE: Final = ROOT / "build" / "head_office" / "compose.yaml"
STANDINS: Final = ROOT / "tests" / "image" / "standins"
OVERRIDE: Final = OUT / "standins.json"
OTHERS: Final = ("postgres", "redis", "nginx")
REPLICAS: Final = ("api1", "api2", "api3")
SECRETS: Final = ("POS_HEAD_OFFICE_SECRET", "POSTGRES_PASSWORD", "REDIS_PASSWORD")
PORTS: Final = (80, 443)
ASKED: Final = 9
BASE: Final = f"https://{HOST}"


def try_composed(project: str, folder: Path) -> list[tuple[str, str]]:
    """What was found; in words where something else has the ports."""
    if any(listens(port) for port in PORTS):
        return [("compose.yaml", "LEFT OUT: something else listens at port 80 or 443")]
    stand_in()
    given = {name: secrets.token_hex(24) for name in SECRETS}
    with up(project, folder, given) as certificate:
        replicas = [Container(f"{project}_{name}_1", BASE, certificate) for name in REPLICAS]
        wait_until(lambda: status_of(f"{BASE}/readyz", certificate) == 200, "ready behind nginx")
        assert status_of(f"{BASE}/metrics", certificate) == 404
        assert status_of(f"http://{HOST}/app/") == 308
        said = trade(replicas[0])
        podman("kill", replicas[0].name)
        assert {status_of(f"{BASE}/readyz", certificate) for _ in range(ASKED)} == {200}
        stop = replicas[1].stop(PASSWORD, *given.values())
    return [
        ("compose.yaml, three images stood in for", "tables migrated, each service healthy"),
        ("compose.yaml: a till by https", said),
        ("compose.yaml: a replica killed", f"the next one answers, {ASKED} of {ASKED}"),
        ("compose.yaml: SIGTERM until a replica ended", f"{stop:.1f} s, exit code 0"),
    ]


def stand_in() -> None:
    """Make the images of the other services, and the file that puts them in their place."""
    for name in OTHERS:
        tag = ("--tag", standin(name), "--target", name)
        podman("build", "--quiet", "--format", "docker", "--network", "host", *tag, str(STANDINS))
    images = {name: standin(name) for name in OTHERS}
    images |= dict.fromkeys((*REPLICAS, "migrate"), IMAGE)
    services = {name: {"image": image} for name, image in images.items()}
    OVERRIDE.write_text(json.dumps({"services": services}), encoding="utf-8")


def standin(name: str) -> str:
    return f"localhost/pos-image-{name}"


@contextmanager
def up(project: str, folder: Path, given: Mapping[str, str]) -> Iterator[str]:
    """All of it, in the order that compose.yaml says; the certificate that nginx shows.

    Without systemd podman asks no container for its health by itself: it is asked here.
    """
    certificate = self_signed(folder)
    for name in ("fullchain.pem", "privkey.pem"):
        shutil.copy(certificate, folder / name)
    settings = {**given, "HEAD_OFFICE_NAME": HOST, "CERTIFICATES": str(folder)}
    try:
        start(project, settings, ("postgres", "redis"))
        compose(project, settings, "up", "--detach", "--no-deps", "migrate")
        migrated = podman("wait", f"{project}_migrate_1")
        assert migrated == "0", podman("logs", f"{project}_migrate_1")
        start(project, settings, REPLICAS)
        start(project, settings, ("nginx",))
        yield str(certificate)
    finally:
        compose(project, settings, "down", "--volumes")
        podman("network", "rm", "--force", f"{project}_inside", f"{project}_outside")


def start(project: str, settings: Mapping[str, str], names: Sequence[str]) -> None:
    compose(project, settings, "up", "--detach", "--no-deps", *names)
    for name in names:
        wait_until(partial(is_healthy, f"{project}_{name}_1"), f"{name} is healthy")


def is_healthy(container: str) -> bool:
    """Runs the check that compose.yaml, or else the image, says."""
    return done("podman", "healthcheck", "run", container, check=False).returncode == 0


def compose(project: str, settings: Mapping[str, str], *words: str) -> None:
    files = ("--file", str(COMPOSE), "--file", str(OVERRIDE))
    done("podman-compose", "--project-name", project, *files, *words, given=settings)
