"""Let what is changed in the settings hold in the till that is open."""

from __future__ import annotations

from pos_app.composition.front import Front
from pos_app.composition.lanes import Lanes
from pos_app.composition.opening import OpenStore
from pos_app.domain.store import SETTING, StoreProfile
from pos_app.services.open_payments import is_any_part_paid
from pos_app.services.orders.open_orders import OpenOrders
from pos_app.viewmodels.settings.renewal import Renewal, RenewalParts, Stored
from pos_app.viewmodels.till import TillViewModel
from pos_app.views.main_window import MainWindow


def start_renewal(
    window: MainWindow,
    till: TillViewModel,
    store: OpenStore,
    open_orders: OpenOrders,
    *,
    lanes: Lanes,
    front: Front,
) -> Renewal:
    queries = store.queries

    def read() -> Stored:
        text = queries.settings.get(SETTING)
        assert text is not None, "a store without its profile"
        return Stored(
            StoreProfile.from_text(text),
            queries.settings.tax_classes(),
            is_part_paid=is_any_part_paid(queries.drafts, queries.attempts),
        )

    renewal = Renewal(
        RenewalParts(
            live=queries.live,
            put_taxes=queries.tax_classes.renew,
            read=read,
            open_orders=open_orders,
        ),
        tasks=lanes.reader,
        formats=front.formats,
        parent=window,
    )
    till.screens.sell.order_changed.connect(renewal.settle)
    till.screens.settings.saved.connect(renewal.look)
    renewal.renewed.connect(lambda: front.frame.name(queries.profile))
    renewal.failed.connect(lambda words: till.toast.emit(words, False))
    return renewal
