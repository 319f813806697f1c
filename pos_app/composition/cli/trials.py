"""`pos-app payments processors test --pay`: a payment is made and given back, step by step."""

from __future__ import annotations

import time

from pos_app.composition.charging import CardDesk, own_card_desk
from pos_app.composition.cli.context import owner_of, say
from pos_app.composition.opening import OpenStore
from pos_app.composition.processors import processor_settings_of
from pos_app.domain.attempt import Attempt, Flow
from pos_app.domain.errors import PosError
from pos_app.domain.payment import PaymentState
from pos_app.services.payments.processor import ProcessorKind
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
        charge = _ended(desk, kind, charge)
    except PosError:
        waiting = {one.attempt_id for one in store.queries.attempts.undecided()}
        if charge.attempt_id in waiting:
            say("It is not settled: pos-app payments resolve asks again.", err=True)
        raise
    except KeyboardInterrupt:
        desk.charging.stop(charge.attempt_id)
        charge = desk.charging.advance(charge.attempt_id).attempt
    require_paid(charge)
    say(f"{charge.money} is paid, reference {charge.remote_id}.")
    try:
        back = desk.charging.advance(desk.trials.reversal(charge).attempt_id).attempt
    except PosError as error:
        raise kept(charge, str(error)) from error
    if back.state is not PaymentState.APPROVED:
        raise refused(charge, back, kind.title)
    say(f"{back.money} is refunded, reference {back.remote_id}.")


def _ended(desk: CardDesk, kind: ProcessorKind, charge: Attempt) -> Attempt:
    """Wait until somebody has paid it, or it is too late for that."""
    until, prompt = time.monotonic() + kind.waits.total_seconds(), ""
    while True:
        progress = desk.charging.advance(charge.attempt_id)
        if progress.attempt.is_decided:
            return progress.attempt
        if progress.prompt and progress.prompt != prompt:
            prompt = progress.prompt
            say(f"{charge.money} is asked for: pay it, for testing, at {prompt}")
        if time.monotonic() > until:
            desk.charging.stop(charge.attempt_id)
        time.sleep(kind.polls_every.total_seconds())
