"""Use case: take what was edited at head office, page by page, each with its cursor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pos_app.domain.errors import PosError
from pos_app.domain.journal import EntryKind
from pos_app.services.catalogue.staged_import import Pace
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.ports import Clock, SettingQueries, StaffQueries
from pos_app.services.sync.membership import (
    CURSOR,
    GENERATION,
    RECEIVED_AT,
    WAITING_PEOPLE,
    require_membership,
)
from pos_app.services.sync.ports import (
    BadAnswerError,
    CursorUnknownError,
    HeadOffice,
    NewSyncWork,
    SyncWork,
)
from pos_app.services.sync.received_people import waiting_people
from pos_app.services.sync.receiving import REFUSED_TOLD_MAX, Receiver, Refused
from pos_app.services.sync.reclaiming import Reclaiming
from pos_app.wire.changes import PAGE_MAX, Page, Subject

MERGE_PAGES: Final = 96
"""Of the search index, in a transaction of its own between two pages: no longer than a slice."""
UPKEEP_EVERY: Final = 3
PAGES_AT_ONCE: Final = 20
"""In one transaction, where nobody sells meanwhile."""


@dataclass(frozen=True, slots=True)
class PullPorts:
    office: HeadOffice
    settings: SettingQueries
    staff: StaffQueries
    new_work: NewSyncWork
    journal: JournalWriter
    clock: Clock
    shorten_log: Callable[[], None]
    """Tidies up what transactions leave beside the store, if it has grown; no longer than a slice,
    where it is asked often enough."""


@dataclass(frozen=True, slots=True)
class Pulled:
    """What one step took; `left` is about how many changes follow.

    `subjects` are those of which something has changed here.
    """

    taken: int = 0
    left: int = 0
    subjects: frozenset[Subject] = frozenset()
    refused: Sequence[Refused] = ()
    is_owed: bool = False
    """Whether the next step has to ask again what this one got no answer to."""


def _never() -> bool:
    return False


class Pulling:
    """A kill between any two lines costs nothing but the page being asked for again."""

    def __init__(
        self,
        *,
        ports: PullPorts,
        reclaiming: Reclaiming,
        is_stopped: Callable[[], bool] = _never,
    ) -> None:
        """:param is_stopped: whether the store may be written no more"""
        self._ports = ports
        self._reclaiming = reclaiming
        self._is_stopped = is_stopped
        self._pace = Pace()
        self._steps = 0
        self._tried_with: object = None
        self.began_again = False
        """Whether the last step found that head office went back in time."""

    @property
    def is_stopped(self) -> bool:
        return self._is_stopped()

    def step(self) -> Pulled:
        """Take as many changes as fit into a slice, beside whoever sells.

        :raises UnavailableError: if head office does not answer now
        :raises RefusedError: if a person has to do something first
        """
        clock = self._ports.clock
        page = self._page(self._pace.rows)
        if page is None:
            return Pulled(left=1)
        started = clock.monotonic_ms()
        pulled = self._apply([page])
        if page.changes:
            self._pace.note(rows=len(page.changes), milliseconds=clock.monotonic_ms() - started)
        if Subject.PRODUCT in pulled.subjects:
            self._steps += 1
            if not self._steps % UPKEEP_EVERY or not pulled.left:
                self._merge(MERGE_PAGES)
            self._shorten_log()
        return self._with_lost_stock(self._with_people(pulled))

    def step_alone(self) -> Pulled:
        """Take many pages in one transaction: for when nobody waits for the store."""
        pages: list[Page] = []
        cursor = self._cursor()
        for _ in range(PAGES_AT_ONCE):
            page = self._page(PAGE_MAX, cursor=cursor)
            if page is None:
                return Pulled(left=1)
            pages.append(page)
            cursor = page.cursor
            if not page.left or not page.changes:
                break
        pulled = self._apply(pages)
        self._shorten_log()
        if not pulled.left and Subject.PRODUCT in pulled.subjects:
            self._merge(2**31 - 1)
        return self._with_lost_stock(self._with_people(pulled))

    def _cursor(self) -> str:
        return self._ports.settings.get(CURSOR) or ""

    def _generation(self) -> int:
        return int(self._ports.settings.get(GENERATION) or 1)

    def _page(self, most: int, *, cursor: str | None = None) -> Page | None:
        """The next page; none if everything must be read again, which has begun then.

        :raises BadAnswerError: if the answer leads nowhere, however often it is asked
        """
        require_membership(self._ports.settings)
        self.began_again = False
        asked = self._cursor() if cursor is None else cursor
        try:
            page = self._ports.office.changes(cursor=asked, limit=most)
        except CursorUnknownError as error:
            if not asked:
                raise BadAnswerError(reason="it does not know its own beginning") from error
            if self._is_stopped():
                return None
        else:
            if page.left and (not page.changes or page.cursor == asked):
                raise BadAnswerError(reason="what it knows never comes to an end")
            return page
        self.began_again = True
        with self._ports.new_work() as work:
            # Its versions may have gone back too: what is said anew counts, whatever its number.
            work.settings.put(GENERATION, str(self._generation() + 1))
            work.settings.put(CURSOR, "")
            work.settings.put(WAITING_PEOPLE, "")
            work.commit()
        return None

    def _apply(self, pages: Sequence[Page]) -> Pulled:
        last = pages[-1]
        changes = [change for page in pages for change in page.changes]
        if self._is_stopped() or (not changes and last.cursor == self._cursor()):
            return Pulled(left=last.left if self._is_stopped() else 0)
        ports = self._ports
        with ports.new_work() as work:
            receiver = Receiver(work, self._generation(), ports.settings, ports.staff)
            receiver.take(changes)
            work.settings.put(CURSOR, last.cursor)
            if changes:
                work.settings.put(RECEIVED_AT, ports.clock.now().isoformat())
            self._record(work, receiver)
            work.commit()
        return Pulled(
            len(changes),
            last.left,
            frozenset(Subject(one) for one in receiver.counts),
            tuple(receiver.refused),
        )

    def _with_people(self, pulled: Pulled) -> Pulled:
        """What could not be done of people earlier, if anybody here has changed since."""
        ports = self._ports
        if self._is_stopped() or pulled.left or not waiting_people(ports.settings):
            return pulled
        listed = sorted(ports.staff.listed(), key=lambda one: one.staff_id)
        people = (listed, ports.staff.with_pin())
        if people == self._tried_with:
            return pulled
        self._tried_with = people
        with ports.new_work() as work:
            receiver = Receiver(work, self._generation(), ports.settings, ports.staff)
            receiver.try_people_again()
            if not receiver.people:
                return pulled
            self._record(work, receiver)
            work.commit()
        return replace(pulled, subjects=pulled.subjects | {Subject.STAFF})

    def _with_lost_stock(self, pulled: Pulled) -> Pulled:
        """Once the products are here that it is about.

        A failure waits until the next step asks again, where something was taken that has to be
        told first.
        """
        if self._is_stopped() or pulled.left:
            return pulled
        try:
            has_booked = self._reclaiming.step()
        except PosError:
            if pulled.taken or pulled.subjects:
                return replace(pulled, is_owed=True)
            raise
        return replace(pulled, subjects=pulled.subjects | {Subject.STOCK}) if has_booked else pulled

    def _record(self, work: SyncWork, receiver: Receiver) -> None:
        """Stock that moved elsewhere is journalled where it moved."""
        counts = {name: count for name, count in receiver.counts.items() if name != Subject.STOCK}
        if not counts and not receiver.refused:
            return
        body: dict[str, object] = {"from_head_office": counts}
        if receiver.people:
            body["people"] = receiver.people
        if receiver.refused:
            told = receiver.refused[:REFUSED_TOLD_MAX]
            body["refused"] = [f"{one.subject.value} {one.key}: {one.reason}" for one in told]
        self._ports.journal.append(work.journal, Fact(EntryKind.CONFIG_CHANGE, None, body))

    def _shorten_log(self) -> None:
        if not self._is_stopped():
            self._ports.shorten_log()

    def _merge(self, pages: int) -> None:
        if not self._is_stopped():
            with self._ports.new_work() as work:
                work.received.merge_search(pages=pages)
                work.commit()
