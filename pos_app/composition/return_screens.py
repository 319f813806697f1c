"""Build what takes back at the till: refunds, exchanges and voids."""

from __future__ import annotations

from pos_app.composition.lanes import Lanes
from pos_app.composition.lookups import lookup_of
from pos_app.composition.opening import OpenStore
from pos_app.composition.returning import returns_of
from pos_app.services.ports import Formats
from pos_app.viewmodels.approval.approvals import Approvals
from pos_app.viewmodels.returns.give_back import GiveBack, ReturnDesk
from pos_app.viewmodels.returns.screens import ReturnScreens
from pos_app.viewmodels.sell.sell import SellViewModel


def return_screens(
    store: OpenStore, lanes: Lanes, formats: Formats, *, sell: SellViewModel, approvals: Approvals
) -> ReturnScreens:
    services, queries = store.services, store.queries
    desk = ReturnDesk(
        returns=returns_of(store),
        past=queries.orders,
        orders=services.orders,
        lookup=lookup_of(store.queries),
        approvals=approvals,
    )
    give_back = GiveBack(sell=sell, desk=desk, tasks=lanes.reader, formats=formats)
    return ReturnScreens(give_back=give_back)
