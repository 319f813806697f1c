"""Ten terminals sell while parts of head office die, and go on; then both ends are compared."""

from __future__ import annotations

import contextlib
import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Engine, func, select

from pos_app.adapters.system.signing import Ed25519Signer
from pos_app.head_office.storage.tables import record, terminal_head
from tests.cluster.cluster import Cluster
from tests.cluster.processes import HOST, Part
from tests.cluster.proxy import Line, bad_line
from tests.cluster.rung import Day, rung_day
from tests.cluster.terminal import SimulatedTerminal

STORES: Final = ("Harbour", "Old Town", "Station")
OPEN_HOURS: Final = 8
KILL_EVERY_S: Final = 5.0
DOWN_S: Final = 1.0
DRAIN_S: Final = 300.0
LOOK_EVERY_S: Final = 0.2
POLL_S: Final = 0.05


@dataclass(slots=True)
class Happened:
    """What was done to head office, and what was seen meanwhile."""

    kills: int = 0
    database_restarts: int = 0
    redis: list[str] = field(default_factory=list)
    looks: int = 0
    gaps: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Till:
    """A simulated terminal, and what it rang."""

    terminal: SimulatedTerminal
    day: Day
    store: str


def rung_till(
    cluster: Cluster, number: int, private_key: bytes, *, orders: int, chance: random.Random
) -> Till:
    """A terminal with a day of so many orders, in a store with others; not enrolled yet."""
    code = f"T{number + 1:02d}"
    day = rung_day(
        code=code,
        signer=Ed25519Signer(private_key),
        orders=orders,
        chance=chance,
        begin=datetime.now(UTC) - timedelta(hours=OPEN_HOURS),
    )
    terminal = SimulatedTerminal(
        code=code,
        private_key=private_key,
        entries=day.entries,
        audience=cluster.base,
        chance=random.Random(chance.random()),
    )
    return Till(terminal, day, STORES[number % len(STORES)])


def enrol(cluster: Cluster, tills: Sequence[Till]) -> None:
    with contextlib.closing(cluster.office()) as office:
        for name in STORES:
            office.access.stores.add(
                name=name,
                currency="EUR",
                time_zone="Europe/Paris",
                prices_include_tax=True,
                actor="campaign",
            )
        for till in tills:
            made = office.access.enrolling.make_code(
                terminal=till.terminal.code, store=till.store, actor="campaign"
            )
            till.terminal.enrol(made.code)


def run_load(
    cluster: Cluster, tills: Sequence[Till], line: Line, engine: Engine, *, seconds: float
) -> Happened:
    """The entries are rung evenly over the time; what cannot be sent waits and follows."""
    happened, stop, sold = Happened(), threading.Event(), threading.Event()
    began = time.monotonic()
    with bad_line(line) as port:
        for till in tills:
            till.terminal.base = f"http://{HOST}:{port}"
        threads = [
            threading.Thread(target=_sell, args=(till, began, seconds, stop, happened))
            for till in tills
        ]
        looking = threading.Thread(target=_look, args=(engine, sold, happened))
        for thread in (*threads, looking):
            thread.start()
        try:
            _do_harm(cluster, happened, line.chance, began=began, seconds=seconds)
            end = time.monotonic() + DRAIN_S
            for thread in threads:
                thread.join(max(0.0, end - time.monotonic()))
        finally:
            stop.set()
            sold.set()
            for thread in (*threads, looking):
                thread.join()
    happened.seconds = time.monotonic() - began
    for till in tills:
        till.terminal.base = cluster.base
    return happened


def _sell(
    till: Till, began: float, seconds: float, stop: threading.Event, happened: Happened
) -> None:
    everything = len(till.day.entries)
    try:
        while till.terminal.held < everything and not stop.is_set():
            passed = (time.monotonic() - began) / seconds
            rung = min(everything, int(everything * passed) + 1)
            till.terminal.catch_up(rung=rung, stop=stop)
            stop.wait(0.1)
    except Exception as error:  # noqa: BLE001 - whatever ends a terminal is a finding
        happened.failures.append(f"{till.terminal.code} gave up: {error!r}")


def _look(engine: Engine, sold: threading.Event, happened: Happened) -> None:
    """At any moment every journal at head office is without a gap, and none gets shorter."""
    held: dict[str, int] = {}
    query = (
        select(terminal_head.c.terminal_id, terminal_head.c.seq, func.count(record.c.seq))
        .outerjoin(record, record.c.terminal_id == terminal_head.c.terminal_id)
        .group_by(terminal_head.c.terminal_id, terminal_head.c.seq)
    )
    while not sold.wait(LOOK_EVERY_S):
        try:
            with engine.connect() as connection:
                rows = connection.execute(query).all()
        except Exception:  # noqa: BLE001 - the database is being killed
            continue
        happened.looks += 1
        for terminal_id, seq, count in rows:
            if seq != count or seq < held.get(terminal_id, 0):
                happened.gaps.append(f"{terminal_id}: head {seq}, {count} entries")
            held[terminal_id] = seq


def _do_harm(
    cluster: Cluster, happened: Happened, chance: random.Random, *, began: float, seconds: float
) -> None:
    """One replica every five seconds; at its moment each of the other parts."""
    moments = _moments(cluster, happened, seconds)
    next_kill = KILL_EVERY_S
    while (passed := time.monotonic() - began) < seconds or moments:
        if moments and moments[0][0] <= passed:
            moments.pop(0)[1]()
        elif passed >= next_kill:
            next_kill += KILL_EVERY_S
            _kill(chance.choice(cluster.replicas), happened)
        else:
            time.sleep(POLL_S)
    for part in cluster.replicas:
        if not part.is_running:
            part.start()
    cluster.wait_ready()


def _kill(part: Part, happened: Happened) -> None:
    if not part.is_running:
        happened.failures.append(f"{part.name} had ended by itself")
    part.kill()
    happened.kills += 1
    time.sleep(DOWN_S)
    part.start()


def _moments(
    cluster: Cluster, happened: Happened, seconds: float
) -> list[tuple[float, Callable[[], None]]]:
    """By the seconds since the beginning."""
    redis = cluster.redis

    def told(what: str, act: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            act()
            happened.redis.append(what)

        return run

    def flush() -> None:
        with contextlib.closing(redis.client()) as client:
            client.flushall()

    def restart_database() -> None:
        cluster.restart_database()
        happened.database_restarts += 1

    return [
        (0.15 * seconds, told("hung", redis.freeze)),
        (0.25 * seconds, told("went on", redis.thaw)),
        (0.35 * seconds, told("flushed", flush)),
        (0.45 * seconds, restart_database),
        (0.60 * seconds, told("killed", redis.kill)),
        (0.80 * seconds, told("started", redis.start)),
    ]
