"""Use case: what head office did not take is sent again, or noted as settled by a person."""

from __future__ import annotations

from pos_app.domain.errors import NotFoundError
from pos_app.domain.journal import EntryKind
from pos_app.domain.staff import Approval, Permission, StaffMember
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.sync.ports import NewSyncWork, OutboxQueries, OutboxState, Unsent

SENT_AGAIN_MAX = 1_000


class NothingToRepairError(NotFoundError):
    code = "sync.nothing_to_repair"
    text = "Entry {seq} does not wait for a person: it was repaired already, or was sent."


class Repairing:
    """The journal keeps the entry whatever is done here; only whether it is sent is decided."""

    def __init__(
        self, *, outbox: OutboxQueries, new_work: NewSyncWork, journal: JournalWriter
    ) -> None:
        self._outbox = outbox
        self._new_work = new_work
        self._journal = journal

    def send_again(self, *, actor: StaffMember, seq: int, approval: Approval | None = None) -> None:
        """Let one wait again.

        :raises NothingToRepairError: if it needs no person
        """
        found = self._found(seq)
        approver = actor.require(Permission.REPAIR_SYNC, approval=approval)
        with self._new_work() as work:
            work.outbox.mark(seq, OutboxState.WAITING, reason=found.last_error)
            body: dict[str, object] = {"sent_again": [seq]}
            self._journal.append(work.journal, Fact(EntryKind.CONFIG_CHANGE, actor, body, approver))
            work.commit()

    def send_all_again(self, *, actor: StaffMember, approval: Approval | None = None) -> int:
        """Let all of them wait again; return how many there were."""
        approver = actor.require(Permission.REPAIR_SYNC, approval=approval)
        found = self._outbox.needing_person(most=SENT_AGAIN_MAX)
        if not found:
            return 0
        with self._new_work() as work:
            for one in found:
                work.outbox.mark(one.seq, OutboxState.WAITING, reason=one.last_error)
            body: dict[str, object] = {"sent_again": [one.seq for one in found]}
            self._journal.append(work.journal, Fact(EntryKind.CONFIG_CHANGE, actor, body, approver))
            work.commit()
        return len(found)

    def settle(self, *, actor: StaffMember, seq: int, approval: Approval | None = None) -> None:
        """Note that a person has cleared it up with head office: it is not sent any more.

        :raises NothingToRepairError: if it needs no person
        """
        found = self._found(seq)
        approver = actor.require(Permission.REPAIR_SYNC, approval=approval)
        with self._new_work() as work:
            work.outbox.delete([seq])
            body: dict[str, object] = {
                "settled": seq,
                "state": found.state.value,
                "reason": found.last_error,
            }
            self._journal.append(work.journal, Fact(EntryKind.CONFIG_CHANGE, actor, body, approver))
            work.commit()

    def _found(self, seq: int) -> Unsent:
        found = self._outbox.one(seq)
        if found is None or found.state is OutboxState.WAITING:
            raise NothingToRepairError(seq=seq)
        return found
