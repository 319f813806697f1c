"""Use cases: which terminals there are, and one may not speak any more."""

from __future__ import annotations

from collections.abc import Sequence

from pos_app.head_office.services.access.moments import ms_of
from pos_app.head_office.services.access.ports import (
    Cache,
    Clock,
    Event,
    EventKind,
    NewAccessReading,
    NewAccessWork,
    Terminal,
)
from pos_app.head_office.services.access.standing import standing_key
from pos_app.head_office.services.access.stores import find_store
from pos_app.head_office.services.errors import AbsentError


class TerminalUnknownError(AbsentError):
    text = "There is no such terminal. Nothing was changed."


class JournalUnknownError(AbsentError):
    text = (
        "No terminal that ever enrolled here has this journal. Nothing was taken in; check that "
        "the file is of one of this head office's tills."
    )


class Terminals:
    def __init__(
        self,
        *,
        new_work: NewAccessWork,
        new_reading: NewAccessReading,
        cache: Cache,
        clock: Clock,
    ) -> None:
        self._new_work = new_work
        self._new_reading = new_reading
        self._cache = cache
        self._clock = clock

    def listed(self, *, store_id: str | None = None) -> Sequence[Terminal]:
        """Of one store, or of all for None."""
        with self._new_reading() as reading:
            return reading.terminals.listed(store_id)

    def find(self, *, code: str, store: str) -> Terminal:
        """The one that speaks under a code.

        :param store: its id or name
        :raises AbsentError: if there is none
        """
        with self._new_reading() as reading:
            found = reading.terminals.active_at(find_store(reading.stores, store).store_id, code)
        if found is None:
            raise TerminalUnknownError
        return found

    def of_journal(self, journal_id: str) -> Terminal:
        """Whose journal it is, whether it may speak or not.

        :raises JournalUnknownError: if nobody's
        """
        for one in self.listed():
            if one.journal_id == journal_id:
                return one
        raise JournalUnknownError

    def note_import(self, *, terminal: Terminal, accepted: int, actor: str) -> None:
        """Somebody brought what it had not sent: so many entries."""
        at = ms_of(self._clock.now())
        about: dict[str, str | int] = {"accepted": accepted}
        with self._new_work() as work:
            event = Event(at, EventKind.RECORDS_IMPORTED, terminal.terminal_id, actor, about)
            work.events.add(event)
            work.commit()

    def revoke(self, *, terminal_id: str, actor: str) -> None:
        """It is refused on every replica within half a minute; what it sent stays.

        :raises TerminalUnknownError: if there is none
        """
        at = ms_of(self._clock.now())
        with self._new_work() as work:
            if work.terminals.get(terminal_id, for_update=True) is None:
                raise TerminalUnknownError
            work.terminals.end(terminal_id, at=at)
            work.events.add(Event(at, EventKind.TERMINAL_REVOKED, terminal_id, actor, {}))
            work.commit()
        self._cache.forget(standing_key(terminal_id))
