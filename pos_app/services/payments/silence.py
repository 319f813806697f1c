"""A processor that is left alone for a while, as it has not answered several times in a row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from pos_app.services.payments.processor import Purpose

_SECOND: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Silence:
    """Of one processor for one purpose; it ends with an answer, not with `until`."""

    processor: str
    purpose: Purpose
    since: datetime
    """When it was left alone first."""
    tried_at: datetime
    """When it has not answered last."""
    until: datetime
    """Nothing is asked before that."""
    failures: int
    reason: str
    """Why the last request had no answer, in words."""

    def seconds_left(self, now: datetime) -> int:
        """Until it may be tried again, rounded up; a clock that was set back makes it no longer."""
        left = min(self.until - now, self.until - self.tried_at)
        return max(0, -(-left // _SECOND))
