"""All that is looked for in the activity log, as it goes into a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Protocol

from pos_app.services.activity.activity_log import Wanted
from pos_app.viewmodels.activity.activity_filters import ActivityFilters
from pos_app.viewmodels.activity.activity_words import ActivityWords
from pos_app.viewmodels.shared.export import Exportable


class ActivityOutlet(Protocol):
    def write(self, wanted: Wanted, path: Path, *, people: Mapping[int, str]) -> int:
        """Write all that fits as CSV, and say how much that was."""
        ...


def activity_export(
    filters: ActivityFilters,
    words: ActivityWords,
    outlet: ActivityOutlet,
    today: Callable[[], date],
) -> Exportable:
    wanted, people = filters.wanted, dict(filters.people)
    return Exportable(
        f"activity_{today().isoformat()}",
        lambda path: outlet.write(wanted, path, people=people),
        words.written,
    )
