"""Use case: read who did what, the newest first; the journal is its only record."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from pos_app.domain.journal import EntryKind
from pos_app.domain.staff import Permission, StaffMember
from pos_app.services.activity.ports import NEWEST, ActivityQueries, Piece, Search
from pos_app.services.activity.saying import Group
from pos_app.services.activity.telling import SAYINGS, Line, Teller

PAGE: Final = 100
AT_ONCE: Final = 1_000
"""So many entries are fetched at once to look for words in their sentences."""
LOOKED_THROUGH_MAX: Final = 20_000
"""So many entries at most are looked through for one page; it goes on from where that ends."""
_WORD: Final = re.compile(r"[!#-\[\]-~]+")
"""What stands in the bytes of an entry as it was typed."""
_NUMBER: Final = re.compile(r"(?:X-)?[A-Z0-9]{2,8}-\d{1,9}")
FIRST_DAY: Final = date(1970, 1, 1)
LAST_DAY: Final = date(9000, 1, 1)
_A_DAY: Final = timedelta(days=1)
_MIXED: Final = frozenset({EntryKind.CONFIG_CHANGE.value})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; what is None or empty narrows nothing.

    `person` has done it, allowed it, or tried to get it allowed; the days are of the store's time
    zone, both included; `text` is a receipt number, or stands in the sentence, or
    in what was typed, chosen, or named. `kind` is one of those of the group, and `during` begins
    and ends at a moment: the end is not of it, and None is none.
    """

    group: Group | None = None
    person: int | None = None
    since: date | None = None
    until: date | None = None
    text: str = ""
    kind: str = ""
    during: tuple[datetime, datetime | None] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Older ones come before `before`; there are none if that is None."""

    lines: Sequence[Line]
    before: int | None


class ActivityLog:
    def __init__(self, *, queries: ActivityQueries, time_zone: str) -> None:
        self._queries = queries
        self._zone = ZoneInfo(time_zone)

    def read(
        self,
        wanted: Wanted,
        *,
        actor: StaffMember,
        teller: Teller,
        before: int = NEWEST,
        limit: int = PAGE,
    ) -> Page:
        """A page, which may be short though more follow: looking on takes another call.

        :raises NotAllowedError: if the actor may not read reports
        """
        actor.require(Permission.READ_REPORTS)
        return self.as_owner(wanted, teller=teller, before=before, limit=limit)

    def as_owner(
        self, wanted: Wanted, *, teller: Teller, before: int = NEWEST, limit: int = PAGE
    ) -> Page:
        """For whoever owns the files, as on the command line."""
        search = self._search(wanted)
        if search.low > search.high:
            return Page((), None)
        lines: list[Line] = []
        text = _plain(wanted.text)
        looked_from = min(before, search.high + 1)
        at_once = AT_ONCE if text and not search.order else limit
        for piece in self._pieces(search, before, at_once):
            lines += (
                line
                for seq, raw in piece.entries
                for line in (teller.line(seq, raw),)
                if self._fits(line, wanted)
                and (not text or (search.order and line.order_id) or _says(line, raw, text))
            )
            if len(lines) >= limit:
                lines = lines[:limit]
                return Page(lines, lines[-1].seq)
            if looked_from - piece.reached >= LOOKED_THROUGH_MAX and piece.reached > search.low:
                return Page(lines, piece.reached)
        return Page(lines, None)

    def everything(self, wanted: Wanted, *, teller: Teller) -> Iterator[Line]:
        """All of it, page by page, for whoever owns the files."""
        before: int | None = NEWEST
        while before is not None:
            page = self.as_owner(wanted, teller=teller, before=before)
            yield from page.lines
            before = page.before

    def _pieces(self, search: Search, before: int, limit: int) -> Iterator[Piece]:
        while before > search.low:
            piece = self._queries.piece(search, before=before, limit=limit)
            yield piece
            before = piece.reached

    def _search(self, wanted: Wanted) -> Search:
        low, high = self._queries.span(*self._bounds(wanted))
        number = wanted.text.strip().upper()
        order = self._queries.order_of(number) if _NUMBER.fullmatch(number) else ""
        return Search(
            kinds=(wanted.kind,) if wanted.kind else kinds_of(wanted.group),
            person=wanted.person,
            order=order,
            low=max(1, low),
            high=high,
        )

    def _bounds(self, wanted: Wanted) -> tuple[datetime | None, datetime | None]:
        if wanted.during is not None:
            return wanted.during
        since, until = wanted.since, wanted.until
        return (
            self._midnight(since) if since is not None and since > FIRST_DAY else None,
            self._midnight(until + _A_DAY) if until is not None and until < LAST_DAY else None,
        )

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self._zone).astimezone(UTC)

    def _fits(self, line: Line, wanted: Wanted) -> bool:
        """Exactly: what was found by an index is more than what was asked for."""
        since, until = self._bounds(wanted)
        is_of_time = (
            line.at is not None
            and (since is None or line.at >= since)
            and (until is None or line.at < until)
        )
        return (
            (is_of_time or since is until is None)
            and wanted.group in (None, line.group)
            and wanted.kind in ("", line.key.partition(".")[0])
            and (wanted.person is None or wanted.person in (line.who, line.approver, line.asker))
        )


def kinds_of(group: Group | None) -> tuple[str, ...]:
    """The kinds that can be of it; nothing for all."""
    if group is None:
        return ()
    keys = [key for key, saying in SAYINGS.items() if saying.group is group]
    known = {kind.value for kind in EntryKind}
    kinds = {key.partition(".")[0] for key in keys} & known
    if any(key.partition(".")[0] not in known for key in keys):
        kinds |= _MIXED
    return tuple(sorted(kinds))


def _says(line: Line, raw: bytes, text: str) -> bool:
    """Bytes that cannot be read say no more than that they cannot."""
    if text in _plain(line.words) or text in line.number.lower():
        return True
    word = max(_WORD.findall(text), key=len, default="")
    if line.at is None or word.encode() not in raw.lower():  # far quicker than reading them
        return False
    return any(text in _plain(one) for one in _texts(json.loads(raw)["body"]))


def _plain(said: str) -> str:
    """As it is compared: in small letters, and with amounts as they are typed."""
    return " ".join(said.lower().split())


def _texts(value: object) -> Iterator[str]:
    """Every word that was typed or chosen, but no name of a field."""
    if isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, str):
        yield value
