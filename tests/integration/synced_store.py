"""A store on disk that belongs to a head office in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from pos_app.adapters.system.signing import Ed25519Check, Ed25519Signer
from pos_app.composition.opening import OpenStore
from pos_app.composition.syncing import SyncDesk, SyncParts
from pos_app.services.sync.membership import SETTING, Membership
from pos_app.services.sync.pulling import Pulled
from pos_app.wire.changes import Subject
from tests.fakes.upstream import FakeHeadOffice, FakeLine

HEAD_KEY: Final = bytes(range(32))
WATER: Final[dict[str, Any]] = {
    "name": "Water 1 l",
    "category": "Drinks",
    "price": 95,
    "cost": 40,
    "tax_class": "STANDARD",
    "unit": "each",
    "oversell": "warn",
    "active": True,
    "age_limit": None,
    "open_price": None,
    "barcodes": ["4006381333931"],
}


def water(**other: Any) -> dict[str, Any]:
    return WATER | other


def real_head_office() -> FakeHeadOffice:
    """One that signs as a real one does."""
    return FakeHeadOffice(Ed25519Signer(HEAD_KEY), Ed25519Check())


@dataclass(slots=True)
class Synced:
    store: OpenStore
    office: FakeHeadOffice
    member: Membership
    line: FakeLine
    desk: SyncDesk
    parts: SyncParts

    def edit(self, key: str, body: dict[str, Any] | None, subject: str = "product") -> None:
        self.office.edit(Subject(subject), key, body)

    def pull(self) -> list[Pulled]:
        """Everything that is new there."""
        steps = [self.parts.pulling.step()]
        while steps[-1].left:
            steps.append(self.parts.pulling.step())
        return steps

    def drain(self) -> None:
        while self.parts.pushing.step().did_something:
            pass

    def there(self) -> list[tuple[int, int]]:
        return self.office.accepted(self.member.terminal_id)

    def here(self) -> list[tuple[int, int]]:
        epochs = self.store.queries.journal.epochs()
        keys = []
        for entry in self.store.queries.journal.entries():
            epoch = max(number for number, first in epochs.items() if first <= entry.seq)
            keys.append((epoch, entry.seq))
        return keys


@contextmanager
def synced(store: OpenStore, office: FakeHeadOffice) -> Iterator[Synced]:
    member = office.member(store.keys.signer.public_key)
    with store.services.new_uow() as uow:
        uow.settings.put(SETTING, member.to_text())
        uow.commit()
    line = FakeLine(office, member.terminal_id)
    desk = SyncDesk(store)
    yield Synced(store, office, member, line, desk, desk.parts(line))
