"""Orders, drafts, reports and backups of one store at the same time: nobody is shown a lock."""

from __future__ import annotations

import random
import shutil
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from pos_app.adapters.persistence.backup import copy_store, verify_file
from pos_app.adapters.persistence.checkpoint import checkpoint, is_due
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.opening import writing
from pos_app.domain.errors import PosError
from pos_app.services.order_drafts import draft_of
from pos_app.services.reports.sales import SalesBy
from tests.faults.findings import Findings, Ground, Share, examined
from tests.faults.told import Told
from tests.integration import shop
from tests.integration.synced_store import Synced, real_head_office, synced

SECONDS: Final = 10.0
# Far busier than people are, and yet no thread keeps the interpreter to itself.
PAUSES_S: Final = {
    "orders": 0.005,
    "drafts": 0.002,
    "reports": 0.02,
    "backups": 0.1,
    "sync": 0.01,
}
P99_MS_MAX: Final = 100.0
MS_MAX: Final = 1_000.0
PER_CENT: Final = 100


class Busy:
    """One store, and threads that each do one thing over and over until the time is up."""

    def __init__(self, synced: Synced, codes: Sequence[str], seconds: float) -> None:
        self._store = synced.store
        self._synced = synced
        self._codes = codes
        self._ends = time.monotonic() + seconds
        # Another order than those that are paid: rung up before the threads begin.
        self._sample = draft_of(shop.ring(self._store, *codes), total=0)
        self._drafts = self._sample.revision
        self.told = Told()
        self.refusals: list[str] = []
        self.commits_ms: list[float] = []
        self.rounds: dict[str, int] = {}
        self.sent = 0

    def run(self) -> None:
        beside = {
            "drafts": self._save_draft,
            "reports": self._report,
            "backups": self._back_up,
            "sync": self._send,
        }
        threads = [threading.Thread(target=self._repeat, args=item) for item in beside.items()]
        for thread in threads:
            thread.start()
        self._repeat("orders", self._sell)
        for thread in threads:
            thread.join()

    def _repeat(self, name: str, act: Callable[[], None]) -> None:
        while time.monotonic() < self._ends:
            try:
                act()
            except PosError as error:
                self.refusals.append(f"{name}: {error}")
            except Exception as error:  # noqa: BLE001 - a bug in a thread would pass unseen
                self.refusals.append(f"{name}: {error!r}")
            self.rounds[name] = self.rounds.get(name, 0) + 1
            time.sleep(PAUSES_S[name])

    def _sell(self) -> None:
        rng = random.Random(len(self.told.numbers))
        order = shop.ring(self._store, *rng.choices(self._codes, k=3))
        before = time.perf_counter()
        document = shop.pay(self._store, order)
        self.commits_ms.append((time.perf_counter() - before) * 1_000)
        assert document.number is not None
        self.told.numbers.append(document.number)
        if is_due(self._store.folder.store):
            checkpoint(self._store.writer)

    def _save_draft(self) -> None:
        self._drafts += 1
        draft = replace(self._sample, revision=self._drafts)
        self._store.services.drafting.save(draft)

    def _report(self) -> None:
        for by in SalesBy:
            self._store.queries.reports.sales(by=by, since=date.min, until=date.max)

    def _send(self) -> None:
        if self._synced.parts.pushing.step().did_something:
            self.sent += 1

    def _back_up(self) -> None:
        backup = self._store.folder.backups / "busy.sqlite3"
        copy_store(self._store.folder.store, backup)
        verify_file(backup)


def all_at_once(folder: DataFolder, codes: Sequence[str], seconds: float) -> Busy:
    """In a store that has no shift yet; head office is one in memory."""
    with (
        writing(folder, print_receipts=False) as store,
        synced(store, real_head_office()) as ours,
    ):
        shop.open_shift(store)
        busy = Busy(ours, codes, seconds)
        busy.run()
        ours.drain()
        if ours.there() != ours.here():
            busy.refusals.append("head office holds something else than the till")
        if not busy.sent:
            busy.refusals.append("nothing was sent meanwhile")
    return busy


def contend(ground: Ground, share: Share) -> Findings:
    findings = Findings()
    if not share.takes(0):
        return findings
    folder = ground.disk / "busy"
    shutil.copytree(ground.pristine, folder)
    busy = all_at_once(DataFolder(folder), ground.codes, SECONDS)
    commits = sorted(busy.commits_ms)
    p99 = commits[len(commits) * 99 // PER_CENT]
    findings.points = len(commits)
    findings.notes.update({f"rounds of {name}": count for name, count in busy.rounds.items()})
    findings.notes["p99, tenths of a ms"] = round(p99 * 10)
    findings.notes["longest, ms"] = round(commits[-1])
    findings.faults += busy.refusals
    if p99 > P99_MS_MAX or commits[-1] > MS_MAX:
        findings.faults.append(f"a commit took p99 {p99:.1f} ms, at most {commits[-1]:.0f} ms")
    findings.faults += [str(fault) for fault in examined(folder, busy.told)]
    shutil.rmtree(folder)
    return findings
