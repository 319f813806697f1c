"""Returns that pass a limit of the store need somebody who may allow them."""

from __future__ import annotations

import pytest

from pos_app.domain.money import Money
from pos_app.domain.order import Order, OrderState
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.product import Product
from pos_app.domain.quantity import ONE, Quantity
from pos_app.domain.returned import Returned, ReturnReason
from pos_app.domain.staff import (
    Approval,
    ApprovalNeededError,
    Decision,
    NotAllowedError,
    Permission,
    Role,
    StaffMember,
)
from pos_app.services.orders.return_limits import (
    ReturnLateError,
    ReturnMuchError,
    ReturnUnknownError,
)
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


def parked(
    shop: FakeShop,
    actor: StaffMember,
    document: OrderDocument,
    pieces: int,
    *,
    approval: Approval | None = None,
) -> Order:
    """An open order that takes back so many pieces, and is not paid out yet."""
    order = shop.orders.create_order(actor=actor)
    lines = (Line(1, Quantity.of(pieces)),)
    shop.returns.add(document=document, lines=lines, why=MIND, actor=actor, approval=approval)
    return order


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
        with pytest.raises(ReturnLateError) as caught:
            take(shop, returns, supervisor, (sold, 1))
        assert caught.value.values["permission"] == "refund_over_limit"
        assert f"{passed} days ago" in str(caught.value)

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

    def test_counts_a_tip_that_goes_back(self, shop: FakeShop, supervisor: StaffMember) -> None:
        order = shop.order_of("TEA")
        shop.tendering.set_tip(order=order, tip=400, actor=shop.cashier)
        tipped = shop.checkout.pay_cash(order=order, tendered=850, actor=shop.cashier)
        sold = shop.sell("TEA")
        returns = shop.new_returns(refund_limit=850 + 449)
        with pytest.raises(ReturnMuchError):
            take(shop, shop.new_returns(refund_limit=849), supervisor, (tipped, 1))
        take(shop, returns, supervisor, (tipped, 1))

        with pytest.raises(ReturnMuchError):
            take(shop, returns, supervisor, (sold, 1))

    @pytest.mark.parametrize("usual", [0, 100 * 450])
    def test_is_that_of_the_role_where_it_has_its_own(
        self, shop: FakeShop, sold: OrderDocument, supervisor: StaffMember, usual: int
    ) -> None:
        returns = shop.new_returns(refund_limit=usual)
        shop.roles.limit_refunds(actor=shop.owner, role=Role.SUPERVISOR, limit=450)
        take(shop, returns, supervisor, (sold, 1))

        with pytest.raises(ReturnMuchError, match=r"it is 4\.50 "):
            take(shop, returns, supervisor, (sold, 1))

        shop.roles.limit_refunds(actor=shop.owner, role=Role.SUPERVISOR, limit=900)
        take(shop, returns, supervisor, (sold, 1))

    def test_is_none_for_a_role_that_has_none(self) -> None:
        shop = FakeShop(refund_limit=449)
        shop.sells(TEA, "TEA", stock=90_000)
        shop.open_shift()
        sue = shop.staff.add(actor=shop.owner, name="Sue", role=Role.SUPERVISOR, pin="918273")
        shop.roles.limit_refunds(actor=shop.owner, role=Role.SUPERVISOR, limit=0)

        take(shop, shop.returns, sue, (shop.sell("TEA"), 1))

    def test_is_that_of_who_allows_it_too(
        self, shop: FakeShop, sold: OrderDocument, supervisor: StaffMember
    ) -> None:
        shop.roles.limit_refunds(actor=shop.owner, role=Role.SUPERVISOR, limit=450)
        ana = shop.cashier
        allowed = Approval(Permission.REFUND, ana.staff_id, supervisor)
        take(shop, shop.returns, ana, (sold, 1), approval=allowed)

        with pytest.raises(ReturnMuchError, match=r"Sue may allow 4\.50 "):
            take(shop, shop.returns, ana, (sold, 1), approval=allowed)

        by_owner = Approval(Permission.REFUND, ana.staff_id, shop.owner)
        take(shop, shop.returns, ana, (sold, 1), approval=by_owner)

    def test_passed_lets_nobody_off_what_is_asked_anyway(self, shop: FakeShop) -> None:
        max_ = shop.staff.add(actor=shop.owner, name="Max", role=Role.MANAGER, pin="918273")
        returns = shop.new_returns(refund_limit=449)
        shop.orders.create_order(actor=max_)
        for decision, error in (
            (Decision.ASK, ApprovalNeededError),
            (Decision.NO, NotAllowedError),
        ):
            shop.roles.decide(
                actor=shop.owner,
                role=Role.MANAGER,
                permission=Permission.REFUND_WITHOUT_RECEIPT,
                decision=decision,
            )
            with pytest.raises(error) as caught:
                returns.add_without_receipt(product=TEA, quantity=ONE, why=MIND, actor=max_)
            assert caught.value.values["permission"] == "refund_without_receipt"

    def test_counts_a_void(self, shop: FakeShop, supervisor: StaffMember) -> None:
        sold = shop.sell("TEA", "TEA", "TEA")
        returns = shop.new_returns(refund_limit=2 * 450)

        with pytest.raises(ReturnMuchError):
            returns.void(document=sold, actor=supervisor)

        allowed = Approval(Permission.REFUND_OVER_LIMIT, supervisor.staff_id, shop.owner)
        returns.void(document=sold, actor=supervisor, approval=allowed)

        assert shop.entry(-1)["body"]["items"][0]["approved_by"] == shop.owner.staff_id


