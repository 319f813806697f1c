"""Use cases: notice that the clock was set, and say that it is right."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Final

from pos_app.domain.journal import EntryKind
from pos_app.domain.staff import Approval, Permission, StaffMember
from pos_app.services.journal.adopting import Adopting
from pos_app.services.journal.clock_trust import Reading, off_by
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.ports import Entry, JournalQueries, NewUnitOfWork, SettingQueries

OFFSET: Final = "clock_offset_ms"
ENTRIES_READ: Final = 100


class ClockWatch:
    """Looks at the clocks: at first against the journal, then against the look before."""

    def __init__(
        self,
        *,
        new_uow: NewUnitOfWork,
        journal: JournalWriter,
        entries: JournalQueries,
        settings: SettingQueries,
        adopting: Adopting | None = None,
    ) -> None:
        self._new_uow = new_uow
        self._journal = journal
        self._trust = journal.trust
        self._entries = entries
        self._settings = settings
        self._adopting = adopting

    def off_by_ms(self) -> int:
        """How far the clock is off, without any input or output; negative is behind."""
        return self._trust.off_by_ms(self._trust.read())

    def now(self) -> datetime:
        """What the clock of this computer says."""
        return self._trust.read().wall

    def has_news(self) -> bool:
        """Whether the next look may find something to record."""
        return self._trust.last is None or self.off_by_ms() != self._trust.offset_ms

    def look(self) -> int:
        """Record a jump since the last look, and say how far the clock is off.

        Nothing is added to an epoch that may go on elsewhere: there it waits for the next one.

        :raises UnavailableError: if the disk refuses; the next look finds the jump again
        """
        trust = self._trust
        before, offset = trust.last, trust.offset_ms
        if before is None:
            offset = int(self._settings.get(OFFSET) or "0")
            before = self._last_reading(is_suspect=bool(offset)) or trust.read()
        now = trust.read()
        found = off_by(before, now, offset)
        if self._adopting is not None and self._adopting.is_owed:
            trust.settle(before, offset)
        elif found == offset:
            trust.settle(now, offset)
        else:
            self._record(now, found, _jump(before, now, offset, found))
        return found

    def confirm(self, *, actor: StaffMember, approval: Approval | None = None) -> None:
        """Believe the wall clock again, as it stands now.

        :raises NotAllowedError: if the actor may not
        """
        approver = actor.require(Permission.CONFIRM_CLOCK, approval=approval)
        now, offset = self._trust.read(), self.off_by_ms()
        body: dict[str, object] = {"clock_confirmed": _iso(now.wall), "offset_ms": offset}
        self._record(now, 0, Fact(EntryKind.CONFIG_CHANGE, actor, body, approver))

    def _record(self, now: Reading, offset_ms: int, fact: Fact) -> None:
        """Settle it in the same breath as it is journalled: the entry itself knows already."""
        trust = self._trust
        before = trust.last, trust.offset_ms
        trust.settle(now, offset_ms)
        try:
            with self._new_uow() as uow:
                uow.settings.put(OFFSET, str(offset_ms))
                self._journal.append(uow.journal, fact)
                uow.commit()
        except BaseException:
            trust.settle(*before)
            raise

    def _last_reading(self, *, is_suspect: bool) -> Reading | None:
        """Both clocks at the newest entry that was written before whatever is not recorded yet."""
        first = max(0, self._entries.head().seq - ENTRIES_READ)
        entries = list(self._entries.entries(after=first))
        readings = [_reading(entry) for entry in reversed(entries)]
        known = [one for one in readings if one is not None]
        agreeing = (reading for reading, suspect in known if suspect is is_suspect)
        return next(agreeing, known[0][0] if known else None)


def _reading(entry: Entry) -> tuple[Reading, bool] | None:
    """What an entry says of the clocks; an entry that cannot be read is the verifier's concern."""
    try:
        said = json.loads(entry.raw)
        wall = datetime.fromisoformat(said["wall_utc"])
        return Reading(wall, said["mono_ms"], said["boot_id"]), said["clock_suspect"]
    except (ValueError, KeyError, TypeError):
        return None


def _jump(before: Reading, now: Reading, offset_ms: int, found_ms: int) -> Fact:
    """`from` is what the clock would say had it not jumped."""
    jump = timedelta(milliseconds=found_ms - offset_ms)
    if before.boot_id == now.boot_id:
        jump = timedelta(milliseconds=before.jump_ms(now))
    body: dict[str, object] = {
        "from": _iso(now.wall - jump),
        "to": _iso(now.wall),
        "offset_ms": found_ms,
    }
    return Fact(kind=EntryKind.CLOCK_JUMP, actor=None, body=body)


def _iso(wall: datetime) -> str:
    return wall.isoformat(timespec="milliseconds")
