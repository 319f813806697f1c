"""`pos-app payments attempts|resolve`: what processors were asked, and what is not decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import click

from pos_app.adapters.system.clock import SystemClock
from pos_app.composition.charging import CardDesk, own_card_desk
from pos_app.composition.cli import values
from pos_app.composition.cli.context import (
    REFUSED,
    Cli,
    as_json,
    owner_of,
    pass_cli,
    print_json,
    print_table,
    refusals_in_words,
    say,
)
from pos_app.domain.attempt import Attempt
from pos_app.domain.staff import StaffMember
from pos_app.services.payments.recovering import Resolved

DAYS_DEFAULT: Final = 7
OWED: Final = "still has to be given back"


@click.command("attempts")
@click.option("--all", "show_all", is_flag=True, help="The decided ones too.")
@click.option(
    "--days", type=click.IntRange(1), default=DAYS_DEFAULT, show_default=True, help="How far back."
)
@as_json
@pass_cli
@refusals_in_words
def attempts(cli: Cli, *, show_all: bool, days: int, as_json: bool) -> None:
    """What was asked of payment processors and is not settled, oldest first."""
    with cli.reading() as queries:
        owed = queries.attempts.owed()
        found: Sequence[Attempt] = [*queries.attempts.undecided(), *owed]
        if show_all:
            now = SystemClock().now()
            found = queries.attempts.made(now - timedelta(days=days), now + timedelta(days=1))
        zone = queries.profile.time_zone
    ids = {one.attempt_id for one in owed}
    if as_json:
        print_json([_as_json(one, zone, is_owed=one.attempt_id in ids) for one in found])
        return
    print_table(
        [[*_row(one, zone), OWED if one.attempt_id in ids else ""] for one in found],
        right=frozenset({4}),
    )


@click.command("resolve")
@click.argument("attempt", default="")
@click.option(
    "--given-back", "how", default="", help="Of one that was refused: how it was given back."
)
@as_json
@pass_cli
@refusals_in_words
def resolve(cli: Cli, *, attempt: str, how: str, as_json: bool) -> None:
    """Ask the processors about all that is not decided, and finish what is paid.

    With an ATTEMPT only that one; one that a processor would not reverse is tried once more, or
    with --given-back written down as given back past it.
    """
    if how and not attempt:
        raise click.UsageError("say which one was given back: payments resolve ATTEMPT.")
    with cli.writing() as store:
        desk = own_card_desk(store)
        resolved = _resolved(desk, attempt, how, owner_of(store))
        finished = desk.recovering.complete()
        owed = desk.owing.listed()
        zone = store.queries.profile.time_zone
    ids = {one.attempt_id for one in owed}
    if as_json:
        print_json(
            {
                "resolved": [
                    _as_json(one.attempt, zone, is_owed=one.attempt.attempt_id in ids)
                    | {"trouble": one.trouble}
                    for one in resolved
                ],
                "owed": [_as_json(one, zone, is_owed=True) for one in owed],
                "orders": [one.number for one in finished],
            }
        )
    else:
        rows = [[*_row(one.attempt, zone), one.trouble] for one in resolved]
        seen = {one.attempt.attempt_id for one in resolved}
        print_table(
            [*rows, *([*_row(one, zone), ""] for one in owed if one.attempt_id not in seen)],
            right=frozenset({4}),
        )
        for document in finished:
            say(f"Order {document.number} is paid.")
        for one in owed:
            say(f"{one.money} {OWED}: pos-app payments resolve {one.attempt_id}")
    if owed or any(not one.attempt.is_decided for one in resolved):
        raise SystemExit(REFUSED)


def _resolved(desk: CardDesk, attempt: str, how: str, actor: StaffMember) -> Sequence[Resolved]:
    """:raises NotOwedError: if that one is decided, and nothing has to be given back for it"""
    if not attempt:
        return desk.recovering.resolve()
    if how:
        return [Resolved(desk.owing.settle(attempt_id=attempt, how=how, actor=actor))]
    if attempt in {one.attempt_id for one in desk.recovering.undecided()}:
        return desk.recovering.resolve(only=frozenset({attempt}))
    return [desk.owing.try_again(attempt_id=attempt, actor=actor)]


def _row(one: Attempt, zone: str) -> list[str]:
    return [
        one.attempt_id,
        values.moment(one.created_at, zone) or "",
        one.processor,
        one.kind.value,
        values.plain(one.amount, one.currency),
        one.state.value,
        one.remote_id,
        one.reason,
    ]


def _as_json(one: Attempt, zone: str, *, is_owed: bool) -> dict[str, object]:
    return {
        "id": one.attempt_id,
        "kind": one.kind.value,
        "order": one.order_id,
        "processor": one.processor,
        "method": one.method,
        "amount": values.plain(one.amount, one.currency),
        "currency": one.currency.code,
        "state": one.state.value,
        "at": values.moment(one.created_at, zone),
        "decided_at": values.moment(one.decided_at, zone),
        "remote_id": one.remote_id or None,
        "reason": one.reason or None,
        "released": one.released_by is not None,
        "owed": is_owed,
    }
