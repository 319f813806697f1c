"""What the entries that are lost of one epoch have done to the stock, one after the other."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pos_app.head_office.services.ingest.gathering import Gathered
from pos_app.head_office.services.ingest.sent import Entry
from pos_app.wire.missing import LostEpoch

_IMPORT: Final = "import"


@dataclass(slots=True)
class EpochSums:
    """As in `LostEpoch`."""

    moved: dict[str, int] = field(default_factory=dict)
    opened: dict[str, int] = field(default_factory=dict)
    off: dict[str, int] = field(default_factory=dict)
    counted: dict[str, int] = field(default_factory=dict)
    since: dict[str, int] = field(default_factory=dict)

    def take(self, entry: Entry) -> None:
        gathered = Gathered()
        gathered.take(entry)
        _add(self.moved, gathered.moved)
        if entry.kind == _IMPORT and entry.moved:
            self._take_import(entry.moved, json.loads(entry.raw)["body"])
        else:
            counted = {sku: more for sku, more in gathered.moved.items() if sku in self.counted}
            _add(self.since, counted)

    def told(self, epoch: int, entries: int) -> LostEpoch:
        return LostEpoch(
            epoch, entries, self.moved, self.opened, self.off, self.counted, self.since
        )

    def _take_import(self, moved: Sequence[tuple[str, int]], body: Mapping[str, Any]) -> None:
        if "restored_stock" in body:
            again = _pairs(body.get("openings"))
            _add(self.opened, again)
            _add(self.off, {sku: more - again.get(sku, 0) for sku, more in moved})
            return
        levels = body.get("counted")
        if not isinstance(levels, list) or len(levels) != len(moved):
            levels = [None] * len(moved)
        for (sku, more), level in zip(moved, levels, strict=True):
            if isinstance(level, int):
                self.counted[sku], self.since[sku] = level, 0
            else:
                _add(self.opened, {sku: more})


def _add(sums: dict[str, int], more: Mapping[str, int]) -> None:
    for sku, quantity in more.items():
        sums[sku] = sums.get(sku, 0) + quantity


def _pairs(said: object) -> dict[str, int]:
    """What cannot be read is none: it has moved nothing by itself."""
    found: dict[str, int] = {}
    for one in said if isinstance(said, list) else ():
        match one:
            case [str(sku), int(quantity)]:
                found[sku] = quantity
    return found
