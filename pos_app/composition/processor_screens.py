"""Build what sets payment processors up at the till."""

from __future__ import annotations

from typing import Final

from pos_app.composition.charging import CardDesk
from pos_app.composition.lanes import Lanes
from pos_app.composition.processors import ProcessorDesk
from pos_app.services.payments.owing import Owing
from pos_app.services.ports import Formats
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.pay.attempt_link import AttemptLanes
from pos_app.viewmodels.payments.owed_money import OwedMoney
from pos_app.viewmodels.payments.processor_settings import (
    ProcessorChoices,
    ProcessorLanes,
    ProcessorPorts,
)
from pos_app.viewmodels.payments.trial_payment import TrialDesk, TrialPayment

RECOVERY: Final = "recovery"
"""The lane in which what is undecided is asked about: one after the other."""


def owed_money(owing: Owing, asking: AskingLane, lanes: Lanes, formats: Formats) -> OwedMoney:
    network = lanes.payment(RECOVERY, RECOVERY)
    return OwedMoney(owing=owing, asking=asking, network=network, formats=formats)


def processor_choices(
    desk: ProcessorDesk, cards: CardDesk, lanes: Lanes, formats: Formats
) -> ProcessorChoices:
    trial = TrialDesk(
        trials=cards.trials,
        charging=cards.charging,
        lanes=AttemptLanes(lanes.writer, lanes.payment),
    )
    return ProcessorChoices(
        ports=ProcessorPorts(
            settings=desk.settings,
            check=desk.check,
            forget=desk.forget,
            least=cards.trials.amount,
        ),
        # The lane of the mails waits for the network anyway, and for nothing that is paid.
        lanes=ProcessorLanes(reader=lanes.reader, writer=lanes.writer, network=lanes.mail),
        trial=TrialPayment(desk=trial, formats=formats),
        formats=formats,
    )
