"""Benches of head office on PostgreSQL: batches of 100 orders, beside COPY of the same rows."""

from __future__ import annotations

import gzip
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final

import requests
from pydantic import SecretStr
from sqlalchemy import BigInteger, Column, MetaData, Table, Text, select

from pos_app.composition.head_office_settings import PREFIX, Settings
from pos_app.head_office.services.access.ports import KeyPair
from pos_app.head_office.services.ingest.gathering import Gathered
from pos_app.head_office.services.ingest.sent import Entry, Sent, encoded, read
from pos_app.head_office.storage import bulk
from pos_app.head_office.storage.engine import Database, open_database
from pos_app.head_office.storage.tables import order, record
from pos_app.wire.enrolment import ASSERTION_TYPE
from tests.bench.figures import Figures, Pair, in_quiet
from tests.bench.ground import Bench, Ground
from tests.bench.rows import AtMost, AtMostTimes, Row
from tests.fakes.head_office import SECRET, Till, replica
from tests.fakes.till_journal import PARIS_MORNING, TillJournal
from tests.servers import DURABLE, postgres

BATCH: Final = 100
TILLS: Final = 4
BATCHES: Final = 25
BATCHES_QUICK: Final = 8
PRODUCTS: Final = 2_000
COPY_SHARE: Final = 0.4
BATCH_MS_MAX: Final = 250
WAIT_S: Final = 60
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


@contextmanager
def _serving(settings: Settings, port: int) -> Iterator[None]:
    """One worker, as it is installed."""
    program = "from pos_app.composition.head_office_cli.main import main; main()"
    environment = {
        **os.environ,
        f"{PREFIX}DATABASE_URL": settings.database,
        f"{PREFIX}SECRET": SECRET,
        f"{PREFIX}BASE_URL": settings.base_url,
        f"{PREFIX}DATA_DIR": str(settings.data_dir),
    }
    words = ("serve", "--port", str(port), "--workers", "1")
    server = subprocess.Popen((sys.executable, "-c", program, *words), env=environment)
    try:
        deadline = time.monotonic() + WAIT_S
        while not _answers(f"{settings.base_url}/readyz"):
            assert server.poll() is None, "head office has stopped"
            assert time.monotonic() < deadline, "head office does not answer"
            time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait(WAIT_S)


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=WAIT_S).ok
    except requests.ConnectionError:
        return False


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


def _summed(name: str) -> Table:
    """As the sums that a batch adds to, only that nothing is there yet."""
    amounts = [Column(one, BigInteger) for one in ("orders", "quantity", "tax", "gross")]
    keys = (Column("batch", BigInteger, primary_key=True), Column("sku", Text, primary_key=True))
    return Table(name, SIDE, *keys, *amounts)


SIDE: Final = MetaData()
TABLES: Final = (record, order)
SUMMED: Final = (_summed("copied_stock"), _summed("copied_sales"))


def _copied(database: Database) -> int:
    """The same rows once more, by COPY in its quickest form, a commit for each batch.

    What a batch adds to sums is a row as well, for the stock and for the sales of a product.
    """
    SIDE.create_all(database.writer)
    with database.writer.begin() as connection:
        rows = {table: list(map(tuple, connection.execute(select(table)))) for table in TABLES}
        connection.exec_driver_sql('TRUNCATE record, "order"')
    batches = range(0, len(rows[record]), BATCH)
    sums = {at: _sums_of(at, rows[record][at : at + BATCH]) for at in batches}
    before = time.perf_counter_ns()
    for at in batches:
        with database.writer.begin() as connection:
            for table in TABLES:
                bulk.add(connection, table, rows[table][at : at + BATCH])
            for table in SUMMED:
                bulk.add(connection, table, sums[at])
    return time.perf_counter_ns() - before


def _sums_of(at: int, rows: Sequence[tuple[object, ...]]) -> list[tuple[object, ...]]:
    gathered = Gathered()
    for _, epoch, seq, kind, digest, signature, raw, _ in rows:
        assert isinstance(epoch, int)
        assert isinstance(seq, int)
        assert isinstance(raw, bytes)
        assert isinstance(digest, bytes)
        assert isinstance(signature, bytes)
        sent = Sent(epoch, seq, kind, raw.decode(), digest.hex(), encoded(signature))
        entry = read(sent)
        assert isinstance(entry, Entry), entry
        gathered.take(entry)
    return [(at, sku, *sums) for (_, sku), sums in gathered.by_product.items()]


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
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    settings = Settings(
        data_dir=work, database_url=SecretStr(url), secret=SecretStr(SECRET), base_url=base
    )
    one = replica(settings)
    one.add_store("Old Town")
    for queue in queues:
        one.enrol(queue.till, "Old Town")
    one.office.close()
    with _serving(settings, port):
        tokens = [_token(base, queue.till, datetime.now(UTC)) for queue in queues]
        before = time.perf_counter_ns()
        with ThreadPoolExecutor(TILLS) as threads:
            took = list(
                threads.map(lambda pair: _send(base, *pair), zip(queues, tokens, strict=True))
            )
        ingest = time.perf_counter_ns() - before
    database = open_database(url)
    copy = _copied(database)
    database.dispose()
    orders = TILLS * batches * BATCH * NS_PER_MS
    pair = Pair(Figures.once(ingest / orders), Figures.once(copy / orders))
    return pair, [one for each in took for one in each]


BENCHES: Final = (Bench("ingest", measure),)
