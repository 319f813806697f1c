"""`pos-app shift`: drawer periods of this terminal."""

from __future__ import annotations

import re

import click

from pos_app.composition.backing_up import back_up
from pos_app.composition.cash_moving import cash_moves_of
from pos_app.composition.cli import values
from pos_app.composition.cli.context import (
    Cli,
    as_json,
    owner_of,
    pass_cli,
    print_json,
    print_table,
    refusals_in_words,
    say,
)
from pos_app.composition.cli.shift_reports import x, z
from pos_app.composition.receipts import formats_of
from pos_app.domain.errors import InvalidInputError, NotFoundError, PosError
from pos_app.domain.money import InvalidAmountError, Money
from pos_app.domain.shift import CashReason
from pos_app.domain.store import StoreProfile
from pos_app.services.backup.keeping import BackupKind
from pos_app.services.shifts.cash_moves import CashMove, Direction
from pos_app.services.shifts.counting import PIECES_MAX, Count

_NUMBER = re.compile(rf"[0-9]{{1,{len(str(PIECES_MAX))}}}")
ID_MAX = 2**63 - 1
"""The largest id that a store can give."""


why = click.option(
    "--reason",
    "why",
    type=click.Choice([one.value for one in CashReason]),
    default=CashReason.OTHER.value,
    show_default=True,
)
by_pieces = click.option(
    "--pieces",
    multiple=True,
    metavar="VALUExNUMBER",
    help="Notes or coins of one value, as 20x3; once for each value.",
)
note = click.option("--note", default="", help="What the reason does not say.")


class NotCountedError(InvalidInputError):
    code = "shift.not_counted"
    text = "{typed!r} is no count. Say the cash as one amount, or as --pieces 20x3, but not both."


class NoSuchShiftError(NotFoundError):
    code = "shift.unknown"
    text = "There is no shift {key} on this terminal."


@click.group("shift", help="Drawer periods of this terminal.")
def command() -> None:
    pass


@command.command("list")
@as_json
@pass_cli
@refusals_in_words
def list_shifts(cli: Cli, *, as_json: bool) -> None:
    """Every shift, with what was sold in it."""
    with cli.reading() as queries:
        shifts, profile = queries.shifts.listed(), queries.profile
    if as_json:
        print_json([values.shift(one, profile.currency, profile.time_zone) for one in shifts])
        return
    print_table(
        [
            [
                str(one.number),
                one.business_date.isoformat(),
                "closed" if one.closed_at else "open",
                str(one.orders),
                values.plain(one.sales, profile.currency),
            ]
            for one in shifts
        ],
        right=frozenset({0, 3, 4}),
    )


@command.command()
@click.argument("shift_id", type=click.IntRange(max=ID_MAX), metavar="ID")
@as_json
@pass_cli
@refusals_in_words
def show(cli: Cli, *, shift_id: int, as_json: bool) -> None:
    """Everything about one shift."""
    with cli.reading() as queries:
        found, profile = queries.shifts.get(shift_id), queries.profile
    if found is None:
        raise NoSuchShiftError(key=shift_id)
    shown = values.shift(found, profile.currency, profile.time_zone)
    if as_json:
        print_json(shown)
        return
    print_table([[key, _words(value)] for key, value in shown.items()])


@command.command("open")
@click.option("--float", "amount", help="Cash in the drawer; otherwise what was left in it.")
@by_pieces
@pass_cli
@refusals_in_words
def open_shift(cli: Cli, *, amount: str | None, pieces: tuple[str, ...]) -> None:
    """Begin a shift."""
    with cli.writing() as store:
        profile, shifts = store.queries.profile, store.services.shifts
        opening, count = shifts.proposed_float(), None
        if amount is not None or pieces:
            opening, count = _counted(amount, pieces, profile)
        shift = shifts.open(actor=owner_of(store), opening_float=opening, pieces=count)
    said = values.plain(opening, profile.currency)
    say(f"Shift {shift.number} is open for {shift.business_date}, with {said} in the drawer.")


