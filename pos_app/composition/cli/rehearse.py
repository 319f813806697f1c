"""`pos-app rehearse`: ring real baskets through the real services of a practice store."""

from __future__ import annotations

import os
import time
from pathlib import Path

import click

from pos_app.adapters.persistence.checkpoint import checkpoint, is_due
from pos_app.composition.cli.context import (
    Cli,
    as_json,
    owner_of,
    pass_cli,
    print_json,
    refusals_in_words,
    say,
)
from pos_app.composition.lookups import lookup_of
from pos_app.composition.opening import OpenStore
from pos_app.domain.order_document import OrderDocument
from pos_app.services.orders.rehearsal import (
    EmptyBasketsError,
    NotAPracticeStoreError,
    Rehearsal,
    RehearsalPorts,
    RehearsalReport,
)

NS_PER_US = 1_000
US_PER_MS = 1_000
US_PER_SECOND = 1_000_000


@click.command("rehearse", help="Ring the baskets of a file through a practice store.")
@click.argument("baskets", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--orders", type=click.IntRange(min=1), default=None, help="How many; all of them.")
@click.option(
    "--tell",
    type=int,
    default=None,
    help="A file descriptor that gets each number once its order is on disk.",
)
@as_json
@pass_cli
@refusals_in_words
def command(
    cli: Cli, *, baskets: Path, orders: int | None, tell: int | None, as_json: bool
) -> None:
    with cli.reading() as queries:
        if not queries.profile.practice:
            raise NotAPracticeStoreError
    lines = read_baskets(baskets)
    with cli.writing(print_receipts=False) as store:
        report = rehearse(store, lines, orders=orders, tell=tell)
    shown = document(report)
    if as_json:
        print_json(shown)
        return
    say(
        f"{shown['orders']} orders in {shown['seconds']} s, {shown['orders_per_second']} a second; "
        f"an order took p50 {shown['p50_ms']}, p95 {shown['p95_ms']}, p99 {shown['p99_ms']} ms"
    )


def rehearse(
    store: OpenStore, baskets: list[list[str]], *, orders: int | None, tell: int | None = None
) -> RehearsalReport:
    services = store.services

    def told(order: OrderDocument) -> None:
        if tell is not None:
            os.write(tell, f"{order.number}\n".encode())
        if is_due(store.folder.store):
            checkpoint(store.writer)

    rehearsal = Rehearsal(
        ports=RehearsalPorts(
            orders=services.orders,
            checkout=services.checkout,
            shifts=services.shifts,
            lookup=lookup_of(store.queries),
            timer_us=lambda: time.perf_counter_ns() // NS_PER_US,
            after_each=told,
        ),
        practice=store.queries.profile.practice,
    )
    return rehearsal.run(baskets=baskets, orders=orders, actor=owner_of(store))


def read_baskets(path: Path) -> list[list[str]]:
    """One basket a line, barcodes separated by spaces; empty lines are skipped.

    :raises EmptyBasketsError: if it is no text at all
    """
    try:
        with path.open(encoding="utf-8-sig") as lines:
            return [line.split() for line in lines if line.strip()]
    except UnicodeDecodeError as error:
        raise EmptyBasketsError from error


def document(report: RehearsalReport) -> dict[str, object]:
    seconds = report.seconds_us / US_PER_SECOND
    return {
        "orders": report.orders,
        "seconds": round(seconds, 3),
        "orders_per_second": round(report.orders / seconds, 1),
        "p50_ms": report.percentile_us(50) / US_PER_MS,
        "p95_ms": report.percentile_us(95) / US_PER_MS,
        "p99_ms": report.percentile_us(99) / US_PER_MS,
    }
