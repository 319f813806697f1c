"""`pos-app time`: who works when, and what somebody forgot to clock."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import click

from pos_app.adapters.files.formula_guard import guarded
from pos_app.adapters.system.whole_file import whole_file
from pos_app.composition.cli import values
from pos_app.composition.cli.context import (
    Cli,
    as_json,
    owner_of,
    pass_cli,
    print_json,
    print_table,
    read_pin,
    refusals_in_words,
    say,
)
from pos_app.composition.cli.orders import DAY
from pos_app.composition.queries import Queries
from pos_app.composition.targets import refuse_own_file
from pos_app.composition.time_clock import time_clock_of
from pos_app.domain.staff import StaffMember
from pos_app.domain.working_time import A_DAY, Side, TimeEntry, Worked, by_day, in_zone, midnight
from pos_app.services.staff.hours import clock_hours
from pos_app.services.staff.names import named
from pos_app.services.staff.time_clock import Clocked
from pos_app.services.staff.worked import worked_in

MOMENT: Final = click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])
PIN: Final = click.option("--pin-file", required=True, help="A file with the PIN, or - to type it.")
LONG_AGO: Final = click.option(
    "--long-ago",
    "is_long_ago_meant",
    is_flag=True,
    help="The day is meant although it is more than 60 days ago.",
)
HOURS_HEAD: Final = ["day", "person", "hours", "minutes", "remark"]


@dataclass(frozen=True, slots=True)
class _Read:
    """The time entries of a store, with what they are shown by."""

    time_entries: list[TimeEntry]
    people: Mapping[int, str]
    zone: ZoneInfo

    def name(self, staff_id: int) -> str:
        return self.people.get(staff_id, f"#{staff_id}")


@click.group("time", help="Who works when: clock in, clock out, and the hours.")
def command() -> None:
    pass


@command.command("in")
@click.argument("name")
@PIN
@pass_cli
@refusals_in_words
def clock_in(cli: Cli, *, name: str, pin_file: str) -> None:
    """Clock NAME in."""
    pin = read_pin(pin_file)
    with cli.writing() as store:
        member = _member(store.queries, name)
        clocked = time_clock_of(store).clock_in(staff_id=member.staff_id, pin=pin)
        say(_told(clocked, store.queries.profile.time_zone))


@command.command("out")
@click.argument("name")
@PIN
@pass_cli
@refusals_in_words
def clock_out(cli: Cli, *, name: str, pin_file: str) -> None:
    """Clock NAME out."""
    pin = read_pin(pin_file)
    with cli.writing() as store:
        member = _member(store.queries, name)
        clocked = time_clock_of(store).clock_out(staff_id=member.staff_id, pin=pin)
        say(_told(clocked, store.queries.profile.time_zone))


@command.command("list")
@click.option("--from", "since", type=DAY, default=None, help="First day.")
@click.option("--to", "until", type=DAY, default=None, help="Last day.")
@click.option("--person", default=None, help="Of this person alone, by name.")
@as_json
@pass_cli
@refusals_in_words
def list_time_entries(
    cli: Cli,
    *,
    since: datetime | None,
    until: datetime | None,
    person: str | None,
    as_json: bool,
) -> None:
    """Every time entry: when each came and left, with the number that a correction names."""
    with cli.reading() as queries:
        read = _read(queries, since, until, person)
    now = datetime.now(read.zone)
    rows = [_time_entry(one, read, now) for one in read.time_entries]
    if as_json:
        print_json(rows)
        return
    print_table([[str(cell) if cell is not None else "–" for cell in row.values()] for row in rows])


@command.command()
@click.option("--from", "since", type=DAY, default=None, help="First day.")
@click.option("--to", "until", type=DAY, default=None, help="Last day.")
@click.option("--person", default=None, help="Of this person alone, by name.")
@click.option("--csv", "csv_file", type=click.Path(path_type=Path, dir_okay=False), default=None)
@as_json
@pass_cli
@refusals_in_words
def hours(
    cli: Cli,
    *,
    since: datetime | None,
    until: datetime | None,
    person: str | None,
    csv_file: Path | None,
    as_json: bool,
) -> None:
    """Hours and exact minutes of each person and day; what was not clocked out is marked."""
    with cli.reading() as queries:
        read = _read(queries, since, until, person)
    days = by_day(read.time_entries, read.zone)
    if csv_file is not None:
        refuse_own_file(cli.folder, csv_file)
        with whole_file(csv_file) as place:
            _write(place, days, read)
        say(f"The hours are in {csv_file}.")
    elif as_json:
        print_json([_document(one, read) for one in days])
    else:
        print_table([HOURS_HEAD, *(_cells(one, read) for one in days)], right=frozenset({2, 3}))


@command.command()
@click.argument("entry", type=click.IntRange(1, 2**62))
@click.option("--came", type=MOMENT, default=None, help="When they came, such as 2026-03-02T09:00.")
@click.option("--left", type=MOMENT, default=None, help="When they left.")
@click.option("--reason", required=True, help="Why; it stays in the journal.")
@LONG_AGO
@pass_cli
@refusals_in_words
def correct(
    cli: Cli,
    *,
    entry: int,
    came: datetime | None,
    left: datetime | None,
    reason: str,
    is_long_ago_meant: bool,
) -> None:
    """Correct time entry ENTRY; what was clocked stays in the journal."""
    at = came or left
    if at is None or (came is not None and left is not None):
        raise click.UsageError("Say either --came or --left.")
    with cli.writing() as store:
        zone = ZoneInfo(store.queries.profile.time_zone)
        after = time_clock_of(store).correct(
            actor=owner_of(store),
            began=entry,
            times={Side.IN if came is not None else Side.OUT: in_zone(at, zone)},
            reason=reason,
            is_long_ago_meant=is_long_ago_meant,
        )
        read = _Read([after], _people(store.queries), zone)
    say(f"{read.name(after.staff_id)} worked {clock_hours(after.minutes())}.")


@command.command()
@click.argument("name")
@click.option("--came", type=MOMENT, required=True, help="When they came.")
@click.option("--left", type=MOMENT, required=True, help="When they left.")
@click.option("--reason", required=True, help="Why; it stays in the journal.")
@LONG_AGO
@pass_cli
@refusals_in_words
def add(
    cli: Cli,
    *,
    name: str,
    came: datetime,
    left: datetime,
    reason: str,
    is_long_ago_meant: bool,
) -> None:
    """Write down a time entry of NAME that nobody clocked."""
    with cli.writing() as store:
        zone = ZoneInfo(store.queries.profile.time_zone)
        person = _member(store.queries, name)
        added = time_clock_of(store).add(
            actor=owner_of(store),
            person=person,
            times={Side.IN: in_zone(came, zone), Side.OUT: in_zone(left, zone)},
            reason=reason,
            is_long_ago_meant=is_long_ago_meant,
        )
    say(f"{person.name} worked {clock_hours(added.minutes())}.")


def _read(
    queries: Queries, since: datetime | None, until: datetime | None, person: str | None
) -> _Read:
    zone = ZoneInfo(queries.profile.time_zone)
    found = worked_in(
        queries.activity,
        midnight(since.date(), zone) if since is not None else None,
        midnight(until.date() + A_DAY, zone) if until is not None else None,
    )
    if person is not None:
        wanted = _member(queries, person).staff_id
        found = [one for one in found if one.staff_id == wanted]
    return _Read(found, _people(queries), zone)


def _people(queries: Queries) -> Mapping[int, str]:
    return {one.staff_id: one.name for one in queries.staff.listed()}


def _member(queries: Queries, name: str) -> StaffMember:
    return named(queries.staff.listed(), name)


def _told(clocked: Clocked, zone: str) -> str:
    way = "in" if clocked.side is Side.IN else "out"
    at = clocked.at.astimezone(ZoneInfo(zone))
    told = f"{clocked.member.name} clocked {way} at {at:%H:%M}."
    return f"{told} The clock-out before is missing." if clocked.forgotten else told


def _time_entry(one: TimeEntry, read: _Read, now: datetime) -> dict[str, object]:
    zone = read.zone.key
    remark = "" if one.ended else "clock-out missing" if one.is_forgotten(now) else "at work"
    return {
        "entry": one.seq,
        "person": read.name(one.staff_id),
        "came": values.moment(one.began, zone),
        "left": values.moment(one.ended, zone),
        "minutes": one.minutes() if one.ended else None,
        "remark": ", ".join(filter(None, (remark, *_amended(one)))),
    }


def _amended(one: TimeEntry) -> Sequence[str]:
    return [
        word for word, is_so in (("added", one.is_added), ("corrected", one.is_corrected)) if is_so
    ]


def _cells(one: Worked, read: _Read) -> list[str]:
    remark = "not clocked out" if one.is_open else ""
    day = one.day.isoformat()
    return [day, read.name(one.staff_id), clock_hours(one.minutes), str(one.minutes), remark]


def _document(one: Worked, read: _Read) -> dict[str, object]:
    return {
        "day": one.day.isoformat(),
        "person": read.name(one.staff_id),
        "minutes": one.minutes,
        "is_open": one.is_open,
    }


def _write(path: Path, days: Iterable[Worked], read: _Read) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(HOURS_HEAD)
        writer.writerows([guarded(cell) for cell in _cells(one, read)] for one in days)
