"""`python -m tests.cluster`: kill and starve head office under load, and count what is lost.

Exit code 1 for any finding. `--stay` only starts the parts, and says where they are.
"""

from __future__ import annotations

import random
import secrets
import signal
import sys
import threading
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click
from sqlalchemy import create_engine

from pos_app.adapters.system.signing import Ed25519Signer, generate
from pos_app.composition.cli.context import print_table
from tests.bench.figures import Figures
from tests.cluster.at_once import TIMES, altered, sent_at_once
from tests.cluster.cluster import Cluster, cluster
from tests.cluster.comparing import differences, orders_of
from tests.cluster.load import STORES, Happened, Till, enrol, run_load, rung_till
from tests.cluster.processes import PartMissingError
from tests.cluster.proxy import Line

OUT: Final = Path(__file__).parents[2] / "out" / "cluster"
TERMINALS: Final = 10
ORDERS_DEFAULT: Final = 5_000
SECONDS_DEFAULT: Final = 90
SEED_BELOW: Final = 1_000_000
MS: Final = 1_000


@click.command(help="Kill and starve head office under load, and count what is lost.")
@click.option("--orders", type=click.IntRange(min=TERMINALS), default=ORDERS_DEFAULT)
@click.option("--seconds", type=click.IntRange(min=10), default=SECONDS_DEFAULT)
@click.option("--seed", type=int, help="Repeat the same choices; random by default.")
@click.option("--stay", is_flag=True, help="Start the parts, and wait for Ctrl+C.")
def main(orders: int, seconds: int, seed: int | None, stay: bool) -> None:
    try:
        with cluster(OUT) as parts:
            if stay:
                _stay(parts)
                return
            seed = secrets.randbelow(SEED_BELOW) if seed is None else seed
            click.echo(f"seed {seed}; head office is at {parts.base}")
            findings = _campaign(parts, orders=orders, seconds=seconds, seed=seed)
    except PartMissingError as error:
        click.echo(f"NOTHING IS PROVED: {error}", err=True)
        sys.exit(1)
    for words in findings:
        click.echo(f"FINDING {words}")
    click.echo(f"{len(findings)} findings")
    sys.exit(1 if findings else 0)


def _campaign(parts: Cluster, *, orders: int, seconds: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    keys = [generate() for _ in range(TERMINALS + 1)]
    tills = [
        rung_till(parts, number, keys[number], orders=-(-orders // TERMINALS), chance=chance)
        for number in range(TERMINALS)
    ]
    extra = rung_till(parts, TERMINALS, keys[TERMINALS], orders=TIMES, chance=chance)
    engine = create_engine(parts.database_url, pool_pre_ping=True)
    try:
        enrol(parts, [*tills, extra])
        line = Line(port=parts.port, chance=random.Random(seed))
        happened = run_load(parts, tills, line, engine, seconds=seconds)
        findings = [*happened.failures, *happened.gaps, *differences(engine, tills)]
        at_once = sent_at_once(parts, extra)
        forged = altered(parts, extra, Ed25519Signer(keys[TERMINALS]), engine)
    finally:
        engine.dispose()
    _show(tills, happened, line, at_once=at_once, forged=forged)
    return [*findings, *at_once, *forged]


def _show(
    tills: Sequence[Till],
    happened: Happened,
    line: Line,
    *,
    at_once: Sequence[str],
    forged: Sequence[str],
) -> None:
    told = [till.terminal.told for till in tills]
    entries = sum(len(till.day.entries) for till in tills)
    orders = sum(len(orders_of(till.day)) for till in tills)
    times = Figures.of([MS * one for of in told for one in of.times])
    answers = sum((of.answers for of in told), Counter[str]())
    statuses = sum((of.statuses for of in told), Counter[int]())
    rows = [
        ("terminals, stores", f"{len(tills)}, {len(STORES)}"),
        ("orders and refunds, of entries", f"{orders:,} of {entries:,}"),
        ("seconds, orders a second", f"{happened.seconds:.0f}, {orders / happened.seconds:.0f}"),
        ("replicas killed", str(happened.kills)),
        ("PostgreSQL killed", str(happened.database_restarts)),
        ("Redis", ", ".join(happened.redis)),
        ("requests on the bad line", f"{line.requests:,}"),
        ("replies lost, requests doubled", f"{line.replies_lost:,}, {line.requests_doubled:,}"),
        ("batches without an answer", f"{sum(of.lost for of in told):,}"),
        ("entries accepted, duplicate", f"{answers['accepted']:,}, {answers['duplicate']:,}"),
        ("statuses", ", ".join(f"{status}: {count:,}" for status, count in statuses.items())),
        ("a batch, p50 / p95 / p99", " / ".join(f"{one:.0f} ms" for one in times)),
        ("looks at the journals, gaps", f"{happened.looks:,}, {len(happened.gaps)}"),
        (f"one batch {TIMES} times at once", "once accepted" if not at_once else "FINDINGS"),
        ("an altered batch", "refused and kept" if not forged else "FINDINGS"),
    ]
    print_table([["what", "figure"], *([*row] for row in rows)], right=frozenset())


def _stay(parts: Cluster) -> None:
    click.echo(f"Head office is at {parts.base}, its page at {parts.base}/app/")
    click.echo("It ends with Ctrl+C.")
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    try:
        stop.wait()
    except KeyboardInterrupt:
        click.echo("Stopping")


if __name__ == "__main__":
    main()
