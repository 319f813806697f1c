"""One day, broken at each of its writes: by a kill, by a full disk, by a disk that fails."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from tests.faults.day import Day
from tests.faults.findings import Findings, Ground, Share, examined, next_till_faults, played
from tests.faults.forking import Ended
from tests.faults.shim import WATCHING, Deed, Injection, Refusal, ShimError
from tests.faults.told import NOT_KNOWN, heard
from tests.faults.verdict import Fault, Kind

SWEEPS: Final = {
    "kill": (Injection(Deed.KILL),),
    "torn": (Injection(Deed.KILL, torn=True),),
    "full": (
        Injection(Deed.REFUSE, refusal=Refusal.FULL, torn=True),
        Injection(Deed.REFUSE, refusal=Refusal.FULL, sticky=True),
    ),
    "broken": (
        Injection(Deed.REFUSE, refusal=Refusal.BROKEN, torn=True),
        Injection(Deed.REFUSE, refusal=Refusal.BROKEN, sticky=True),
    ),
    "sync": (
        Injection(Deed.REFUSE, refusal=Refusal.BROKEN, syncs_only=True),
        Injection(Deed.REFUSE, refusal=Refusal.BROKEN, syncs_only=True, sticky=True),
    ),
}
SELLS_AGAIN_EVERY: Final = 4
REFUSALS: Final = frozenset(
    {"storage.full", "storage.failed", "storage.checkpoint", "storage.busy", NOT_KNOWN}
)


class Sweep:
    def __init__(self, ground: Ground, share: Share) -> None:
        self._ground = ground
        self._share = share
        self.findings = Findings()

    def run(self, injections: Sequence[Injection]) -> Findings:
        for injection in injections:
            for at in range(1, self._count(injection) + 1):
                if self._share.takes(at):
                    self._break(replace(injection, at=at))
        return self.findings

    def _count(self, injection: Injection) -> int:
        """How many events an undisturbed day has; it must be sound, and it must be seen."""
        watching = replace(WATCHING, syncs_only=injection.syncs_only)
        folder, ended = self._play("undisturbed", watching, Day.run)
        shutil.rmtree(folder)
        if ended.code or not ended.told.ended or ended.told.refusals:
            raise ShimError(f"the undisturbed day failed: {ended.last_words}")
        if ended.told.events == 0:
            raise ShimError("SQLite's writes are not seen: is it linked statically?")
        return ended.told.events

    def _break(self, injection: Injection) -> None:
        name = f"{injection.deed.name}-{injection.refusal.name}-{injection.flags}-{injection.at}"
        folder, ended = self._play(name, injection, Day.run)
        told = ended.told
        faults = [*self._end_faults(injection, ended), *examined(folder, told)]
        for image, lines in told.images:
            faults += examined(image, heard(lines))
            shutil.rmtree(image)
        # A till that was refused has gone on selling by itself already.
        if not faults and (injection.deed is Deed.KILL or injection.at % SELLS_AGAIN_EVERY == 0):
            faults += next_till_faults(self._ground, folder, told)
        self.findings.points += 1
        self.findings.notes.update({one.code for one in told.refusals})
        if injection.deed is Deed.REFUSE and not told.refusals:
            self.findings.notes["nobody was told"] += 1
        self.findings.faults += [f"{name}: {fault}" for fault in faults]
        shutil.rmtree(folder)

    def _end_faults(self, injection: Injection, ended: Ended) -> Iterator[Fault]:
        told = ended.told
        if injection.deed is Deed.KILL:
            if not ended.was_killed:
                yield Fault(Kind.DAMAGE, f"it was not killed: {ended.code} {ended.last_words}")
            return
        if ended.code or not told.ended:
            yield Fault(Kind.DAMAGE, f"it did not go on ({ended.code}): {ended.last_words}")
        for refusal in told.refusals:
            if refusal.code not in REFUSALS:
                yield Fault(Kind.DAMAGE, f"it was told {refusal.code!r}: {refusal.words}")

    def _play(
        self, name: str, injection: Injection, part: Callable[[Day], None]
    ) -> tuple[Path, Ended]:
        folder = self._ground.work / name
        shutil.copytree(self._ground.pristine, folder)
        return folder, played(self._ground, folder, injection, part)
