"""What a till has lost, epoch by epoch, and what of its stock is still to be booked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import NamedTuple

from pos_app.services.ports import Entry, SettingQueries
from pos_app.services.sync.membership import MISSING
from pos_app.services.sync.restored_stock import RestoredStock
from pos_app.wire.missing import LostEpoch

Booked = Mapping[tuple[int, str], int]
"""Thousandths by the epoch that lost them, and sku."""
BY_EPOCH = "by_epoch"
_MARK = f'"{BY_EPOCH}"'.encode()


@dataclass(frozen=True, slots=True)
class LostEntries:
    """How many head office holds that are not here.

    `wait` says that some of their stock is not booked yet: the products are not here either.
    """

    entries: int = 0
    wait: bool = False
    firsts: Mapping[str, int] = field(default_factory=dict)
    """The first entry of each epoch of the store, as far as it was looked for."""
    most: Mapping[str, int] = field(default_factory=dict)
    """Of each epoch, as many as head office ever held of it. It may have gone back in time."""
    told: Mapping[str, int] = field(default_factory=dict)
    """Of each epoch, as many as it held when it was asked last."""
    seen: int = 0
    """The newest movement of the stock here when what they moved was told last."""

    def to_text(self) -> str:
        return json.dumps(asdict(self), sort_keys=True)

    def after(self, lost: Sequence[LostEpoch], *, wait: bool, seen: int) -> LostEntries:
        told = {str(one.epoch): one.entries for one in lost}
        most = {
            epoch: max(told.get(epoch, 0), self.most.get(epoch, 0)) for epoch in {*told, *self.most}
        }
        return LostEntries(sum(most.values()), wait, self.firsts, most, told, seen)


def lost_entries(settings: SettingQueries) -> LostEntries:
    text = settings.get(MISSING)
    return LostEntries(**json.loads(text)) if text else LostEntries()


class Correction(NamedTuple):
    """What is booked now of one product, in thousandths: `lost` by epoch.

    `covered` is what of it a count of the shelf knew, `opened_twice` opening stock that came in
    once more after it was lost: both are taken off.
    """

    lost: Mapping[int, int]
    covered: int
    opened_twice: int

    @property
    def off(self) -> int:
        return self.covered + self.opened_twice

    def __bool__(self) -> bool:
        return bool(any(self.lost.values()) or self.off)


class LostStock:
    """Of an epoch of which head office holds less than before, what was booked stands."""

    def __init__(self, lost: Sequence[LostEpoch], known: LostEntries) -> None:
        self._lost = lost
        self._whole = [one for one in lost if one.entries >= known.most.get(str(one.epoch), 0)]
        self.epochs = sorted({one.epoch for one in lost} | {int(one) for one in known.most})
        self.skus = sorted({sku for one in lost for sku in one.moved})

    def moves(self, sku: str) -> bool:
        """Whether it has a stock of its own by them, be it nothing in the end."""
        return any(one.moved.get(sku) or one.opened.get(sku) for one in self._lost)

    def correction(self, sku: str, stock: RestoredStock, booked: Booked) -> Correction:
        """:param booked: of each epoch; what else the stock has booked is of the first one"""
        known = {epoch: booked.get((epoch, sku), 0) for epoch in self.epochs}
        if self.epochs:
            known[self.epochs[0]] += stock.booked - sum(known.values())
        rest = {one.epoch: one.moved.get(sku, 0) - known[one.epoch] for one in self._whole}
        counted = self._count(sku)
        if counted is not None and counted.epoch >= stock.counted_in:
            twice = sum(more for epoch, more in stock.opened.items() if epoch > counted.epoch)
            wanted = self._since(sku, counted) + stock.moved_after(counted.epoch)
            return Correction(rest, stock.level + sum(rest.values()) - wanted - twice, twice)
        covered = sum(more for epoch, more in rest.items() if epoch < stock.counted_in)
        return Correction(rest, covered, self._opened_twice(sku, stock))

    def _count(self, sku: str) -> LostEpoch | None:
        """In which epoch the shelf was counted last that was lost."""
        return max(
            (one for one in self._whole if sku in one.counted),
            key=lambda one: one.epoch,
            default=None,
        )

    def _since(self, sku: str, counted: LostEpoch) -> int:
        """What was there by that count, and by what was lost after it.

        Opening stock is none: the product had come in before.
        """
        later = [one for one in self._lost if one.epoch > counted.epoch]
        return counted.counted[sku] + sum(
            (
                counted.since.get(sku, 0),
                *(one.moved.get(sku, 0) for one in later),
                *(-one.opened.get(sku, 0) - one.off.get(sku, 0) for one in later),
            )
        )

    def _opened_twice(self, sku: str, stock: RestoredStock) -> int:
        """Opening stock that came in here after it had come in before, and was lost."""
        opened = {one.epoch: one.opened[sku] for one in self._lost if one.opened.get(sku)}
        if sum(opened.values()) <= 0:
            return 0
        first = min(opened)
        return sum(quantity for epoch, quantity in stock.opened.items() if epoch > first)


def booked_by_epoch(entries: Iterable[Entry]) -> Booked:
    """What the journal here says of it."""
    found: dict[tuple[int, str], int] = {}
    for entry in entries:
        if _MARK in entry.raw:
            for epoch, sku, quantity in json.loads(entry.raw)["body"].get(BY_EPOCH, ()):
                found[epoch, sku] = found.get((epoch, sku), 0) + quantity
    return found


def merged(pages: Iterable[Sequence[LostEpoch]]) -> list[LostEpoch]:
    """What the pages of one answer say together; each says how many entries there are in all."""
    found: dict[int, LostEpoch] = {}
    for page in pages:
        for one in page:
            found[one.epoch] = _both(found.get(one.epoch, LostEpoch(one.epoch, 0)), one)
    return [found[epoch] for epoch in sorted(found)]


def _both(first: LostEpoch, then: LostEpoch) -> LostEpoch:
    since = {sku: more for sku, more in first.since.items() if sku not in then.counted}
    sold = {
        sku: then.moved.get(sku, 0) - then.opened.get(sku, 0) - then.off.get(sku, 0)
        for sku in since
    }
    return LostEpoch(
        then.epoch,
        then.entries,
        _sum(first.moved, then.moved),
        _sum(first.opened, then.opened),
        _sum(first.off, then.off),
        {**first.counted, **then.counted},
        {**_sum(since, sold), **then.since},
    )


def _sum(one: Mapping[str, int], other: Mapping[str, int]) -> Mapping[str, int]:
    return {sku: one.get(sku, 0) + other.get(sku, 0) for sku in {*one, *other}}
