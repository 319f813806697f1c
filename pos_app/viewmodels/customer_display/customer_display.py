"""What the customer sees: the one place that decides it, from what the screens have told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from pos_app.services.ports import Formats
from pos_app.services.shifts.shift_service import ShiftService
from pos_app.viewmodels.customer_display import charge_words, customer_words
from pos_app.viewmodels.customer_display.customer_lines import CustomerLines
from pos_app.viewmodels.customer_display.customer_text import CustomerText, Scene
from pos_app.viewmodels.customer_display.slide_show import SlideShow
from pos_app.viewmodels.page_name import PageName
from pos_app.viewmodels.pay.done_text import DoneText
from pos_app.viewmodels.pay.pay_text import PayText
from pos_app.viewmodels.pay.remote_cases import Stage
from pos_app.viewmodels.pay.remote_text import RemoteText
from pos_app.viewmodels.returns.pay_out_text import PayOutText
from pos_app.viewmodels.sell.summary import Summary
from pos_app.viewmodels.till import TillViewModel

SOON_MS: Final = 30
THANKS_MS: Final = 3_000
_AWAY: Final = frozenset({PageName.SIGN_IN, PageName.OPEN_SHIFT, PageName.CLOSE_SHIFT})


@dataclass(frozen=True, slots=True)
class Speech:
    """What the store is called now, and the customer's words for the English ones."""

    name: Callable[[], str]
    words: Callable[[], Mapping[str, str]]


class CustomerDisplay(QObject):
    """Follows the till without holding it up: a scan is on the cashier's screen first.

    Nothing is computed here and nothing is asked for: every sum was told to a screen already.

    Signals:
        changed: Emitted with the CustomerText, while somebody looks.
        renamed: Emitted when the store is called otherwise, or has another logo.
    """

    changed = Signal(object)
    renamed = Signal()

    def __init__(
        self,
        *,
        till: TillViewModel,
        shifts: ShiftService,
        speech: Speech,
        slides: SlideShow,
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._till = till
        self._shifts = shifts
        self.name = speech.name
        self.slides = slides
        self._words = speech.words
        self._spoken = speech.words()
        self.frame = till.screens.frame
        self.band = self.frame.training_text
        self.lines = CustomerLines(formats=formats, parent=self)
        self.text: CustomerText | None = None
        self._summary: Summary | None = None
        self._pay: PayText | None = None
        self._charge: CustomerText | None = None
        self._out: PayOutText | None = None
        self._done: DoneText | None = None
        self._is_approved = False
        self._is_watched = False
        self._is_idle = False
        self._row = -1
        self._page = till.page
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self._tell)
        self._thanks = QTimer(self, singleShot=True, interval=THANKS_MS)
        self._thanks.timeout.connect(self._on_change)
        slides.changed.connect(self._on_change)
        screens = till.screens
        self._till.page_changed.connect(self._on_page)
        screens.frame.renamed.connect(self.renamed)
        screens.frame.renamed.connect(self._on_change)
        screens.sell.order_changed.connect(self._on_order)
        screens.pay.changed.connect(self._on_pay)
        screens.pay.remote.changed.connect(self._on_charge)
        screens.returns.pay_out.changed.connect(self._on_pay_out)
        screens.done.changed.connect(self._on_done)

    @property
    def is_behind(self) -> bool:
        """Whether something has changed that is not told yet."""
        return self._soon.isActive()

    def watch(self, *, on: bool) -> None:
        """Whether there is a screen that somebody looks at; without one nothing is done."""
        self._is_watched = on
        if on:
            self._tell()
        else:
            self._soon.stop()
            self.slides.run(on=False)

    @Slot()
    def renew(self) -> None:
        """The store's settings may be others: a language is spoken from the next words on."""
        if self._words() != self._spoken:
            self._spoken = self._words()
            self.lines.show([], [])
        self._on_change()

    @Slot(str)
    def _on_page(self, name: str) -> None:
        before, self._page = self._page, PageName(name)
        if self._page in (PageName.SELL, PageName.PAY):
            self._is_approved = False
        if before is PageName.DONE and self._page is PageName.SELL:
            self._thanks.start()
        else:
            self._thanks.stop()
        self._on_change()

    @Slot(object)
    def _on_order(self, summary: Summary) -> None:
        self._summary, self._row = summary, self._till.screens.sell.row
        self._on_change()

    @Slot(object)
    def _on_pay(self, text: PayText) -> None:
        self._pay = text
        self._on_change()

    @Slot(object)
    def _on_charge(self, text: RemoteText) -> None:
        case = self._till.screens.pay.remote.case
        if case is not None:
            with customer_words.speaking(self._spoken):
                self._charge = charge_words.of_charge(case, text)
            self._is_approved = case.stage in (Stage.PAID, Stage.LATE)
            self._on_change()

    @Slot(object)
    def _on_pay_out(self, text: PayOutText) -> None:
        self._out = text
        self._on_change()

    @Slot(object)
    def _on_done(self, text: DoneText) -> None:
        self._done = text
        self._on_change()

    @Slot()
    def _on_change(self) -> None:
        # Not again from the start: scans that keep coming must not put it off for ever.
        if self._is_watched and not self._soon.isActive():
            self._soon.start()

    @Slot()
    def _tell(self) -> None:
        with customer_words.speaking(self._spoken):
            text = self._of_page()
        self.slides.run(on=self._is_idle)
        if text.scene in (Scene.MESSAGE, Scene.SLIDE):
            self.lines.show([], [])  # they were of another customer
        if text != self.text:
            self.text = text
            self.changed.emit(text)

    def _of_page(self) -> CustomerText:
        """What belongs to the screen that the cashier has; the lines go along with it."""
        self._is_idle = False
        match self._page:
            case page if page in _AWAY:
                is_open = self._shifts.current() is not None
                return customer_words.away(self.name(), is_open=is_open)
            case PageName.PAY if self._pay is not None and self._summary is not None:
                return self._with_lines(customer_words.of_payment(self._summary, self._pay))
            case PageName.CHARGE if self._charge is not None:
                return self._charge
            case PageName.PAY_OUT if self._out is not None:
                return customer_words.of_pay_out(self._out)
            case PageName.DONE if self._done is not None:
                return customer_words.of_done(self._done, is_approved=self._is_approved)
            case _:
                return self._of_order()

    def _of_order(self) -> CustomerText:
        """The open order; before there is anything in it, the last customer is thanked."""
        if self._summary is not None and not self._summary.is_empty:
            return self._with_lines(customer_words.of_order(self._summary))
        if self._thanks.isActive() and self._done is not None:
            return customer_words.of_done(self._done, is_approved=False)
        self._is_idle = True
        slide = self.slides.slide
        return customer_words.of_slide(slide) if slide else customer_words.idle(self.name())

    def _with_lines(self, text: CustomerText) -> CustomerText:
        """What was changed last is large, and in the list it is seen."""
        sources = self._till.screens.sell.lines.sources
        self.lines.show([item for item, _ in sources], [totals for _, totals in sources])
        if not 0 <= self._row < len(sources):
            return text
        return replace(text, last=self.lines.line(self._row), row=self._row)
