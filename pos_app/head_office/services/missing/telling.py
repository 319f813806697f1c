"""Use case: what is held of a terminal's journal that its own store has lost, and what it moved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from pos_app.head_office.services.errors import InvalidError
from pos_app.head_office.services.ingest.gathering import Gathered
from pos_app.head_office.services.ingest.ports import Place
from pos_app.head_office.services.ingest.sent import Entry, read
from pos_app.head_office.services.missing.ports import HeldJournal, NewJournalReading
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
        known: int | None = None,
    ) -> Missing:
        """What the entries moved that stand behind the place `after`, as many as fit.

        :param holds: the last entry of each epoch that the terminal's store holds
        :param known: how many entries it knows of: where there are no more, nothing is added up
        :raises PlaceUnreadableError: if `after` is no place
        """
        begin = _place(after)
        with self._new_reading(terminal_id) as journal:
            ends = [Place(epoch, holds.get(epoch, 0)) for epoch in journal.epochs()]
            count = sum(journal.count_after(end) for end in ends)
            if count == known:
                return Missing(count, {})
            gathered, reached = _gathered(journal, ends, begin)
        return Missing(count, gathered.moved, reached)


def _gathered(journal: HeldJournal, ends: list[Place], begin: Place) -> tuple[Gathered, str]:
    """What was added up, and after which place there is more."""
    gathered = Gathered()
    left = PAGE_ENTRIES_MAX
    for end in ends:
        if end.epoch < begin.epoch:
            continue
        for sent in journal.after(max(end, begin), limit=left):
            left -= 1
            entry = read(sent)
            if isinstance(entry, Entry):
                gathered.take(entry)
            if not left or len(gathered.moved) >= PAGE_SKUS_MAX:
                return gathered, f"{sent.epoch}.{sent.seq}"
    return gathered, ""


def _place(text: str) -> Place:
    found = _PLACE.fullmatch(text)
    if text and found is None:
        raise PlaceUnreadableError
    return Place(0, 0) if found is None else Place(int(found[1]), int(found[2]))
