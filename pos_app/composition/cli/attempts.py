"""`pos-app payments attempts|resolve`: what processors were asked, and what is not decided."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import click

from pos_app.adapters.system.clock import SystemClock
from pos_app.composition.charging import card_desk_of
from pos_app.composition.cli import values
from pos_app.composition.cli.context import (
    REFUSED,
    Cli,
    as_json,
    pass_cli,
    print_json,
    print_table,
    refusals_in_words,
    say,
)
from pos_app.composition.processors import ProcessorDesk
from pos_app.domain.attempt import Attempt

DAYS_DEFAULT: Final = 7


@click.command("attempts")
@click.option("--all", "show_all", is_flag=True, help="The decided ones too.")
@click.option(
    "--days", type=click.IntRange(1), default=DAYS_DEFAULT, show_default=True, help="How far back."
)
@as_json
@pass_cli
@refusals_in_words
def attempts(cli: Cli, *, show_all: bool, days: int, as_json: bool) -> None:
    """What was asked of payment processors and is not decided, oldest first."""
    with cli.reading() as queries:
        found = queries.attempts.undecided()
        if show_all:
            now = SystemClock().now()
            found = queries.attempts.made(now - timedelta(days=days), now + timedelta(days=1))
        zone = queries.profile.time_zone
    if as_json:
        print_json([_as_json(one, zone) for one in found])
        return
    print_table([_row(one, zone) for one in found], right=frozenset({3}))


@click.command("resolve")
@as_json
@pass_cli
@refusals_in_words
def resolve(cli: Cli, *, as_json: bool) -> None:
    """Ask the processors about all that is not decided, and finish what is paid."""
    with cli.writing() as store:
        recovering = card_desk_of(store, ProcessorDesk(store).get).recovering
        resolved = recovering.resolve()
        finished = recovering.complete()
        zone = store.queries.profile.time_zone
    left = [one for one in resolved if not one.attempt.is_decided]
    if as_json:
        print_json(
            {
                "resolved": [
                    _as_json(one.attempt, zone) | {"trouble": one.trouble} for one in resolved
                ],
                "orders": [one.number for one in finished],
            }
        )
    else:
        print_table(
            [[*_row(one.attempt, zone), one.trouble] for one in resolved], right=frozenset({3})
        )
        for document in finished:
            say(f"Order {document.number} is paid.")
    if left:
        raise SystemExit(REFUSED)


def _row(one: Attempt, zone: str) -> list[str]:
    return [
        values.moment(one.created_at, zone) or "",
        one.processor,
        one.kind.value,
        values.plain(one.amount, one.currency),
        one.state.value,
        one.remote_id,
        one.reason,
    ]


def _as_json(one: Attempt, zone: str) -> dict[str, object]:
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
    }
