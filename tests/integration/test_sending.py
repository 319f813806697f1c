"""The outbox of a store on disk empties itself into head office, which signs for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pos_app.adapters.system.signing import Ed25519Check
from pos_app.composition.opening import OpenStore
from pos_app.services.journal.anchoring import Anchors
from pos_app.services.journal.verifying import Chain, JournalVerifier
from pos_app.services.sync.heads import as_anchors
from pos_app.services.sync.ports import OutboxState
from pos_app.services.sync.status import read_status
from tests.fakes.upstream import lost
from tests.integration import shop as shops
from tests.integration.shop import MILK
from tests.integration.synced_store import Synced, real_head_office, synced


@pytest.fixture
def till(store: OpenStore) -> Iterator[Synced]:
    with synced(store, real_head_office()) as till:
        yield till


class TestSending:
    def test_leaves_nothing_and_loses_nothing(self, till: Synced) -> None:
        till.drain()
        shops.sell(till.store, MILK)
        till.drain()

        assert till.there() == till.here()
        assert till.store.queries.outbox.counts().waiting == 0
        assert till.store.queries.journal.waiting() == 0

    def test_quarantines_and_repairs(self, till: Synced) -> None:
        till.office.poison = {2, 5}
        till.drain()
        assert [
            (one.seq, one.state) for one in till.store.queries.outbox.needing_person(most=9)
        ] == [(2, OutboxState.REJECTED), (5, OutboxState.REJECTED)]
        till.office.poison = {5}

        till.desk.repairing.send_all_again(actor=shops.owner(till.store))
        till.drain()
        till.desk.repairing.settle(actor=shops.owner(till.store), seq=5)
        till.drain()

        assert till.there() == till.here()
        assert till.store.queries.outbox.counts().needs_person == 0

    def test_is_made_again_from_the_journal(self, till: Synced) -> None:
        backup = till.office.backup()
        till.office.poison = {3}
        till.drain()
        till.office.poison = set()
        till.office.restore(backup)

        till.parts.pushing.look_back()
        till.drain()

        assert till.there() == till.here()
        assert till.store.queries.outbox.counts().needs_person == 0

    def test_keeps_what_head_office_signs_for(self, till: Synced) -> None:
        till.drain()
        queries = till.store.queries
        terminal = queries.profile.terminal

        heads = as_anchors(
            queries.outbox.anchors(),
            terminal=terminal,
            member=till.member,
            signatures=Ed25519Check(),
        )
        anchors = Anchors(heads)
        verdict = JournalVerifier(signatures=Ed25519Check()).verify(
            queries.journal.entries(), queries.journal.signing_keys(), chain=Chain(anchors=anchors)
        )

        assert verdict.ok
        assert anchors.compared == 1

    def test_is_told_as_it_stands(self, till: Synced) -> None:
        queries = till.store.queries
        till.drain()
        till.line.before = lost
        shops.sell(till.store, MILK)

        status = read_status(queries.settings, queries.outbox)

        assert status.counts.waiting == 1
        assert status.oldest[0].number == "X-T01-000006"
        assert status.sent_at is not None
