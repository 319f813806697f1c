"""Let go of receipts that were printed or e-mailed long ago; orders and journal stay."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from pos_app.services.ports import Clock, NewUnitOfWork

KEPT: Final = timedelta(days=30)
AT_ONCE: Final = 500
PAUSE: Final = timedelta(days=1)


class Pruning:
    """A step at a time, so that no order waits for more than one; once a day when all is done."""

    def __init__(self, *, new_uow: NewUnitOfWork, clock: Clock) -> None:
        self._new_uow = new_uow
        self._clock = clock
        self._next_ms = 0

    def step(self) -> int:
        """Prune at most `AT_ONCE` jobs of either, if there may be any; return how many went."""
        now_ms = self._clock.monotonic_ms()
        if now_ms < self._next_ms:
            return 0
        with self._new_uow() as uow:
            before = self._clock.now() - KEPT
            printed = uow.print_jobs.prune(before=before, limit=AT_ONCE)
            emailed = uow.emails.prune(before=before, limit=AT_ONCE)
            if printed or emailed:
                uow.commit()
        if max(printed, emailed) < AT_ONCE:
            self._next_ms = now_ms + PAUSE // timedelta(milliseconds=1)
        return printed + emailed
