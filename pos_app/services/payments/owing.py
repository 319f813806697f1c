"""Use case: what a processor has refused to reverse goes back in another try, or by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pos_app.domain.attempt import Attempt, AttemptKind, is_owed
from pos_app.domain.card_number import require_no_card
from pos_app.domain.errors import InvalidInputError, NotFoundError
from pos_app.domain.payment import PaymentState
from pos_app.domain.staff import Approval, Permission, StaffMember
from pos_app.services.journal.writing import JournalWriter
from pos_app.services.last_room import even_if_full
from pos_app.services.payment_attempts import AttemptQueries
from pos_app.services.payments.attempt_entries import AttemptEntries, StaffById
from pos_app.services.payments.attempt_terms import reversal_of
from pos_app.services.payments.recovering import Recovering, Resolved
from pos_app.services.ports import Clock, Disk, Ids, NewUnitOfWork, UnitOfWork

HOW_LENGTH_MAX: Final = 120


class NotOwedError(NotFoundError):
    code = "attempt.not_owed"
    text = (
        "{attempt} is nothing that still has to be given back. Nothing was changed; "
        "`pos-app payments attempts` lists what has."
    )


class HowMissingError(InvalidInputError):
    code = "attempt.how_missing"
    text = (
        "Say in 1 to {most} characters how it was given back, such as: by bank transfer on "
        "26 November. Nothing was changed."
    )


@dataclass(frozen=True, slots=True)
class OwingPorts:
    attempts: AttemptQueries
    new_uow: NewUnitOfWork
    journal: JournalWriter
    clock: Clock
    ids: Ids
    disk: Disk
    staff: StaffById
    recovering: Recovering


class Owing:
    """A charge that nobody owes, and whose reversal a processor has declined for good."""

    def __init__(self, *, ports: OwingPorts) -> None:
        self._ports = ports
        self._entries = AttemptEntries(journal=ports.journal, staff=ports.staff)

    def listed(self) -> Sequence[Attempt]:
        """The refused reversals, oldest first."""
        return self._ports.attempts.owed()

    def try_again(self, *, attempt_id: str, actor: StaffMember) -> Resolved:
        """Have it reversed in a new attempt, under a key of its own.

        Without an answer it is undecided, and asked for again as any other.

        :raises NotOwedError: unless the earlier one was refused, and nothing has come after it
        """
        actor.require(Permission.SELL)
        again = self._add(
            attempt_id,
            lambda charge: replace(
                reversal_of(charge, self._ports.ids.new(), AttemptKind.REVERSAL),
                staff_id=actor.staff_id,
                created_at=self._ports.clock.now(),
            ),
            self._entries.state,
        )
        resolved = self._ports.recovering.resolve(only=frozenset({again.attempt_id}))
        return next(one for one in resolved if one.attempt.attempt_id == again.attempt_id)

    def settle(
        self, *, attempt_id: str, how: str, actor: StaffMember, approval: Approval | None = None
    ) -> Attempt:
        """Somebody has given it back past the processor; `how` is journalled with both names.

        :raises NotAllowedError: if the actor may not
        :raises NotOwedError: if it has not to be given back any more
        :raises HowMissingError, CardNumberError: if `how` cannot be kept
        """
        approver = actor.require(Permission.RELEASE_PAYMENT, approval=approval)
        how = _checked(how)
        now = self._ports.clock.now()
        return self._add(
            attempt_id,
            lambda charge: replace(
                reversal_of(charge, self._ports.ids.new(), AttemptKind.BY_HAND),
                staff_id=actor.staff_id,
                created_at=now,
                state=PaymentState.APPROVED,
                decided_at=now,
                reason=how,
            ),
            lambda uow, attempt: self._entries.by_hand(uow, attempt, actor, approver),
        )

    def _add(
        self,
        attempt_id: str,
        make: Callable[[Attempt], Attempt],
        tell: Callable[[UnitOfWork, Attempt], None],
    ) -> Attempt:
        """Put what follows on a refused reversal on disk, made from the charge it takes back."""

        def write() -> Attempt:
            with self._ports.new_uow() as uow:
                refused = uow.attempts.get(attempt_id)
                if refused is None or not is_owed(refused, uow.attempts.of_order(refused.order_id)):
                    raise NotOwedError(attempt=attempt_id)
                charge = uow.attempts.get(refused.reverses)
                assert charge is not None, "a reversal of nothing"
                attempt = make(charge)
                uow.attempts.add(attempt)
                tell(uow, attempt)
                uow.commit()
            return attempt

        return even_if_full(self._ports.disk, write)


def _checked(how: str) -> str:
    words = " ".join(how.split())
    if not 0 < len(words) <= HOW_LENGTH_MAX or not words.isprintable():
        raise HowMissingError(most=HOW_LENGTH_MAX)
    require_no_card(words, field_is_code=False)
    return words
