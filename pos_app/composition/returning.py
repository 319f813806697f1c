"""Build what takes back: refunds, exchanges and voids of one store."""

from __future__ import annotations

from pos_app.adapters.system.ids import UuidV7
from pos_app.composition.opening import OpenStore
from pos_app.composition.queries import Queries
from pos_app.services.orders.return_limits import ReturnLimits
from pos_app.services.orders.returning import ReturnPorts, Returns


def return_limits_of(queries: Queries) -> ReturnLimits:
    return ReturnLimits(queries.live, queries.returns, queries.shifts, queries.staff)


def returns_of(store: OpenStore) -> Returns:
    services, queries = store.services, store.queries
    return Returns(
        ports=ReturnPorts(
            orders=services.orders,
            past=queries.orders,
            records=queries.returns,
            checkout=services.checkout,
            ids=UuidV7(),
            limits=return_limits_of(queries),
        ),
        profile=queries.live,
        tax_classes=queries.tax_classes,
    )
