"""Benches of head office on PostgreSQL: batches of 100 orders, beside COPY of the same rows."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final

import requests

from pos_app.head_office.services.access.ports import KeyPair
from pos_app.head_office.storage.engine import open_database
from pos_app.wire.enrolment import ASSERTION_TYPE
from tests.bench.copying import copied
from tests.bench.figures import Figures, Pair, in_quiet
from tests.bench.ground import Bench, Ground
from tests.bench.rows import AtMost, AtMostTimes, Row
from tests.bench.serving import WAIT_S, loopback, serving
from tests.fakes.head_office import Till, replica
from tests.fakes.till_journal import PARIS_MORNING, TillJournal
from tests.servers import DURABLE, postgres

BATCH: Final = 100
TILLS: Final = 4
BATCHES: Final = 25
BATCHES_QUICK: Final = 8
PRODUCTS: Final = 2_000
COPY_SHARE: Final = 0.4
BATCH_MS_MAX: Final = 250
NS_PER_MS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Queue:
    """What one till has waiting: bodies of requests, ready to go."""

    till: Till
    bodies: Sequence[bytes]


def _queue(number: int, batches: int) -> Queue:
    """Orders as in a grocery store, four or five items each; written by the till's own writer."""
    chance = Random(number)
    journal = TillJournal.begun()
    for count in range(batches * BATCH - 1):
        moment = PARIS_MORNING + timedelta(seconds=20 * count)
        lines = [
            (f"OFF-{3_000_000_000_000 + chance.randrange(PRODUCTS)}", 1000, price)
            for price in (chance.randrange(50, 2_000) for _ in range(1 + chance.randrange(8)))
        ]
        journal.order(*lines, at=moment, day=moment.date())
    records = [asdict(one) for one in journal.records]
    bodies = [
        gzip.compress(json.dumps({"v": 1, "records": records[at : at + BATCH]}).encode(), 4)
        for at in range(0, len(records), BATCH)
    ]
    pair = KeyPair(journal.signer.key_id, journal.key, journal.signer.public_key)
    till = Till(code=f"T{number:02d}", journal_id=journal.identity.journal_id, pair=pair)
    return Queue(till, bodies)


def _send(base: str, queue: Queue, token: str) -> list[int]:
    """All of it, one batch after the other; nanoseconds for each."""
    took = []
    with requests.Session() as session:
        for body in queue.bodies:
            before = time.perf_counter_ns()
            answer = session.post(
                f"{base}/v1/terminals/{queue.till.terminal_id}/records",
                data=body,
                headers={
                    "Authorization": f"Bearer {token}",
                    "Content-Type": "application/json",
                    "Content-Encoding": "gzip",
                },
                timeout=WAIT_S,
            )
            took.append(time.perf_counter_ns() - before)
            assert answer.status_code == 200, answer.text
            assert {one["answer"] for one in answer.json()["results"]} == {"accepted"}
    return took


def _token(base: str, till: Till, now: datetime) -> str:
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": ASSERTION_TYPE,
        "client_assertion": till.assertion(now, aud=f"{base}/token"),
    }
    answer = requests.post(f"{base}/token", data=form, timeout=WAIT_S)
    assert answer.ok, answer.text
    return str(answer.json()["access_token"])


def measure(ground: Ground) -> Sequence[Row]:
    batches = BATCHES_QUICK if ground.quick else BATCHES
    waits: list[int] = []

    def run() -> list[Pair]:
        with postgres(DURABLE) as server:
            url = server.new_database("template_head_office")
            pair, took = _run(url, ground.work, batches)
            waits.extend(took)
            return [pair]

    medians = in_quiet(run)
    (rate,) = medians.pairs
    orders = TILLS * batches * BATCH
    per_s = round(1000 / rate.measured.p50), round(1000 / rate.limit.p50)
    return [
        Row(
            "head office takes in an order",
            "ms",
            rate.measured,
            AtMostTimes(1 / COPY_SHARE),
            limit=rate.limit,
            busy=medians.busy,
            note=f"{per_s[0]}/s by one worker, {per_s[1]}/s by COPY, {orders} orders",
        ),
        Row(
            "head office answers a batch of 100",
            "ms",
            Figures.of_ns(waits, per_unit=NS_PER_MS),
            AtMost("p99", BATCH_MS_MAX),
            busy=medians.busy,
            note=f"{TILLS} tills at once",
        ),
    ]


def _run(url: str, work: Path, batches: int) -> tuple[Pair, list[int]]:
    queues = [_queue(number, batches) for number in range(TILLS)]
    settings = loopback(work, database=url)
    base = settings.base_url
    one = replica(settings)
    one.add_store("Old Town")
    for queue in queues:
        one.enrol(queue.till, "Old Town")
    one.office.close()
    with serving(settings):
        tokens = [_token(base, queue.till, datetime.now(UTC)) for queue in queues]
        before = time.perf_counter_ns()
        with ThreadPoolExecutor(TILLS) as threads:
            took = list(
                threads.map(lambda pair: _send(base, *pair), zip(queues, tokens, strict=True))
            )
        ingest = time.perf_counter_ns() - before
    database = open_database(url)
    copy = copied(database, [queue.till for queue in queues], batch=BATCH)
    database.dispose()
    orders = TILLS * batches * BATCH * NS_PER_MS
    pair = Pair(Figures.once(ingest / orders), Figures.once(copy / orders))
    return pair, [one for each in took for one in each]


BENCHES: Final = (Bench("ingest", measure),)
