"""Build the activity log of the till, and what writes it into a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from pos_app.adapters.files.activity_csv import write_activity_csv
from pos_app.adapters.system.whole_file import whole_file
from pos_app.composition.lanes import Lanes
from pos_app.composition.lazy import LazyFormats
from pos_app.composition.opening import OpenStore
from pos_app.composition.targets import refuse_own_file
from pos_app.services.activity.activity_log import ActivityLog, Wanted
from pos_app.services.activity.telling import Teller
from pos_app.services.ports import Formats
from pos_app.services.reports.giving_out import ReportNotWrittenError
from pos_app.services.reports.sheet import ENGLISH
from pos_app.viewmodels.activity.activity import ActivitySources, ActivityViewModel
from pos_app.viewmodels.activity.activity_words import in_language


class StoreActivityOutlet:
    def __init__(self, store: OpenStore, log: ActivityLog, formats: Formats) -> None:
        self._store = store
        self._log = log
        self._formats = formats

    def teller(self, people: Mapping[int, str]) -> Teller:
        return Teller(
            formats=self._formats,
            currency=self._store.queries.profile.currency,
            people=people,
            translate=in_language,
        )

    def write(self, wanted: Wanted, path: Path, *, people: Mapping[int, str]) -> int:
        refuse_own_file(self._store.folder, path)
        profile = self._store.queries.profile
        lines = self._log.everything(wanted, teller=self.teller(people))
        try:
            with whole_file(path) as place:
                return write_activity_csv(
                    *(place, lines),
                    name_of=lambda one: "" if one is None else people.get(one, f"#{one}"),
                    zone=profile.time_zone,
                    mark=ENGLISH.practice if profile.practice else "",
                )
        except OSError as error:
            raise ReportNotWrittenError(path=path, reason=error.strerror or error) from error


def counter_of(store: OpenStore, formats: Formats) -> Callable[[Wanted], int]:
    """How many entries there are of what is wanted."""
    log = ActivityLog(queries=store.queries.activity, time_zone=store.queries.profile.time_zone)
    teller = StoreActivityOutlet(store, log, formats).teller({})
    return lambda wanted: sum(1 for _ in log.everything(wanted, teller=teller))


def activity_of(store: OpenStore, lanes: Lanes, formats: LazyFormats) -> ActivityViewModel:
    queries, clock = store.queries, store.services.clock
    zone = ZoneInfo(queries.profile.time_zone)
    log = ActivityLog(queries=queries.activity, time_zone=queries.profile.time_zone)
    outlet = StoreActivityOutlet(store, log, formats)

    def today() -> date:
        return clock.now().astimezone(zone).date()

    return ActivityViewModel(
        sources=ActivitySources(log, queries.staff.listed, outlet.teller, today, outlet),
        reader=lanes.reports,
        files=lanes.files,
        formats=formats,
    )
