from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from pos_app.domain.journal import EntryKind, RunningTotals
from pos_app.domain.staff import Role, StaffMember
from pos_app.services.journal.writing import SIGNED_PREFIX, Fact, JournalWriter
from pos_app.services.ports import Entry
from pos_app.wire import canonical
from tests.fakes.shop import PROFILE, identity_of
from tests.fakes.storage import FakeStore
from tests.fakes.system import FakeClock, FakeSignatureCheck, FakeSigner

ANA = StaffMember(7, "Ana", Role.CASHIER)
OLGA = StaffMember(1, "Olga", Role.OWNER)
LOGIN = Fact(kind=EntryKind.LOGIN, actor=ANA)


class Journal:
    """A journal of one store, appended to one transaction at a time."""

    def __init__(self, **profile: Any) -> None:
        self.store = FakeStore()
        self.clock = FakeClock()
        self.signer = FakeSigner()
        self.writer = JournalWriter(
            signer=self.signer,
            clock=self.clock,
            identity=identity_of(replace(PROFILE, **profile), epoch=3),
        )

    def append(self, fact: Fact) -> Entry:
        with self.store.new_uow() as uow:
            entry = self.writer.append(uow.journal, fact)
            uow.commit()
        return entry

    def read(self, fact: Fact) -> dict[str, Any]:
        fields: dict[str, Any] = json.loads(self.append(fact).raw)
        return fields


@pytest.fixture
def journal() -> Journal:
    return Journal()


class TestAppend:
    def test_returns_the_link_that_it_stored(self, journal: Journal) -> None:
        entry = journal.append(LOGIN)

        assert journal.store.tables.entries == [entry]
        assert (entry.seq, entry.kind) == (1, "login")

    def test_hashes_the_bytes_and_signs_the_hash(self, journal: Journal) -> None:
        entry = journal.append(LOGIN)

        assert entry.hash == hashlib.sha256(entry.raw).digest()
        assert FakeSignatureCheck().valid(
            public_key=journal.signer.public_key,
            signature=entry.signature,
            data=SIGNED_PREFIX + entry.hash,
        )

    def test_writes_canonical_bytes(self, journal: Journal) -> None:
        entry = journal.append(replace(LOGIN, body={"b": "e\u0301", "a": 1}))

        fields = canonical.decode(entry.raw)
        assert isinstance(fields, dict)
        assert list(fields) == sorted(fields)
        assert fields["body"] == {"a": 1, "b": "é"}

    def test_names_the_link_before(self, journal: Journal) -> None:
        first = journal.append(LOGIN)
        second = journal.append(LOGIN)

        assert json.loads(first.raw)["prev_sha256"] == ""
        assert json.loads(second.raw)["prev_sha256"] == first.hash.hex()
        assert second.seq == json.loads(second.raw)["seq"] == 2

    def test_links_two_entries_of_one_transaction(self, journal: Journal) -> None:
        with journal.store.new_uow() as uow:
            first = journal.writer.append(uow.journal, LOGIN)
            second = journal.writer.append(uow.journal, LOGIN)
            uow.commit()

        assert json.loads(second.raw)["prev_sha256"] == first.hash.hex()

    def test_stores_nothing_that_has_no_exact_form(self, journal: Journal) -> None:
        with pytest.raises(canonical.NotCanonicalError):
            journal.append(replace(LOGIN, body={"price": 1.5}))

        assert journal.store.tables.entries == []


class TestFields:
    def test_say_what_happened_where_and_when(self, journal: Journal) -> None:
        journal.clock.wait(milliseconds=1_234)

        fields = journal.read(
            Fact(
                kind=EntryKind.ORDER,
                actor=ANA,
                approver=OLGA,
                body={"total": 450},
                order_id="id-9",
                number="T01-000009",
                shift_id=4,
                business_date=date(2026, 3, 14),
                amount=450,
            )
        )

        assert fields == {
            "v": 1,
            "journal_id": "journal-1",
            "terminal_id": "T01",
            "epoch": 3,
            "seq": 1,
            "prev_sha256": "",
            "kind": "order",
            "order_id": "id-9",
            "number": "T01-000009",
            "business_date": "2026-03-14",
            "shift_id": 4,
            "wall_utc": "2026-03-14T09:00:01.234+00:00",
            "tz": "Europe/Paris",
            "boot_id": "boot-1",
            "mono_ms": 5_001_234,
            "head_office_time_age_s": None,
            "clock_suspect": False,
            "user_id": 7,
            "approver_id": 1,
            "role": "cashier",
            "mode": "normal",
            "body": {"total": 450},
            "period_total": 450,
            "perpetual_total": 450,
            "perpetual_abs_total": 450,
            "app_version": "0.1.0",
            "key_id": journal.signer.key_id,
        }

    def test_are_empty_where_there_is_nothing_to_say(self, journal: Journal) -> None:
        fields = journal.read(Fact(kind=EntryKind.INTEGRITY_FAIL, actor=None))

        absent = ("order_id", "number", "business_date", "shift_id", "user_id", "role")
        assert {fields[name] for name in (*absent, "approver_id")} == {None}
        assert fields["body"] == {}

    def test_mark_a_practice_store(self) -> None:
        assert Journal(practice=True).read(LOGIN)["mode"] == "practice"

    def test_show_a_clock_that_was_set_back(self, journal: Journal) -> None:
        first = journal.read(LOGIN)
        journal.clock.wait(seconds=60)
        journal.clock.wall -= timedelta(days=2)

        second = journal.read(LOGIN)

        assert second["wall_utc"] < first["wall_utc"]
        assert second["mono_ms"] - first["mono_ms"] == 60_000


class TestTotals:
    def test_run_on_from_link_to_link(self, journal: Journal) -> None:
        for amount in (450, -200, 0):
            journal.append(replace(LOGIN, amount=amount))

        with journal.store.new_uow() as uow:
            head = uow.journal.head()

        assert head.totals == RunningTotals(period=250, perpetual=250, perpetual_abs=650)

    def test_begin_again_with_a_new_period(self, journal: Journal) -> None:
        journal.append(replace(LOGIN, amount=450))

        fields = journal.read(Fact(kind=EntryKind.SHIFT_OPEN, actor=ANA, new_period=True))
        after = journal.read(replace(LOGIN, amount=100))

        assert (fields["period_total"], fields["perpetual_total"]) == (0, 450)
        assert (after["period_total"], after["perpetual_total"]) == (100, 550)

    def test_of_an_entry_that_was_not_committed_do_not_count(self, journal: Journal) -> None:
        journal.append(replace(LOGIN, amount=450))
        with journal.store.new_uow() as uow:
            journal.writer.append(uow.journal, replace(LOGIN, amount=999))

        fields = journal.read(replace(LOGIN, amount=1))

        assert (fields["seq"], fields["perpetual_total"]) == (2, 451)
