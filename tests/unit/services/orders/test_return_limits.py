"""Returns that pass a limit of the store need somebody who may allow them."""

from __future__ import annotations

import pytest

from pos_app.domain.money import Money
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.product import Product
from pos_app.domain.quantity import ONE, Quantity
from pos_app.domain.returned import Returned, ReturnReason
from pos_app.domain.staff import Approval, ApprovalNeededError, Permission, Role, StaffMember
from pos_app.services.orders.returning import Line, Returns
from tests.fakes.catalogue import EUR
from tests.fakes.shop import FakeShop

MIND = Returned(ReturnReason.CHANGED_MIND)
TEA = Product(1, "TEA", "Thé", Money(450, EUR), "STANDARD")


@pytest.fixture
def shop() -> FakeShop:
    shop = FakeShop()
    shop.sells(TEA, "TEA", stock=90_000)
    shop.open_shift()
    return shop


@pytest.fixture
def supervisor(shop: FakeShop) -> StaffMember:
    """Who takes back what is within the limits without asking."""
    return shop.staff.add(actor=shop.owner, name="Sue", role=Role.SUPERVISOR, pin="918273")


@pytest.fixture
def sold(shop: FakeShop) -> OrderDocument:
    """Four teas, 18.00."""
    return shop.sell("TEA", "TEA", "TEA", "TEA")


def days_later(shop: FakeShop, days: int) -> None:
    shop.shifts.close(actor=shop.owner, counted=0)
    shop.clock.wait(seconds=days * 86_400)
    shop.open_shift()


def take(
    shop: FakeShop,
    returns: Returns,
    actor: StaffMember,
    *orders: tuple[OrderDocument, int],
    approval: Approval | None = None,
) -> None:
    """So many pieces come back of each, one order after the other."""
    for document, pieces in orders:
        order = shop.orders.create_order(actor=actor)
        lines = (Line(1, Quantity.of(pieces)),)
        returns.add(document=document, lines=lines, why=MIND, actor=actor, approval=approval)
        shop.checkout.pay(order=order, tenders=returns.plan(order), actor=actor)


class TestDays:
    @pytest.mark.parametrize(("within", "passed"), [(14, 0), (14, 14), (1, 1), (0, 400)])
    def test_that_are_not_over_ask_nobody(
        self, shop: FakeShop, sold: OrderDocument, supervisor: StaffMember, within: int, passed: int
    ) -> None:
        days_later(shop, passed)

        take(shop, shop.new_returns(return_days=within), supervisor, (sold, 1))

    @pytest.mark.parametrize(("within", "passed"), [(14, 15), (1, 2)])
    def test_that_are_over_ask(
        self, shop: FakeShop, sold: OrderDocument, supervisor: StaffMember, within: int, passed: int
    ) -> None:
        returns = shop.new_returns(return_days=within)
        days_later(shop, passed)
        with pytest.raises(ApprovalNeededError) as caught:
            take(shop, returns, supervisor, (sold, 1))
        assert caught.value.values["permission"] == "refund_over_limit"

        allowed = Approval(Permission.REFUND_OVER_LIMIT, supervisor.staff_id, shop.owner)
        take(shop, returns, supervisor, (sold, 1), approval=allowed)

        assert shop.entry(-1)["body"]["items"][0]["approved_by"] == shop.owner.staff_id
        take(shop, returns, shop.owner, (sold, 1))


class TestAmount:
    def test_is_that_of_one_person_in_a_day(
        self, shop: FakeShop, sold: OrderDocument, supervisor: StaffMember
    ) -> None:
        returns = shop.new_returns(refund_limit=2 * 450)
        other = shop.sell("TEA", "TEA", "TEA")
        take(shop, returns, supervisor, (sold, 1), (other, 1))

        with pytest.raises(ApprovalNeededError):
            take(shop, returns, supervisor, (other, 1))
        take(shop, returns, shop.owner, (other, 1))

        days_later(shop, 1)
        take(shop, returns, supervisor, (sold, 2))

    def test_counts_what_is_in_the_order_already(
        self, shop: FakeShop, supervisor: StaffMember
    ) -> None:
        shop.sells(Product(2, "CUP", "Tasse", Money(450, EUR), "STANDARD"), "CUP", stock=9_000)
        sold = shop.sell("TEA", "TEA", "CUP")
        returns = shop.new_returns(refund_limit=2 * 450)
        shop.orders.create_order(actor=supervisor)
        for _ in range(2):  # said once more, a line is meant once
            returns.add(document=sold, lines=(Line(1, Quantity.of(2)),), why=MIND, actor=supervisor)

        with pytest.raises(ApprovalNeededError):
            returns.add(document=sold, lines=(Line(2, ONE),), why=MIND, actor=supervisor)

    def test_counts_without_a_receipt_too(self, shop: FakeShop, sold: OrderDocument) -> None:
        returns = shop.new_returns(refund_limit=449)
        shop.orders.create_order(actor=shop.cashier)
        usual = Approval(Permission.REFUND_WITHOUT_RECEIPT, shop.cashier.staff_id, shop.owner)

        with pytest.raises(ApprovalNeededError) as caught:
            returns.add_without_receipt(
                product=TEA, quantity=ONE, why=MIND, actor=shop.cashier, approval=usual
            )

        assert caught.value.values["permission"] == "refund_over_limit"
        over = Approval(Permission.REFUND_OVER_LIMIT, shop.cashier.staff_id, shop.owner)
        returns.add_without_receipt(
            product=TEA, quantity=ONE, why=MIND, actor=shop.cashier, approval=over
        )
