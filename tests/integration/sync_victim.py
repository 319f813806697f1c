"""A till that syncs and is killed at one moment: run in a process of its own."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from pos_app.adapters.persistence.unit_of_work import SqlUnitOfWork
from pos_app.adapters.system.paths import DataFolder
from pos_app.adapters.upstream.head_office import HttpHeadOffice
from pos_app.composition.opening import writing
from pos_app.composition.syncing import SyncDesk
from pos_app.domain.errors import PosError
from pos_app.services.sync.membership import require_membership
from pos_app.services.sync.syncing import sync_once
from pos_app.wire.changes import Page
from pos_app.wire.keys import PublishedKey
from pos_app.wire.missing import Missing, Span
from pos_app.wire.records import Received, Record

T = TypeVar("T")
TRIES_MAX = 9


class Moments:
    """Counts what happens, and pulls the plug at one of them."""

    def __init__(self, kill_at: int) -> None:
        self._left = kill_at

    def pass_one(self) -> None:
        self._left -= 1
        if not self._left:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, work: Callable[[], T]) -> T:
        self.pass_one()
        result = work()
        self.pass_one()
        return result


class WatchedOffice:
    """Head office, with a moment on either side of every request."""

    def __init__(self, office: HttpHeadOffice, moments: Moments) -> None:
        self._office = office
        self._moments = moments

    def send(self, records: Sequence[Record]) -> Received:
        return self._moments.around(lambda: self._office.send(records))

    def changes(self, *, cursor: str, limit: int) -> Page:
        return self._moments.around(lambda: self._office.changes(cursor=cursor, limit=limit))

    def missing(
        self, *, spans: Sequence[Span], after: str, known: Mapping[int, int] | None
    ) -> Missing | None:
        return self._moments.around(
            lambda: self._office.missing(spans=spans, after=after, known=known)
        )

    def keys(self) -> Sequence[PublishedKey]:
        return self._moments.around(self._office.keys)

    def abort(self) -> None:
        self._office.abort()


def sync_until(root: str, kill_at: int) -> None:
    """Send and receive everything in small steps, with a moment around every commit too."""
    moments = Moments(kill_at)
    commit = SqlUnitOfWork.commit

    def watched(work: SqlUnitOfWork) -> None:
        moments.around(lambda: commit(work))

    with writing(DataFolder(Path(root))) as store:
        SqlUnitOfWork.commit = watched  # type: ignore[assignment, method-assign]
        desk = SyncDesk(store)
        member = require_membership(store.queries.settings)
        parts = desk.parts(WatchedOffice(desk.office(member), moments))
        for _ in range(TRIES_MAX):
            with suppress(PosError):  # a line that fails now and then: once more
                while parts.pulling.step().left:
                    parts.pushing.step()
                sync_once(parts.pushing, parts.pulling, progress=lambda _report, _left: None)
                return
