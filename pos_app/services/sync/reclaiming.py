"""Use case: book the stock that this till moved since the backup which its store was put back from.

Head office holds the entries of then. Only their number and what they moved comes back: the
orders stay there, and the journal here goes on in an epoch of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from pos_app.domain.journal import EntryKind
from pos_app.domain.quantity import Quantity
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.ports import Clock, JournalQueries, SettingQueries
from pos_app.services.sync.lost_stock import (
    BY_EPOCH,
    Booked,
    Correction,
    LostEntries,
    LostStock,
    booked_by_epoch,
    lost_entries,
    merged,
)
from pos_app.services.sync.membership import MISSING
from pos_app.services.sync.ports import (
    BadAnswerError,
    HeadOffice,
    NewSyncWork,
    RestoredQueries,
    SyncWork,
)
from pos_app.services.sync.restored_stock import RestoredStock
from pos_app.wire.missing import LostEpoch, Missing, Span

FIRST_EPOCH: Final = 1
ASK_EVERY_MS: Final = 10 * 60_000
"""More may come to head office later: from the disk that was given up."""
SLICE: Final = 100
"""Products whose stock is booked in one transaction: a sale waits for no more than that."""
MOVEMENT: Final = "restored"
TAKEN_OFF: Final = "adjustment"
OPENING: Final = "opening"


@dataclass(frozen=True, slots=True)
class ReclaimPorts:
    office: HeadOffice
    journal: JournalQueries
    writer: JournalWriter
    settings: SettingQueries
    restored: RestoredQueries
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
        self._seen = 0
        """Up to this movement of the stock no opening is unheard of."""

    def step(self) -> bool:
        """Ask, if it is time to, and say whether any stock was booked.

        :raises UnavailableError: if head office does not answer now
        :raises RefusedError: if a person has to do something first
        """
        now, epoch = self._ports.clock.monotonic_ms(), self._ports.writer.epoch
        if epoch == FIRST_EPOCH:
            return False
        if epoch != self._epoch:
            self._seen = lost_entries(self._ports.settings).seen
        # What an import brought in or took back again may be what was lost.
        has_opened, newest = self._ports.restored.opened(after=self._seen)
        if not has_opened:
            self._seen = newest
            if epoch == self._epoch and now < self._due_at:
                return False
        known = self._with_firsts(lost_entries(self._ports.settings), epoch)
        after, has_booked = known, False
        lost = self._told(known, is_whole=has_opened or known.wait)
        if lost is not None:
            has_booked, wait = self._book(LostStock(lost, known), known.firsts)
            after = known.after(lost, wait=wait, seen=newest)
        if not self._is_stopped():
            if after != lost_entries(self._ports.settings):
                self._keep(after)
            self._epoch, self._due_at, self._seen = epoch, now + ASK_EVERY_MS, newest
        return has_booked

    def _with_firsts(self, known: LostEntries, epoch: int) -> LostEntries:
        if str(epoch) in known.firsts:
            return known
        # Once for each: that looks at every entry of the journal.
        firsts = {str(one): seq for one, seq in self._ports.journal.epochs().items()}
        return replace(known, firsts=firsts)

    def _keep(self, lost: LostEntries) -> None:
        with self._ports.new_work() as work:
            work.settings.put(MISSING, lost.to_text())
            work.commit()

    def _told(self, known: LostEntries, *, is_whole: bool) -> Sequence[LostEpoch] | None:
        """What is lost of each epoch; nothing where that is not news, but it was asked for whole.

        :raises BadAnswerError: if it never comes to an end
        """
        told = {int(epoch): count for epoch, count in known.told.items()}
        ask = partial(self._ports.office.missing, spans=_spans(known.firsts))
        page = ask(after="", known=None if is_whole else told)
        if page is None or (not is_whole and _counts(page) == told):
            return None
        pages = [page]
        while page.after and not self._is_stopped():
            if len(pages) > page.entries:
                raise BadAnswerError(reason="what it holds never comes to an end")
            page = ask(after=page.after, known=None)
            if page is None or _counts(page) != _counts(pages[0]):
                raise BadAnswerError(reason="what it holds has changed meanwhile")
            pages.append(page)
        return merged(one.epochs for one in pages)

    def _book(self, lost: LostStock, firsts: Mapping[str, int]) -> tuple[bool, bool]:
        """Say whether anything was booked, and whether something has to wait."""
        has_booked = wait = False
        booked: Booked = {}
        if len(lost.epochs) > 1:
            began = min(seq for epoch, seq in firsts.items() if int(epoch) != FIRST_EPOCH)
            booked = booked_by_epoch(self._ports.journal.entries(after=began - 1))
        for start in range(0, len(lost.skus), SLICE):
            if self._is_stopped():
                break
            skus = lost.skus[start : start + SLICE]
            # Before the transaction, in which sales wait: some shelves have moved much.
            known = self._ports.restored.read(skus)
            with self._ports.new_work() as work:
                before = work.received.restored(skus, known)
                wait = wait or any(lost.moves(sku) for sku in skus if sku not in before)
                if self._book_slice(work, lost, before, booked):
                    has_booked = True
                    work.commit()
        return has_booked, wait

    def _book_slice(
        self, work: SyncWork, lost: LostStock, before: Mapping[str, RestoredStock], booked: Booked
    ) -> bool:
        """Book what is missing of it; say whether anything was.

        Where the shelf was counted since the entries were lost, the count has it already. So it
        is taken off again, here and at head office, and remembered as booked. The same goes for
        opening stock that was lost and came in once more: a product has it once.
        """
        now = self._ports.clock.now()
        found: list[tuple[str, Correction]] = []
        for sku, stock in before.items():
            one = lost.correction(sku, stock, booked)
            if one:
                move = partial(work.stock.move, product_id=stock.product_id, at=now)
                for kind, quantity in (
                    (MOVEMENT, sum(one.lost.values())),
                    (TAKEN_OFF, -one.covered),
                    (OPENING, -one.opened_twice),
                ):
                    if quantity:
                        move(kind=kind, quantity=Quantity(quantity))
                found.append((sku, one))
        if found:
            self._ports.writer.append(work.journal, _fact(found))
        return bool(found)


def _counts(page: Missing) -> dict[int, int]:
    return {one.epoch: one.entries for one in page.epochs}


def _fact(found: Sequence[tuple[str, Correction]]) -> Fact:
    """What was taken off again is told in the words that head office adds up."""
    body: dict[str, object] = {
        "restored_stock": [[sku, sum(one.lost.values())] for sku, one in found],
        BY_EPOCH: [[epoch, sku, more] for sku, one in found for epoch, more in one.lost.items()],
    }
    off = [[sku, -one.off] for sku, one in found if one.off]
    if not off:
        return Fact(EntryKind.CONFIG_CHANGE, None, body)
    body = {**body, "moved": off}
    openings = [[sku, -one.opened_twice] for sku, one in found if one.opened_twice]
    return Fact(EntryKind.IMPORT, None, {**body, "openings": openings} if openings else body)


def _spans(firsts: Mapping[str, int]) -> Sequence[Span]:
    """What the store holds of each epoch: until the next one begins."""
    begins = sorted((int(epoch), seq) for epoch, seq in firsts.items())
    ends: list[int | None] = [seq - 1 for _, seq in begins[1:]]
    return [Span(epoch, end) for (epoch, _), end in zip(begins, [*ends, None], strict=True)]
