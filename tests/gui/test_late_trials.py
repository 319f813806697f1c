"""A test payment, and the sheet it is asked for in, where what is asked for is done late."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import Final

import pytest
from PySide6.QtCore import QObject

from pos_app.domain.attempt import Attempt, Flow, Standing
from pos_app.domain.payment import PaymentState
from pos_app.services.payments.processor import NotReachedError, ProcessorKind, Purpose
from pos_app.services.payments.processor_settings import ProcessorPorts as SettingPorts
from pos_app.services.payments.processor_settings import ProcessorSettings
from pos_app.services.payments.trials import TrialPorts, Trials
from pos_app.viewmodels.pay.attempt_link import AttemptLanes
from pos_app.viewmodels.payments.processor_settings import (
    ProcessorChoices,
    ProcessorLanes,
    ProcessorPorts,
)
from pos_app.viewmodels.payments.trial_payment import TrialDesk, TrialPayment
from tests.fakes.formats import FakeFormats
from tests.fakes.secrets import FakeSecrets
from tests.fakes.shop import FakeShop
from tests.fakes.storage import DiskRefusedError
from tests.fakes.tasks import HeldTaskRunner, InlineTaskRunner
from tests.matrix.managing import ACME, GIVEN

OTHER: Final = replace(ACME, name="other", title="Other Pay")
LIVE: Final = replace(ACME, is_for_tests=lambda _values: False)
SAVED: Final = {"key": "", "shop": "7", "environment": "live", "page": ""}


@dataclass
class Desk:
    """Each lane keeps what it is given; only the settings are read at once."""

    kind: ProcessorKind = ACME
    shop: FakeShop = field(default_factory=FakeShop)
    writer: HeldTaskRunner = field(default_factory=HeldTaskRunner)
    network: HeldTaskRunner = field(default_factory=HeldTaskRunner)
    told: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        shop, formats, self.owner = self.shop, FakeFormats(), QObject()
        self.of: dict[tuple[str, Purpose], HeldTaskRunner] = defaultdict(HeldTaskRunner)
        settings = ProcessorSettings(
            SettingPorts(
                kinds=lambda: {one.name: one for one in (self.kind, OTHER)},
                settings=shop.setting_queries,
                attempts=shop.attempt_queries,
                new_uow=shop.store.new_uow,
                journal=shop.journal,
                secrets=FakeSecrets(),
            )
        )
        for kind in (self.kind, OTHER):
            settings.put(actor=shop.owner, kind=kind, values=GIVEN)
        ports = TrialPorts(
            *(shop.book, shop.attempt_queries, settings, shop.read_profile, shop.clock, shop.ids)
        )
        trials = Trials(ports=ports)
        lanes = AttemptLanes(self.writer, lambda name, purpose: self.of[name, purpose])
        self.trial = TrialPayment(desk=TrialDesk(trials, shop.charging, lanes), formats=formats)
        self.sheet = ProcessorChoices(
            ports=ProcessorPorts(settings, self._check, lambda _name: None, trials.amount),
            lanes=ProcessorLanes(InlineTaskRunner(), self.writer, self.network),
            trial=self.trial,
            formats=formats,
            parent=self.owner,
        )
        self.sheet.told.connect(lambda words, _can_undo: self.told.append(words))
        self.sheet.refused.connect(self.refused.append)
        self.trial.opened.connect(lambda: self.opened.append(self.trial.steps.shown.title))
        self.sheet.signed_in(shop.owner)
        self.sheet.open()

    def run(self) -> None:
        """Do all that is asked for, and what comes of it, of anybody but the writer."""
        for _ in range(9):
            for lane in tuple(self.of.values()):
                lane.run_all()

    def run_all(self) -> None:
        for _ in range(9):
            self.run()
            self.writer.run_all()

    @property
    def attempts(self) -> list[Attempt]:
        return list(self.shop.store.tables.attempts.values())

    @staticmethod
    def _check(_name: str, _typed: object) -> str:
        raise NotReachedError(processor="Acme Pay", reason="there is no connection to it")


@pytest.fixture
def desk(qapp: object) -> Desk:
    """The timers of what is asked for need an application."""
    return Desk()


@pytest.mark.parametrize("by", ["leaving", "another person"])
def test_asks_nobody_for_a_card_once_who_asked_for_it_has_gone(desk: Desk, by: str) -> None:
    desk.sheet.try_payment(SAVED)
    if by == "leaving":
        desk.sheet.leave()
    else:
        desk.sheet.signed_in(desk.shop.cashier)

    desk.run_all()

    (attempt,) = desk.attempts
    assert attempt.state is PaymentState.CANCELLED
    assert (desk.opened, desk.trial.is_open, desk.shop.processor.calls) == ([], False, [])
    assert (desk.sheet.is_open, desk.sheet.is_busy, desk.told) == (False, False, [])


def test_says_that_it_could_not_be_taken_back_for_who_has_gone(desk: Desk) -> None:
    desk.sheet.try_payment(SAVED)
    desk.sheet.leave()
    desk.run()
    desk.shop.store.refusal = DiskRefusedError()

    desk.run_all()

    (words,) = desk.told
    assert "The disk refused" in words
    assert desk.opened == []


def test_is_begun_for_who_has_come_back(desk: Desk) -> None:
    desk.sheet.try_payment(SAVED)
    desk.sheet.leave()
    desk.run_all()
    desk.sheet.open()
    desk.sheet.try_payment(SAVED)

    desk.run_all()

    assert desk.trial.steps.shown.is_over
    assert [one.state for one in desk.attempts] == [
        PaymentState.CANCELLED,
        *(PaymentState.APPROVED, PaymentState.APPROVED),
    ]


@pytest.mark.usefixtures("qapp")
def test_says_why_it_was_not_begun_where_who_asked_looks() -> None:
    desk = Desk(LIVE)
    for leaves in (False, True):
        desk.sheet.try_payment(SAVED)
        if leaves:
            desk.sheet.leave()
        desk.run_all()

    assert desk.refused == desk.told
    assert "real money" in desk.told[0]
    assert desk.attempts == []


def test_shows_the_one_that_is_paid_and_not_refunded_before_it_begins_another(desk: Desk) -> None:
    desk.sheet.try_payment(SAVED)
    desk.run()
    assert desk.trial.at_work == frozenset()
    desk.trial.begin(desk.shop.owner, OTHER)

    desk.run_all()

    charge, back = desk.attempts
    assert {charge.processor, back.processor} == {ACME.name}
    assert desk.opened == [f"Test payment by {ACME.title}"] * 2
    assert desk.trial.steps.shown.steps[-1].startswith("Refunded")
    assert desk.shop.processor.moved == 0

    desk.trial.begin(desk.shop.owner, OTHER)
    desk.run_all()
    assert desk.attempts[-1].processor == OTHER.name


def test_can_be_taken_back_once_more_if_the_disk_has_refused_it(desk: Desk) -> None:
    desk.shop.processor.customer = Standing.WAITING
    desk.sheet.try_payment(SAVED)
    desk.run()
    could_stop = [desk.trial.steps.shown.can_stop]
    desk.trial.leave()
    could_stop.append(desk.trial.steps.shown.can_stop)
    assert could_stop == [True, False]
    desk.shop.store.refusal = DiskRefusedError()
    desk.writer.run_all()

    shown = desk.trial.steps.shown
    assert (shown.can_stop, "The disk refused" in shown.problem) == (True, True)
    desk.shop.store.refusal = None
    desk.trial.leave()
    desk.run_all()

    assert desk.attempts[0].state is PaymentState.CANCELLED
    assert (desk.trial.steps.shown.is_over, desk.trial.steps.shown.can_stop) == (True, False)


@pytest.mark.parametrize("leaves", [True, False])
def test_the_sheet_says_what_was_refused_even_if_it_has_gone(desk: Desk, leaves: bool) -> None:
    desk.sheet.try_it(SAVED)
    if leaves:
        desk.sheet.leave()

    desk.network.run_all()

    (words,) = desk.told if leaves else desk.refused
    assert "there is no connection to it" in words
    assert len(desk.told) + len(desk.refused) == 1


def test_goes_by_the_ways_that_are_saved(desk: Desk) -> None:
    place = ACME.flows.index(Flow.READER)
    desk.sheet.switch_way(place)
    desk.sheet.try_payment(SAVED)
    assert desk.refused == ["Save it first: a test payment goes by what is saved"]
    assert not desk.sheet.is_busy

    desk.sheet.switch_way(place)
    desk.sheet.try_payment(SAVED)
    assert desk.sheet.is_busy
