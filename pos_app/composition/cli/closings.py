"""`pos-app report closing`: a day, a month or a year, proved from its orders."""

from __future__ import annotations

from dataclasses import fields

import click

from pos_app.composition.cli import values
from pos_app.composition.cli.context import (
    Cli,
    as_json,
    pass_cli,
    print_json,
    print_table,
    refusals_in_words,
    say,
)
from pos_app.domain.closing import ClosingPeriodError, ClosingSums, Period
from pos_app.domain.errors import RefusedError
from pos_app.domain.money import Currency
from pos_app.services.reports.closings import Closing

LENGTHS = (len("2026-03-14"), len("2026-03"), len("2026"))
COUNTS = frozenset({"orders"})
NAMES = tuple(one.name for one in fields(ClosingSums))


class ClosingUntrueError(RefusedError):
    code = "closing.untrue"
    text = (
        "What is stored for {period} is not what its orders add up to: {names}. "
        "Nothing was changed; pos-app doctor says what is wrong."
    )


class OnePeriodError(RefusedError):
    code = "closing.one_period"
    text = "Say one period: --day 2026-03-14, --month 2026-03 or --year 2026."


@click.command()
@click.option("--day", help="A business date, as 2026-03-14.")
@click.option("--month", help="A month, as 2026-03.")
@click.option("--year", help="A year, as 2026.")
@as_json
@pass_cli
@refusals_in_words
def closing(
    cli: Cli, *, day: str | None, month: str | None, year: str | None, as_json: bool
) -> None:
    """What a day, month or year closed with, and the same from its orders, one by one."""
    given = [
        (text, length)
        for text, length in zip((day, month, year), LENGTHS, strict=True)
        if text is not None
    ]
    if len(given) != 1:
        raise OnePeriodError
    [(wanted, length)] = given
    if len(wanted) != length:
        raise ClosingPeriodError(value=wanted)
    period = Period.of(wanted)
    with cli.reading() as queries:
        found = queries.closings.closing(since=period.since, until=period.until)
        currency = queries.profile.currency
    if as_json:
        print_json(_document(found, currency))
    else:
        _print(found, currency)
    if found.differences:
        raise ClosingUntrueError(period=wanted, names=", ".join(found.differences))


def _print(found: Closing, currency: Currency) -> None:
    rows = [["", "stored", "from orders", ""]]
    for name in NAMES:
        cells = [_shown(name, getattr(one, name), currency) for one in _both(found)]
        rows.append([name, *cells, "differs" if name in found.differences else ""])
    print_table(rows, right=frozenset({1, 2}))
    still = f", {found.still_open} still open" if found.still_open else ""
    say(f"{found.shifts} shifts from {found.since} to {found.until}{still}.")


def _both(found: Closing) -> tuple[ClosingSums, ClosingSums]:
    return found.stored, found.recomputed


def _shown(name: str, value: int, currency: Currency) -> str:
    return str(value) if name in COUNTS else values.plain(value, currency)


def _document(found: Closing, currency: Currency) -> dict[str, object]:
    stored, recomputed = (
        {
            name: getattr(one, name)
            if name in COUNTS
            else values.money(getattr(one, name), currency)
            for name in NAMES
        }
        for one in _both(found)
    )
    return {
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
        "shifts": found.shifts,
        "still_open": found.still_open,
        "stored": stored,
        "recomputed": recomputed,
        "differences": list(found.differences),
    }
