"""Walk a batch along a journal: where each record stands, and whether it follows what is there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from pos_app.head_office.services.errors import ConflictError
from pos_app.head_office.services.ingest.ports import (
    Head,
    Held,
    Place,
    Quarantined,
    RecordRepository,
    Standing,
)
from pos_app.head_office.services.ingest.proving import Proving
from pos_app.head_office.services.ingest.sent import (
    Entry,
    Refusal,
    Sent,
    hash_said,
    raw_bytes,
    said,
    signature_said,
)
from pos_app.wire.problem import ProblemCode
from pos_app.wire.records import Answer, Result

CHAIN: Final = Refusal("chain", "The entry does not follow the one before it.")
EPOCH: Final = Refusal("epoch", "The entry is of an epoch that has not begun.")
STALE: Final = Refusal("stale_epoch", "The entry is of an epoch that has ended here.")
JOURNAL: Final = Refusal("journal", "The entry is of another terminal's journal.")
UNSIGNED: Final = Refusal("signature", "The signature is not this terminal's.")
OTHER: Final = Refusal("conflict", "Head office holds another entry at this place.")
EPOCH_START: Final = "epoch_start"

Batch = Sequence[tuple[Sent, Entry | Refusal]]


class OutOfOrderError(ConflictError):
    code = ProblemCode.OUT_OF_ORDER
    text = (
        "Entry {seq} does not follow entry {held}, the last one held. Nothing was taken in; send "
        "what lies between first."
    )


@dataclass(slots=True)
class Walk:
    """One batch of one terminal; `accepted` and `quarantined` are new, `repaired` as well.

    With `takes_late` what an ended epoch lacks is taken in as well: somebody brings it from a
    disk that was given up. The head stays where it is.
    """

    standing: Standing
    records: RecordRepository
    proving: Proving
    takes_late: bool = False
    head: Head = field(init=False)
    results: list[Result] = field(default_factory=list)
    accepted: list[Entry] = field(default_factory=list)
    quarantined: list[Quarantined] = field(default_factory=list)
    repaired: list[Place] = field(default_factory=list)
    """Places that were held by something refused, until now."""
    _held: dict[Place, Held] = field(default_factory=dict)
    _proven: set[bytes] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.head = self.standing.head

    def go(self, batch: Batch) -> None:
        """:raises OutOfOrderError: if something is missing before the batch or inside it"""
        places = [Place(sent.epoch, sent.seq) for sent, _ in batch]
        past = [place for place in places if place <= self.head.place]
        if past:
            self._held = dict(self.records.held(self.standing.terminal_id, past))
        self._proven = self.proving.proven(
            [
                entry
                for place, (_, entry) in zip(places, batch, strict=True)
                if isinstance(entry, Entry) and not self._is_held(place, entry)
            ]
        )
        for place, (sent, entry) in zip(places, batch, strict=True):
            self._step(place, sent, entry)

    def _is_held(self, place: Place, entry: Entry) -> bool:
        held = self._held.get(place)
        return held is not None and held.refused is None and held.hash == entry.hash

    def _step(self, place: Place, sent: Sent, entry: Entry | Refusal) -> None:
        held = self._held.get(place)
        if held is not None:
            self._again(place, sent, entry, held)
            return
        if isinstance(entry, Entry):
            entry = self._problem(entry) or self._following(entry) or entry
        if isinstance(entry, Entry):
            self._accept(place, entry)
        elif self._is_late(place):
            self._put_aside(place, sent, Answer.REJECTED, entry)
        elif sent.seq == self.head.place.seq + 1:
            # Whatever it says of itself, it stands where the next one belongs.
            place = Place(self.head.place.epoch, sent.seq)
            held = Held(self._hash_of(sent), (entry.reason, entry.detail), digest_of(sent))
            self._held[place] = held
            self.head = Head(place, held.hash)
            self._put_aside(place, sent, Answer.REJECTED, entry, holds_place=True)
        elif sent.seq > self.head.place.seq:
            raise OutOfOrderError(seq=sent.seq, held=self.head.place.seq)
        else:
            self._put_aside(place, sent, Answer.REJECTED, entry)

    def _again(self, place: Place, sent: Sent, entry: Entry | Refusal, held: Held) -> None:
        if isinstance(entry, Entry) and self._is_held(place, entry):
            self._answer(sent, Answer.DUPLICATE)
        elif held.refused is not None and held.digest == digest_of(sent):
            self._answer(sent, Answer.REJECTED, Refusal(*held.refused))
        elif held.refused is not None and isinstance(entry, Entry) and not self._problem(entry):
            # What was garbled on its way, or has been repaired since.
            self.repaired.append(place)
            self._held[place] = Held(entry.hash)
            self.accepted.append(entry)
            self._answer(sent, Answer.ACCEPTED)
        else:
            self._put_aside(place, sent, Answer.CONFLICT, OTHER)

    def _problem(self, entry: Entry) -> Refusal | None:
        if entry.journal_id != self.standing.journal_id:
            return JOURNAL
        return None if entry.hash in self._proven else UNSIGNED

    def _following(self, entry: Entry) -> Refusal | None:
        """Whether it stands where it says, behind what it says.

        :raises OutOfOrderError: if something lies between
        """
        epoch, seq = self.head.place
        if self._is_late(Place(entry.epoch, entry.seq)):
            return self._late(entry)
        if entry.seq > seq + 1:
            raise OutOfOrderError(seq=entry.seq, held=seq)
        if entry.epoch > epoch:
            return self._beginning(entry)
        if entry.epoch < epoch or entry.seq <= seq:
            return STALE
        return None if entry.previous == self.head.hash else CHAIN

    def _is_late(self, place: Place) -> bool:
        return self.takes_late and place.epoch < self.head.place.epoch

    def _late(self, entry: Entry) -> Refusal | None:
        """It goes on from what is held of its own epoch, or begins one that was never heard of."""
        before = Place(entry.epoch, entry.seq - 1)
        held = self._held.get(before)
        if held is None:
            held = self.records.held(self.standing.terminal_id, [before]).get(before)
        if held is not None:
            return None if entry.previous == held.hash else CHAIN
        return self._beginning(entry) if entry.kind == EPOCH_START else STALE

    def _beginning(self, entry: Entry) -> Refusal | None:
        """The first entry of an epoch goes on from one that is held, wherever that stands."""
        before = self._before(Place(entry.epoch, entry.seq))
        if before is None and entry.seq > 1:
            return EPOCH
        if entry.previous != (before.hash if before is not None else b""):
            return CHAIN
        # What began the epoch may be what stands there and could not be read.
        is_begun = entry.kind == EPOCH_START or (before is not None and before.refused is not None)
        return None if is_begun else EPOCH

    def _before(self, place: Place) -> Held | None:
        here = (
            (one, held)
            for one, held in self._held.items()
            if one.seq == place.seq - 1 and one.epoch < place.epoch
        )
        _, found = max(here, key=lambda pair: pair[0], default=(None, None))
        return found or self.records.before(self.standing.terminal_id, place)

    def _accept(self, place: Place, entry: Entry) -> None:
        if place > self.head.place:
            self.head = Head(place, entry.hash)
        self._held[place] = Held(entry.hash)
        self.accepted.append(entry)
        self.results.append(Result(place.epoch, place.seq, Answer.ACCEPTED))

    def _put_aside(
        self,
        place: Place,
        sent: Sent,
        answer: Answer,
        refusal: Refusal,
        *,
        holds_place: bool = False,
    ) -> None:
        self.quarantined.append(
            Quarantined(
                place=place,
                answer=answer,
                reason=refusal.reason,
                detail=refusal.detail,
                kind=said(sent.kind),
                hash=said(sent.hash),
                signature=said(sent.signature),
                raw=raw_bytes(sent.raw),
                digest=digest_of(sent),
                holds_place=holds_place,
            )
        )
        self._answer(sent, answer, refusal)

    def _hash_of(self, sent: Sent) -> bytes:
        """What the next entry will name: the true one of two hashes is the one that is signed."""
        claimed, actual = hash_said(sent.hash), hashlib.sha256(raw_bytes(sent.raw)).digest()
        signature = signature_said(sent.signature)
        if claimed is None:
            return actual
        is_signed = signature is not None and self.proving.fits_any(actual, signature)
        return actual if is_signed else claimed

    def _answer(self, sent: Sent, answer: Answer, why: Refusal | None = None) -> None:
        reason, detail = (why.reason, why.detail) if why is not None else ("", "")
        self.results.append(Result(sent.epoch, sent.seq, answer, reason, detail))


def digest_of(sent: Sent) -> bytes:
    """Of everything that was sent, whatever it is."""
    parts = [sent.epoch, sent.seq, sent.kind, sent.raw, sent.hash, sent.signature]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True, sort_keys=True).encode()).digest()
