"""Make the page of head office."""

from __future__ import annotations

from functools import partial

from pos_app.adapters.system.paths import bundled
from pos_app.head_office.api.parts import Access, Trade
from pos_app.head_office.page.desk import Desk
from pos_app.head_office.page.rendering import Rendering
from pos_app.head_office.services.access.ports import Clock
from pos_app.head_office.services.overview.overview import Overview, OverviewPorts
from pos_app.head_office.services.overview.product_editing import ProductEditing
from pos_app.head_office.storage.catalogue import SqlCatalogueWork
from pos_app.head_office.storage.engine import Database
from pos_app.head_office.storage.order_finding import SqlOrderFinding
from pos_app.head_office.storage.overview import SqlOverview
from pos_app.head_office.storage.product_finding import SqlProductFinding


def make_desk(*, database: Database, access: Access, trade: Trade, clock: Clock) -> Desk:
    stores = SqlOverview(database)
    overview = Overview(
        OverviewPorts(
            stores=stores,
            orders=SqlOrderFinding(database),
            products=SqlProductFinding(database),
            problems=stores,
            clock=clock,
        )
    )
    return Desk(
        rendering=Rendering(bundled("resources") / "head_office"),
        overview=overview,
        product_editing=ProductEditing(
            overview=overview,
            new_work=partial(SqlCatalogueWork, database),
            forget=trade.products.forget,
        ),
        visits=access.visits,
        sign_in=access.signing_in.sign_in,
        own_password=access.own_password,
        now=clock.now,
    )
