"""A till in memory that is put back from a backup, and a head office that knows what came after."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Final

from pos_app.domain.journal import EntryKind
from pos_app.domain.money import Money
from pos_app.domain.product import Product
from pos_app.domain.quantity import Quantity
from pos_app.services.inventory.moved_stock import Moved, moved_bodies
from pos_app.services.journal.adopting import begin_epoch
from pos_app.services.journal.writing import Fact
from pos_app.services.sync.lost_stock import LostEntries, lost_entries
from tests.fakes.catalogue import EUR
from tests.fakes.journal import body_of
from tests.fakes.queries import FakeSettingQueries
from tests.fakes.storage import FakeStore, Tables
from tests.fakes.synced_shop import SyncedShop
from tests.fakes.upstream import moves_of

TEA_ID: Final = 1
BREAD: Final = Product(2, "BREAD", "Bread", Money(200, EUR), "STANDARD")


class Till:
    """That belongs to a head office and has a backup of when it held 99 pieces of tea."""

    def __init__(self) -> None:
        self.synced = SyncedShop()
        self.synced.drain()
        self.backup = self.store.tables.copy()

    @property
    def store(self) -> FakeStore:
        return self.synced.shop.store

    def receive(self, *pieces: int, product_id: int = TEA_ID) -> None:
        shop = self.synced.shop
        for one in pieces:
            product = shop.store.tables.products[product_id]
            shop.stock.receive(actor=shop.owner, product=product, quantity=Quantity.of(one))
        self.synced.drain()

    def move(self, pieces: int, *, product_id: int = TEA_ID) -> None:
        """What is sold and received, in the words of a receipt; it is not sent yet."""
        shop, sku = self.synced.shop, self.store.tables.products[product_id].sku
        more = Quantity.of(pieces)
        body: dict[str, object] = {"received": sku, "quantity": more.thousandths}
        with shop.store.new_uow() as uow:
            uow.stock.move(
                product_id=product_id, kind="receipt", quantity=more, at=shop.clock.now()
            )
            shop.journal.append(uow.journal, Fact(EntryKind.CONFIG_CHANGE, shop.owner, body))
            uow.commit()

    def count(self, pieces: int, *, product_id: int = TEA_ID) -> None:
        """As an import of counted stock does, the first time after the store was put back."""
        level = Quantity.of(pieces)
        more = level - self.store.tables.levels[product_id]
        self._import(product_id, "count", more, counted=level)

    def bring_in(self, product: Product, pieces: int) -> None:
        """As an import of a new product does with its opening stock."""
        if product.product_id not in self.store.tables.products:
            self.store.tables.products[product.product_id] = product
            self.store.tables.levels[product.product_id] = Quantity(0)
            self._import(product.product_id, "opening", Quantity.of(pieces))

    def take_back(self, product_id: int, pieces: int) -> None:
        """As the undo of such an import does."""
        self._import(product_id, "opening", Quantity.of(-pieces))

    def _import(
        self, product_id: int, kind: str, more: Quantity, *, counted: Quantity | None = None
    ) -> None:
        shop, sku = self.synced.shop, self.store.tables.products[product_id].sku
        moved = Moved(sku, more.thousandths, None if counted is None else counted.thousandths)
        with shop.store.new_uow() as uow:
            uow.stock.move(product_id=product_id, kind=kind, quantity=more, at=shop.clock.now())
            body = {"source": "stock.csv", **moved_bodies([moved])[0]}
            shop.journal.append(uow.journal, Fact(EntryKind.IMPORT, shop.owner, body))
            uow.commit()

    def moved_there(self, sku: str = "TEA") -> int:
        """By how much of it there is more, as head office adds up all that it was sent."""
        self.synced.drain()
        held = self.synced.office.books.terminals[self.synced.member.terminal_id]
        return sum(moves_of(json.loads(raw)).get(sku, 0) for raw in held.raws)

    def put_back(self, backup: Tables | None = None, *, is_sent: bool = True) -> None:
        shop = self.synced.shop
        shop.store.tables = (backup or self.backup).copy()
        shop.clock.wait(seconds=1)
        ahead = shop.journal.in_next_epoch(0)
        with shop.store.new_uow() as uow:
            begin_epoch(
                uow,
                journal=ahead,
                clock=shop.clock,
                actor=None,
                reason="restore",
                number_prefix="T01",
            )
            uow.commit()
        shop.journal.follow(ahead)
        self.synced.start()
        if is_sent:
            self.synced.drain()

    def ask(self) -> bool:
        return self.synced.reclaiming.step()

    def level(self, product_id: int = TEA_ID) -> int:
        return self.store.tables.levels[product_id].thousandths

    def booked(self) -> list[object]:
        bodies = [body_of(one)["body"] for one in self.store.tables.entries]
        return [one["restored_stock"] for one in bodies if "restored_stock" in one]

    def lost(self) -> LostEntries:
        return replace(
            lost_entries(FakeSettingQueries(self.store)), firsts={}, most={}, told={}, seen=0
        )
