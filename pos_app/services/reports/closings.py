"""What a day, a month or a year closed with, and the same from its orders, one by one."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from pos_app.domain.closing import ClosingSums


@dataclass(frozen=True, slots=True)
class Closing:
    """`stored` is what shifts and summaries keep, `recomputed` what its orders say."""

    since: date
    until: date
    shifts: int
    still_open: int
    stored: ClosingSums
    recomputed: ClosingSums

    @property
    def differences(self) -> tuple[str, ...]:
        """The names of the sums that are not alike."""
        names = (one.name for one in fields(ClosingSums))
        return tuple(
            name for name in names if getattr(self.stored, name) != getattr(self.recomputed, name)
        )
