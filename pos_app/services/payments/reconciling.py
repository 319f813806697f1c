"""Use case: our orders, our attempts and the processor's own list, laid beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from pos_app.domain.attempt import Attempt, AttemptKind, Standing
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.payment import PaymentState
from pos_app.domain.store import StoreProfile
from pos_app.services.order_drafts import readable
from pos_app.services.payment_attempts import AttemptQueries
from pos_app.services.payments.processor import (
    Listed,
    ProcessorRefusedError,
    Processors,
    Purpose,
)
from pos_app.services.payments.processor_calls import ProcessorCalls
from pos_app.services.ports import DraftQueries, OrderRow

SLACK: Final = timedelta(hours=1)
"""Their clock and ours, and a payment over midnight: this much around the time is looked at too."""


class Mismatch(StrEnum):
    UNDECIDED = "undecided"
    """We do not know; `payments resolve` asks."""
    NOT_THERE = "not_there"
    """We say that it moved; the processor does not."""
    NOT_HERE = "not_here"
    """The processor says that it moved; we do not."""
    AMOUNT = "amount"
    """Both say that it moved, and not how much alike."""
    TWICE = "twice"
    """The processor has it twice."""
    NO_ORDER = "no_order"
    """It moved, and is part of no order and was not given back."""
    NO_ATTEMPT = "no_attempt"
    """An order says that it was paid so, and nothing of it was ever asked for."""
    ELSEWHERE = "elsewhere"
    """It was asked of another account than the one whose list this is."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Amounts in minor units, below 0 where money was given back; None where nothing is known."""

    kind: Mismatch
    attempt_id: str
    order_id: str
    number: str
    ours: int | None
    theirs: int | None
    remote_id: str


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What one processor moved in a time, by its account and by ours, and where they differ."""

    processor: str
    ours: int
    theirs: int
    count: int
    differences: tuple[Difference, ...]
    has_list: bool
    """Whether the processor gives a list; else every payment was asked about by itself, and what
    it has and we do not cannot be seen."""


class PaidOrders(Protocol):
    def by_id(self, order_id: str) -> OrderDocument | None: ...
    def listed(self, *, since: date | None, until: date | None) -> Iterator[OrderRow]: ...


@dataclass(frozen=True, slots=True)
class ReconcilingPorts:
    attempts: AttemptQueries
    orders: PaidOrders
    drafts: DraftQueries
    processors: Processors
    calls: ProcessorCalls


class Reconciling:
    def __init__(self, *, ports: ReconcilingPorts, profile: StoreProfile) -> None:
        self._ports = ports
        self._processor_of = {one.code: one.processor for one in profile.tender_methods}

    def run(self, *, processor: str, since: datetime, until: datetime) -> Reconciled:
        """Compare what was begun from `since` to before `until`.

        :raises UnavailableError: if the processor does not answer
        """
        around = self._ports.attempts.made(since - SLACK, until + SLACK)
        attempts = [
            one
            for one in around
            # What was given back past the processor is nothing that it could know.
            if one.processor == processor and one.kind is not AttemptKind.BY_HAND
        ]
        theirs, has_list = self._theirs(processor, attempts, since, until)
        known = {one.attempt_id: one for one in attempts}
        within = [one for one in attempts if since <= one.created_at < until]
        differences = [
            *self._of_attempts(within, theirs),
            *self._unknown_here(theirs, known, since, until),
            *self._never_asked(processor, since, until),
        ]
        moved = [one for one in within if one.state is PaymentState.APPROVED]
        return Reconciled(
            processor=processor,
            ours=sum(map(signed, moved)),
            theirs=sum(
                one.amount for one in theirs if one.is_done and _is_within(one, known, since, until)
            ),
            count=len(moved),
            differences=tuple(differences),
            has_list=has_list,
        )

    def _theirs(
        self, processor: str, attempts: Sequence[Attempt], since: datetime, until: datetime
    ) -> tuple[Sequence[Listed], bool]:
        try:
            found = self._ports.processors(processor, Purpose.QUERY)
            return list(found.listed(since - SLACK, until + SLACK)), True
        except ProcessorRefusedError:
            return [self._asked(one) for one in attempts], False

    def _asked(self, attempt: Attempt) -> Listed:
        answer = self._ports.calls.query(attempt)
        amount = attempt.amount if answer.amount is None else answer.amount
        return Listed(
            remote_id=answer.remote_id,
            attempt_id=attempt.attempt_id,
            amount=amount if attempt.kind is AttemptKind.CHARGE else -amount,
            currency=attempt.currency.code,
            at=attempt.created_at,
            is_done=answer.standing is Standing.DONE,
        )

    def _of_attempts(
        self, attempts: Sequence[Attempt], theirs: Sequence[Listed]
    ) -> Iterator[Difference]:
        for one in attempts:
            listed = [item for item in theirs if item.is_done and _is_same(item, one)]
            kind = self._judge(one, listed)
            if kind is not None:
                amount = sum(item.amount for item in listed) if listed else None
                yield self._difference(kind, one, amount)

    def _judge(self, attempt: Attempt, listed: Sequence[Listed]) -> Mismatch | None:
        if not attempt.is_decided:
            return Mismatch.UNDECIDED
        if attempt.state is not PaymentState.APPROVED:
            return Mismatch.NOT_HERE if listed else None
        if not listed:
            is_elsewhere = self._ports.calls.is_elsewhere(attempt)
            return Mismatch.ELSEWHERE if is_elsewhere else Mismatch.NOT_THERE
        if len(listed) > 1:
            return Mismatch.TWICE
        if listed[0].amount != signed(attempt) or listed[0].currency != attempt.currency.code:
            return Mismatch.AMOUNT
        return None if self._has_place(attempt) else Mismatch.NO_ORDER

    def _has_place(self, attempt: Attempt) -> bool:
        """Whether it pays an order, or was taken back, or takes back itself."""
        if attempt.kind is not AttemptKind.CHARGE:
            return True
        document = self._ports.orders.by_id(attempt.order_id)
        if document is not None:
            paid = {one.payment_id for one in document.payments}
            if attempt.attempt_id in paid:
                return True
        draft = self._ports.drafts.draft(attempt.order_id)
        order = readable(draft) if draft is not None else None
        if order is not None and attempt.attempt_id in {one.attempt_id for one in order.tenders}:
            return True
        backs = self._ports.attempts.reversals(attempt.attempt_id)
        return sum(b.amount for b in backs if b.state is PaymentState.APPROVED) == attempt.amount

    def _unknown_here(
        self,
        theirs: Sequence[Listed],
        known: dict[str, Attempt],
        since: datetime,
        until: datetime,
    ) -> Iterator[Difference]:
        """What this terminal never asked for; other terminals may share the account."""
        for item in theirs:
            is_ours = any(_is_same(item, one) for one in known.values())
            if item.is_done and not is_ours and since <= item.at < until:
                yield Difference(
                    *(Mismatch.NOT_HERE, item.attempt_id, "", ""),
                    *(None, item.amount, item.remote_id),
                )

    def _never_asked(
        self, processor: str, since: datetime, until: datetime
    ) -> Iterator[Difference]:
        """Payments of orders that no attempt has brought."""
        rows = self._ports.orders.listed(since=since.date(), until=until.date())
        for row in rows:
            document = self._ports.orders.by_id(row.order_id)
            payments = document.payments if document is not None else ()
            for one in payments:
                is_its = self._processor_of.get(one.method) == processor
                if is_its and self._ports.attempts.get(one.payment_id) is None:
                    yield Difference(
                        *(Mismatch.NO_ATTEMPT, one.payment_id, row.order_id, row.number or ""),
                        *(one.amount, None, ""),
                    )

    def _difference(self, kind: Mismatch, attempt: Attempt, theirs: int | None) -> Difference:
        document = self._ports.orders.by_id(attempt.order_id)
        is_ours = attempt.state is PaymentState.APPROVED
        return Difference(
            kind=kind,
            attempt_id=attempt.attempt_id,
            order_id=attempt.order_id,
            number=(document.number or "") if document is not None else "",
            ours=signed(attempt) if is_ours else None,
            theirs=theirs,
            remote_id=attempt.remote_id,
        )


def signed(attempt: Attempt) -> int:
    """In minor units, below 0 where it gives back."""
    return attempt.amount if attempt.kind is AttemptKind.CHARGE else -attempt.amount


def _is_same(item: Listed, attempt: Attempt) -> bool:
    if item.attempt_id:
        return item.attempt_id == attempt.attempt_id
    return item.remote_id in {attempt.remote_id, attempt.capture_id} - {""}


def _is_within(item: Listed, known: dict[str, Attempt], since: datetime, until: datetime) -> bool:
    """By our own clock where it is ours, so that both sums are of the same payments."""
    ours = next((one for one in known.values() if _is_same(item, one)), None)
    at = ours.created_at if ours is not None else item.at
    return since <= at < until
