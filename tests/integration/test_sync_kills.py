"""kill -9 at every moment of a sync, replies lost and repeated: the sets at both ends are equal."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Final

import pytest

from pos_app.adapters.persistence import soundness
from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.opening import writing
from pos_app.composition.syncing import SyncDesk
from pos_app.services.sync.membership import SETTING, Membership
from pos_app.services.sync.syncing import sync_once
from pos_app.wire.changes import Subject
from tests.fakes.processors.faults import Fault
from tests.fakes.upstream_server import HeadOfficeServer
from tests.integration import shop as shops
from tests.integration.sync_victim import sync_until
from tests.integration.synced_store import water

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

KILLS: Final = int(os.environ.get("SYNC_KILLS", "8"))
"""`make sync-kills` makes it 200."""
SEED: Final = int(os.environ.get("SYNC_SEED", "6"))
MOMENTS: Final = 24
"""As many as one sync here has; after the last of them it has come to its end."""
PATIENCE_S: Final = 60
PRODUCTS: Final = 120
FAULTS: Final = (Fault.LOST, Fault.TWICE, Fault.RESET_BEFORE, Fault.NONE, Fault.NONE, Fault.NONE)


@pytest.fixture
def server() -> Iterator[HeadOfficeServer]:
    with HeadOfficeServer() as server:
        for number in range(PRODUCTS):
            sku = f"W{number:03d}"
            server.office.edit(Subject.PRODUCT, sku, water(barcodes=[], price=100 + number))
        yield server


@pytest.fixture
def member(folder: DataFolder, server: HeadOfficeServer) -> Membership:
    with writing(folder) as store:
        member = server.office.member(store.keys.signer.public_key, server.base)
        with store.services.new_uow() as uow:
            uow.settings.put(SETTING, member.to_text())
            uow.commit()
    return member


def killed_at(moment: int, root: Path) -> bool:
    """Whether it was, before it had come to its end."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.integration.sync_victim"])
    victim = context.Process(target=sync_until, args=(str(root), moment))
    victim.start()
    victim.join(PATIENCE_S)
    assert victim.exitcode in {0, -signal.SIGKILL}, victim.exitcode
    return victim.exitcode != 0


def sync_again(root: Path, member: Membership) -> tuple[list[int], dict[str, int]]:
    """Start once more; return the entries here, and what the products of head office cost here."""
    with writing(DataFolder(root)) as store:
        desk = SyncDesk(store)
        parts = desk.parts(desk.office(member))
        sync_once(parts.pushing, parts.pulling, progress=lambda _report, _left: None)
        assert store.queries.outbox.counts().waiting == 0
        assert shops.verdict(store.queries).ok
        found = [one for one in store.queries.products.all_products() if one.sku.startswith("W")]
        here = [entry.seq for entry in store.queries.journal.entries()]
    with Readers(DataFolder(root).store) as readers:
        assert soundness.unsound(readers) == []
    return here, {one.sku: one.price for one in found}


def test_both_ends_hold_the_same_whenever_the_till_is_killed(
    folder: DataFolder, server: HeadOfficeServer, member: Membership, tmp_path: Path
) -> None:
    chance = random.Random(SEED)
    wanted = {f"W{one:03d}": 100 + one for one in range(PRODUCTS)}
    empty, killed = server.office.backup(), 0
    for number in range(KILLS):
        root = tmp_path / f"killed-{number}"
        shutil.copytree(folder.root, root)
        server.office.books = deepcopy(empty)
        server.faults.plan("records", chance.choice(FAULTS))
        server.faults.plan("changes", chance.choice(FAULTS))

        killed += killed_at(chance.randrange(1, MOMENTS), root)
        server.faults.clear()
        here, prices = sync_again(root, member)

        there = [seq for _, seq in server.office.accepted(member.terminal_id)]
        assert there == here, (SEED, number)
        assert prices == wanted, (SEED, number)
        shutil.rmtree(root)
    assert killed > KILLS // 2
