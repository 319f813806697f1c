"""The pictures of a payment through a processor, on a till of their own that has one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.demo import ensure_demo
from pos_app.composition.processors import processor_settings_of
from pos_app.domain.attempt import AttemptKind, Flow, Standing
from pos_app.domain.payment import PaymentState
from tests.fakes.processors.memory import FakeProcessor, Fault
from tests.gui.driving import Key
from tests.gui.remote_till import CODE, QR, READER, RemoteTill, remote_till

CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True, slots=True)
class ChargeShot:
    name: str
    arrange: Callable[[RemoteTill], None]


@contextmanager
def charging_till(folder: Path, *, mode: str, size: tuple[int, int]) -> Iterator[RemoteTill]:
    if not (folder / "store.db").exists():
        ensure_demo(DataFolder(folder))
    methods = (READER, QR, CODE)
    with remote_till(folder, FakeProcessor(), methods=methods, size=size, mode=mode) as remote:
        yield remote


def waiting(remote: RemoteTill) -> None:
    remote.processor.customer = Standing.WAITING
    remote.start_paying()
    remote.till.enter_text("10")
    remote.till.press(Key.Key_Return)
    remote.till.wait_for(lambda: remote.till.sees(QLabel, "tender_0"), "the part")
    remote.charge_by_card()
    remote.wait_for_words("Tap, insert or swipe")


def backing_out(remote: RemoteTill) -> None:
    """A store that wants a PIN for it."""
    want_a_pin(remote, wanted=True)
    remote.till.press(Key.Key_Escape)
    remote.till.wait_for(lambda: remote.till.sees(QLabel, "approval_what"), "the sheet")
    remote.till.settle()


def want_a_pin(remote: RemoteTill, *, wanted: bool) -> None:
    live = remote.till.store.queries.live
    live.take(replace(live(), pin_to_back_out=wanted))


def refused(remote: RemoteTill) -> None:
    remote.till.press(Key.Key_Escape)
    want_a_pin(remote, wanted=False)
    remote.till.press(Key.Key_F12)


def unknown(remote: RemoteTill) -> None:
    remote.processor.faults = [Fault.LOST_ON_THE_WAY] * 1_000
    remote.wait_for_words("We do not know whether the customer paid")


def released(remote: RemoteTill) -> None:
    remote.till.press(Key.Key_U, CTRL)
    remote.till.wait_for_page("pay")
    remote.processor.faults = []


def troubled(remote: RemoteTill) -> None:
    """It has kept silent so often that it is left alone.

    Who looks after the attempt before asks it too, and that counts apart: how often is not known.
    """
    remote.processor.faults = [Fault.NOT_REACHED] * 1_000
    while not is_resting(remote):
        refused = partial(is_refused, remote, len(remote.processor.faults))
        remote.till.press(Key.Key_F11)
        remote.till.wait_for(refused, "the refusal")
        remote.till.settle()
    remote.processor.faults = []


def is_refused(remote: RemoteTill, left: int) -> bool:
    is_silent = len(remote.processor.faults) < left and remote.till.page == "pay"
    return is_silent or is_resting(remote)


def is_resting(remote: RemoteTill) -> bool:
    return "trying again in" in remote.says


def rested(remote: RemoteTill) -> None:
    """As after half a minute."""
    remote.answers_again()
    remote.till.settle()


def declined(remote: RemoteTill) -> None:
    rested(remote)
    remote.processor.customer = Standing.DECLINED
    remote.charge_by_card()
    remote.wait_for_words("Declined")


def late(remote: RemoteTill) -> None:
    remote.processor.customer = Standing.WAITING
    remote.till.press(Key.Key_Return)
    remote.wait_for_words("Tap, insert or swipe")
    remote.pay_in_secret()
    remote.till.press(Key.Key_Escape)
    remote.wait_for_words("Paid after all")


def listed(remote: RemoteTill) -> None:
    """It is in the order, which is paid in full."""
    remote.till.press(Key.Key_Escape)
    remote.till.wait_for_page("pay")


def back(remote: RemoteTill) -> None:
    remote.till.press(Key.Key_Delete)
    remote.wait_for_words("Give this back")


def qr(remote: RemoteTill) -> None:
    remote.till.press(Key.Key_Return)
    remote.till.wait_for_page("pay")
    remote.processor.prompt = "https://pay.example.com/c/" + "0123456789abcdef" * 4
    remote.till.click("method_fake_qr")
    remote.wait_for_words("Let the customer scan this code")


def code(remote: RemoteTill) -> None:
    remote.till.press(Key.Key_Escape)
    remote.till.wait_for_page("pay")
    remote.till.click("method_fake_code")
    remote.till.wait_for(lambda: remote.till.sees(QLineEdit, "charge_code"), "the field")


def owed(remote: RemoteTill) -> None:
    """Two reversals were refused."""
    till, first = remote.till, remote.attempts[0]
    till.press(Key.Key_Escape)
    till.wait_for_page("pay")
    for number in (1, 2):
        charge = replace(first, attempt_id=f"owed-{number}", state=PaymentState.APPROVED)
        charge = replace(charge, decided_at=charge.created_at)
        reversal = replace(
            charge,
            attempt_id=f"reversal-{number}",
            kind=AttemptKind.REVERSAL,
            state=PaymentState.DECLINED,
            reverses=charge.attempt_id,
            reason="The account that this card belongs to is closed.",
        )
        with till.store.services.new_uow() as uow:
            uow.attempts.add(charge)
            uow.attempts.add(reversal)
            uow.commit()
    till.model.screens.owed.open()
    till.wait_for(lambda: till.sees(QLabel, "owed_title"), "the sheet")


def processor(remote: RemoteTill) -> None:
    """It is set up, only pretends, and is paid by phone."""
    till = remote.till
    till.press(Key.Key_Escape)
    settings = processor_settings_of(till.store)
    owner = till.store.services.staff.owner()
    settings.put(actor=owner, kind=settings.kind("fake"), values={})
    settings.set_ways(actor=owner, kind=settings.kind("fake"), ways=[Flow.QR])
    till.model.screens.processors.open()
    till.wait_for(lambda: till.sees(QPushButton, "processor_trial"), "the sheet")


def trial(remote: RemoteTill) -> None:
    """Nobody has paid it yet."""
    remote.processor.customer = Standing.WAITING
    remote.till.press(Key.Key_R, CTRL)
    remote.till.wait_for(lambda: remote.till.sees(QWidget, "trial_code"), "the code")


def trial_kept(remote: RemoteTill) -> None:
    till, trials = remote.till, remote.till.model.screens.processors.trial
    remote.processor.gives_nothing_back = "The account that this card belongs to is closed."
    (attempt_id,) = trials.at_work
    remote.processor.pays(attempt_id)
    till.wait_for(lambda: trials.steps.shown.is_over, "its end")


CHARGE_SHOTS = (
    ChargeShot("110-charge-waiting", waiting),
    ChargeShot("110-charge-backing-out", backing_out),
    ChargeShot("111-charge-other-key", refused),
    ChargeShot("112-charge-unknown", unknown),
    ChargeShot("113-charge-released", released),
    ChargeShot("114-pay-troubled", troubled),
    ChargeShot("115-charge-declined", declined),
    ChargeShot("116-charge-late", late),
    ChargeShot("117-pay-in-full", listed),
    ChargeShot("118-charge-back", back),
    ChargeShot("119-charge-qr", qr),
    ChargeShot("120-charge-code", code),
    ChargeShot("121-owed", owed),
    ChargeShot("122-trial-processor", processor),
    ChargeShot("123-trial", trial),
    ChargeShot("124-trial-kept", trial_kept),
)
