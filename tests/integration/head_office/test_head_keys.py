"""Head office countersigns with one key after another: nobody waits, and nobody enrols again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pytest

from pos_app.adapters.system.signing import Ed25519Check
from pos_app.adapters.upstream import answers
from pos_app.composition.head_office import HeadOffice
from pos_app.composition.opening import writing
from pos_app.head_office.security.sealing import SecretSealing
from pos_app.head_office.security.signing import Ed25519
from pos_app.head_office.services.access.keys import KEYS_SECONDS, SETTLED_SECONDS, KeyMaking
from pos_app.head_office.services.access.ports import Purpose
from pos_app.head_office.services.access.roles import Role
from pos_app.head_office.storage.access import SqlAccessWork
from pos_app.services.sync.head_keys import with_key
from pos_app.services.sync.heads import NotGenuineError, require_genuine
from pos_app.services.sync.membership import Membership, require_membership
from pos_app.wire.records import Countersigned
from tests.fakes.head_office import HandClock, Replica
from tests.integration.head_office.conftest import NewReplica
from tests.integration.head_office.test_records import enrolled
from tests.integration.head_office.test_trade import order
from tests.integration.real_office import real_office
from tests.integration.test_with_head_office import WATER, new_till, require_same, sync, trade

ROTATIONS: Final = 3


@dataclass(frozen=True)
class Said:
    """A reply that was good."""

    body: dict[str, Any]

    def values(self) -> dict[str, Any]:
        return self.body


def following(office: Replica, member: Membership, head: Countersigned) -> Membership:
    """What a terminal knows after it has been told this head."""
    published = answers.keys(Said(office.client.get("/v1/keys").json()))  # type: ignore[arg-type]
    grown = with_key(member, head.key_id, published=published, signatures=Ed25519Check())
    require_genuine(head, grown, Ed25519Check())
    return grown


class TestRotation:
    def test_is_followed_at_every_replica_and_stops_nobody(
        self, new_replica: NewReplica, head_office_url: str
    ) -> None:
        clock = HandClock()
        offices = [new_replica(head_office_url, clock=clock) for _ in range(3)]
        sender, member = enrolled(offices[0])
        first = member
        keys: list[str] = []

        def send() -> Countersigned:
            nonlocal member
            for office in offices:
                sender.office = office
                response = sender.send([sender.journal.order(("MILK", 1000, 250))])
                assert response.status_code == 200, response.text
                head = Countersigned(**response.json()["head"])
                member = following(office, member, head)
                keys.append(head.key_id)
            return head

        sender.send(sender.journal.records)
        oldest = send()
        for _ in range(ROTATIONS):
            clock.forward(SETTLED_SECONDS)
            offices[0].office.key_making.rotate(purpose=Purpose.HEADS, actor="test")
            send()
            clock.forward(KEYS_SECONDS + 1)
            newest = send()

        assert len(set(keys)) == ROTATIONS + 1
        require_genuine(oldest, member, Ed25519Check())
        with pytest.raises(NotGenuineError):
            require_genuine(newest, first, Ed25519Check())
        # Whoever was away all the while follows from the first key to the last.
        assert following(offices[1], first, newest) == member

    def test_does_not_stop_orders_of_people(self, head_office: Replica) -> None:
        head_office.add_store("Old Town")
        head_office.add_taxes()
        head_office.add_person("Carl", Role.CASHIER, "Old Town")
        head_office.add_person("Hana", Role.HEAD_OFFICE)
        head_office.client.put(
            "/v1/products/TEA",
            json={"name": "Tea", "price": 450, "tax_class": "STANDARD"},
            headers={"Authorization": f"Bearer {head_office.token_of('Hana')}"},
        )
        made = [order(head_office, "Carl", "k1").status_code]
        head_office.clock.forward(SETTLED_SECONDS)
        head_office.office.key_making.rotate(purpose=Purpose.HEADS, actor="test")
        made.append(order(head_office, "Carl", "k2").status_code)
        head_office.clock.forward(KEYS_SECONDS + 1)
        made.append(order(head_office, "Carl", "k3").status_code)

        assert made == [201] * 3


def rotate(office: HeadOffice, *, in_s: int) -> None:
    """As if so many seconds had passed."""
    making = KeyMaking(
        new_work=partial(SqlAccessWork, office.database),
        signing=Ed25519(),
        sealing=SecretSealing(office.settings.sealing_secret()),
        clock=HandClock(datetime.now(UTC) + timedelta(seconds=in_s)),
    )
    making.rotate(purpose=Purpose.HEADS, actor="test")


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_till_follows_and_checks_what_it_has_kept(tmp_path: Path) -> None:
    with real_office(tmp_path / "office") as office:
        till = new_till(tmp_path / "till", office)
        office.put(**WATER)
        sync(till)
        rotate(office.office, in_s=SETTLED_SECONDS + 1)
        rotate(office.office, in_s=2 * SETTLED_SECONDS + 2)
    with real_office(tmp_path / "office", port=urlsplit(office.url).port or 0) as office:
        assert till.json("journal", "verify")["compared"] == 1
        trade(till)
        sync(till)
        # The entry that says that the key is another.
        sync(till)
        require_same(till, office)

    assert till.json("journal", "verify")["compared"] == 1
    with writing(till.folder) as store:
        assert len(require_membership(store.queries.settings).earlier_keys) == 2
    with closing(sqlite3.connect(till.folder.store)) as file, file:
        file.execute("UPDATE head_anchor SET seq = seq - 1")
    assert "it was altered" in till.refused("journal", "verify")
