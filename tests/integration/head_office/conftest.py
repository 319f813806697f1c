"""Head offices on a database of their own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.fakes.head_office import HandClock, Replica, replica, settings_for

NewReplica = Callable[..., Replica]


@pytest.fixture
def new_replica(tmp_path: Path) -> Iterator[NewReplica]:
    """Makes replicas, and closes them after the test."""
    made: list[Replica] = []

    def make(url: str, *, redis_url: str = "", clock: HandClock | None = None) -> Replica:
        settings = settings_for(tmp_path, url=url, redis_url=redis_url)
        made.append(replica(settings, clock=clock))
        return made[-1]

    yield make
    for one in made:
        one.office.close()


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'head-office.sqlite3')}"


@pytest.fixture
def head_office(new_replica: NewReplica, sqlite_url: str) -> Replica:
    """On SQLite, with nobody in it."""
    return new_replica(sqlite_url)


@pytest.fixture
def everywhere(new_replica: NewReplica, head_office_url: str) -> Replica:
    """On each of the two databases, with nobody in it."""
    return new_replica(head_office_url)
