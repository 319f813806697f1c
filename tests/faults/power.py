"""Loss of power: from a trace of a day, what the disk could hold after each of its writes.

A kill proves nothing about it, since the system goes on and writes what the till had written.
Here a write that was not synced may be missing or torn at a sector; creating, removing and
cutting a file happen in order, and any later sync makes them last, as a journalling file system
does it.
"""

from __future__ import annotations

import hashlib
import random
import shutil
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple
from unittest.mock import patch

from pos_app.adapters.persistence import engine
from pos_app.adapters.system.paths import DataFolder
from tests.faults.day import Day, Play
from tests.faults.findings import Findings, Ground, Share, examined, next_till_faults
from tests.faults.forking import forked
from tests.faults.shim import ShimError
from tests.faults.told import Teller, Told, heard

LOSSES: Final = (1.0, *(0.8,) * 2, *(0.6,) * 4, *(0.4,) * 4, *(0.2,) * 3, 0.1, 0.05)
"""How likely an unsynced write is lost: for each event one state of each."""
TORN: Final = 0.3
SECTOR: Final = 512
CANARY_EVERY: Final = 16
SELLS_AGAIN_EVERY: Final = 8
_HEAD: Final = struct.Struct("<cHqI")


class Event(NamedTuple):
    """Create, Write, Sync, Truncate, Unlink, or something told Aloud."""

    kind: str
    name: str
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Crash:
    files: dict[str, bytes]
    told: Told

    @property
    def digest(self) -> str:
        digest = hashlib.sha256(repr((self.told.numbers, self.told.entries)).encode())
        for name in sorted(self.files):
            digest.update(name.encode() + self.files[name])
        return digest.hexdigest()


def record(ground: Ground, name: str) -> list[Event]:
    """The trace of one undisturbed day."""
    folder, trace = ground.work / name, ground.work / f"{name}.trace"
    shutil.copytree(ground.pristine, folder)

    def run(teller: Teller) -> None:
        ground.shim.arm(folder, trace=trace)
        Day(Play(DataFolder(folder), ground.codes, teller, ground.shim)).run()

    ended = forked(run, ground.shim)
    if ended.code or not ended.told.ended:
        raise ShimError(f"the undisturbed day failed: {ended.last_words}")
    events = list(_events(trace.read_bytes()))
    if not any(event.kind == "S" for event in events):
        raise ShimError("no sync was seen: is SQLite linked statically?")
    shutil.rmtree(folder)
    return events


def lose_power(ground: Ground, share: Share, *, seed: int) -> Findings:
    return _examine_crashes(ground, record(ground, "traced"), share, seed=seed)


def canary(ground: Ground, share: Share, *, seed: int) -> Findings:
    """The same till with `synchronous=NORMAL`, which no kill can tell from a sound one."""
    sound = engine._WRITER  # noqa: SLF001 - the fault that is planted
    normal = tuple(one.replace("FULL", "NORMAL") for one in sound)
    assert normal != sound
    with patch.object(engine, "_WRITER", normal):
        events = record(ground, "canary")
    return _examine_crashes(ground, events, share, seed=seed, every=CANARY_EVERY)


def _examine_crashes(
    ground: Ground, events: Sequence[Event], share: Share, *, seed: int, every: int = 1
) -> Findings:
    findings, seen = Findings(), set[str]()
    for cut in range(every, len(events) + 1, every):
        if not share.takes(cut // every):
            continue
        for place, loss in enumerate(LOSSES):
            rng = random.Random(f"{seed} {cut} {place}")
            crash = crash_after(events[:cut], ground.base, rng, loss)
            findings.points += 1
            if crash.digest in seen:
                continue
            seen.add(crash.digest)
            findings.notes["distinct"] += 1
            sells = len(seen) % SELLS_AGAIN_EVERY == 0
            faults = _faults(ground, crash, sells=sells)
            findings.faults += [f"event {cut}, loss {loss}: {fault}" for fault in faults]
    return findings


def _faults(ground: Ground, crash: Crash, *, sells: bool) -> list[str]:
    folder = ground.work / "crashed"
    folder.mkdir()
    for name, content in crash.files.items():
        (folder / name).write_bytes(content)
        (folder / name).chmod(0o600)
    faults = examined(folder, crash.told)
    if sells and not faults:
        faults = list(next_till_faults(ground, folder, crash.told))
    shutil.rmtree(folder)
    return [str(fault) for fault in faults]


def crash_after(
    events: Sequence[Event], base: dict[str, bytes], rng: random.Random, loss: float
) -> Crash:
    synced = {event.name: place for place, event in enumerate(events) if event.kind == "S"}
    lasting = max(synced.values(), default=-1)
    fleeting = [
        place for place, event in enumerate(events) if event.kind in "CUT" and place > lasting
    ]
    cut = rng.choice(fleeting) if fleeting and rng.random() < loss else len(events)
    files = {name: bytearray(content) for name, content in base.items()}
    uncreated: set[str] = set()
    for place, (kind, name, offset, data) in enumerate(events):
        if kind in "CUT" and place >= cut:
            uncreated |= {name} if kind == "C" else set()
        elif kind == "C":
            files.setdefault(name, bytearray())
        elif kind == "U":
            files.pop(name, None)
        elif kind == "T":
            _resize(files.setdefault(name, bytearray()), offset)
        elif kind == "W" and name not in uncreated:
            is_safe = place <= synced.get(name, -1)
            kept = data if is_safe else _survivor(data, rng, loss)
            _put(files.setdefault(name, bytearray()), offset, kept)
    lines = [event.data.decode() for event in events if event.kind == "A"]
    return Crash({name: bytes(content) for name, content in files.items()}, heard(lines))


def _survivor(data: bytes, rng: random.Random, loss: float) -> bytes:
    """What is left of a write that was not synced: all, some sectors, or nothing."""
    if rng.random() >= loss:
        return data
    if len(data) > SECTOR and rng.random() < TORN:
        return data[: SECTOR * rng.randrange(1, len(data) // SECTOR + 1)]
    return b""


def _put(file: bytearray, offset: int, data: bytes) -> None:
    if not data:
        return
    if len(file) < offset:
        file.extend(bytes(offset - len(file)))
    file[offset : offset + len(data)] = data


def _resize(file: bytearray, size: int) -> None:
    del file[size:]
    file.extend(bytes(size - len(file)))


def _events(trace: bytes) -> Iterator[Event]:
    place = 0
    while place < len(trace):
        kind, length, offset, size = _HEAD.unpack_from(trace, place)
        place += _HEAD.size
        name = trace[place : place + length].decode()
        place += length
        yield Event(kind.decode(), Path(name).name, offset, trace[place : place + size])
        place += size
