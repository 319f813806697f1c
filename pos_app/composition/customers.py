"""Build what finds customers and says whom an order is for."""

from __future__ import annotations

from pos_app.adapters.system.ids import UuidV7
from pos_app.composition.lanes import Lanes
from pos_app.composition.opening import OpenStore
from pos_app.services.customers.customer_service import CustomerService
from pos_app.services.ports import Formats
from pos_app.viewmodels.customers.customer_desk import CustomerDesk
from pos_app.viewmodels.customers.customer_typing import CustomerTyping
from pos_app.viewmodels.customers.order_customer import OrderCustomer
from pos_app.viewmodels.customers.picker import CustomerPicker
from pos_app.viewmodels.sell.sell import SellViewModel


def customers_of(store: OpenStore) -> CustomerService:
    services = store.services
    return CustomerService(
        new_uow=services.new_uow,
        customers=store.queries.customers,
        journal=services.journal,
        clock=services.clock,
        ids=UuidV7(),
    )


def customer_picker(
    store: OpenStore, lanes: Lanes, formats: Formats, sell: SellViewModel
) -> CustomerPicker:
    desk = CustomerDesk(service=customers_of(store), reader=lanes.reader, writer=lanes.writer)
    return CustomerPicker(
        desk=desk,
        ringing=sell.ringing,
        order=OrderCustomer(sell=sell, orders=store.services.orders, desk=desk, formats=formats),
        typing=CustomerTyping(desk=desk, formats=formats),
        formats=formats,
    )
