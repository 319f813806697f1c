"""Use case: take in the journal entries that a terminal sends, each exactly once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from pos_app.head_office.services.errors import AbsentError, ForbiddenError
from pos_app.head_office.services.ingest.gathering import Gathered
from pos_app.head_office.services.ingest.heads import Countersigning
from pos_app.head_office.services.ingest.orders import EPOCH, MILLISECOND
from pos_app.head_office.services.ingest.ports import (
    Clock,
    HeadSigning,
    Months,
    NewIngestWork,
    Noticed,
    SignatureCheck,
    Taken,
)
from pos_app.head_office.services.ingest.proving import Proving
from pos_app.head_office.services.ingest.sent import Entry, Sent, read
from pos_app.head_office.services.ingest.walking import Batch, OutOfOrderError, Walk
from pos_app.wire.problem import ProblemCode
from pos_app.wire.records import Answer, Received


class UnknownTerminalError(AbsentError):
    text = "Head office knows no such terminal. Nothing was taken in; enrol the terminal."


class RevokedTerminalError(ForbiddenError):
    code = ProblemCode.TERMINAL_REVOKED
    text = "This terminal may not send any more. Nothing was taken in; enrol it anew."


@dataclass(frozen=True, slots=True)
class IngestPorts:
    new_work: NewIngestWork
    months: Months
    signatures: SignatureCheck
    signing: HeadSigning
    clock: Clock
    noticed: Noticed


class Ingest:
    def __init__(self, *, ports: IngestPorts) -> None:
        self._ports = ports

    def receive(
        self, *, terminal_id: str, records: Sequence[Sent], even_if_ended: bool = False
    ) -> Received:
        """Keep what is new, and say of each record what became of it.

        Everything that is answered is on disk. A record that cannot be taken in is kept as it
        came, and stops none after it.

        :param even_if_ended: whether a terminal is listened to that may not speak any more, or an
            epoch that has ended: for what somebody brings who looks after head office
        :raises OutOfOrderError: if something is missing before or between them; nothing is kept
        """
        batch = [(sent, read(sent)) for sent in records]
        self._ports.months.prepare(
            entry.order.business_date
            for _, entry in batch
            if isinstance(entry, Entry) and entry.order is not None
        )
        signing = Countersigning(
            self._ports.signing, terminal_id=terminal_id, now=self._ports.clock.now()
        )
        with self._ports.new_work() as work:
            standing = work.records.lock(terminal_id)
            if standing is None:
                raise UnknownTerminalError
            if not (standing.is_active or even_if_ended):
                raise RevokedTerminalError
            proving = Proving(work.records.keys(terminal_id), self._ports.signatures)
            walk = Walk(standing, work.records, proving, takes_late=even_if_ended)
            taken = _walked(walk, batch, signing)
            work.records.keep(standing, taken, at=(signing.now - EPOCH) // MILLISECOND)
            work.commit()
        received = Received(walk.results, taken.countersigned)
        self._tell(received)
        return received

    def _tell(self, received: Received) -> None:
        for answer in (Answer.CONFLICT, Answer.REJECTED):
            count = sum(1 for result in received.results if result.answer is answer)
            if count:
                self._ports.noticed(answer.value, count)


def _walked(walk: Walk, batch: Batch, signing: Countersigning) -> Taken:
    try:
        walk.go(batch)
    except OutOfOrderError as error:
        # With the head that the terminal can check, and go on from.
        head = asdict(signing.sign(walk.standing.head))
        raise OutOfOrderError(extra={"head": head}, **error.values) from error
    gathered = Gathered()
    for entry in walk.accepted:
        gathered.take(entry)
    return Taken(gathered, walk.quarantined, walk.repaired, walk.head, signing.sign(walk.head))
