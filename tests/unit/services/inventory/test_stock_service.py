from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.domain.money import Money
from pos_app.domain.product import Product, Unit
from pos_app.domain.quantity import QUANTITY_MAX, Quantity
from pos_app.domain.staff import NotAllowedError, Role
from pos_app.services.inventory.stock_service import ReceivedQuantityError
from tests.fakes.catalogue import EUR
from tests.fakes.shop import FakeShop
from tests.fakes.storage import DiskRefusedError

TEA = Product(1, "TEA", "Thé", Money(450, EUR), "STANDARD")
BRIE = Product(2, "BRIE", "Brie", Money(1_990, EUR), "REDUCED", Unit.KILOGRAM)


@pytest.fixture
def shop() -> FakeShop:
    shop = FakeShop()
    shop.sells(TEA, stock=9_000)
    shop.sells(BRIE, stock=-250)
    return shop


def receive(shop: FakeShop, product: Product, thousandths: int) -> Quantity:
    return shop.stock.receive(actor=shop.owner, product=product, quantity=Quantity(thousandths))


class TestReceive:
    @pytest.mark.parametrize(
        ("product", "thousandths", "level"), [(TEA, 12_000, 21_000), (BRIE, 1_250, 1_000)]
    )
    def test_adds_to_the_level_by_a_movement(
        self, shop: FakeShop, product: Product, thousandths: int, level: int
    ) -> None:
        found = receive(shop, product, thousandths)

        movement = shop.stock_queries.movements(product.product_id, limit=9)[0]
        assert found == shop.stock_queries.level(product.product_id) == Quantity(level)
        assert (movement.kind, movement.quantity) == ("receipt", Quantity(thousandths))
        assert (movement.at, movement.order) == (shop.clock.now(), None)

    def test_is_journalled(self, shop: FakeShop) -> None:
        receive(shop, TEA, 12_000)

        entry = shop.entries("config_change")[-1]
        assert entry["user_id"] == shop.owner.staff_id
        assert entry["body"] == {"received": "TEA", "quantity": 12_000}
        assert shop.verdict().ok

    @pytest.mark.parametrize("thousandths", [1, QUANTITY_MAX])
    def test_takes_the_least_and_the_most(self, shop: FakeShop, thousandths: int) -> None:
        assert receive(shop, TEA, thousandths) == Quantity(9_000 + thousandths)

    @pytest.mark.parametrize("thousandths", [0, -1, QUANTITY_MAX + 1])
    def test_refuses_nothing_less_and_too_much(self, shop: FakeShop, thousandths: int) -> None:
        with pytest.raises(ReceivedQuantityError, match="at most 999999"):
            receive(shop, TEA, thousandths)

        assert shop.stock_queries.level(TEA.product_id) == Quantity.of(9)

    @pytest.mark.parametrize("role", Role)
    def test_is_for_those_who_may(self, shop: FakeShop, role: Role) -> None:
        actor = shop.staff.add(actor=shop.owner, name="Bea", role=role, pin="918273")

        if role is Role.CASHIER:
            with pytest.raises(NotAllowedError):
                shop.stock.receive(actor=actor, product=TEA, quantity=Quantity.of(1))
        else:
            shop.stock.receive(actor=actor, product=TEA, quantity=Quantity.of(1))

        level = shop.stock_queries.level(TEA.product_id)
        assert level == Quantity.of(9 if role is Role.CASHIER else 10)

    def test_is_not_for_somebody_who_left(self, shop: FakeShop) -> None:
        with pytest.raises(NotAllowedError):
            shop.stock.receive(
                actor=replace(shop.owner, active=False), product=TEA, quantity=Quantity.of(1)
            )

    def test_moves_nothing_if_the_disk_refuses(self, shop: FakeShop) -> None:
        before = shop.store.tables.copy()
        shop.store.refusal = DiskRefusedError()

        with pytest.raises(DiskRefusedError):
            receive(shop, TEA, 12_000)

        assert shop.store.tables == before
