"""Use case: send the outbox to head office, in sequence, and believe only what it signs for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from pos_app.domain.journal import EntryKind
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.ports import Clock, JournalQueries, SettingQueries, SignatureCheck
from pos_app.services.sync.head_keys import with_key
from pos_app.services.sync.heads import first_missing_after, require_genuine
from pos_app.services.sync.membership import (
    SETTING,
    Membership,
    membership,
    require_membership,
)
from pos_app.services.sync.ports import (
    BadAnswerError,
    ContentRefusedError,
    HeadOffice,
    HeldHead,
    NewSyncWork,
    OutboxQueries,
    OutboxState,
    OutOfOrderError,
)
from pos_app.wire.records import BATCH_MAX, Answer, Countersigned, Received, Record, Result

BATCH_BYTES_MAX: Final = 1024 * 1024
"""Of the entries of one batch, as they lie in the journal: a quarter of what it may have."""
SLICE: Final = 2_000
"""Outbox records that are made again in one transaction: a sale waits for no more than that."""
_MS: Final = timedelta(milliseconds=1)
_QUARANTINED: Final = {
    Answer.CONFLICT: OutboxState.CONFLICT,
    Answer.REJECTED: OutboxState.REJECTED,
}


@dataclass(frozen=True, slots=True)
class PushPorts:
    office: HeadOffice
    outbox: OutboxQueries
    journal: JournalQueries
    writer: JournalWriter
    settings: SettingQueries
    new_work: NewSyncWork
    signatures: SignatureCheck
    clock: Clock
    heard: Callable[[], None]
    """Told when head office has said, under its signature, what time it is."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """What one step did; `made_again` is how many records head office had lost.

    `halved` says that the batch was not taken as a whole, and is tried in parts.
    """

    settled: int = 0
    quarantined: int = 0
    made_again: int = 0
    halved: bool = False

    @property
    def did_something(self) -> bool:
        return self != Pushed()


def _never() -> bool:
    return False


class Pushing:
    """One step is one batch. A kill between any two lines costs nothing but a repetition.

    `clock_off_ms` is how far this terminal's clock is ahead of head office's, once it is known.
    """

    def __init__(self, *, ports: PushPorts, is_stopped: Callable[[], bool] = _never) -> None:
        """:param is_stopped: whether the store may be written no more"""
        self._ports = ports
        self._is_stopped = is_stopped
        self._most = BATCH_MAX
        self._went_back = False
        """And nothing was taken since."""
        self.clock_off_ms: int | None = None

    def step(self) -> Pushed:
        """Send the next batch, if anything waits, and settle what is answered.

        :raises UnavailableError: if head office does not answer now; everything is kept
        :raises RefusedError: if a person has to do something first; everything is kept
        """
        member = require_membership(self._ports.settings)
        batch = self._ports.outbox.next_batch(most=self._most, most_bytes=BATCH_BYTES_MAX)
        if not batch:
            return Pushed()
        try:
            received = self._ports.office.send(batch)
        except OutOfOrderError as error:
            return self._go_back(error.head)
        except ContentRefusedError as error:
            return self._single_out(batch, error)
        self._most = min(BATCH_MAX, self._most * 2)
        return self._settle(batch, received, member)

    def look_back(self) -> Pushed:
        """Send the newest entry once more that head office should have: to see that it has it.

        Errors as for `step`.
        """
        member = require_membership(self._ports.settings)
        newest = self._ports.outbox.newest_sent()
        if newest is None:
            return Pushed()
        try:
            received = self._ports.office.send([newest])
        except OutOfOrderError as error:
            return self._go_back(error.head)
        except ContentRefusedError:
            # It took that once, or nothing after it would be sent: not what is to be seen here.
            return Pushed()
        return self._settle([newest], received, member)

    def _settle(self, batch: Sequence[Record], received: Received, member: Membership) -> Pushed:
        answers = _by_key(batch, received.results)
        head = received.head
        member = self._knowing_key_of(head, member)
        require_genuine(head, member, self._ports.signatures)
        self._compare_clocks(head)
        if self._is_stopped():
            return Pushed()
        covered = [one for one in batch if _is_covered(one, answers[one.epoch, one.seq], head)]
        if covered:
            self._went_back = False
        quarantined = 0
        taken: list[int] = []
        with self._ports.new_work() as work:
            for one in covered:
                result = answers[one.epoch, one.seq]
                if result.answer in _QUARANTINED:
                    quarantined += 1
                    reason = result.detail or result.reason or result.answer.value
                    work.outbox.mark(one.seq, _QUARANTINED[result.answer], reason=reason)
                else:
                    taken.append(one.seq)
            work.outbox.delete(taken)
            work.outbox.keep_anchor(head)
            work.commit()
        if len(covered) == len(batch):
            return Pushed(len(covered) - quarantined, quarantined)
        # It signs for less than it has just accepted: it went back in time.
        return self._go_back(HeldHead(head.epoch, head.seq, head.hash))

    def _knowing_key_of(self, head: Countersigned, member: Membership) -> Membership:
        """Head office may sign with another key since.

        :raises NotGenuineError: if no key that is known vouches for it
        """
        if member.key(head.key_id) is not None:
            return member
        ports = self._ports
        published = ports.office.keys()
        grown = with_key(member, head.key_id, published=published, signatures=ports.signatures)
        if not self._is_stopped():
            with ports.new_work() as work:
                # Somebody may have left head office meanwhile.
                if membership(ports.settings) == member:
                    work.settings.put(SETTING, grown.to_text())
                    body: dict[str, object] = {"head_key": head.key_id}
                    ports.writer.append(work.journal, Fact(EntryKind.CONFIG_CHANGE, None, body))
                    work.commit()
        return grown

    def _go_back(self, head: HeldHead) -> Pushed:
        """Let everything wait again that head office does not hold; the journal has kept it.

        :raises ForkedError: if it holds another entry in the place of one of this journal
        :raises BadAnswerError: if it was sent that just now, and has taken nothing of it
        """
        if self._is_stopped():
            return Pushed()
        if self._went_back:
            raise BadAnswerError(reason="it asks for what it was sent, and does not take it")
        self._went_back = True
        journal = self._ports.journal
        newest = journal.head().seq
        at_head = next(journal.entries(after=head.seq - 1), None) if head.seq else None
        if at_head is not None and at_head.seq != head.seq:
            at_head = None
        after = start = first_missing_after(
            head, epochs=journal.epochs(), newest=newest, at_head=at_head
        )
        while after < newest and not self._is_stopped():
            with self._ports.new_work() as work:
                after = work.outbox.make_again(after=after, most=SLICE)
                work.commit()
        return Pushed(made_again=after - start)

    def _single_out(self, batch: Sequence[Record], refusal: ContentRefusedError) -> Pushed:
        """Halve what is sent, until the record is found that head office does not take.

        What it has no place for it cannot pass over: nothing after it can be sent then.

        :raises ContentRefusedError: if it is found
        """
        if len(batch) > 1:
            self._most = max(1, len(batch) // 2)
            return Pushed(halved=True)
        if not self._is_stopped():
            with self._ports.new_work() as work:
                work.outbox.note_failure(batch[0].seq, reason=str(refusal))
                work.commit()
        raise refusal

    def _compare_clocks(self, head: Countersigned) -> None:
        try:
            there = datetime.fromisoformat(head.at)
            self.clock_off_ms = (self._ports.clock.now() - there) // _MS
        except (ValueError, TypeError) as error:
            raise BadAnswerError(reason="its time cannot be read") from error
        self._ports.heard()


def _is_covered(one: Record, result: Result, head: Countersigned) -> bool:
    """Whether head office signs for it.

    What it rejects begins no epoch there: it stands where the epoch before would have gone on.
    """
    is_put_aside = result.answer in _QUARANTINED and one.seq <= head.seq
    return is_put_aside or (one.epoch, one.seq) <= (head.epoch, head.seq)


def _by_key(batch: Sequence[Record], results: Sequence[Result]) -> dict[tuple[int, int], Result]:
    """:raises BadAnswerError: if not every record is answered, once"""
    answers = {(one.epoch, one.seq): one for one in results}
    wanted = {(one.epoch, one.seq) for one in batch}
    if answers.keys() != wanted or len(results) != len(batch):
        raise BadAnswerError(reason="it does not answer every record that was sent")
    return answers
