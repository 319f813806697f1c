"""Build what takes back at the till: refunds, exchanges and voids."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.composition.lanes import Lanes
from pos_app.composition.lookups import lookup_of
from pos_app.composition.opening import OpenStore
from pos_app.composition.returning import returns_of
from pos_app.services.payments.remote_refunds import RemoteRefunds
from pos_app.services.ports import Formats
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.approval.approvals import Approvals
from pos_app.viewmodels.pay.pay import PayViewModel
from pos_app.viewmodels.returns.give_all import GiveAll
from pos_app.viewmodels.returns.give_back import GiveBack
from pos_app.viewmodels.returns.pay_out import PayOut, PayOutDesk
from pos_app.viewmodels.returns.pay_out_remote import PayOutRemote
from pos_app.viewmodels.returns.receipt_sheet import ReturnDesk
from pos_app.viewmodels.returns.return_product import ReturnProduct
from pos_app.viewmodels.returns.screens import ReturnScreens
from pos_app.viewmodels.returns.void_order import VoidOrder
from pos_app.viewmodels.sell.sell import SellViewModel


@dataclass(frozen=True, slots=True)
class ReturnParts:
    """What the till has made already."""

    sell: SellViewModel
    approvals: Approvals
    asking: AskingLane
    refunds: RemoteRefunds
    pay: PayViewModel


def return_screens(
    store: OpenStore, parts: ReturnParts, lanes: Lanes, formats: Formats
) -> ReturnScreens:
    services, queries = store.services, store.queries
    sell, returns = parts.sell, returns_of(store)
    desk = ReturnDesk(
        returns=returns,
        records=queries.returns,
        past=queries.orders,
        orders=services.orders,
        lookup=lookup_of(queries),
        approvals=parts.approvals,
        currency=queries.profile.currency,
    )
    pay_out = PayOut(
        desk=PayOutDesk(
            returns=returns,
            past=queries.orders,
            refunds=parts.refunds,
            checkout=services.checkout,
            terms=queries.profile.tender_terms,
        ),
        remote=PayOutRemote(cases=parts.pay.remote.cases, formats=formats),
        receipt=parts.pay.receipt,
        lane=parts.asking,
        formats=formats,
    )
    give_back = GiveBack(sell=sell, desk=desk, tasks=lanes.reader, formats=formats)
    return ReturnScreens(
        give_back=give_back,
        give_all=GiveAll(
            sheet=give_back, sell=sell, desk=desk, tasks=lanes.reader, formats=formats
        ),
        void=VoidOrder(sell=sell, desk=desk, tasks=lanes.reader, formats=formats),
        product=ReturnProduct(
            sell=sell, desk=desk, search=services.search, tasks=lanes.reader, formats=formats
        ),
        pay_out=pay_out,
    )
