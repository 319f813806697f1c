"""Use case: book the stock that this till moved since the backup which its store was put back from.

Head office holds the entries of then. Only their number and what they moved comes back: the
orders stay there, and the journal here goes on in an epoch of its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from typing import Final

from pos_app.domain.journal import EntryKind
from pos_app.domain.quantity import Quantity
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.ports import Clock, JournalQueries, SettingQueries
from pos_app.services.sync.membership import MISSING
from pos_app.services.sync.ports import BadAnswerError, HeadOffice, NewSyncWork, SyncWork
from pos_app.wire.missing import Span

FIRST_EPOCH: Final = 1
ASK_EVERY_MS: Final = 10 * 60_000
"""More may come to head office later: from the disk that was given up."""
SLICE: Final = 100
"""Products whose stock is booked in one transaction: a sale waits for no more than that."""
MOVEMENT: Final = "restored"
TAKEN_OFF: Final = "adjustment"


@dataclass(frozen=True, slots=True)
class LostEntries:
    """How many head office holds that are not here.

    `wait` says that some of their stock is not booked yet: the products are not here either.
    """

    entries: int = 0
    wait: bool = False
    firsts: Mapping[str, int] = field(default_factory=dict)
    """The first entry of each epoch of the store, as far as it was looked for."""

    def to_text(self) -> str:
        return json.dumps(asdict(self), sort_keys=True)


def lost_entries(settings: SettingQueries) -> LostEntries:
    text = settings.get(MISSING)
    return LostEntries(**json.loads(text)) if text else LostEntries()


@dataclass(frozen=True, slots=True)
class ReclaimPorts:
    office: HeadOffice
    journal: JournalQueries
    writer: JournalWriter
    settings: SettingQueries
    new_work: NewSyncWork
    clock: Clock


class Reclaiming:
    """A kill between any two lines costs nothing but asking again.

    Head office says what all lost entries moved; what of it was booked before is read in the
    transaction that books the rest, so nothing is booked twice, and a store that is put back once
    more has forgotten both.
    """

    def __init__(self, *, ports: ReclaimPorts, is_stopped: Callable[[], bool]) -> None:
        """:param is_stopped: whether the store may be written no more"""
        self._ports = ports
        self._is_stopped = is_stopped
        self._epoch = 0
        """Of which it was asked last."""
        self._due_at = 0

    def step(self) -> bool:
        """Ask, if it is time to, and say whether any stock was booked.

        :raises UnavailableError: if head office does not answer now
        :raises RefusedError: if a person has to do something first
        """
        now, epoch = self._ports.clock.monotonic_ms(), self._ports.writer.epoch
        is_due = epoch != self._epoch or now >= self._due_at
        if epoch == FIRST_EPOCH or not is_due:
            return False
        known = lost_entries(self._ports.settings)
        firsts = known.firsts
        if str(epoch) not in firsts:
            # Once for each: that looks at every entry of the journal.
            firsts = {str(one): seq for one, seq in self._ports.journal.epochs().items()}
        after, has_booked = replace(known, firsts=firsts), False
        told = self._told(_spans(firsts), known)
        if told is not None:
            count, moved = told
            has_booked, wait = self._book(moved)
            after = LostEntries(count, wait, firsts)
        if not self._is_stopped():
            if after != known:
                self._keep(after)
            self._epoch, self._due_at = epoch, now + ASK_EVERY_MS
        return has_booked

    def _keep(self, lost: LostEntries) -> None:
        with self._ports.new_work() as work:
            work.settings.put(MISSING, lost.to_text())
            work.commit()

    def _told(
        self, spans: Sequence[Span], known: LostEntries
    ) -> tuple[int, Mapping[str, int]] | None:
        """How many entries are lost and what all of them moved; nothing where that is not news.

        :raises BadAnswerError: if it never comes to an end
        """
        number = None if known.wait else known.entries
        page = self._ports.office.missing(spans=spans, after="", known=number)
        if page is None:
            return None
        count, pages, moved = page.entries, 1, dict(page.moved)
        # Fewer are no news either: head office went back in time, and will be sent them again.
        if count == number or count < known.entries:
            return None
        while page.after and not self._is_stopped():
            if pages > count:
                raise BadAnswerError(reason="what it holds never comes to an end")
            page = self._ports.office.missing(spans=spans, after=page.after, known=None)
            pages += 1
            if page is None or page.entries != count:
                raise BadAnswerError(reason="what it holds has changed meanwhile")
            for sku, quantity in page.moved.items():
                moved[sku] = moved.get(sku, 0) + quantity
        return count, moved

    def _book(self, moved: Mapping[str, int]) -> tuple[bool, bool]:
        """Say whether anything was booked, and whether something has to wait."""
        has_booked = wait = False
        skus = sorted(moved)
        for start in range(0, len(skus), SLICE):
            if self._is_stopped():
                break
            part = {sku: moved[sku] for sku in skus[start : start + SLICE]}
            with self._ports.new_work() as work:
                booked = self._book_slice(work, part)
                wait = wait or booked.wait
                if booked.moved:
                    has_booked = True
                    work.commit()
        return has_booked, wait

    def _book_slice(self, work: SyncWork, moved: Mapping[str, int]) -> _Booked:
        """Book what is missing of it; say what that was.

        Where the shelf was counted since the store was put back, the count has it already. So it
        is taken off again, here and at head office, and remembered as booked.
        """
        before = work.received.restored(list(moved))
        now = self._ports.clock.now()
        booked: list[list[object]] = []
        counted: list[list[object]] = []
        for sku, stock in before.items():
            rest = moved[sku] - stock.booked
            if rest:
                move = partial(work.stock.move, product_id=stock.product_id, at=now)
                move(kind=MOVEMENT, quantity=Quantity(rest))
                booked.append([sku, rest])
                if stock.is_counted:
                    move(kind=TAKEN_OFF, quantity=Quantity(-rest))
                    counted.append([sku, -rest])
        if booked:
            self._ports.writer.append(work.journal, _fact(booked, counted))
        return _Booked(bool(booked), wait=any(moved[sku] for sku in moved.keys() - before.keys()))


def _fact(booked: list[list[object]], counted: list[list[object]]) -> Fact:
    """What was taken off again is told in the words that head office adds up."""
    body: dict[str, object] = {"restored_stock": booked}
    if not counted:
        return Fact(EntryKind.CONFIG_CHANGE, None, body)
    return Fact(EntryKind.IMPORT, None, {**body, "moved": counted})


@dataclass(frozen=True, slots=True)
class _Booked:
    moved: bool
    wait: bool


def _spans(firsts: Mapping[str, int]) -> Sequence[Span]:
    """What the store holds of each epoch: until the next one begins."""
    begins = sorted((int(epoch), seq) for epoch, seq in firsts.items())
    ends: list[int | None] = [seq - 1 for _, seq in begins[1:]]
    return [Span(epoch, end) for (epoch, _), end in zip(begins, [*ends, None], strict=True)]
