"""The same batch a hundred times at once, to all replicas; and then an altered one."""

from __future__ import annotations

import hashlib
import json
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Engine, func, select

from pos_app.adapters.system.signing import Ed25519Signer
from pos_app.head_office.storage.tables import quarantine, record
from pos_app.services.journal.writing import SIGNED_PREFIX
from pos_app.services.ports import Entry
from pos_app.wire import canonical
from tests.cluster.cluster import Cluster
from tests.cluster.load import Till
from tests.cluster.processes import HOST
from tests.cluster.terminal import batch_of

TIMES: Final = 100
BATCH: Final = 50
_OK: Final = 200
_CONFLICT: Final = 409


def sent_at_once(cluster: Cluster, till: Till) -> list[str]:
    """Findings; the batch is the beginning of a journal that head office has nothing of."""
    batch = till.day.entries[:BATCH]
    body = batch_of(batch)
    till.terminal.token()
    answers = _all_at_once(cluster, till, body)
    findings = [f"answered {status}" for status, _ in answers if status != _OK]
    for entry in batch:
        counted = Counter(
            one["answer"]
            for _, said in answers
            for one in said["results"]
            if one["seq"] == entry.seq
        )
        if counted != {"accepted": 1, "duplicate": TIMES - 1}:
            findings.append(f"entry {entry.seq}: {dict(counted)}")
    return findings


def altered(cluster: Cluster, till: Till, signer: Ed25519Signer, engine: Engine) -> list[str]:
    """Findings; one order of a batch that head office has is sent with another total."""
    batch = list(till.day.entries[:BATCH])
    place = max(number for number, one in enumerate(batch) if one.kind == "order")
    batch[place] = forged(batch[place], signer)
    answer = till.terminal.send(batch_of(batch))
    findings = []
    if answer.status_code != _CONFLICT:
        findings.append(f"an altered batch was answered {answer.status_code}")
    told = [one["answer"] for one in answer.json().get("results", ())]
    wanted = ["conflict" if one == place else "duplicate" for one in range(len(batch))]
    if told != wanted:
        findings.append(f"an altered batch was told {Counter(told)}")
    return [*findings, *_kept(engine, till, batch[place])]


def forged(entry: Entry, signer: Ed25519Signer) -> Entry:
    """Another total under the same number, by whoever has the terminal's key."""
    read = json.loads(entry.raw)
    read["body"]["total"] += 1
    raw = canonical.encode(read)
    digest = hashlib.sha256(raw).digest()
    return replace(entry, raw=raw, hash=digest, signature=signer.sign(SIGNED_PREFIX + digest))


def _kept(engine: Engine, till: Till, forgery: Entry) -> Iterator[str]:
    """The first stands, the other one lies in quarantine."""
    ours = till.day.entries[forgery.seq - 1]
    with engine.connect() as connection:
        stands = connection.scalar(
            select(record.c.hash).where(
                record.c.terminal_id == till.terminal.terminal_id, record.c.seq == forgery.seq
            )
        )
        quarantined = connection.scalar(
            select(func.count()).where(
                quarantine.c.terminal_id == till.terminal.terminal_id,
                quarantine.c.seq == forgery.seq,
                quarantine.c.answer == "conflict",
                quarantine.c.raw == forgery.raw,
            )
        )
    if stands is None or bytes(stands) != ours.hash:
        yield "the altered entry replaced the first one"
    if quarantined != 1:
        yield f"the altered entry is {quarantined} times in quarantine"


def _all_at_once(cluster: Cluster, till: Till, body: bytes) -> Sequence[tuple[int, Any]]:
    answers: list[tuple[int, Any]] = []
    ready = threading.Barrier(TIMES)

    def send(number: int) -> None:
        port = cluster.replica_ports[number % len(cluster.replica_ports)]
        ready.wait()
        answer = till.terminal.send(body, base=f"http://{HOST}:{port}")
        answers.append((answer.status_code, answer.json()))

    threads = [threading.Thread(target=send, args=(number,)) for number in range(TIMES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
