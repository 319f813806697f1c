"""Find an order: a list that fills as it is typed, and the order that is highlighted in it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.staff import StaffMember
from pos_app.services.journal.anchoring import QR_VERSION
from pos_app.services.orders.behind import Behind
from pos_app.services.orders.finding import Page, Period
from pos_app.services.ports import Formats
from pos_app.viewmodels.receipts.find_words import FindWords, FoundRow
from pos_app.viewmodels.receipts.found_orders import AHEAD, FoundOrders
from pos_app.viewmodels.receipts.order_detail import OrderDetail


def is_receipt(raw: str) -> bool:
    """Whether this is the code of a receipt, wherever it is scanned."""
    return raw.strip().upper().startswith(f"{QR_VERSION}:")


class FindOrder(QObject):
    """What its screen shows and asks for; every look into the store is short, and behind it.

    Signals:
        opened: Emitted when it wants to be shown.
        left: Emitted when the order that is being rung up is wanted again.
        report_asked: Emitted instead, with the Behind of the number of a report that led here.
        selected: Emitted with the row that is highlighted, or -1.
        text_set: Emitted with a text that did not come from the keys.
        hint_changed: Emitted with what is looked for, and how far back.
    """

    opened = Signal()
    left = Signal()
    report_asked = Signal(object)
    selected = Signal(int)
    text_set = Signal(str)
    hint_changed = Signal(str)

    def __init__(
        self,
        *,
        found: FoundOrders,
        detail: OrderDetail,
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._words = FindWords(formats, self)
        self.found = found
        self.detail = detail
        self.text = ""
        self.period = Period.MONTH
        self.is_bounded = False
        """Whether looking further back may find more."""
        self.current = -1
        self.number = ""
        """What is said of the number of a report behind which the orders stand."""
        self._behind: Behind | None = None
        self.divert: Callable[[str], bool] = lambda _raw: False
        """What gets a scan before it is looked for, and says whether it was for itself."""
        found.paged.connect(self._on_paged)
        found.failed.connect(self.hint_changed)

    @Slot(object)
    def signed_in(self, member: StaffMember) -> None:
        self.found.actor = self.detail.actor = member

    @Slot()
    def stop(self) -> None:
        """The store is about to be let go: what comes late asks nothing more of it."""
        self.found.actor = None
        self.detail.show(None)

    @Slot()
    def open(self) -> None:
        self.open_with("")

    def open_with(self, text: str) -> None:
        if self.found.actor is not None:
            self.period = Period.MONTH
            self.opened.emit()
            self.detail.refresh()  # it may have come back meanwhile, or its shift was closed
            self.scan(text)

    def open_behind(self, behind: Behind, words: str) -> None:
        """Show the orders that a number of a report was added up from."""
        if self.found.actor is not None:
            self.number, self.text, self._behind = words, "", behind
            self.opened.emit()
            self.text_set.emit("")
            self.found.start("", Period.EVER, behind=behind)

    @Slot()
    def back(self) -> None:
        """First the text goes, then the screen."""
        if self.number:
            self.number = ""
            self.report_asked.emit(self._behind)
        elif self.text:
            self.scan("")
        else:
            self.left.emit()

    def scan(self, text: str) -> None:
        """Look for what was scanned as if it had been typed."""
        self.text_set.emit(text)
        self.look_for(text)

    @Slot(str)
    def look_for(self, text: str) -> None:
        """Search as the text is typed; only the newest text's orders are shown."""
        self.text, self.number = text.strip(), ""
        self.found.start(self.text, self.period)

    @Slot()
    def widen(self) -> None:
        """Look further back: a month, a year, ever; and a month again."""
        if self.number:  # it says itself how far
            return
        self.period = self.period.wider
        self.found.start(self.text, self.period)

    def row(self, place: int) -> FoundRow:
        """How a row of the list reads."""
        return self._words.row(self.found.orders[place], self.found.today())

    @Slot(int)
    def select(self, place: int) -> None:
        """Highlight a row, and fetch what follows when the end of the list comes near."""
        orders = self.found.orders
        last = len(orders) - 1
        self.current = max(0, min(last, place)) if orders else -1
        self.selected.emit(self.current)
        self.detail.show(orders[self.current].row if orders else None)
        if last - self.current < AHEAD:
            self.found.more()

    def move(self, steps: int) -> None:
        self.select(self.current + steps)

    @property
    def period_text(self) -> str:
        return self._words.period(self.period)

    def _on_paged(self, page: Page, is_first: bool) -> None:
        if is_first or (self.current < 0 and page.orders):
            self.select(0)
        self.is_bounded = page.is_bounded
        found, words = self.found, self._words
        hint = words.meaning(page, self.text, self.period) if self.text else ""
        count = words.count(len(found.orders), has_more=found.has_more)
        if self.number:
            hint = f"{self.number} · {count}"
        elif not self.text:
            hint = self.tr("All sales, newest first")
        elif found.is_searching:
            searching = self.tr("searching …")
            hint = f"{hint} · {searching}"
        else:
            hint = f"{hint} · {count}"
        self.hint_changed.emit(hint)
