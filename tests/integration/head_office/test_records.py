"""Entries through the route, as a terminal sends them: what it is told, and what is kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import pytest
from sqlalchemy import select

from pos_app.head_office.services.access.ports import KeyPair, Purpose
from pos_app.head_office.storage.tables import quarantine, record
from pos_app.services.sync.membership import Membership, padless
from pos_app.wire.problem import MEDIA_TYPE, TYPE_PREFIX
from pos_app.wire.records import Record
from tests.fakes.head_office import BASE_URL, Replica, Till, bearer
from tests.fakes.till_journal import TillJournal
from tests.integration.head_office.test_poison import said

WHOLE = 4


@dataclass
class Sender:
    """A terminal that was enrolled, with a journal of some orders."""

    office: Replica
    journal: TillJournal
    till: Till

    def send(self, records: Sequence[Record], *, version: int = 1) -> Any:
        return self.office.client.post(
            f"/v1/terminals/{self.till.terminal_id}/records",
            json={"v": version, "records": [asdict(one) for one in records]},
            headers=bearer(self.office.till_token(self.till)),
        )

    def kept(self) -> list[str]:
        return self._raws(record)

    def aside(self) -> list[str]:
        return self._raws(quarantine)

    def _raws(self, table: Any) -> list[str]:
        with self.office.office.database.reader.connect() as connection:
            rows = connection.execute(select(table.c.raw).order_by(table.c.seq))
            return [bytes(row.raw).decode() for row in rows]


def enrolled(office: Replica) -> tuple[Sender, Membership]:
    """And what its terminal keeps of head office."""
    journal = TillJournal.begun()
    for number in range(1, WHOLE):
        journal.order(("MILK", 1000 * number, 250 * number))
    signer = journal.signer
    till = Till(
        journal_id=journal.identity.journal_id,
        pair=KeyPair(signer.key_id, journal.key, signer.public_key),
    )
    store_id = office.add_store("Old Town")
    head_key = office.office.access.keys.current(Purpose.HEADS)
    sender = Sender(office, journal, office.enrol(till, "Old Town"))
    member = Membership(
        url=BASE_URL,
        terminal_id=till.terminal_id,
        store_id=store_id,
        store_name="Old Town",
        head_key_id=head_key.key_id,
        head_public_key=padless(head_key.public_key),
    )
    return sender, member


@pytest.fixture
def sender(everywhere: Replica) -> Sender:
    return enrolled(everywhere)[0]


def answers(response: Any) -> list[tuple[int, str, str]]:
    return [(one["seq"], one["answer"], one["reason"]) for one in response.json()["results"]]


def require_problem(response: Any, kind: str) -> None:
    assert response.headers["content-type"] == MEDIA_TYPE
    assert response.json()["type"] == f"{TYPE_PREFIX}{kind}"


class TestAltered:
    def test_is_a_409_with_the_results_and_put_aside(self, sender: Sender) -> None:
        records = sender.journal.records
        sender.send(records[:3])
        altered = sender.journal.copied(1).order(("MILK", 1000, 1))

        response = sender.send([altered, *records[2:]])

        assert response.status_code == 409
        require_problem(response, "conflict")
        assert answers(response) == [
            (2, "conflict", "conflict"),
            (3, "duplicate", ""),
            (4, "accepted", ""),
        ]
        assert response.json()["head"]["hash"] == records[-1].hash
        assert sender.kept() == [one.raw for one in records]
        assert sender.aside() == [altered.raw]
        assert sender.send([altered]).status_code == 409
        assert sender.aside() == [altered.raw]

    def test_by_somebody_without_the_key_is_the_same(self, sender: Sender) -> None:
        records = sender.journal.records
        sender.send(records)
        forged = replace(records[1], raw=records[1].raw.replace("250", "1"))

        response = sender.send([forged])

        assert response.status_code == 409
        assert sender.kept() == [one.raw for one in records]
        assert sender.aside() == [forged.raw]


class TestUnfit:
    @pytest.mark.parametrize(
        ("changes", "reason"),
        [({"v": 2}, "version"), ({"prev_sha256": "0" * 64}, "chain")],
    )
    def test_is_told_put_aside_and_stops_nothing(
        self, sender: Sender, changes: dict[str, Any], reason: str
    ) -> None:
        records = sender.journal.records
        bad = said(**changes)(records[1], sender.journal.signer)
        follows = said(prev_sha256=bad.hash)(records[2], sender.journal.signer)

        response = sender.send([records[0], bad, follows])

        assert response.status_code == 200
        assert answers(response) == [
            (1, "accepted", ""),
            (2, "rejected", reason),
            (3, "accepted", ""),
        ]
        assert sender.kept() == [records[0].raw, follows.raw]
        assert sender.aside() == [bad.raw]

    def test_batch_of_another_version_is_not_read(self, sender: Sender) -> None:
        response = sender.send(sender.journal.records, version=2)

        assert response.status_code == 422
        require_problem(response, "invalid")
        assert (sender.kept(), sender.aside()) == ([], [])

    @pytest.mark.parametrize(("levels", "status"), [(29, 200), (30, 413), (200, 413)])
    def test_stands_only_as_deep_as_any_other(
        self, sender: Sender, levels: int, status: int
    ) -> None:
        """Around a field stand the batch, its list, and the record."""
        deep: Any = []
        for _ in range(levels - 1):
            deep = {"deeper": deep} if levels % 2 else [deep]
        odd = replace(sender.journal.records[0], raw=deep)

        response = sender.send([odd])

        assert response.status_code == status, response.text
        if status == 413:
            require_problem(response, "too_large")
        assert len(sender.aside()) == (1 if status == 200 else 0)

    def test_that_is_nothing_but_brackets_is_refused(self, sender: Sender) -> None:
        response = sender.office.client.post(
            f"/v1/terminals/{sender.till.terminal_id}/records",
            content=b"[" * 100_000,
            headers={
                "Content-Type": "application/json",
                **bearer(sender.office.till_token(sender.till)),
            },
        )

        assert response.status_code == 413
        require_problem(response, "too_large")


class TestGap:
    @pytest.mark.parametrize("first", [0, 2])
    def test_is_a_409_that_says_where_to_go_on(self, sender: Sender, first: int) -> None:
        """Before the batch, or in the middle of it."""
        records = sender.journal.records
        sender.send(records[:1])

        response = sender.send([*records[:first][:1], *records[2:]])

        assert response.status_code == 409
        require_problem(response, "out_of_order")
        head = response.json()["head"]
        assert (head["epoch"], head["seq"], head["hash"]) == (1, 1, records[0].hash)
        assert (sender.kept(), sender.aside()) == ([records[0].raw], [])
        again = sender.send(records)
        assert [answer for _, answer, _ in answers(again)] == ["duplicate", *["accepted"] * 3]

    def test_of_an_empty_journal_begins_at_the_first(self, sender: Sender) -> None:
        response = sender.send(sender.journal.records[1:])

        assert response.status_code == 409
        assert json.loads(response.text)["head"]["seq"] == 0


class TestMissing:
    """What a terminal asks for whose store was put back."""

    def ask(self, sender: Sender, **said: Any) -> Any:
        return sender.office.client.post(
            f"/v1/terminals/{sender.till.terminal_id}/missing",
            json=said,
            headers=bearer(sender.office.till_token(sender.till)),
        )

    def test_is_told_to_a_store_of_many_epochs(self, sender: Sender) -> None:
        sender.send(sender.journal.records)
        spans: dict[str, int | None] = {str(epoch): 10 * epoch for epoch in range(2, 1_000)}
        holds = {"1": 1, **spans, "1000": None}

        [told] = self.ask(sender, holds=holds).json()["epochs"]

        assert (told["epoch"], told["entries"]) == (1, WHOLE - 1)
        assert told["moved"] == {"MILK": -6_000}
        knows = {"1": WHOLE - 1}
        [known] = self.ask(sender, holds=holds, knows=knows).json()["epochs"]
        assert known == {**told, "moved": {}}
        for held in (WHOLE, None):
            assert self.ask(sender, holds={"1": held}).json()["epochs"] == []

    @pytest.mark.parametrize(
        "holds",
        [{"0": 1}, {"x": 1}, {"1": -1}, {"1": "1"}, {str(one + 1): 1 for one in range(10_001)}],
    )
    def test_that_cannot_be_read_is_refused(self, sender: Sender, holds: dict[str, Any]) -> None:
        answer = self.ask(sender, holds=holds)

        assert answer.status_code == 422
        require_problem(answer, "invalid")
