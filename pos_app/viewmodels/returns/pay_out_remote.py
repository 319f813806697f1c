"""What goes back through a payment processor: begun on disk, asked for, and seen to its end."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from pos_app.domain.errors import PosError
from pos_app.domain.order import Order
from pos_app.domain.staff import StaffMember
from pos_app.domain.tender import Tender
from pos_app.services.payments.attempt_terms import bring
from pos_app.services.payments.remote_refunds import RefundDeclinedError
from pos_app.services.ports import Formats
from pos_app.viewmodels.pay.attempt_driver import AttemptDriver, Outcome, Phase, outcome_of
from pos_app.viewmodels.pay.remote_cases import RemoteCase, RemoteCases
from pos_app.viewmodels.pay.remote_payment import TICK_MS
from pos_app.viewmodels.returns.pay_out_text import NO_REMOTE, RemoteState
from pos_app.viewmodels.shared.words import words_for


class PayOutRemote(QObject):
    """One part at a time; what is asked goes on being asked, whoever looks at it.

    Signals:
        changed: Emitted when there is something new to show.
        gone: Emitted when a part has gone back: its order has it among its tenders.
        failed: Emitted with the PosError for which a part has not gone.
    """

    changed = Signal()
    gone = Signal()
    failed = Signal(object)

    def __init__(self, *, cases: RemoteCases, formats: Formats) -> None:
        super().__init__()
        self._cases = cases
        self._formats = formats
        self._case: RemoteCase | None = None
        cases.begun.connect(self._on_news)
        cases.changed.connect(self._on_news)
        cases.refused.connect(self._on_refused)
        cases.ended.connect(self._on_ended)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self.changed)

    @property
    def is_busy(self) -> bool:
        """Whether money may be on its way back."""
        return self._case is not None

    @property
    def is_unknown(self) -> bool:
        """Whether the processor has not said what came of it."""
        driver = self._driver
        return driver is not None and driver.phase is Phase.UNKNOWN

    def give(self, order: Order, actor: StaffMember, tender: Tender) -> None:
        """Have this part of a plan given back."""
        try:
            case = self._cases.paying_out(order, actor, tender)
        except PosError as error:
            self.failed.emit(error)
            return
        self._watch(case)
        self._cases.begin(case)

    def take_up(self, order: Order, actor: StaffMember) -> None:
        """Go on with what is undecided of an order, if anything is."""
        self._watch(None)
        case = self._cases.taken_up(order, actor)
        if case is not None:
            case.pays_out = True
            self._watch(case)

    def state(self) -> RemoteState:
        case, driver = self._case, self._driver
        if case is None:
            return NO_REMOTE
        if driver is not None and driver.phase is Phase.UNKNOWN:
            return self._unknown(driver)
        words = _tr("{processor} is asked to give it back: one moment.")
        return RemoteState(words.format(processor=case.kind.title))

    def _unknown(self, driver: AttemptDriver) -> RemoteState:
        seconds = driver.pace.seconds_to_ask
        again = _tr("Asking again in {seconds} s.").format(seconds=seconds)
        why = words_for(driver.error, self._formats) if driver.error is not None else ""
        return RemoteState(
            _tr("We do not know whether it was given back."),
            " ".join((why, again if seconds else _tr("Asking again …"))).strip(),
            "warning",
        )

    @property
    def _driver(self) -> AttemptDriver | None:
        return self._case.driver if self._case is not None else None

    def _watch(self, case: RemoteCase | None) -> None:
        self._case = case
        if case is None:
            self._tick.stop()
        else:
            self._tick.start()
        self.changed.emit()

    def _on_news(self, case: RemoteCase) -> None:
        if case is self._case:
            self.changed.emit()

    def _on_refused(self, case: RemoteCase, error: PosError) -> None:
        """Nothing was begun."""
        if case is self._case:
            self._watch(None)
            self.failed.emit(error)

    def _on_ended(self, case: RemoteCase) -> None:
        driver = case.driver
        if not case.pays_out or driver is None:
            return
        is_watched = case is self._case
        outcome, attempt = outcome_of(driver), driver.attempt
        if outcome is Outcome.MOVED:
            bring(case.order, attempt)
        self._cases.forget(case)
        if not is_watched:
            return
        self._watch(None)
        if outcome is Outcome.MOVED:
            self.gone.emit()
        else:
            reason = attempt.reason or _tr("it says no.")
            declined = RefundDeclinedError(processor=case.kind.title, reason=reason)
            self.failed.emit(driver.refusal or declined)


def _tr(words: str) -> str:
    return QCoreApplication.translate("PayOut", words)
