"""What is on its way into the order: a question may stand in between, and scans wait behind it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.barcode import FNC1
from pos_app.domain.card_number import looks_like_card, masked
from pos_app.domain.errors import PosError
from pos_app.domain.staff import Decision, Permission, StaffMember
from pos_app.services.asking import (
    AnswerNeededError,
    DepositPriceNeededError,
    OpenPriceNeededError,
    PriceNeededError,
)
from pos_app.services.catalogue.lookup import UnknownBarcodeError
from pos_app.services.orders.order_service import OrderService
from pos_app.services.ports import Formats
from pos_app.viewmodels.sell.notices import Notice, Notices
from pos_app.viewmodels.sell.questions import Ask, Question, Ringing, question_about
from pos_app.viewmodels.sell.waiting_scans import WaitingScans
from pos_app.viewmodels.shared.words import words_for


class RingingUp(QObject):
    """One at a time: whatever is scanned during a question is added after its answer, in order.

    `answerable` names what there are sheets for; of the rest a notice tells. `divert` gets what is
    scanned before it is rung up, and says whether it was for itself.

    Signals:
        rung: Emitted with what is in the order now.
        sound: Emitted with the name of a sound.
        told: Emitted with a sentence, and False: there is nothing to undo.
        asked: Emitted with a Question; a sheet answers it, or leaves it.
        ended: Emitted when there is no question any more.
    """

    rung = Signal(object)
    sound = Signal(str)
    told = Signal(str, bool)
    asked = Signal(object)
    ended = Signal()

    def __init__(
        self, parent: QObject, *, orders: OrderService, notices: Notices, formats: Formats
    ) -> None:
        super().__init__(parent)
        self._notices = notices
        self._orders = orders
        self._formats = formats
        self.actor: StaffMember | None = None
        self.question: Question | None = None
        self.answerable: frozenset[Ask] = frozenset()
        self.divert: Callable[[str], bool] | None = None
        self.waiting = WaitingScans(
            self, ring=self._ring, is_held=lambda: self.question is not None
        )

    @property
    def is_busy(self) -> bool:
        """Whether something is asked, or waits: the order is not complete."""
        return self.question is not None or len(self.waiting) > 0

    def start(self, actor: StaffMember) -> None:
        """Another order: what waited was for the one before."""
        self.actor = actor
        self.waiting.clear()
        self._end()

    def take(self, one: Ringing) -> None:
        """Add it now, or after what is asked."""
        if one.raw and self.divert is not None and self.divert(one.raw):
            return
        if not self.is_busy:
            self._ring(one)
        else:
            self.sound.emit("ok" if self.waiting.add(one) else "refused")

    def ask(self, question: Question) -> None:
        """Ask about a product; what waits goes on waiting."""
        self._end()
        self.question = question
        self.sound.emit("attention")
        self.asked.emit(question)

    def answer(self, about: Ringing) -> None:
        """Go on with what was asked about, knowing more of it."""
        if self.question is not None:
            self._end()
            self._ring(about)
            self.waiting.go_on()

    @Slot()
    def leave(self) -> None:
        """Without an answer it is not added, and that is told; what waits is."""
        question = self.question
        if question is not None:
            self.close()
            if not question.is_of_a_line:
                words = self.tr("{name} was not added")
                self.told.emit(words.format(name=question.name or question.group), False)

    def close(self) -> None:
        """What was asked about is dealt with."""
        if self.question is not None:
            self._end()
            self.waiting.go_on()

    def put_off(self) -> None:
        """Let what is asked be a notice, which stays until somebody has dealt with it."""
        question = self.question
        if question is not None:
            answerable, self.answerable = self.answerable, frozenset()
            self._end()
            if not question.is_of_a_line:
                self._ring(question.about)
            self.answerable = answerable

    def settle(self) -> None:
        """Whoever sells goes away now: add what waits, and let what asks be notices."""
        self.put_off()
        answerable, self.answerable = self.answerable, frozenset()
        self.waiting.drain()
        self.answerable = answerable

    def miss(self, raw: str, *, is_product: bool = True) -> None:
        """It comes too late for an order that is being paid: a product has to be dealt with."""
        self.sound.emit("refused")
        if not is_product:
            self.told.emit(self.tr("Scan ignored"), False)
            return
        self.told.emit(self.tr("Not added: this order is being paid. Kept for later"), False)
        words = self.tr("{code} was scanned during a payment, and is not in that order.")
        shown = raw.replace(FNC1, " ")
        if looks_like_card(shown, field_is_code=True):
            shown = masked(shown, field_is_code=True)
        self._notices.add(Notice(shown, words.format(code=shown), is_unknown=False))

    def _ring(self, one: Ringing) -> None:
        try:
            added = one.ring(self._orders)
        except AnswerNeededError as error:
            question = question_about(one, error)
            if question.ask in self.answerable and self._may_say(error):
                self.ask(question)
            else:
                self._note(one, error)
        except PosError as error:
            self._note(one, error)
        else:
            self.rung.emit(added)

    def _may_say(self, error: AnswerNeededError) -> bool:
        """What has no price at all is for those who may set one."""
        if not isinstance(error, PriceNeededError) or isinstance(error, OpenPriceNeededError):
            return True
        actor = self.actor
        may = actor is not None and actor.decide(Permission.OVERRIDE_PRICE) is Decision.ALLOWED
        return may and not isinstance(error, DepositPriceNeededError)

    def _note(self, one: Ringing, error: PosError) -> None:
        is_priceless = isinstance(error, PriceNeededError)
        self._notices.add(
            Notice(
                one.raw,
                words_for(error, self._formats),
                isinstance(error, UnknownBarcodeError),
                one.quantity,
                int(str(error.values["product_id"])) if is_priceless else None,
                one,
            )
        )
        self.sound.emit("refused")

    def _end(self) -> None:
        if self.question is not None:
            self.question = None
            self.ended.emit()
