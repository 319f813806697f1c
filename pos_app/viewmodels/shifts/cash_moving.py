"""Cash put into the drawer or taken out without an order: how much, which way, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, SignalInstance, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.money import Currency, Money
from pos_app.domain.shift import CashReason
from pos_app.domain.staff import Permission, StaffMember
from pos_app.services.ports import Formats
from pos_app.services.shifts.cash_moves import (
    CashMove,
    CashMoves,
    CashSlipError,
    Direction,
    RecordedMove,
)
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.approval.request import ApprovalRequest
from pos_app.viewmodels.shared.amount_form import AmountForm
from pos_app.viewmodels.shared.words import words_for

REASONS = tuple(CashReason)


@dataclass(frozen=True, slots=True)
class CashForm:
    """What the sheet shows; `reason` is the place of the chosen one."""

    amount: str
    is_in: bool
    reason: int
    accept: str


class CashMover(AmountForm):
    """What its sheet shows and asks for.

    Signals:
        opened: Emitted with the CashForm, when the sheet is to be seen.
        changed: Emitted with the CashForm as it is now.
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
    """

    opened = Signal(object)
    changed = Signal(object)
    told = Signal(str, bool)

    def __init__(
        self,
        *,
        moves: Callable[[], CashMoves],
        lane: AskingLane,
        formats: Formats,
        currency: Currency,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(currency, in_cents=formats.in_cents, parent=parent)
        self._moves = moves
        self._lane = lane
        self._formats = formats
        self._currency = currency
        self._actor: StaffMember | None = None
        self._way = Direction.OUT
        self._reason = 0
        self.is_busy = False

    def follow(self, signed_in: SignalInstance, *, tell: Callable[[str, bool], None]) -> None:
        """Know who asks, and say what has become of it."""
        signed_in.connect(self._on_signed_in)
        self.told.connect(tell)

    @Slot(object)
    def _on_signed_in(self, member: StaffMember) -> None:
        self._actor = member

    @property
    def reasons(self) -> tuple[str, ...]:
        """In the order of their keys, Alt+1 and up."""
        return tuple(self._words(reason) for reason in REASONS)

    @Slot()
    def open(self) -> None:
        if self._actor is None or self.is_busy:
            return
        self._way, self._reason = Direction.OUT, 0
        self._entry.preset(Money.zero(self._currency))
        self.is_open = True
        self.opened.emit(self._form())

    def turn(self, *, is_in: bool | None = None) -> None:
        """In or out; where nothing is said, the other one."""
        if is_in is None:
            is_in = self._way is Direction.OUT
        self._way = Direction.IN if is_in else Direction.OUT
        self._show()

    def choose(self, place: int) -> None:
        self._reason = place % len(REASONS)
        self._show()

    def step(self, by: int) -> None:
        self.choose(self._reason + by)

    @Slot()
    def record(self) -> None:
        """Write it down, open the drawer and print the slip; who must ask, asks."""
        actor = self._actor
        if actor is None or self.is_busy or not self.is_open:
            return
        move = CashMove(self._way, self._entry.amount.minor, REASONS[self._reason])
        self.is_busy = True
        self._lane.submit(
            lambda approval: self._moves().record(move=move, actor=actor, approval=approval),
            request=lambda: ApprovalRequest(
                Permission.MOVE_CASH,
                self.tr("Put cash into the drawer")
                if move.way is Direction.IN
                else self.tr("Take cash out of the drawer"),
                how_much=self._money(move.amount),
                why=self._words(move.reason),
            ),
            on_success=self._on_recorded,
            on_failure=self._on_refused,
        )

    def _on_recorded(self, recorded: RecordedMove) -> None:
        self.is_busy = False
        self.leave()
        words = (
            self.tr("{amount} in: written down, the slip is printed")
            if recorded.move.way is Direction.IN
            else self.tr("{amount} out: written down, the slip is printed")
        )
        self.told.emit(words.format(amount=self._money(recorded.move.amount)), False)

    def _on_refused(self, error: PosError) -> None:
        self.is_busy = False
        words = words_for(error, self._formats)
        if isinstance(error, CashSlipError):  # it is recorded: nobody may do it again
            self.leave()
            self.told.emit(words, False)
        else:
            self.refused.emit(words)

    def _form(self) -> CashForm:
        is_in, amount = self._way is Direction.IN, self._money(self._entry.amount.minor)
        accept = self.tr("Put {amount} in") if is_in else self.tr("Take {amount} out")
        return CashForm(amount, is_in, self._reason, accept.format(amount=amount))

    def _show(self) -> None:
        if self.is_open:
            self.changed.emit(self._form())

    def _money(self, minor: int) -> str:
        return self._formats.money(Money(minor, self._currency))

    def _words(self, reason: CashReason) -> str:
        return {
            CashReason.CHANGE: self.tr("Change"),
            CashReason.BANK: self.tr("Bank or safe"),
            CashReason.SUPPLIER: self.tr("Supplier"),
            CashReason.EXPENSES: self.tr("Expenses"),
            CashReason.OTHER: self.tr("Something else"),
        }[reason]
