"""Settle what processors left undecided, and bring what came of it to the screens."""

from __future__ import annotations

from collections.abc import Sequence

from pos_app.composition.charging import CardDesk
from pos_app.composition.front import Front
from pos_app.composition.lanes import Lanes
from pos_app.composition.processor_screens import RECOVERY
from pos_app.composition.recoverer import OnScreen, Recoverer
from pos_app.domain.attempt import Attempt
from pos_app.domain.order import Order
from pos_app.domain.order_document import OrderDocument
from pos_app.services.orders.open_orders import OpenOrders
from pos_app.services.payments.attempt_terms import bring
from pos_app.viewmodels.page_name import PageName
from pos_app.viewmodels.pay.recovered_words import RecoveredWords
from pos_app.viewmodels.till import TillViewModel
from pos_app.views.main_window import MainWindow

NOTICE = "payments"


def start_recovery(
    window: MainWindow,
    till: TillViewModel,
    *,
    desk: CardDesk,
    open_orders: OpenOrders,
    lanes: Lanes,
    front: Front,
) -> None:
    """Once soon after the start, and then every half minute."""
    words = RecoveredWords(front.formats)
    cases, trial = till.screens.pay.remote.cases, till.screens.processors.trial

    def shown() -> list[Order]:
        nobody = till.page in {PageName.SIGN_IN, PageName.OPEN_SHIFT}
        if nobody:
            return []
        tabs = [one.order for one in open_orders.tabs]
        # What is voided stands beside them.
        paid_out = till.screens.returns.pay_out.order
        return tabs if paid_out is None or paid_out in tabs else [*tabs, paid_out]

    def order_ids() -> frozenset[str]:
        return frozenset(one.order_id for one in shown())

    def on_decided(attempt: Attempt) -> None:
        here = [one for one in shown() if bring(one, attempt)]
        till.screens.toasts.tell(words.decided(attempt, is_here=bool(here)), can_undo=False)

    def on_finished(document: OrderDocument) -> None:
        if document.order_id in order_ids():
            till.lock()  # it came onto a screen in that very moment: whoever comes next has it new

    def on_waiting(count: int, trouble: str, owed: Sequence[Attempt]) -> None:
        said = (words.owed(owed), words.waiting(count, trouble))
        front.frame.show_notice(NOTICE, " ".join(one for one in said if one))

    recoverer = Recoverer(
        recovering=desk.recovering,
        owed=desk.owing.listed,
        tasks=lanes.payment(RECOVERY, RECOVERY),
        on_screen=OnScreen(lambda: cases.at_work | trial.at_work, order_ids),
        may_run=lambda: not desk.adopting.is_owed,
        parent=window,
    )
    recoverer.setObjectName("recoverer")
    recoverer.decided.connect(on_decided)
    recoverer.finished.connect(on_finished)
    recoverer.waiting.connect(on_waiting)
    till.screens.owed.settled.connect(recoverer.run)
