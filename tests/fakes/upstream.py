"""A head office in memory that keeps the contract, and a line to it that may fail as lines do."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from pos_app.services.journal.writing import SIGNED_PREFIX
from pos_app.services.ports import SignatureCheck, Signer
from pos_app.services.sync.heads import signed_bytes
from pos_app.services.sync.membership import Membership, padless, unpadded
from pos_app.services.sync.ports import (
    CodeRefusedError,
    ContentRefusedError,
    CursorUnknownError,
    HeldHead,
    OfflineError,
    OutOfOrderError,
    ShutOutError,
)
from pos_app.wire.changes import PAGE_MAX, Change, Page, Subject
from pos_app.wire.enrolment import Enrolled, Enrolment
from pos_app.wire.keys import PublishedKey, succession_bytes
from pos_app.wire.missing import LostEpoch, Missing, Span
from pos_app.wire.records import BATCH_MAX, Answer, Countersigned, Received, Record, Result
from tests.fakes.system import FakeSignatureCheck, FakeSigner

T = TypeVar("T")

STORE: Final = "store-1"
CODE: Final = "ABCD-2345"
STORE_NAME: Final = "Corner Shop"
HASH_OF_NOTHING: Final = ""


@dataclass(slots=True)
class Held:
    """What is held of one terminal; `raws` in the order of coming in, what was rejected too."""

    public_key: bytes
    records: dict[tuple[int, int], tuple[str, Answer]] = field(default_factory=dict)
    raws: list[str] = field(default_factory=list)
    head: HeldHead = field(default_factory=lambda: HeldHead(0, 0))


@dataclass(slots=True)
class Books:
    """Everything that a backup of head office holds."""

    terminals: dict[str, Held] = field(default_factory=dict)
    newest: dict[tuple[Subject, str], int] = field(default_factory=dict)
    """Which change of a thing is its newest one, counted from 1."""
    log: list[Change | None] = field(default_factory=list)
    """None where a later change has taken the place of one."""


class FakeHeadOffice:
    """`shut_out` is why it accepts nobody.

    `poison` are sequence numbers that it rejects, `too_large` those that no batch may have.
    """

    def __init__(
        self, signer: Signer | None = None, signatures: SignatureCheck | None = None
    ) -> None:
        self.signer: Signer = signer or FakeSigner(b"head office's own")
        self._signatures = signatures or FakeSignatureCheck()
        self.keys = [PublishedKey(self.signer.key_id, padless(self.signer.public_key))]
        self.books = Books()
        self.incarnation = 1
        self.code = CODE
        self.poison: set[int] = set()
        self.too_large: set[int] = set()
        self.shut_out = ""
        self.now = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
        self.batches = 0
        self.signs_for: Countersigned | None = None
        """Instead of what it holds."""

    def enrol(self, url: str, enrolment: Enrolment) -> Enrolled:
        assert url
        if enrolment.code != self.code:
            raise CodeRefusedError(reason="it was used, or never given out")
        self.code = ""
        terminal_id = f"terminal-{len(self.books.terminals) + 1}"
        self.books.terminals[terminal_id] = Held(unpadded(enrolment.public_key))
        return Enrolled(
            terminal_id, STORE, STORE_NAME, self.signer.key_id, padless(self.signer.public_key)
        )

    def member(self, public_key: bytes, url: str = "http://127.0.0.1:1") -> Membership:
        """What a terminal keeps that has just enrolled."""
        terminal_id = f"terminal-{len(self.books.terminals) + 1}"
        self.books.terminals[terminal_id] = Held(public_key)
        return Membership(
            url,
            terminal_id,
            STORE,
            STORE_NAME,
            self.signer.key_id,
            padless(self.signer.public_key),
        )

    def take(self, terminal_id: str, records: Sequence[Record]) -> Received:
        self.require(terminal_id)
        held = self.books.terminals[terminal_id]
        if not 0 < len(records) <= BATCH_MAX:
            raise ContentRefusedError(reason="a batch has 1 to 200 records")
        if self.too_large & {one.seq for one in records}:
            raise ContentRefusedError(reason="it is too large")
        first = records[0]
        is_known = (first.epoch, first.seq) in held.records
        follows = first.seq == held.head.seq + 1 or _begins_epoch(first, held)
        if not (is_known or follows):
            raise OutOfOrderError(head=held.head)
        self.batches += 1
        results = [self._take_one(held, one) for one in records]
        return Received(results, self.signs_for or self.countersigned(terminal_id))

    def _take_one(self, held: Held, one: Record) -> Result:
        key = (one.epoch, one.seq)
        if key in held.records:
            digest, answer = held.records[key]
            if digest != one.hash:
                return Result(*key, Answer.CONFLICT, "conflict", "another entry is held here")
            if answer is Answer.REJECTED and one.seq in self.poison:
                return Result(*key, Answer.REJECTED, "poison", "it cannot be used")
            held.records[key] = (digest, Answer.ACCEPTED)
            return Result(*key, Answer.DUPLICATE)
        reason = self._problem(held, one)
        answer = Answer.REJECTED if reason else Answer.ACCEPTED
        held.records[key] = (one.hash, answer)
        held.raws.append(one.raw)
        held.head = HeldHead(one.epoch, one.seq, one.hash)
        return Result(*key, answer, reason, "it cannot be used" if reason else "")

    def _problem(self, held: Held, one: Record) -> str:
        raw = one.raw.encode("utf-8")
        digest = hashlib.sha256(raw).digest()
        if one.seq in self.poison:
            return "poison"
        if digest.hex() != one.hash:
            return "hash"
        if not self._signatures.valid(
            public_key=held.public_key,
            signature=unpadded(one.signature),
            data=SIGNED_PREFIX + digest,
        ):
            return "signature"
        body = json.loads(raw)
        begins = body["kind"] == "epoch_start"
        return "" if begins or body["prev_sha256"] == held.head.hash else "chain"

    def countersigned(self, terminal_id: str) -> Countersigned:
        head = self.books.terminals[terminal_id].head
        unsigned = Countersigned(
            terminal_id,
            head.epoch,
            head.seq,
            head.hash,
            self.now.isoformat(),
            self.signer.key_id,
            "",
        )
        signature = padless(self.signer.sign(signed_bytes(unsigned)))
        return Countersigned(**{**_fields(unsigned), "signature": signature})

    def change_key(self, signer: Signer, *, vouched_by: Signer | None = None) -> None:
        """Sign with another key from now on; the one before vouches for it, or somebody else."""
        before, self.signer = self.signer, signer
        public_key = padless(signer.public_key)
        said = succession_bytes(
            key_id=signer.key_id, public_key=public_key, signed_by=before.key_id
        )
        signature = padless((vouched_by or before).sign(said))
        self.keys.append(PublishedKey(signer.key_id, public_key, before.key_id, signature))

    def edit(self, subject: Subject, key: str, body: dict[str, Any] | None) -> Change:
        """Somebody edits it here, or deletes it."""
        known = self.newest(subject, key)
        change = Change(subject, key, known.version + 1 if known else 1, body)
        self.say(change)
        return change

    def newest(self, subject: Subject, key: str) -> Change | None:
        place = self.books.newest.get((subject, key))
        return self.books.log[place - 1] if place else None

    def say(self, change: Change) -> None:
        """As the newest of its thing, whatever its version."""
        books, thing = self.books, (change.subject, change.key)
        if thing in books.newest:
            books.log[books.newest[thing] - 1] = None
        books.log.append(change)
        books.newest[thing] = len(books.log)

    def page(self, terminal_id: str, *, cursor: str, limit: int) -> Page:
        self.require(terminal_id)
        incarnation, _, number = (cursor or f"{self.incarnation}:0").partition(":")
        log, place = self.books.log, int(number)
        if int(incarnation) != self.incarnation or place > len(log):
            raise CursorUnknownError
        taken: list[Change] = []
        while place < len(log) and len(taken) < min(limit, PAGE_MAX):
            one = log[place]
            place += 1
            if one is not None:
                taken.append(one)
        return Page(taken, f"{self.incarnation}:{place}", len(log) - place)

    def missing(
        self,
        terminal_id: str,
        *,
        spans: Sequence[Span],
        after: str,
        known: Mapping[int, int] | None,
    ) -> Missing:
        """One entry an answer; what refunds bring back is no part of it."""
        self.require(terminal_id)
        held = self.books.terminals[terminal_id]
        ends = {one.epoch: one.last for one in spans}
        lost = []
        for raw in held.raws:
            entry = json.loads(raw)
            last = ends.get(entry["epoch"], 0)
            if last is not None and entry["seq"] > last:
                lost.append(entry)
        place = int(after or 0)
        counts = Counter(entry["epoch"] for entry in lost)
        epochs = [LostEpoch(epoch, count) for epoch, count in sorted(counts.items())]
        if known == counts or not lost:
            return Missing(epochs)
        entry = lost[place]
        epochs = [
            replace(one, **sums_of(entry)) if one.epoch == entry["epoch"] else one for one in epochs
        ]
        after = str(place + 1) if place + 1 < len(lost) else ""
        return Missing(epochs, after)

    def require(self, terminal_id: str) -> None:
        if self.shut_out or terminal_id not in self.books.terminals:
            raise ShutOutError(reason=self.shut_out or "unknown", why="terminal_revoked")

    def backup(self) -> Books:
        return deepcopy(self.books)

    def restore(self, books: Books) -> None:
        """It goes back in time."""
        self.books = deepcopy(books)
        self.incarnation += 1

    def accepted(self, terminal_id: str) -> list[tuple[int, int]]:
        return sorted(self.books.terminals[terminal_id].records)


def moves_of(entry: dict[str, Any]) -> dict[str, int]:
    """Thousandths by sku: what it moved of the stock; what was sold is told by its order."""
    body = entry["body"]
    moved = {body["received"]: body["quantity"]} if "received" in body else {}
    if entry["kind"] == "order":
        for item in body["items"]:
            moved[item["sku"]] = moved.get(item["sku"], 0) - item["quantity"]
    return moved | dict(body.get("moved", []))


def sums_of(entry: dict[str, Any]) -> dict[str, Any]:
    """What a head office says of one entry alone, by the name of the sum."""
    body, moved = entry["body"], moves_of(entry)
    sums: dict[str, Any] = {"moved": moved}
    if entry["kind"] == "import" and "restored_stock" in body:
        again = sums["opened"] = dict(body.get("openings", []))
        sums["off"] = {sku: more - again.get(sku, 0) for sku, more in moved.items()}
    elif entry["kind"] == "import" and moved:
        levels = dict(zip(moved, body.get("counted", [None] * len(moved)), strict=True))
        sums["opened"] = {sku: more for sku, more in moved.items() if levels[sku] is None}
        sums["counted"] = {sku: one for sku, one in levels.items() if one is not None}
        sums["since"] = dict.fromkeys(sums["counted"], 0)
    return sums


def _begins_epoch(first: Record, held: Held) -> bool:
    return first.kind == "epoch_start" and first.epoch > held.head.epoch


def _fields(head: Countersigned) -> dict[str, Any]:
    return {name: getattr(head, name) for name in head.__slots__}


def _nothing() -> None:
    """Nothing happens on the line."""


class FakeLine:
    """A terminal's line: `before` and `after` may raise, so that a request or its reply is lost.

    With `twice` every request comes there two times.
    """

    def __init__(self, office: FakeHeadOffice, terminal_id: str) -> None:
        self._office = office
        self._terminal_id = terminal_id
        self.before: Callable[[], None] = _nothing
        self.after: Callable[[], None] = _nothing
        self.twice = False
        self.is_aborted = False
        self.asked = 0

    def send(self, records: Sequence[Record]) -> Received:
        return self._do(lambda: self._office.take(self._terminal_id, records))

    def changes(self, *, cursor: str, limit: int) -> Page:
        return self._do(lambda: self._office.page(self._terminal_id, cursor=cursor, limit=limit))

    def missing(
        self, *, spans: Sequence[Span], after: str, known: Mapping[int, int] | None
    ) -> Missing:
        return self._do(
            lambda: self._office.missing(self._terminal_id, spans=spans, after=after, known=known)
        )

    def keys(self) -> Sequence[PublishedKey]:
        return self._do(lambda: list(self._office.keys))

    def abort(self) -> None:
        self.is_aborted = True

    def _do(self, ask: Callable[[], T]) -> T:
        self.asked += 1
        self.before()
        answer = ask()
        if self.twice:
            answer = ask()
        self.after()
        return answer


def lost() -> None:
    """What happens on a line that is down."""
    raise OfflineError(reason="there is no connection to it")
