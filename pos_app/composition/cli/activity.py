"""`pos-app activity`: who did what, when, and who allowed it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

import click

from pos_app.adapters.files.activity_csv import write_activity_csv
from pos_app.adapters.system.whole_file import whole_file
from pos_app.composition.cli import values
from pos_app.composition.cli.context import (
    Cli,
    as_json,
    pass_cli,
    print_json_rows,
    print_table,
    refusals_in_words,
    say,
)
from pos_app.composition.cli.orders import DAY, day_of
from pos_app.composition.queries import Queries
from pos_app.composition.receipts import formats_of
from pos_app.composition.targets import refuse_own_file
from pos_app.services.activity.activity_log import ActivityLog, Wanted
from pos_app.services.activity.saying import Group
from pos_app.services.activity.telling import Line, Teller
from pos_app.services.reports.sheet import ENGLISH
from pos_app.services.staff.names import named

SHOWN: int = 100


@dataclass(frozen=True, slots=True)
class _Asked:
    """The lines that are wanted, and how they are shown."""

    lines: Iterator[Line]
    people: Mapping[int, str]
    zone: str
    mark: str

    def name_of(self, staff_id: int | None) -> str:
        return "" if staff_id is None else self.people.get(staff_id, f"#{staff_id}")


@click.command("activity", help="Who did what, when, and who allowed it, the newest first.")
@click.option("--kind", type=click.Choice([one.value for one in Group]), default=None)
@click.option("--person", default=None, help="Who did it or allowed it, by name.")
@click.option("--from", "since", type=DAY, default=None, help="First day.")
@click.option("--to", "until", type=DAY, default=None, help="Last day.")
@click.option("--text", default="", help="A receipt number, or words of the entry.")
@click.option("--limit", type=click.IntRange(min=1), default=None, help="100, but for --csv: all.")
@click.option("--csv", "csv_file", type=click.Path(path_type=Path, dir_okay=False), default=None)
@as_json
@pass_cli
@refusals_in_words
def command(  # each option is a parameter
    cli: Cli,
    *,
    kind: str | None,
    person: str | None,
    since: datetime | None,
    until: datetime | None,
    text: str,
    limit: int | None,
    csv_file: Path | None,
    as_json: bool,
) -> None:
    with cli.reading() as queries:
        wanted = Wanted(
            group=Group(kind) if kind else None,
            person=_person(queries, person),
            since=day_of(since),
            until=day_of(until),
            text=text,
        )
        asked = _asked(queries, wanted, limit or (None if csv_file else SHOWN))
        if csv_file is not None:
            _write(cli, asked, csv_file)
        elif as_json:
            print_json_rows(_document(line, asked) for line in asked.lines)
        else:
            print_table([[*_when(line, asked), line.words] for line in asked.lines])


def _asked(queries: Queries, wanted: Wanted, limit: int | None) -> _Asked:
    profile = queries.profile
    people = {one.staff_id: one.name for one in queries.staff.listed()}
    log = ActivityLog(queries=queries.activity, time_zone=profile.time_zone)
    teller = Teller(formats=formats_of(profile), currency=profile.currency, people=people)
    lines = islice(log.everything(wanted, teller=teller), limit)
    mark = ENGLISH.practice if profile.practice else ""
    return _Asked(lines, people, profile.time_zone, mark)


def _person(queries: Queries, name: str | None) -> int | None:
    return named(queries.staff.listed(), name).staff_id if name is not None else None


def _write(cli: Cli, asked: _Asked, path: Path) -> None:
    refuse_own_file(cli.folder, path)
    with whole_file(path) as place:
        count = write_activity_csv(
            *(place, asked.lines), name_of=asked.name_of, zone=asked.zone, mark=asked.mark
        )
    say(f"{count} entries are in {path}.")


def _when(line: Line, asked: _Asked) -> tuple[str, str]:
    return str(line.seq), values.moment(line.at, asked.zone) or ""


def _document(line: Line, asked: _Asked) -> dict[str, object]:
    return {
        "entry": line.seq,
        "time": values.moment(line.at, asked.zone),
        "kind": line.group.value,
        "person": asked.name_of(line.who) or None,
        "allowed_by": asked.name_of(line.approver) or None,
        "number": line.number or None,
        "what": line.words,
    }
