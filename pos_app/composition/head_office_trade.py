"""Make the part of head office that takes in what stores sell, and tells them what to sell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from pos_app.head_office.api.parts import Trade
from pos_app.head_office.security.signing import Ed25519
from pos_app.head_office.services.access.keys import HeadKeys
from pos_app.head_office.services.access.ports import Cache, Clock, Ids, Purpose
from pos_app.head_office.services.catalogue.editing import CatalogueEditing
from pos_app.head_office.services.changes.cursors import Prove
from pos_app.head_office.services.changes.telling import Changes
from pos_app.head_office.services.ingest.ingesting import Ingest, IngestPorts
from pos_app.head_office.services.ingest.ports import Noticed
from pos_app.head_office.services.missing.telling import MissingEntries
from pos_app.head_office.services.orders.order_service import OrderPorts, OrderService
from pos_app.head_office.services.products.details import ProductDetails
from pos_app.head_office.services.reports.sales import SalesReports
from pos_app.head_office.storage.catalogue import SqlCatalogueWork
from pos_app.head_office.storage.changes import change_reading
from pos_app.head_office.storage.engine import Database
from pos_app.head_office.storage.held_journals import journal_reading
from pos_app.head_office.storage.incarnations import SqlIncarnations
from pos_app.head_office.storage.ingest import SqlIngestWork
from pos_app.head_office.storage.orders import SqlOrderWork, order_reading
from pos_app.head_office.storage.partitions import Months
from pos_app.head_office.storage.products import reading_products
from pos_app.head_office.storage.sales import SqlSales


class HeadSigner:
    """The keys that head office countersigns heads with."""

    def __init__(self, keys: HeadKeys) -> None:
        self._keys = keys

    def key_id(self) -> str:
        return self._keys.current(Purpose.HEADS).key_id

    def sign(self, data: bytes, *, key_id: str) -> bytes:
        # It may have been retired since it was asked for.
        key = self._keys.named(key_id, purpose=Purpose.HEADS)
        assert key is not None, "keys of the heads are never dropped"
        return self._keys.signed(data, by=key)


@dataclass(frozen=True, slots=True)
class Stand:
    """What trade stands on. `details` keeps what changes seldom; `prove` marks what is ours."""

    database: Database
    keys: HeadKeys
    details: Cache
    clock: Clock
    ids: Ids
    prove: Prove


def make_catalogue(database: Database, *, details: ProductDetails) -> CatalogueEditing:
    return CatalogueEditing(new_work=partial(SqlCatalogueWork, database), forget=details.forget)


def make_products(database: Database, *, cache: Cache) -> ProductDetails:
    return ProductDetails(everywhere=reading_products(database), cache=cache)


def make_incarnations(database: Database, *, ids: Ids, clock: Clock) -> SqlIncarnations:
    return SqlIncarnations(database, new_id=ids.new, now=clock.now)


def make_trade(stand: Stand, *, noticed: Noticed) -> Trade:
    database, clock, ids = stand.database, stand.clock, stand.ids
    signing, months = HeadSigner(stand.keys), Months(database)
    products = make_products(database, cache=stand.details)
    return Trade(
        ingest=Ingest(
            ports=IngestPorts(
                new_work=partial(SqlIngestWork, database),
                months=months,
                signatures=Ed25519(),
                signing=signing,
                clock=clock,
                noticed=noticed,
            )
        ),
        missing=MissingEntries(new_reading=partial(journal_reading, database)),
        changes=Changes(
            new_reading=partial(change_reading, database),
            incarnations=make_incarnations(database, ids=ids, clock=clock),
            prove=stand.prove,
        ),
        catalogue=make_catalogue(database, details=products),
        products=products,
        orders=OrderService(
            ports=OrderPorts(
                new_work=partial(SqlOrderWork, database, new_id=ids.new),
                new_reading=partial(order_reading, database),
                months=months,
                signing=signing,
                clock=clock,
                new_id=ids.new,
            )
        ),
        reports=SalesReports(sales=SqlSales(database)),
    )
