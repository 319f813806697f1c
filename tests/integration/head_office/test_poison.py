"""Records that cannot be taken in: kept as they came, told, and nobody waits behind them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from pos_app.adapters.system.signing import Ed25519Signer
from pos_app.head_office.services.ingest.sent import Sent, encoded
from pos_app.head_office.storage.engine import Database
from pos_app.head_office.storage.tables import order, quarantine, record
from pos_app.services.journal.writing import SIGNED_PREFIX
from pos_app.wire import canonical
from pos_app.wire.records import RAW_BYTES_MAX, Answer, Record
from tests.fakes.till_journal import TillJournal, sent
from tests.integration.head_office.ground import Ground

Poison = Callable[[Record, Ed25519Signer], Record]


def resigned(one: Record, raw: str, signer: Ed25519Signer) -> Record:
    """With the right hash and the terminal's own signature: a bug of ours, and no forger."""
    digest = hashlib.sha256(raw.encode("utf-8", "surrogatepass")).digest()
    signature = encoded(signer.sign(SIGNED_PREFIX + digest))
    return replace(one, raw=raw, hash=digest.hex(), signature=signature)


def said(**changes: Any) -> Poison:
    """With other fields in the entry."""

    def poison(one: Record, signer: Ed25519Signer) -> Record:
        content = {**json.loads(one.raw), **changes}
        return resigned(one, canonical.encode(content).decode(), signer)

    return poison


def said_in_body(**changes: Any) -> Poison:
    def poison(one: Record, signer: Ed25519Signer) -> Record:
        content = json.loads(one.raw)
        content["body"].update(changes)
        return resigned(one, canonical.encode(content).decode(), signer)

    return poison


def of_kind(kind: str) -> Poison:
    """Of a kind that is the same in the entry and around it."""
    return lambda one, signer: replace(said(kind=kind)(one, signer), kind=kind)


def written(change: Callable[[str], str]) -> Poison:
    return lambda one, signer: resigned(one, change(one.raw), signer)


ITEM = {"sku": "MILK", "quantity": 1000, "tax": 1, "total": 10}
POISONS: dict[str, tuple[Poison, str]] = {
    "another hash": (lambda one, _: replace(one, hash="0" * 64), "hash"),
    "no hash": (lambda one, _: replace(one, hash="x"), "hash"),
    "large digits": (lambda one, _: replace(one, hash=one.hash.upper()), "hash"),
    "changed on its way": (lambda one, _: replace(one, raw=one.raw.replace("EUR", "USD")), "hash"),
    "half a signature": (lambda one, _: replace(one, signature=one.signature[:40]), "signature"),
    "a stranger's signature": (
        lambda one, _: resigned(one, one.raw, Ed25519Signer(b"\1" * 32)),
        "signature",
    ),
    "another kind": (lambda one, _: replace(one, kind="refund"), "envelope"),
    "a NUL in its kind": (of_kind("a\0b"), "unreadable"),
    "a kind without an end": (of_kind("x" * 5_000), "unreadable"),
    "another version": (said(v=2), "version"),
    "a practice store": (said(mode="practice"), "practice"),
    "another journal": (said(journal_id="other"), "journal"),
    "a broken chain": (said(prev_sha256="0" * 64), "chain"),
    "no JSON": (written(lambda _: "not { json"), "unreadable"),
    "spaces": (written(lambda raw: raw.replace(":", ": ", 1)), "unreadable"),
    "a list": (written(lambda _: "[]"), "unreadable"),
    "half a character": (written(lambda raw: raw.replace("MILK", "\ud800")), "unreadable"),
    "a fraction": (
        written(lambda raw: raw.replace('"rounding":0', '"rounding":0.5')),
        "unreadable",
    ),
    "levels without end": (written(lambda _: "[" * 90_000), "unreadable"),
    "more than fits": (written(lambda _: '"' + "x" * RAW_BYTES_MAX + '"'), "size"),
    "no items": (said_in_body(items=None), "unreadable"),
    "an item of text": (said_in_body(items=["MILK"]), "unreadable"),
    "an amount of text": (said_in_body(items=[{**ITEM, "total": "10"}]), "unreadable"),
    "an amount without end": (said_in_body(total=10**30), "unreadable"),
    "a NUL in a sku": (said_in_body(items=[{**ITEM, "sku": "\0"}]), "unreadable"),
    "a date that is none": (said(business_date="2026-13-45"), "unreadable"),
    "a moment without offset": (said_in_body(completed_at="2026-11-26T10:00:00"), "unreadable"),
    "no order id": (said(order_id=None), "unreadable"),
    "yes for a number": (said_in_body(tax=True), "unreadable"),
    "returns that say nothing": (said_in_body(items=[{**ITEM, "returns": {}}]), "unreadable"),
}


