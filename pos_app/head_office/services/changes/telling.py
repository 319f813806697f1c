"""Use case: what was edited here, and moved in the store's other tills, page by page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from pos_app.head_office.services.changes.cursors import (
    Cursor,
    CursorUnknownError,
    Position,
    Prove,
    read_cursor,
)
from pos_app.head_office.services.changes.ports import (
    ChangeQueries,
    Elsewhere,
    Found,
    Incarnations,
    NewChangeReading,
)
from pos_app.wire.changes import Change, Page, Subject


class Changes:
    def __init__(
        self, *, new_reading: NewChangeReading, incarnations: Incarnations, prove: Prove
    ) -> None:
        self._new_reading = new_reading
        self._incarnations = incarnations
        self._prove = prove

    def page(self, *, store_id: str, terminal_id: str, cursor: str, limit: int) -> Page:
        """The newest state of each thing that changed after the cursor.

        :param cursor: of the page before, or nothing for all there is
        :raises CursorUnknownError: if the terminal has to begin again
        """
        read = read_cursor(cursor, self._prove) if cursor else None
        whose = {"store_id": store_id, "terminal_id": terminal_id}
        with self._new_reading() as queries:
            # Asked every time: a database may be put back under a program that runs.
            life = queries.incarnation()
            if read is not None and life not in (None, read.incarnation):
                raise CursorUnknownError
            is_ahead = read is not None and read.position.txid > queries.newest()
            if life is not None and not is_ahead:
                changes, reached = _page(queries, read, life, limit=limit, whose=whose)
                return Page(changes, reached.written(self._prove), reached.left)
        if life is None:
            self._incarnations.settle()
            return self.page(cursor=cursor, limit=limit, **whose)
        # Somebody was told of what is not there any more.
        self._incarnations.renew(reason="a terminal knows later changes")
        raise CursorUnknownError


def _page(
    queries: ChangeQueries,
    read: Cursor | None,
    incarnation: str,
    *,
    limit: int,
    whose: Mapping[str, str],
) -> tuple[list[Change], Cursor]:
    position = read.position if read is not None else Position()
    found = queries.after(
        position, store_id=whose["store_id"], terminal_id=whose["terminal_id"], limit=limit + 1
    )
    shown = found[:limit]
    left = 0
    if len(found) > limit:
        # Counting anew for every page would take longer than reading it.
        before = read.left if read is not None else 0
        left = before - limit
        if left <= 0:
            left = queries.count_after(shown[-1].position, **whose)
    moved = {one.key for one in shown if one.subject is Subject.STOCK}
    elsewhere = queries.elsewhere(moved, **whose) if moved else {}
    last = shown[-1].position if shown else position
    return _told(shown, elsewhere), Cursor(incarnation, last, left)


def _told(found: Sequence[Found], elsewhere: Mapping[str, Elsewhere]) -> list[Change]:
    told: dict[tuple[Subject, str], Change] = {}
    for one in found:
        if one.subject is Subject.STOCK:
            there = elsewhere[one.key]
            change = Change(one.subject, one.key, there.version, {"elsewhere": there.quantity})
        else:
            body = None if one.body is None else json.loads(one.body)
            change = Change(one.subject, one.key, one.version, body)
        told[one.subject, one.key] = change
    return list(told.values())
