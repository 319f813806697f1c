"""What a till has told until it ended, and whether the store keeps every word of it."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.opening import last_entry, reading
from tests.faults.shim import Shim
from tests.faults.verdict import Fault, Kind

NOT_KNOWN: Final = "storage.doubtful"
"""The one refusal after which the order may be there or not."""


class Teller:
    """Writes one line of JSON for each thing that was promised; the pipe outlives the till."""

    def __init__(self, pipe: int, shim: Shim) -> None:
        self._pipe = pipe
        self._shim = shim

    def tell(self, what: str, **values: object) -> None:
        line = json.dumps({"what": what, **values})
        os.write(self._pipe, f"{line}\n".encode())
        # The same word in the trace says how much was on disk when it was given.
        self._shim.mark(line)


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal in words; `order_id` where an order was being paid."""

    code: str
    words: str
    step: str
    order_id: str | None


@dataclass(slots=True)
class Told:
    numbers: list[str] = field(default_factory=list)
    order_ids: set[str] = field(default_factory=set)
    drafts: dict[str, int] = field(default_factory=dict)
    entries: int = 0
    """So many journal entries are on disk, by its word."""
    refusals: list[Refused] = field(default_factory=list)
    images: list[tuple[Path, tuple[str, ...]]] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    events: int = 0
    ended: bool = False

    @property
    def denied(self) -> set[str]:
        """Orders of which it was said that nothing is recorded, and nothing else since."""
        certain = {one.order_id for one in self.refusals if one.code != NOT_KNOWN}
        doubtful = {one.order_id for one in self.refusals if one.code == NOT_KNOWN}
        return {one for one in certain - doubtful if one} - self.order_ids


def heard(lines: Sequence[str]) -> Told:
    told = Told()
    for place, line in enumerate(lines):
        values = json.loads(line)
        what = values.pop("what")
        if what == "image":
            # What was told until then, as a kill at that moment would have left it.
            told.images.append((Path(values["folder"]), tuple(lines[:place])))
        else:
            _HEARD[what](told, **values)
    return told


def _order(told: Told, *, number: str, order_id: str) -> None:
    told.numbers.append(number)
    told.order_ids.add(order_id)


def _draft(told: Told, *, order_id: str, revision: int) -> None:
    told.drafts[order_id] = revision


def _entries(told: Told, *, seq: int) -> None:
    told.entries = seq


def _events(told: Told, *, count: int) -> None:
    told.events = count


def _end(told: Told) -> None:
    told.ended = True


_HEARD: Final[dict[str, Callable[..., None]]] = {
    "order": _order,
    "cancelled": lambda told, *, order_id: told.order_ids.add(order_id),
    "draft": _draft,
    "entries": _entries,
    "refused": lambda told, **values: told.refusals.append(Refused(**values)),
    "seen": lambda told, *, facts: told.facts.update(facts),
    "events": _events,
    "end": _end,
}


def broken_promises(folder: Path, told: Told) -> Iterator[Fault]:
    """What `check` does not look at: entries, drafts, and orders that were said not to be there."""
    with closing(_reading(folder)) as connection:
        rows = connection.execute('SELECT uid, state FROM "order"').fetchall()
        entries = connection.execute("SELECT coalesce(max(seq), 0) FROM journal").fetchone()[0]
        drafts = dict(connection.execute("SELECT uid, revision FROM draft"))
    documents = dict(rows)
    with reading(DataFolder(folder)) as queries:
        if last_entry(DataFolder(folder), queries).read() > (queries.epoch, entries):
            yield Fault(
                Kind.LOST, f"the last entry that was noted is not there: it ends at {entries}"
            )
    if entries < told.entries:
        yield Fault(Kind.LOST, f"the journal ends at {entries}; {told.entries} was told")
    for uid, revision in told.drafts.items():
        if uid not in documents and drafts.get(uid, 0) < revision:
            yield Fault(Kind.LOST, f"the draft {uid} is not at revision {revision}")
    for uid in sorted(told.denied & documents.keys()):
        yield Fault(Kind.DOUBLED, f"{uid} is there, and it was said that it is not")


def _reading(folder: Path) -> sqlite3.Connection:
    address = f"{DataFolder(folder).store.absolute().as_uri()}?mode=ro"
    return sqlite3.connect(address, uri=True)
