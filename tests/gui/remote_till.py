"""A till whose card button leads to a payment processor in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Final

from PySide6.QtWidgets import QLabel

from pos_app.adapters.payments import factory
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.opening import writing
from pos_app.composition.paying import payment_settings_of
from pos_app.domain.attempt import Attempt, Flow, Standing
from pos_app.domain.payment import PaymentMethod
from pos_app.domain.tender import TenderMethod
from pos_app.services.payments.processor import Answer, Charge, ProcessorKind
from tests.fakes.processors.memory import FakeProcessor
from tests.gui.driving import DrivenTill, Key, driven_till

PAIN: Final = "3276550614043"
TOTAL: Final = 2_482
HANG_S: Final = 10
LABELS: Final = (
    *("charge_title", "charge_says", "charge_detail", "charge_time", "charge_message"),
    *("pay_message", "pay_troubles", "toast_words"),
)
READER: Final = TenderMethod("card", PaymentMethod.CARD, processor="fake", flow="reader")
QR: Final = TenderMethod("fake_qr", PaymentMethod.OTHER, "Fakepay QR", processor="fake", flow="qr")
CODE: Final = TenderMethod(
    "fake_code", PaymentMethod.OTHER, "Fakepay", processor="fake", flow="code"
)


@dataclass(frozen=True, slots=True)
class Pace:
    polls_every: timedelta = timedelta(milliseconds=30)
    waits: timedelta = timedelta(minutes=3)


QUICK: Final = Pace()


class HangingProcessor(FakeProcessor):
    """Answers nothing to these calls before it is let go."""

    def __init__(self, *names: str) -> None:
        super().__init__()
        self.let_go = Event()
        self._names = names

    def create(self, charge: Charge) -> Answer:
        self._hang("create")
        return super().create(charge)

    def capture(self, charge: Charge) -> Answer:
        self._hang("capture")
        return super().capture(charge)

    def query(self, charge: Charge) -> Answer:
        self._hang("query")
        return super().query(charge)

    def cancel(self, charge: Charge) -> Answer:
        self._hang("cancel")
        return super().cancel(charge)

    def _hang(self, name: str) -> None:
        if name in self._names:
            self.calls.append(f"{name} hangs")
            self.let_go.wait(HANG_S)


@dataclass
class RemoteTill:
    """`processor` is the whole truth about the money."""

    till: DrivenTill
    processor: FakeProcessor

    def start_paying(self) -> None:
        """24.82 to pay."""
        self.till.price_of(PAIN, TOTAL)
        self.till.scan(PAIN)
        self.till.quiet()
        self.till.press(Key.Key_Return)
        self.till.wait_for_page("pay")

    def wait_for_words(self, words: str) -> None:
        try:
            self.till.wait_for(lambda: words in self.says, repr(words))
        except AssertionError as error:
            error.add_note(f"It says {self.says!r}")
            raise
        self.till.settle()

    def pay_in_secret(self) -> None:
        """The customer pays, and no look comes before the next key."""
        case = self.till.model.screens.pay.remote.case
        assert case is not None
        assert case.driver is not None
        driver = case.driver
        driver.pace.due.disconnect()
        self.till.wait_for(lambda: not driver.link.is_asking, "the last look")
        one = self.processor.ledger[driver.attempt.attempt_id]
        one.standing, one.captured = Standing.DONE, one.amount

    def answers_again(self) -> None:
        """As after the half minute for which it is left alone."""
        ports = self.till.model.screens.processors._ports  # noqa: SLF001 - nothing else waits less
        ports.forget("fake")
        self.till.model.screens.pay.remote.troubles.look()

    def charge_by_card(self) -> None:
        self.till.press(Key.Key_F11)
        self.till.wait_for_page("charge")

    @property
    def says(self) -> str:
        """All that the screens of the payment say now, and the toast."""
        return " ".join(self.till.says(one) for one in LABELS if self.till.sees(QLabel, one))

    @property
    def attempts(self) -> list[Attempt]:
        """Of every order, oldest first."""
        then, now = datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
        return list(self.till.store.queries.attempts.made(then, now))

    def payments(self) -> list[tuple[str, int, str]]:
        """Of the last order, as it is on disk."""
        document = self.till.store.queries.orders.latest()
        assert document is not None
        return [(one.method, one.amount, one.reference) for one in document.payments]


def kind_of(processor: FakeProcessor, pace: Pace = QUICK) -> ProcessorKind:
    return ProcessorKind(
        name="fake",
        title="Fakepay",
        flows=(Flow.READER, Flow.QR, Flow.CODE),
        fields=(),
        open=lambda _config: processor,
        polls_every=pace.polls_every,
        waits=pace.waits,
        cannot_take=processor.cannot_take,
        is_for_tests=lambda _values: True,
    )


@contextmanager
def remote_till(
    folder: Path,
    processor: FakeProcessor,
    *,
    methods: tuple[TenderMethod, ...] = (READER,),
    pace: Pace = QUICK,
    size: tuple[int, int] = (1_366, 768),
    mode: str = "light",
) -> Iterator[RemoteTill]:
    with known(kind_of(processor, pace)):
        with writing(DataFolder(folder)) as store:
            for method in methods:
                payment_settings_of(store).put_method(
                    actor=store.services.staff.owner(), method=method
                )
        with driven_till(folder, size=size, mode=mode) as till:
            till.start_selling()
            try:
                yield RemoteTill(till, processor)
            finally:
                if isinstance(processor, HangingProcessor):
                    processor.let_go.set()


@contextmanager
def known(kind: ProcessorKind) -> Iterator[None]:
    """As if it came along with the program."""
    own = factory.OWN
    vars(factory)["OWN"] = (*own, kind)
    try:
        yield
    finally:
        vars(factory)["OWN"] = own
