"""Use case: what is held of a terminal's journal that its own store has lost, and what it moved."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pos_app.head_office.services.errors import InvalidError
from pos_app.head_office.services.ingest.ports import Place
from pos_app.head_office.services.ingest.sent import Entry, read
from pos_app.head_office.services.missing.ports import HeldJournal, NewJournalReading
from pos_app.head_office.services.missing.sums import EpochSums
from pos_app.wire.missing import PAGE_ENTRIES_MAX, PAGE_SKUS_MAX, Missing

_PLACE: Final = re.compile(r"([1-9]\d{0,15})\.(0|[1-9]\d{0,15})", re.ASCII)


class PlaceUnreadableError(InvalidError):
    text = "`after` is no place that head office has told. Nothing was read; begin without it."


class MissingEntries:
    """Added up anew for every question: a store is seldom put back, and lost little since."""

    def __init__(self, *, new_reading: NewJournalReading) -> None:
        self._new_reading = new_reading

    def page(
        self,
        *,
        terminal_id: str,
        holds: Mapping[int, int],
        after: str = "",
        knows: Mapping[int, int] | None = None,
    ) -> Missing:
        """What the entries moved that stand behind the place `after`, as many as fit.

        :param holds: the last entry of each epoch that the terminal's store holds
        :param knows: how many entries of each epoch it knows of: where there are as many, nothing
            is added up
        :raises PlaceUnreadableError: if `after` is no place
        """
        begin = _place(after)
        with self._new_reading(terminal_id) as journal:
            ends = [Place(epoch, holds.get(epoch, 0)) for epoch in journal.epochs()]
            behind = {end: journal.count_after(end) for end in ends}
            lost = {end.epoch: count for end, count in behind.items() if count}
            page = _Page()
            if lost != knows:
                page.fill(journal, [end for end in ends if end.epoch in lost], begin)
        return page.told(lost)


@dataclass(slots=True)
class _Page:
    """What was added up of each epoch, and after which place there is more."""

    sums: dict[int, EpochSums] = field(default_factory=dict)
    reached: str = ""

    def fill(self, journal: HeldJournal, ends: Sequence[Place], begin: Place) -> None:
        left = PAGE_ENTRIES_MAX
        for end in ends:
            if end.epoch < begin.epoch:
                continue
            sums = self.sums[end.epoch] = EpochSums()
            for sent in journal.after(max(end, begin), limit=left):
                left -= 1
                entry = read(sent)
                if isinstance(entry, Entry):
                    sums.take(entry)
                if not left or sum(len(one.moved) for one in self.sums.values()) >= PAGE_SKUS_MAX:
                    self.reached = f"{sent.epoch}.{sent.seq}"
                    return

    def told(self, lost: Mapping[int, int]) -> Missing:
        epochs = [
            self.sums.get(epoch, EpochSums()).told(epoch, count) for epoch, count in lost.items()
        ]
        return Missing(epochs, self.reached)


def _place(text: str) -> Place:
    found = _PLACE.fullmatch(text)
    if text and found is None:
        raise PlaceUnreadableError
    return Place(0, 0) if found is None else Place(int(found[1]), int(found[2]))