@command.command("close")
@click.option("--counted", help="The cash that lies in the drawer.")
@by_pieces
@click.option("--leave", help="What of it stays in the drawer; otherwise its float again.")
@click.option("--note", default="", help="What there is to say of the count, for the Z report.")
@pass_cli
@refusals_in_words
def close_shift(
    cli: Cli, *, counted: str | None, pieces: tuple[str, ...], leave: str | None, note: str
) -> None:
    """End the shift, with the cash that was counted.

    A count that differs by more than the store's limit is refused the first time: count once
    more, and close it again. From then on such a count needs --note too.
    """
    with cli.writing() as store:
        profile, shifts = store.queries.profile, store.services.shifts
        currency = profile.currency
        minor, count = _counted(counted, pieces, profile)
        current = shifts.current()
        stays = current.usual_left(minor) if current is not None else None
        if leave is not None:
            stays = _amount(leave, profile).minor
        shift = shifts.close(
            actor=owner_of(store), counted=minor, pieces=count, left=stays, note=note
        )
    say(
        f"Shift {shift.number} is closed: {shift.orders} orders, "
        f"expected {values.plain(shift.expected, currency)}, "
        f"counted {values.plain(minor, currency)}, "
        f"difference {values.plain(shift.difference or 0, currency)}. "
        f"{values.plain(shift.left or 0, currency)} stays in the drawer, "
        f"{values.plain(shift.taken or 0, currency)} goes to the safe."
    )
    try:
        failures = back_up(cli.folder, BackupKind.SHIFT).failures
    except (PosError, OSError) as error:  # the shift is closed whatever becomes of the backup
        say(str(error), err=True)
    else:
        for failure in failures:
            say(str(failure), err=True)


@command.command("cash-in")
@click.argument("amount")
@why
@note
@pass_cli
@refusals_in_words
def cash_in(cli: Cli, *, amount: str, why: str, note: str) -> None:
    """Put cash into the drawer, and print a slip of it."""
    _move(cli, Direction.IN, amount, CashReason(why), note)


@command.command("cash-out")
@click.argument("amount")
@why
@note
@pass_cli
@refusals_in_words
def cash_out(cli: Cli, *, amount: str, why: str, note: str) -> None:
    """Take cash out of the drawer, and print a slip of it."""
    _move(cli, Direction.OUT, amount, CashReason(why), note)


def _move(cli: Cli, way: Direction, amount: str, why: CashReason, note: str) -> None:
    with cli.writing() as store:
        minor = _amount(amount, store.queries.profile).minor
        recorded = cash_moves_of(store).record(
            move=CashMove(way, minor, why, note), actor=owner_of(store)
        )
        currency = store.queries.profile.currency
    say(f"Cash {way.value} of {values.plain(minor, currency)} is recorded: {recorded.name}.")


command.add_command(x)
command.add_command(z)


def _counted(
    amount: str | None, pieces: tuple[str, ...], profile: StoreProfile
) -> tuple[int, Count | None]:
    """The cash in minor units, and by notes and coins where it was said so.

    :raises InvalidInputError: if it was said in neither way, or in both
    """
    if (amount is None) is (not pieces):
        raise NotCountedError(typed=amount or "")
    if amount is not None:
        return _amount(amount, profile).minor, None
    count = Count()
    for typed in pieces:
        value, _, number = typed.rpartition("x")
        minor = _amount(value, profile).minor
        if minor <= 0 or not _NUMBER.fullmatch(number):
            raise NotCountedError(typed=typed)
        together = count.of(minor) + int(number)
        if together > PIECES_MAX:
            raise NotCountedError(typed=typed)
        count = count.with_number(minor, together)
    return count.total, count


def _amount(text: str, profile: StoreProfile) -> Money:
    """What a person typed, read as the till reads it: "5,50" and "5.50" are the same.

    :raises InvalidInputError: if it is no amount
    """
    currency = profile.currency
    try:
        plain = formats_of(profile).parse_amount(text)
    except InvalidAmountError as error:
        raise InvalidAmountError(value=text, currency=currency.code) from error
    return Money.parse(plain, currency)


def _words(value: object) -> str:
    if isinstance(value, dict):
        return f"{value['minor']} {value['currency']} (minor units)"
    return "–" if value is None else str(value)
