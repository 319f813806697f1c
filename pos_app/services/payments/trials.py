"""Use case: a payment of the smallest amount tries a processor out, and is given back at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pos_app.domain.attempt import Attempt, AttemptKind, Flow
from pos_app.domain.errors import RefusedError, UnavailableError
from pos_app.domain.money import Currency, Money
from pos_app.domain.payment import PaymentState
from pos_app.domain.staff import Permission, StaffMember
from pos_app.services.payment_attempts import AttemptQueries
from pos_app.services.payments.attempt_book import AttemptBook
from pos_app.services.payments.processor import AmountError, ProcessorKind
from pos_app.services.payments.processor_settings import ProcessorSettings
from pos_app.services.ports import Clock, Ids, ReadProfile

_POWERS: Final = tuple(10**digits for digits in range(8))


class LiveTrialError(RefusedError):
    code = "trial.live"
    text = (
        "{processor} takes real money as it is set up. A test payment is made with a key for "
        "tests, or in the sandbox, alone. Nothing was charged."
    )


class TrialOpenError(RefusedError):
    code = "trial.open"
    text = (
        "The test payment of {amount} before this one is not settled yet. The till asks about it "
        "by itself, and pos-app payments resolve at once. Nothing was charged."
    )


class TrialWayError(RefusedError):
    code = "trial.way"
    text = (
        "{processor} only takes what is scanned off a customer's phone, which no test payment "
        "can do. Nothing was charged."
    )


class TrialUnpaidError(RefusedError):
    code = "trial.unpaid"
    text = "The test payment was not paid: {reason}. Nothing was charged."


class TrialUnsettledError(UnavailableError):
    code = "trial.unsettled"
    text = (
        "The test payment of {amount} is not settled: it may still be paid. pos-app payments "
        "resolve asks again, and refunds what was paid."
    )


class TrialKeptError(UnavailableError):
    code = "trial.kept"
    text = (
        "{amount} was paid, but is not refunded yet: {reason}. Reference {reference}. The till "
        "asks again by itself, and pos-app payments resolve at once."
    )


class TrialRefusedError(RefusedError):
    code = "trial.refused"
    text = (
        "{amount} was paid, but {processor} does not refund it: {reason}. Reference {reference}. "
        "It stays owed, in the bar and in pos-app payments attempts, until it has gone back."
    )


@dataclass(frozen=True, slots=True)
class TrialPorts:
    book: AttemptBook
    attempts: AttemptQueries
    settings: ProcessorSettings
    profile: ReadProfile
    clock: Clock
    ids: Ids


class Trials:
    """A trial is an attempt for no order; what was paid for none is reversed by itself.

    So a till that stops in between gives it back at its next start, under the same key.
    """

    def __init__(self, *, ports: TrialPorts) -> None:
        self._ports = ports

    def amount(self, kind: ProcessorKind) -> Money | None:
        """The least that it takes in the store's currency; None if it takes none of it."""
        return least_of(kind, self._ports.profile().currency)

    def begin(self, *, actor: StaffMember, kind: ProcessorKind) -> Attempt:
        """Put on disk that the smallest amount is about to be asked for.

        :raises NotAllowedError: if this is not the owner
        :raises LiveTrialError: if real money would move
        :raises TrialOpenError: if an earlier one is not settled
        :raises ProcessorNotSetUpError, UnavailableError: if its settings cannot be used
        """
        ports = self._ports
        actor.require(Permission.MANAGE_STORE)
        if not kind.is_for_tests(ports.settings.kept.config(kind).values):
            raise LiveTrialError(processor=kind.title)
        flow = self._flow(kind)
        waiting = [one for one in ports.attempts.undecided() if one.processor == kind.name]
        for one in waiting:
            if one.is_trial:
                raise TrialOpenError(amount=one.money)
        currency = ports.profile().currency
        least = self.amount(kind)
        if least is None:
            reason = kind.cannot_take(_POWERS[-1], currency)
            amount = Money(_POWERS[-1], currency)
            raise AmountError(processor=kind.title, amount=amount, reason=reason)
        attempt_id = ports.ids.new()
        attempt = Attempt(
            attempt_id=attempt_id,
            kind=AttemptKind.CHARGE,
            order_id=attempt_id,
            method=kind.name,
            processor=kind.name,
            flow=flow,
            amount=least.minor,
            currency=currency,
            staff_id=actor.staff_id,
            created_at=ports.clock.now(),
        )
        ports.book.begin_trial(attempt)
        return attempt

    def reversal(self, charge: Attempt) -> Attempt:
        """What gives a paid one back: begun in the transaction that says that it is paid."""
        return self._ports.attempts.reversals(charge.attempt_id)[-1]

    def _flow(self, kind: ProcessorKind) -> Flow:
        """A way that the Pay screen offers, or else the first that needs no customer's code."""
        ways = (*self._ports.settings.ways(kind), *kind.flows)
        for one in ways:
            if one is not Flow.CODE:
                return one
        raise TrialWayError(processor=kind.title)


def least_of(kind: ProcessorKind, currency: Currency) -> Money | None:
    """What a processor says that it takes at the least; only it knows whether that is true."""
    first = kind.trial_from(currency)
    below = first - 1
    for most in (first, *(one for one in _POWERS if one > first)):
        if not kind.cannot_take(most, currency):
            amounts = range(below + 1, most + 1)
            least = next(one for one in amounts if not kind.cannot_take(one, currency))
            return Money(least, currency)
        below = most
    return None


def require_paid(charge: Attempt) -> None:
    """Let through what was paid.

    :raises TrialUnsettledError: if that is not known yet
    :raises TrialUnpaidError: if it has ended otherwise
    """
    if not charge.is_decided:
        raise TrialUnsettledError(amount=charge.money)
    if charge.state is not PaymentState.APPROVED:
        reason = charge.reason.removesuffix(".") or "nobody has paid it"
        raise TrialUnpaidError(reason=reason)


def kept(charge: Attempt, reason: str) -> TrialKeptError:
    """Why a paid one is not given back yet."""
    reason = reason.removesuffix(".")
    return TrialKeptError(amount=charge.money, reason=reason, reference=charge.remote_id)


def refused(charge: Attempt, back: Attempt, title: str) -> TrialRefusedError:
    """Why a paid one is not given back, for good."""
    return TrialRefusedError(
        amount=charge.money,
        processor=title,
        reason=back.reason.removesuffix(".") or "it has not said why",
        reference=charge.remote_id,
    )
