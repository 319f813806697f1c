from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pos_app.composition.opening import writing
from pos_app.services.sync.ports import OutboxState
from pos_app.wire.changes import Subject
from tests.fakes.upstream import CODE
from tests.fakes.upstream_server import HeadOfficeServer
from tests.integration import shop as shops
from tests.integration.cli.conftest import Terminal
from tests.integration.synced_store import water

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture
def server() -> Iterator[HeadOfficeServer]:
    with HeadOfficeServer() as server:
        yield server


@pytest.fixture
def real(tmp_path: Path) -> Terminal:
    """Of a store that is not for practice."""
    return Terminal(shops.make(tmp_path / "real", practice=False, keys_in_file=True).folder)


@pytest.fixture
def joined(real: Terminal, server: HeadOfficeServer) -> Terminal:
    real.done("sync", "enrol", server.base, CODE)
    return real


class TestEnrol:
    def test_joins_and_says_how_to_compare(self, real: Terminal, server: HeadOfficeServer) -> None:
        said = real.done("sync", "enrol", server.base, CODE)

        assert f"T01 belongs to Corner Shop at {server.base} now." in said
        assert "Compare with what head office shows" in said
        assert real.json("sync", "status")["enrolled"] is True

    def test_takes_no_used_code(self, real: Terminal, server: HeadOfficeServer) -> None:
        server.office.code = "ANOTHER"

        assert "was not enrolled" in real.refused("sync", "enrol", server.base, CODE)
        assert real.json("sync", "status")["enrolled"] is False

    def test_takes_no_second_head_office(self, joined: Terminal, server: HeadOfficeServer) -> None:
        assert "belongs to Corner Shop" in joined.refused("sync", "enrol", server.base, CODE)

    def test_never_takes_a_store_for_practice(
        self, terminal: Terminal, server: HeadOfficeServer
    ) -> None:
        assert "for practice" in terminal.refused("sync", "enrol", server.base, CODE)
        assert server.asked == []

    def test_sends_nothing_where_others_could_read_along(self, real: Terminal) -> None:
        said = real.refused("sync", "enrol", "http://office.example.com", CODE)

        assert "begins with https://" in said

    def test_says_that_nobody_answers(self, real: Terminal, server: HeadOfficeServer) -> None:
        with server.closed():
            assert "cannot be reached" in real.refused("sync", "enrol", server.base, CODE)


class TestOnce:
    def test_sends_and_receives_everything(
        self, joined: Terminal, server: HeadOfficeServer
    ) -> None:
        server.office.edit(Subject.PRODUCT, "WATER", water())

        report = joined.json("sync", "once")

        assert report["received"] == 1
        assert (report["waiting"], report["needs_person"]) == (0, 0)
        [held] = server.office.books.terminals.values()
        assert len(held.raws) == report["sent"] == 3
        assert joined.json("products", "show", "4006381333931")["price"]["minor"] == 95

    def test_does_nothing_twice(self, joined: Terminal, server: HeadOfficeServer) -> None:
        joined.done("sync", "once")
        [held] = server.office.books.terminals.values()
        count = len(held.raws)

        assert joined.json("sync", "once") == {
            "sent": 0,
            "received": 0,
            "refused": 0,
            "made_again": 0,
            "waiting": 0,
            "needs_person": 0,
        }
        assert len(held.raws) == count

    def test_of_a_terminal_that_works_alone_is_refused(self, real: Terminal) -> None:
        assert "belongs to no head office" in real.refused("sync", "once")

    def test_leaves_anchors_that_the_journal_is_verified_with(self, joined: Terminal) -> None:
        joined.done("sync", "once")

        assert joined.json("journal", "verify")["compared"] == 1


class TestStatus:
    def test_of_a_terminal_that_works_alone_says_what_is_kept(self, real: Terminal) -> None:
        waiting = real.json("sync", "status")["waiting"]

        assert f"{waiting} entries wait for the day" in real.done("sync", "status")

    def test_tells_what_waits_since_when(self, joined: Terminal) -> None:
        status = joined.json("sync", "status")

        assert status["waiting"] == 2
        assert status["oldest"].startswith("20")
        assert status["last_sent"] is None
        assert "entries wait, the oldest since" in joined.done("sync", "status")

    def test_names_what_needs_a_person(self, joined: Terminal, server: HeadOfficeServer) -> None:
        server.office.poison = {2}
        joined.run("sync", "once")

        [entry] = joined.json("sync", "status")["quarantined"]

        assert (entry["seq"], entry["state"]) == (2, OutboxState.REJECTED)
        assert "sync retry" in joined.done("sync", "status")


class TestRetry:
    def test_sends_again_what_was_not_taken(
        self, joined: Terminal, server: HeadOfficeServer
    ) -> None:
        server.office.poison = {2}
        joined.run("sync", "once")
        server.office.poison = set()

        assert "1 entries wait to be sent again" in joined.done("sync", "retry")
        joined.done("sync", "once")

        assert joined.json("sync", "status")["needs_person"] == 0

    def test_has_nothing_to_do_else(self, joined: Terminal) -> None:
        assert "Nothing needs a person" in joined.done("sync", "retry")

    def test_or_settle_notes_that_it_is_cleared_up(
        self, joined: Terminal, server: HeadOfficeServer
    ) -> None:
        server.office.poison = {2}
        joined.run("sync", "once")

        assert "noted as settled" in joined.done("sync", "settle", "2")
        assert "does not wait for a person" in joined.refused("sync", "settle", "2")


class TestDoctor:
    def finding(self, terminal: Terminal) -> dict[str, Any]:
        found: list[dict[str, Any]] = json.loads(terminal.run("doctor", "--json").stdout)
        return next(one for one in found if one["name"] == "sync")

    def test_is_content_with_a_till_that_works_alone(self, real: Terminal) -> None:
        one = self.finding(real)

        assert one["ok"]
        assert "belongs to no head office" in one["detail"]

    def test_names_head_office_and_what_waits(self, joined: Terminal) -> None:
        one = self.finding(joined)

        assert one["ok"]
        assert "Corner Shop" in one["detail"]
        assert "2 entries wait" in one["detail"]

    def test_is_ill_while_something_needs_a_person(
        self, joined: Terminal, server: HeadOfficeServer
    ) -> None:
        server.office.poison = {2}
        joined.run("sync", "once")

        one = self.finding(joined)

        assert not one["ok"]
        assert "sync status" in one["what_to_do"]


class TestLeave:
    def test_keeps_what_was_not_sent_and_says_so(self, joined: Terminal) -> None:
        result = joined.run("sync", "leave")

        assert "does not belong to Corner Shop any more" in result.stdout
        assert "were not sent to it. They are kept here" in result.stderr
        assert joined.json("sync", "status")["enrolled"] is False

    def test_lets_it_join_another_one(self, joined: Terminal, server: HeadOfficeServer) -> None:
        joined.done("sync", "once")
        joined.run("sync", "leave")
        with HeadOfficeServer() as other:
            joined.done("sync", "enrol", other.base, CODE)
            joined.done("sync", "once")

            [held] = other.office.books.terminals.values()
            with writing(joined.folder) as store:
                assert len(held.raws) == store.queries.journal.head().seq
