from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.composition.opening import OpenStore, last_entry, writing
from pos_app.services.order_drafts import draft_of
from tests.faults.__main__ import Line
from tests.faults.told import Told, broken_promises, heard
from tests.faults.verdict import Kind
from tests.integration import shop as shops


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> shops.Shop:
    made = shops.make(tmp_path_factory.mktemp("told") / "data")
    shops.trade(made.folder)
    return made


@pytest.fixture
def store(master: shops.Shop, tmp_path: Path) -> Iterator[OpenStore]:
    with writing(master.copied_to(tmp_path / "data").folder) as store:
        yield store


def lines(*words: dict[str, object]) -> list[str]:
    return [json.dumps(one) for one in words]


def refused(code: str, order_id: str | None = "a") -> dict[str, object]:
    return {"what": "refused", "code": code, "words": "", "step": "order", "order_id": order_id}


PAID: dict[str, object] = {"what": "order", "number": "T-1", "order_id": "a"}


class TestDenied:
    def test_is_an_order_that_was_said_not_to_be_recorded(self) -> None:
        assert heard(lines(refused("storage.full"))).denied == {"a"}

    def test_is_none_that_was_paid_later(self) -> None:
        assert heard(lines(refused("storage.full"), PAID)).denied == set()

    def test_is_none_that_is_doubtful(self) -> None:
        told = heard(lines(refused("storage.doubtful"), refused("storage.failed")))

        assert told.denied == set()

    def test_is_nothing_else_that_was_refused(self) -> None:
        assert heard(lines(refused("storage.full", None))).denied == set()


def kinds(store: OpenStore, told: Told) -> list[Kind]:
    return [fault.kind for fault in broken_promises(store.folder.root, told)]


class TestBrokenPromises:
    def test_are_none_in_a_sound_store(self, store: OpenStore) -> None:
        assert kinds(store, Told(entries=store.queries.journal.head().seq)) == []

    def test_are_entries_that_are_gone(self, store: OpenStore) -> None:
        assert kinds(store, Told(entries=store.queries.journal.head().seq + 1)) == [Kind.LOST]

    def test_are_a_last_entry_that_is_ahead(self, store: OpenStore) -> None:
        last_entry(store.folder, store.queries).note(
            store.queries.epoch, store.queries.journal.head().seq + 1
        )

        assert kinds(store, Told()) == [Kind.LOST]

    def test_are_drafts_older_than_told(self, store: OpenStore) -> None:
        draft = draft_of(shops.ring(store, shops.MILK), total=0)
        store.services.drafting.save(draft)

        assert kinds(store, Told(drafts={draft.order_id: draft.revision})) == []
        assert kinds(store, Told(drafts={draft.order_id: draft.revision + 1})) == [Kind.LOST]

    def test_are_not_drafts_that_were_paid(self, store: OpenStore) -> None:
        paid = shops.sell(store, shops.MILK)

        assert kinds(store, Told(drafts={paid.order_id: 9})) == []

    def test_are_orders_that_were_denied(self, store: OpenStore) -> None:
        paid = shops.sell(store, shops.MILK)

        assert kinds(store, heard(lines(refused("storage.full", paid.order_id)))) == [Kind.DOUBLED]


class TestVerdictOfACampaign:
    def test_is_bad_with_a_fault_or_without_a_point(self) -> None:
        assert Line("kill", "", points=1).ok
        assert not Line("kill", "", points=1, faults=["lost: T-1"]).ok
        assert not Line("kill", "", points=0).ok

    def test_of_a_canary_is_bad_unless_it_lost_an_order(self) -> None:
        assert Line("power-canary", "", points=1, faults=["event 3: lost: T-1"]).ok
        assert not Line("power-canary", "", points=1, faults=["damage: x"]).ok
        assert not Line("canary", "", points=40).ok
