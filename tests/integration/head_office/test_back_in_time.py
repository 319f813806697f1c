"""Head office on a PostgreSQL that went back in time: terminals begin again, and lose nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import make_url

from pos_app.head_office.services.access.roles import Role
from tests.fakes.head_office import Replica, Till
from tests.integration.cli.conftest import Terminal
from tests.integration.head_office.conftest import NewReplica
from tests.integration.head_office.test_restore_drill import backed_up, environment, script
from tests.integration.head_office.test_trade import TEA, all_changes, put
from tests.integration.real_office import real_office
from tests.integration.test_with_head_office import (
    TEA as BARCODE,
)
from tests.integration.test_with_head_office import (
    WATER,
    new_till,
    require_same,
    sync,
    trade,
)
from tests.servers import PostgresServer, postgres


@pytest.fixture(scope="module")
def other_server() -> Iterator[PostgresServer]:
    with postgres() as server:
        yield server


def price(till: Terminal, code: str) -> int:
    minor: int = till.json("products", "show", code)["price"]["minor"]
    return minor


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_till_meets_head_office_on_another_server(
    postgres_server: PostgresServer, other_server: PostgresServer, tmp_path: Path
) -> None:
    first, folder = postgres_server.new_database("template_head_office"), tmp_path / "office"
    with real_office(folder, database=first) as office:
        till = new_till(tmp_path / "till", office)
        office.put(**WATER)
        sync(till)
        backup = backed_up(tmp_path / "backups", environment(postgres_server, first))
        office.put(**{**WATER, "price": 120})
        trade(till, orders=5)
        sync(till)
        assert price(till, BARCODE) == 120
    second = other_server.new_database()
    done = script("restore.sh", backup, env=environment(other_server, second))
    assert done.returncode == 0, done.stderr

    with real_office(folder, database=second, port=urlsplit(office.url).port or 0) as office:
        office.put(**{**WATER, "sku": "JUICE", "barcodes": ("4002",), "price": 250})
        trade(till, orders=1)
        report = sync(till)

        assert report.made_again > 0
        require_same(till, office)
        assert (price(till, BARCODE), price(till, "4002")) == (95, 250)
        office.put(**{**WATER, "price": 130})
        sync(till)
        assert price(till, BARCODE) == 130


def begun(new_replica: NewReplica, url: str) -> tuple[Replica, str, str]:
    """With one product; a terminal's token and its cursor behind that."""
    office = new_replica(url)
    office.add_store("Old Town")
    office.add_person("Hana", Role.HEAD_OFFICE)
    put(office, "/v1/products/TEA0", TEA)
    token = office.till_token(office.enrol(Till(), "Old Town"))
    found, cursor = all_changes(office, token)
    assert [one["key"] for one in found] == ["TEA0"]
    return office, token, cursor


def require_begins_again(office: Replica, token: str, cursor: str) -> None:
    """From the start, with what is there now, and on from that."""
    answer = office.get(f"/v1/changes?cursor={cursor}", token)
    assert answer.status_code == 410, answer.text
    assert answer.json()["type"].endswith("cursor_unknown")
    found, cursor = all_changes(office, token)
    assert [one["key"] for one in found] == ["TEA0"]
    put(office, "/v1/products/TEA9", TEA)
    found, cursor = all_changes(office, token, cursor)
    assert [one["key"] for one in found] == ["TEA9"]
    assert all_changes(office, token, cursor)[0] == []


class TestChanges:
    def test_begin_again_where_the_database_was_put_back_under_a_program_that_runs(
        self, new_replica: NewReplica, postgres_server: PostgresServer, tmp_path: Path
    ) -> None:
        url = postgres_server.new_database("template_head_office")
        office, token, cursor = begun(new_replica, url)
        env = environment(postgres_server, url)
        backup = backed_up(tmp_path, env)
        put(office, "/v1/products/TEA1", TEA)
        _, cursor = all_changes(office, token, cursor)

        name = make_url(url).database
        postgres_server.run(f"DROP DATABASE {name} WITH (FORCE)")
        postgres_server.run(f"CREATE DATABASE {name}")
        assert script("restore.sh", backup, env=env).returncode == 0

        require_begins_again(office, token, cursor)

    def test_begin_again_on_a_server_that_took_over(
        self, new_replica: NewReplica, other_server: PostgresServer
    ) -> None:
        """It may have lost the last transactions of the one before."""
        office, token, cursor = begun(
            new_replica, other_server.new_database("template_head_office")
        )
        other_server.stop()
        other_server.promote()

        require_begins_again(office, token, cursor)
