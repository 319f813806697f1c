"""Build what goes with several open orders: their tabs, the held ones, and who left which."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.adapters.system.ids import UuidV7
from pos_app.composition.lanes import Lanes
from pos_app.composition.opening import OpenStore
from pos_app.services.orders.held_orders import HeldOrders, HeldPorts
from pos_app.services.orders.open_orders import OpenOrders
from pos_app.services.ports import Printer
from pos_app.services.printing.held_slip import HeldSlips
from pos_app.services.printing.rendering import ReceiptRenderer
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.held.held_list import HeldList, HeldSources
from pos_app.viewmodels.held.held_orders import HeldDesk, HeldViewModel
from pos_app.viewmodels.held.held_slip import HeldSlipViewModel, SlipDesk
from pos_app.viewmodels.held.others import OthersOrders
from pos_app.viewmodels.left_orders import LeftOrders
from pos_app.viewmodels.sell.drafts import DraftKeeper
from pos_app.viewmodels.sell.editing import EditingModels
from pos_app.viewmodels.sell.order_tabs import OrderTabs
from pos_app.viewmodels.sell.sell import SellViewModel
from pos_app.viewmodels.toasts import Toasts


@dataclass(frozen=True, slots=True)
class Paper:
    """How something is written, and what it is printed on."""

    renderer: ReceiptRenderer
    printer: Printer


@dataclass(frozen=True, slots=True)
class OpenOrderParts:
    left: LeftOrders
    tabs: OrderTabs
    held: HeldViewModel
    slip: HeldSlipViewModel
    toasts: Toasts
    others: OthersOrders
    open_orders: OpenOrders

    def join(self, edit: EditingModels) -> None:
        """One key takes back what was done last, be it a step of the order or not."""
        self.toasts.undo_order = edit.undoing.undo
        edit.undoing.elsewhere = self.toasts.take_back
        self.tabs.left.connect(edit.modes.leave)


def open_order_parts(
    store: OpenStore,
    lanes: Lanes,
    *,
    sell: SellViewModel,
    drafts: DraftKeeper,
    asking: AskingLane,
    paper: Paper,
) -> OpenOrderParts:
    services, formats = store.services, paper.renderer.formats
    orders = held_orders(store)
    open_orders = OpenOrders(orders=services.orders)
    left = LeftOrders(
        drafting=services.drafting,
        open_orders=open_orders,
        is_over=lambda order_id: store.queries.orders.by_id(order_id) is not None,
    )
    toasts = Toasts(clock=services.clock, formats=formats)
    tabs = OrderTabs(
        sell=sell, open_orders=open_orders, held_orders=orders, drafts=drafts, formats=formats
    )
    sources = HeldSources(orders, store.queries.staff, drafts, store.queries.profile.currency)
    held = HeldViewModel(
        desk=HeldDesk(orders, drafts, left, tabs, toasts),
        held_list=HeldList(sources=sources, reader=lanes.reader, formats=formats),
        lane=asking,
        formats=formats,
    )
    slip = HeldSlipViewModel(
        held=held,
        desk=SlipDesk(
            HeldSlips(paper.renderer, paper.printer, orders.totals_of), open_orders, tabs, toasts
        ),
        tasks=lanes.printer,
        formats=formats,
    )
    others = OthersOrders(orders=orders, staff=store.queries.staff)
    return OpenOrderParts(left, tabs, held, slip, toasts, others, open_orders)


def held_orders(store: OpenStore) -> HeldOrders:
    services, queries = store.services, store.queries
    return HeldOrders(
        ports=HeldPorts(
            new_uow=services.new_uow,
            journal=services.journal,
            clock=services.clock,
            ids=UuidV7(),
            drafts=queries.drafts,
            products=queries.products,
        ),
        cancelling=services.cancelling,
        past=queries.orders,
        shifts=queries.shifts,
        tax_classes=queries.tax_classes,
    )