@pytest.fixture
def ground(head_office_database: Database) -> Ground:
    made = Ground(head_office_database)
    made.add_store()
    return made


class TestPoison:
    def test_blocks_nobody_and_is_kept(self, ground: Ground) -> None:
        for number, (name, (poison, reason)) in enumerate(POISONS.items()):
            journal = TillJournal.begun()
            journal.order(("MILK", 2000, 300))
            bad = poison(journal.records[1], journal.signer)
            # What follows stands behind the entry that was sent, where that could be one.
            chained = bad.hash if reason == "chain" else journal.records[1].hash
            journal.order(("TEA", 1000, 450))
            after = journal.records[2]
            if chained != journal.records[1].hash or _is_its_own(bad, journal.records[1]):
                after = said(prev_sha256=bad.hash)(after, journal.signer)
            terminal_id = ground.enrol(journal, code=f"P{number}")

            first = ground.answers(terminal_id, [journal.records[0], bad])

            assert first == [(Answer.ACCEPTED, ""), (Answer.REJECTED, reason)], name
            assert ground.answers(terminal_id, [after]) == [(Answer.ACCEPTED, "")], name
            # And told the same again.
            assert ground.answers(terminal_id, [bad]) == [(Answer.REJECTED, reason)], name
        kept = ground.rows(quarantine)
        assert len(kept) == len(POISONS)
        assert all(row["holds_place"] == 1 and row["raw"] for row in kept)
        assert len(ground.rows(order)) == len(POISONS)

    @pytest.mark.parametrize("raw", [None, 7, [], {"a": "\ud800"}, "\0", True])
    def test_of_another_kind_is_kept_as_well(self, ground: Ground, raw: object) -> None:
        journal = TillJournal.begun()
        terminal_id = ground.enrol(journal)
        [first] = sent(journal.records)
        ground.ingest.receive(terminal_id=terminal_id, records=[first])

        bad = Sent(1, 2, raw, raw, raw, raw)
        received = ground.ingest.receive(terminal_id=terminal_id, records=[bad])

        assert [one.answer for one in received.results] == [Answer.REJECTED]
        assert len(ground.rows(quarantine)) == 1

    def test_that_was_garbled_on_its_way_is_taken_in_when_it_comes_whole(
        self, ground: Ground
    ) -> None:
        journal = TillJournal.begun()
        journal.order(("MILK", 2000, 300))
        journal.order(("TEA", 1000, 450))
        first, second, third = journal.records
        terminal_id = ground.enrol(journal)
        ground.receive(terminal_id, [first, replace(second, raw="garbled"), third])

        assert ground.answers(terminal_id, [second]) == [(Answer.ACCEPTED, "")]
        assert len(ground.rows(record)) == 3
        [row] = ground.rows(quarantine)
        assert (row["holds_place"], row["settled_by"]) == (0, "sent again")


def _is_its_own(bad: Record, good: Record) -> bool:
    """Whether it was written like that, rather than spoilt beside its hash."""
    digest = hashlib.sha256(bad.raw.encode("utf-8", "surrogatepass")).hexdigest()
    return bad.hash == digest and bad.hash != good.hash
