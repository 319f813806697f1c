"""`pos-app payments processors test --pay`: a payment is made and given back, step by step."""

from __future__ import annotations

import time

from pos_app.composition.charging import CardDesk, own_card_desk
from pos_app.composition.cli.context import owner_of, say
from pos_app.composition.opening import OpenStore
from pos_app.composition.processors import processor_settings_of
from pos_app.domain.attempt import Attempt, Flow
from pos_app.domain.errors import PosError, UnavailableError
from pos_app.domain.payment import PaymentState
from pos_app.services.payments.charging import Progress
from pos_app.services.payments.trials import kept, refused, require_paid


def try_payment(store: OpenStore, name: str) -> None:
    """Say each step as it is done.

    :raises PosError: with what is wrong; what is not settled by then is asked about again later
    """
    kind = processor_settings_of(store).kind(name)
    desk = own_card_desk(store)
    charge = desk.trials.begin(actor=owner_of(store), kind=kind)
    if charge.flow is Flow.READER:
        say(f"{charge.money} is asked for: hold a test card to the reader.")
    try:
        charge = _ended(store, desk, charge)
    except PosError:
        if _is_open(store, charge):
            say("It is not settled: pos-app payments resolve asks again.", err=True)
        raise
    require_paid(charge)
    say(f"{charge.money} is paid, reference {charge.remote_id}.")
    try:
        back = desk.charging.advance(desk.trials.reversal(charge).attempt_id).attempt
    except PosError as error:
        raise kept(charge, str(error)) from error
    if back.state is not PaymentState.APPROVED:
        raise refused(charge, back, kind.title)
    say(f"{back.money} is refunded, reference {back.remote_id}.")


def _ended(store: OpenStore, desk: CardDesk, charge: Attempt) -> Attempt:
    """Wait until somebody has paid it, or it is stopped; then it may be open still."""
    try:
        return _waited_for(store, desk, charge)
    except KeyboardInterrupt:
        return _stopped(desk, charge)


def _waited_for(store: OpenStore, desk: CardDesk, charge: Attempt) -> Attempt:
    """Wait until it is decided or too late; what does not answer is asked again until then."""
    kind = processor_settings_of(store).kind(charge.processor)
    until, prompt = time.monotonic() + kind.waits.total_seconds(), ""
    told: set[str] = set()
    while True:
        is_late = time.monotonic() > until
        progress = _asked(store, desk, charge, told=None if is_late else told)
        if progress.attempt.is_decided:
            return progress.attempt
        if progress.prompt and progress.prompt != prompt:
            prompt = progress.prompt
            say(f"{charge.money} is asked for: pay it, for testing, at {prompt}")
        if is_late:
            desk.charging.stop(charge.attempt_id)
            return _asked(store, desk, charge, told=None).attempt
        time.sleep(kind.polls_every.total_seconds())


def _asked(store: OpenStore, desk: CardDesk, charge: Attempt, *, told: set[str] | None) -> Progress:
    """Where it stands; nothing new where there is no answer.

    :param told: the codes of what was said to be wrong so far; None if it is too late to go on
    :raises UnavailableError: if it is too late and was not paid, or has never been asked for
    """
    try:
        return desk.charging.advance(charge.attempt_id)
    except UnavailableError as error:
        if not _is_open(store, charge):
            raise
        if told is None:
            ended = _stopped(desk, charge)
            if ended.state is not PaymentState.APPROVED:
                raise
            return Progress(ended)
        if error.code not in told:
            told.add(error.code)
            say(f"{error} It is asked again.", err=True)
        return Progress(charge)


def _stopped(desk: CardDesk, charge: Attempt) -> Attempt:
    """It is not wanted any more; whether that came in time, the processor may not say yet."""
    desk.charging.stop(charge.attempt_id)
    return desk.charging.advance(charge.attempt_id).attempt


def _is_open(store: OpenStore, charge: Attempt) -> bool:
    return any(one.attempt_id == charge.attempt_id for one in store.queries.attempts.undecided())
