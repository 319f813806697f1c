"""The drill: head office is lost and comes back from a backup, and no order is missing."""

from __future__ import annotations

import os
import random
import subprocess
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import make_url

from pos_app.adapters.system.signing import Ed25519Signer, generate
from tests.cluster.comparing import differences
from tests.cluster.load import Till
from tests.cluster.rung import rung_day
from tests.cluster.terminal import SimulatedTerminal
from tests.fakes.head_office import BASE_URL, HandClock
from tests.integration.head_office.conftest import NewReplica
from tests.integration.head_office.serving import served
from tests.servers import PostgresServer

SCRIPTS: Final = Path(__file__).parents[3] / "build" / "head_office"
ORDERS: Final = 40
CODES: Final = ("T01", "T02", "T03")


def environment(server: PostgresServer, url: str) -> dict[str, str]:
    """As somebody has it who looks after the database."""
    return {
        **os.environ,
        "PGHOST": str(server.folder),
        "PGUSER": "postgres",
        "PGDATABASE": str(make_url(url).database),
    }


def script(name: str, *words: object, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    command = [str(SCRIPTS / name), *map(str, words)]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=60)


def backed_up(folder: Path, env: Mapping[str, str], *, keep: int = 14) -> Path:
    done = script("backup.sh", folder, keep, env=env)
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


def till(code: str) -> Till:
    """With a day to send."""
    private_key = generate()
    chance = random.Random(code)
    day = rung_day(
        code=code,
        signer=Ed25519Signer(private_key),
        orders=ORDERS,
        chance=chance,
        begin=datetime.now(UTC),
    )
    terminal = SimulatedTerminal(
        code=code, private_key=private_key, entries=day.entries, audience=BASE_URL, chance=chance
    )
    return Till(terminal, day, "Old Town")


@pytest.fixture
def clock() -> HandClock:
    """Head office and the terminals, which have the computer's, agree."""
    return HandClock(datetime.now(UTC))


@pytest.mark.allow_hosts(["127.0.0.1"])
class TestDrill:
    def test_loses_no_order(
        self,
        new_replica: NewReplica,
        postgres_server: PostgresServer,
        clock: HandClock,
        tmp_path: Path,
    ) -> None:
        first = postgres_server.new_database("template_head_office")
        before = new_replica(first, clock=clock)
        before.add_store("Old Town")
        tills = [till(code) for code in CODES]
        stop = threading.Event()

        def send(share: float, address: str) -> None:
            """All of them, up to this share of their entries."""
            for one in tills:
                one.terminal.base = address
                rung = int(len(one.day.entries) * share)
                one.terminal.catch_up(rung=rung, stop=stop)
                assert one.terminal.held == rung

        with served(before) as address:
            for one in tills:
                one.terminal.base = address
                one.terminal.enrol(before.new_code(one.terminal.code, "Old Town"))
            send(0.5, address)
            backup = backed_up(tmp_path, environment(postgres_server, first))
            send(0.9, address)

        second = postgres_server.new_database()
        done = script("restore.sh", backup, env=environment(postgres_server, second))
        assert done.returncode == 0, done.stderr
        after = new_replica(second, clock=clock)
        with served(after) as address:
            send(1.0, address)

        assert [one.terminal.told.sent_back for one in tills] == [1, 1, 1]
        assert differences(after.office.database.reader, tills) == []

    def test_refuses_a_database_that_holds_something(
        self, postgres_server: PostgresServer, tmp_path: Path
    ) -> None:
        env = environment(postgres_server, postgres_server.new_database("template_head_office"))
        backup = backed_up(tmp_path, env)

        done = script("restore.sh", backup, env=env)

        assert done.returncode == 1
        assert "is not empty" in done.stderr

    def test_restores_all_or_nothing(self, postgres_server: PostgresServer, tmp_path: Path) -> None:
        full = environment(postgres_server, postgres_server.new_database("template_head_office"))
        backup = backed_up(tmp_path, full)
        cut = tmp_path / "cut.dump"
        cut.write_bytes(backup.read_bytes()[: backup.stat().st_size * 2 // 3])
        url = postgres_server.new_database()

        done = script("restore.sh", cut, env=environment(postgres_server, url))

        assert done.returncode != 0
        assert script("restore.sh", backup, env=environment(postgres_server, url)).returncode == 0


class TestBackups:
    def test_are_whole_and_for_their_owner_alone(
        self, postgres_server: PostgresServer, tmp_path: Path
    ) -> None:
        url = postgres_server.new_database("template_head_office")

        backup = backed_up(tmp_path / "backups", environment(postgres_server, url))

        assert backup.stat().st_mode & 0o077 == 0
        assert [path.name for path in backup.parent.iterdir()] == [backup.name]

    def test_leave_only_so_many(self, postgres_server: PostgresServer, tmp_path: Path) -> None:
        env = environment(postgres_server, postgres_server.new_database("template_head_office"))
        old = [tmp_path / f"head-office-2026010{day}T030000Z.dump" for day in range(1, 5)]
        for path in (*old, tmp_path / "something else.dump"):
            path.touch()

        backup = backed_up(tmp_path, env, keep=2)

        left = {path.name for path in tmp_path.iterdir()}
        assert left == {backup.name, old[-1].name, "something else.dump"}

    def test_that_fail_leave_the_old_ones(
        self, postgres_server: PostgresServer, tmp_path: Path
    ) -> None:
        env = environment(postgres_server, postgres_server.new_database())
        old = tmp_path / "head-office-20260101T030000Z.dump"
        old.touch()

        done = script("backup.sh", tmp_path, 0, env={**env, "PGDATABASE": "nobody"})

        assert done.returncode != 0
        assert [path.name for path in tmp_path.iterdir()] == [old.name]
