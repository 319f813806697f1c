"""`pos-app report payments`: what processors moved, by their account and by ours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import click

from pos_app.composition.charging import own_card_desk
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
from pos_app.composition.cli.orders import DAY
from pos_app.composition.opening import OpenStore
from pos_app.domain.money import Currency
from pos_app.services.payments.reconciling import Difference, Mismatch, Reconciled

WHAT: Final = {
    Mismatch.UNDECIDED: "not decided: pos-app payments resolve asks",
    Mismatch.NOT_THERE: "recorded here, and the processor has not moved it: call its support",
    Mismatch.NOT_HERE: "moved there, and not recorded here: another till, or money to give back",
    Mismatch.AMOUNT: "another amount there than here: call its support",
    Mismatch.TWICE: "moved twice there: give one back on the processor's own pages",
    Mismatch.NO_ORDER: "moved, and part of no order: give it back",
    Mismatch.ELSEWHERE: "asked of another account of it: see that account's own pages",
    Mismatch.NO_ATTEMPT: "an order names it, and it was never asked for: see the journal",
}


@click.command("payments")
@click.option("--from", "since", type=DAY, required=True, help="First day.")
@click.option("--to", "until", type=DAY, required=True, help="Last day.")
@click.option("--processor", "names", multiple=True, help="Only this one; may be repeated.")
@as_json
@pass_cli
@refusals_in_words
def payments(
    cli: Cli, *, since: datetime, until: datetime, names: tuple[str, ...], as_json: bool
) -> None:
    """Our payments beside the processors' own lists; every mismatch is named, and exits with 1."""
    with cli.writing() as store:
        zone = ZoneInfo(store.queries.profile.time_zone)
        first = since.replace(tzinfo=zone)
        end = (until + timedelta(days=1)).replace(tzinfo=zone)
        reconciling = own_card_desk(store).reconciling
        found = [
            reconciling.run(processor=name, since=first, until=end)
            for name in names or _used(store)
        ]
        currency = store.queries.profile.currency
    if as_json:
        print_json([_as_json(one, currency) for one in found])
    else:
        _tell(found, currency)
    if any(one.differences for one in found):
        raise SystemExit(REFUSED)


def _used(store: OpenStore) -> list[str]:
    methods = store.queries.profile.tender_methods
    return sorted({one.processor for one in methods if one.processor})


def _tell(found: list[Reconciled], currency: Currency) -> None:
    header = ["processor", "payments", "ours", "theirs", "mismatches"]
    rows = [
        [
            one.processor,
            str(one.count),
            values.plain(one.ours, currency),
            values.plain(one.theirs, currency),
            str(len(one.differences)),
        ]
        for one in found
    ]
    print_table([header, *rows], right=frozenset({1, 2, 3, 4}))
    lines = [
        list(_line(one.processor, each, currency)) for one in found for each in one.differences
    ]
    if lines:
        print_table(lines, right=frozenset({3, 4}))
    for one in found:
        if not one.has_list:
            say(
                f"{one.processor} gives no list: each of our payments was asked about by itself, "
                "and what it has and we do not cannot be seen."
            )


def _line(processor: str, one: Difference, currency: Currency) -> Iterator[str]:
    yield processor
    yield one.number or "–"
    yield one.remote_id or one.attempt_id
    for amount in (one.ours, one.theirs):
        yield values.plain(amount, currency) if amount is not None else "–"
    yield WHAT[one.kind]


def _as_json(one: Reconciled, currency: Currency) -> dict[str, object]:
    return {
        "processor": one.processor,
        "payments": one.count,
        "ours": values.plain(one.ours, currency),
        "theirs": values.plain(one.theirs, currency),
        "has_list": one.has_list,
        "mismatches": [
            {
                "kind": each.kind.value,
                "attempt": each.attempt_id or None,
                "order": each.number or None,
                "ours": values.plain(each.ours, currency) if each.ours is not None else None,
                "theirs": values.plain(each.theirs, currency) if each.theirs is not None else None,
                "remote_id": each.remote_id or None,
                "what_to_do": WHAT[each.kind],
            }
            for each in one.differences
        ],
    }
