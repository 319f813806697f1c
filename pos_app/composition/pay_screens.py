"""Build and connect what stands around the payment and the Done screen."""

from __future__ import annotations

from pos_app.composition.lanes import Lanes
from pos_app.composition.opening import OpenStore
from pos_app.composition.paying import tender_change_of
from pos_app.services.ports import Formats
from pos_app.viewmodels.pay.change_tender import ChangeTender
from pos_app.viewmodels.till import Screens


def change_tender_of(store: OpenStore, lanes: Lanes, formats: Formats) -> ChangeTender:
    return ChangeTender(
        service=tender_change_of(store),
        methods=store.queries.profile.tender_methods,
        tasks=lanes.writer,
        formats=formats,
    )


def connect_done(screens: Screens) -> None:
    """What the Done screen opens, and what comes back from there."""
    done, change = screens.done, screens.change_tender
    done.email_asked.connect(screens.receipts.email.open)
    done.change_asked.connect(change.open)
    done.back_asked.connect(screens.returns.give_all.take)
    change.changed.connect(done.show_changed)
    change.changed.connect(screens.last.show)


def connect_pay(screens: Screens) -> None:
    """What is said at the payment shows on the order behind it."""
    screens.pay.tip.changed.connect(lambda: screens.sell.show(screens.sell.row))
