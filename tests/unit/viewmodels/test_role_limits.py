from __future__ import annotations

import pytest
from PySide6.QtCore import QObject

from pos_app.domain.staff import Role
from pos_app.viewmodels.staff.role_limits import RoleLimits
from tests.fakes.formats import FakeFormats
from tests.fakes.shop import FakeShop


def step(limits: RoleLimits, shop: FakeShop, by: int) -> int:
    found = limits.step(0, Role.CASHIER, by)
    if found is not None:
        found[0](actor=shop.owner, approval=None)
    return shop.roles.refund_limit(Role.CASHIER)


class TestRefunds:
    @pytest.fixture
    def shop(self) -> FakeShop:
        return FakeShop(refund_limit=33_000)

    @pytest.fixture
    def parent(self) -> QObject:
        return QObject()

    @pytest.fixture
    def limits(self, shop: FakeShop, parent: QObject) -> RoleLimits:
        return RoleLimits(
            roles=shop.roles, profile=lambda: shop.profile, formats=FakeFormats(), parent=parent
        )

    def test_come_back_to_what_was_no_round_one(self, shop: FakeShop, limits: RoleLimits) -> None:
        shop.roles.limit_refunds(actor=shop.owner, role=Role.CASHIER, limit=7_500)

        assert [step(limits, shop, by) for by in (1, 1, -1, -1, -1, 1)] == [
            *(10_000, 20_000, 10_000, 7_500, 5_000, 7_500)
        ]

    def test_go_by_what_the_store_has_for_everybody(
        self, shop: FakeShop, limits: RoleLimits
    ) -> None:
        assert [step(limits, shop, by) for by in (-1, 1, 1)] == [20_000, 33_000, 50_000]