class TestOut:
    """Two returns are each within the limit while neither is paid out."""

    @pytest.fixture
    def shop(self) -> FakeShop:
        shop = FakeShop(refund_limit=2 * 450)
        shop.sells(TEA, "TEA", stock=90_000)
        shop.open_shift()
        return shop

    @pytest.fixture
    def second(self, shop: FakeShop, supervisor: StaffMember) -> Order:
        """Beside one that was paid out meanwhile, and is as much as there may be."""
        first, second = (parked(shop, supervisor, shop.sell("TEA", "TEA"), 2) for _ in range(2))
        shop.checkout.pay(order=first, tenders=shop.returns.plan(first), actor=supervisor)
        return second

    def test_is_looked_at_when_money_leaves(
        self, shop: FakeShop, second: Order, supervisor: StaffMember
    ) -> None:
        tenders = shop.returns.plan(second)
        with pytest.raises(ReturnMuchError) as caught:
            shop.checkout.pay(order=second, tenders=tenders, actor=supervisor)
        assert "18.00" in str(caught.value)
        with pytest.raises(ReturnMuchError):
            shop.returns.allow_out(order=second, actor=supervisor)
        assert second.state is OrderState.CREATED

        allowed = Approval(Permission.REFUND_OVER_LIMIT, supervisor.staff_id, shop.owner)
        shop.returns.allow_out(order=second, actor=supervisor, approval=allowed)
        shop.checkout.pay(order=second, tenders=tenders, actor=supervisor)

        assert shop.entry(-1)["approver_id"] == shop.owner.staff_id
        assert shop.entry(-1)["body"]["items"][0]["approved_by"] == shop.owner.staff_id

    def test_is_that_of_who_allowed_its_lines_too(
        self, shop: FakeShop, supervisor: StaffMember
    ) -> None:
        shop.roles.limit_refunds(actor=shop.owner, role=Role.CASHIER, limit=0)
        ana = shop.cashier
        allowed = Approval(Permission.REFUND, ana.staff_id, supervisor)
        first, second = (
            parked(shop, ana, shop.sell("TEA", "TEA"), 2, approval=allowed) for _ in range(2)
        )
        shop.checkout.pay(order=first, tenders=shop.returns.plan(first), actor=ana)

        with pytest.raises(ReturnMuchError):
            shop.returns.allow_out(order=second, actor=ana)
        with pytest.raises(ReturnMuchError):
            shop.checkout.pay(order=second, tenders=shop.returns.plan(second), actor=ana)

    def test_is_looked_at_before_a_processor_moves_it(
        self, shop: FakeShop, second: Order, supervisor: StaffMember
    ) -> None:
        with pytest.raises(ReturnMuchError):
            shop.remote_refunds.begin(
                order=second, tender=shop.returns.plan(second)[0], actor=supervisor
            )

    def test_asks_nobody_for_an_exchange_that_gives_nothing_out(
        self, shop: FakeShop, second: Order, supervisor: StaffMember
    ) -> None:
        shop.orders.take_up(second)
        for _ in range(3):
            shop.orders.scan(raw="TEA")

        shop.checkout.pay_cash(order=second, tendered=450, actor=supervisor)

    def test_asks_nobody_who_may_exceed_it(self, shop: FakeShop, second: Order) -> None:
        shop.checkout.pay(order=second, tenders=shop.returns.plan(second), actor=shop.owner)


class TestRestored:
    def test_asks_for_what_is_from_before(
        self, shop: FakeShop, sold: OrderDocument, supervisor: StaffMember
    ) -> None:
        shop.restore()
        later = shop.sell("TEA")
        take(shop, shop.returns, supervisor, (later, 1))

        with pytest.raises(ReturnUnknownError) as caught:
            take(shop, shop.returns, supervisor, (sold, 1))
        assert str(sold.number) in str(caught.value)
        with pytest.raises(ReturnUnknownError):
            shop.returns.open_void(document=sold, actor=supervisor)

        allowed = Approval(Permission.REFUND_OVER_LIMIT, supervisor.staff_id, shop.owner)
        take(shop, shop.returns, supervisor, (sold, 1), approval=allowed)
        take(shop, shop.returns, shop.owner, (sold, 1))
