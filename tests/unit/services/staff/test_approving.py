from __future__ import annotations

import ast
from fractions import Fraction
from functools import partial
from pathlib import Path

import pytest

import pos_app
from pos_app.domain.badge import UnknownBadgeError
from pos_app.domain.staff import (
    MATRIX,
    Approval,
    ApprovalNeededError,
    Decision,
    LockedOutError,
    NotAllowedError,
    Permission,
    Role,
    StaffDisabledError,
    StaffMember,
    WrongPinError,
)
from pos_app.services.catalogue.editing import ProductCells
from pos_app.services.catalogue.row_refusal import RowRefusedError
from pos_app.services.staff.approving import (
    ApprovalStaleError,
    ApprovalUsedError,
    OwnApprovalError,
)
from tests.fakes.shop import CASHIER_PIN, OWNER_PIN, FakeShop

WRONG = "555123"
OTHER_PIN = "918273"
ASKED = Permission.MANAGE_PRODUCTS


@pytest.fixture
def shop() -> FakeShop:
    return FakeShop()


def approve(
    shop: FakeShop,
    permission: Permission = ASKED,
    *,
    pin: str = OWNER_PIN,
    by: StaffMember | None = None,
) -> Approval:
    return shop.approving.approve(
        actor=shop.cashier,
        permission=permission,
        approver_id=(by or shop.owner).staff_id,
        pin=pin,
    )


def add(shop: FakeShop, name: str, approval: Approval | None) -> None:
    shop.editing.add(
        actor=shop.cashier, cells=ProductCells("", name, "2.50", sku=name), approval=approval
    )


def changes(shop: FakeShop) -> list[tuple[int, int | None]]:
    """Who has put products on sale, and who has allowed it."""
    return [
        (entry["user_id"], entry["approver_id"])
        for entry in shop.entries("config_change")
        if "product_added" in entry["body"]
    ]


class TestApproval:
    def test_lets_one_act_pass_with_both_names(self, shop: FakeShop) -> None:
        add(shop, "PEN", approve(shop))

        assert changes(shop) == [(shop.cashier.staff_id, shop.owner.staff_id)]
        assert shop.verdict().ok

    def test_is_refused_the_second_time(self, shop: FakeShop) -> None:
        approval = approve(shop)
        add(shop, "PEN", approval)

        with pytest.raises(ApprovalUsedError):
            add(shop, "INK", approval)

        assert len(changes(shop)) == 1

    @pytest.mark.parametrize(("seconds", "is_good"), [(0, True), (60, True), (61, False)])
    def test_is_good_for_sixty_seconds(
        self, shop: FakeShop, seconds: int, *, is_good: bool
    ) -> None:
        approval = approve(shop)
        shop.clock.wait(seconds=seconds)

        if is_good:
            add(shop, "PEN", approval)
        else:
            with pytest.raises(ApprovalStaleError):
                add(shop, "PEN", approval)

        assert len(changes(shop)) == is_good

    def test_is_not_made_younger_by_setting_the_clock(self, shop: FakeShop) -> None:
        approval = approve(shop)
        before = shop.clock.wall
        shop.clock.wait(seconds=61)
        shop.clock.wall = before

        with pytest.raises(ApprovalStaleError):
            add(shop, "PEN", approval)

    def test_of_something_else_is_not_used_up(self, shop: FakeShop) -> None:
        approval = approve(shop, Permission.OVERRIDE_PRICE)

        with pytest.raises(ApprovalNeededError):
            add(shop, "PEN", approval)

        approval.use()

    def test_is_not_used_up_by_what_cannot_be_done(self, shop: FakeShop) -> None:
        approval = approve(shop)

        with pytest.raises(RowRefusedError):
            add(shop, "", approval)

        add(shop, "PEN", approval)

    def test_is_only_for_who_has_asked(self, shop: FakeShop) -> None:
        other = shop.staff.add(actor=shop.owner, name="Cem", role=Role.CASHIER, pin=OTHER_PIN)

        with pytest.raises(ApprovalNeededError):
            shop.editing.add(
                actor=other, cells=ProductCells("", "PEN", "2", sku="PEN"), approval=approve(shop)
            )

    def test_stands_in_the_journal_with_a_price_too(self, shop: FakeShop) -> None:
        add(shop, "PEN", approve(shop))
        product = next(one for one in shop.store.tables.products.values() if one.sku == "PEN")

        shop.editing.change_price(
            actor=shop.cashier,
            product=product,
            price=product.unit_price + product.unit_price,
            approval=approve(shop),
        )

        last = shop.entries("config_change")[-1]
        assert last["body"]["price_changed"] == "PEN"
        assert last["approver_id"] == shop.owner.staff_id

    def test_is_made_in_one_place_only(self) -> None:
        root = Path(pos_app.__file__).parent
        makers = {
            path.relative_to(root).as_posix()
            for path in root.rglob("*.py")
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Approval"
        }

        assert makers == {"services/staff/approving.py"}


class TestApprover:
    def test_is_never_who_asks(self, shop: FakeShop) -> None:
        with pytest.raises(OwnApprovalError):
            approve(shop, pin=CASHIER_PIN, by=shop.cashier)

        assert shop.cashier not in shop.approving.approvers(actor=shop.cashier, permission=ASKED)

    def test_is_not_themselves_even_with_a_higher_role(self, shop: FakeShop) -> None:
        with pytest.raises(OwnApprovalError):
            shop.approving.approve(
                actor=shop.owner,
                permission=ASKED,
                approver_id=shop.owner.staff_id,
                pin=OWNER_PIN,
            )

    def test_of_what_nobody_is_refused_may_be_who_asks(self, shop: FakeShop) -> None:
        people = shop.approving.approvers(actor=shop.cashier, permission=Permission.SELL)
        approval = shop.approving.approve(
            actor=shop.cashier,
            permission=Permission.SELL,
            approver_id=shop.cashier.staff_id,
            pin=CASHIER_PIN,
        )

        assert {one.staff_id for one in people} == {shop.cashier.staff_id, shop.owner.staff_id}
        assert approval.approver == shop.cashier
        with pytest.raises(WrongPinError):
            shop.approving.approve(
                actor=shop.cashier,
                permission=Permission.SELL,
                approver_id=shop.cashier.staff_id,
                pin="555123",
            )

    def test_must_still_be_here(self, shop: FakeShop) -> None:
        other = shop.staff.add(actor=shop.owner, name="Cem", role=Role.MANAGER, pin=OTHER_PIN)
        shop.staff.disable(actor=shop.owner, name="Cem")

        with pytest.raises(StaffDisabledError):
            approve(shop, pin=OTHER_PIN, by=other)

    @pytest.mark.parametrize("permission", Permission)
    @pytest.mark.parametrize("role", Role)
    def test_must_be_allowed_to_do_it(
        self, shop: FakeShop, role: Role, permission: Permission
    ) -> None:
        other = shop.staff.add(actor=shop.owner, name="Cem", role=role, pin=OTHER_PIN)
        may = MATRIX[role][permission] is Decision.ALLOWED

        if may:
            given = approve(shop, permission, pin=OTHER_PIN, by=other)
            assert (given.permission, given.approver) == (permission, other)
        else:
            with pytest.raises(NotAllowedError):
                approve(shop, permission, pin=OTHER_PIN, by=other)

        found = shop.approving.approvers(actor=shop.cashier, permission=permission)
        assert (other in found) is may

    def test_is_asked_of_those_who_may_give_as_large_a_discount(self, shop: FakeShop) -> None:
        sue = shop.staff.add(actor=shop.owner, name="Sue", role=Role.SUPERVISOR, pin=OTHER_PIN)

        def asked(per_cent: int) -> list[str]:
            found = shop.approving.approvers(
                actor=shop.cashier,
                permission=Permission.DISCOUNT_OVER_LIMIT,
                share=Fraction(per_cent, 100),
            )
            return sorted(one.name for one in found)

        assert asked(30) == sorted([shop.owner.name, "Sue"])
        assert asked(31) == [shop.owner.name]
        for per_cent, is_allowed in ((30, True), (31, False)):
            give = partial(
                shop.approving.approve,
                actor=shop.cashier,
                permission=Permission.DISCOUNT_OVER_LIMIT,
                approver_id=sue.staff_id,
                pin=OTHER_PIN,
                share=Fraction(per_cent, 100),
            )
            if is_allowed:
                assert give().approver == sue
            else:
                with pytest.raises(NotAllowedError, match="Sue gives 30 % at most"):
                    give()

    def test_who_may_not_has_no_pin_tried(self, shop: FakeShop) -> None:
        other = shop.staff.add(actor=shop.owner, name="Cem", role=Role.CASHIER, pin=OTHER_PIN)

        with pytest.raises(NotAllowedError):
            approve(shop, pin=WRONG, by=other)

        assert shop.staff_queries.locks().get(other.staff_id, (0, 0)) == (0, 0)


class TestWrongPin:
    def test_counts_for_signing_in_too(self, shop: FakeShop) -> None:
        for _ in range(3):
            with pytest.raises(WrongPinError):
                approve(shop, pin=WRONG)

        assert shop.approving.seconds_to_wait(shop.owner.staff_id) == 1
        with pytest.raises(LockedOutError):
            shop.signing_in.sign_in(staff_id=shop.owner.staff_id, pin=OWNER_PIN)

    def test_at_the_sign_in_counts_here(self, shop: FakeShop) -> None:
        for _ in range(3):
            with pytest.raises(WrongPinError):
                shop.signing_in.sign_in(staff_id=shop.owner.staff_id, pin=WRONG)

        with pytest.raises(LockedOutError):
            approve(shop)

        shop.clock.wait(seconds=1)
        approve(shop).use()

    def test_is_forgotten_after_a_right_one(self, shop: FakeShop) -> None:
        with pytest.raises(WrongPinError):
            approve(shop, pin=WRONG)

        approve(shop)

        assert shop.staff_queries.locks()[shop.owner.staff_id] == (0, 0)

    def test_is_journalled_with_what_it_was_for(self, shop: FakeShop) -> None:
        with pytest.raises(WrongPinError):
            approve(shop, pin=WRONG)

        (entry,) = shop.entries("login_failed")
        assert entry["user_id"] == shop.owner.staff_id
        assert entry["body"] == {
            "failures": 1,
            "wait_s": 0,
            "permission": "manage_products",
            "asked_by": shop.cashier.staff_id,
        }

    def test_signs_nobody_in(self, shop: FakeShop) -> None:
        approve(shop)

        assert shop.entries("login") == []


class TestBadge:
    CODE = "B-OLGA-4711"

    @pytest.fixture(autouse=True)
    def badge(self, shop: FakeShop) -> None:
        shop.staff.set_badge(actor=shop.owner, name="Olga", code=self.CODE)

    def by_badge(self, shop: FakeShop, actor: StaffMember, code: str = CODE) -> Approval:
        return shop.approving.approve_by_badge(
            actor=actor, permission=ASKED, raw=code, prefix=shop.profile.badge_prefix
        )

    def test_is_as_good_as_a_pin(self, shop: FakeShop) -> None:
        add(shop, "PEN", self.by_badge(shop, shop.cashier))

        assert changes(shop) == [(shop.cashier.staff_id, shop.owner.staff_id)]

    def test_of_who_asks_is_refused(self, shop: FakeShop) -> None:
        with pytest.raises(OwnApprovalError):
            self.by_badge(shop, shop.owner)

    def test_of_who_may_not_is_refused(self, shop: FakeShop) -> None:
        other = shop.staff.add(actor=shop.owner, name="Cem", role=Role.CASHIER, pin=OTHER_PIN)
        shop.staff.set_badge(actor=shop.owner, name="Cem", code="B-CEM-4711")

        with pytest.raises(NotAllowedError):
            self.by_badge(shop, shop.cashier, "B-CEM-4711")
        assert other.active

    def test_of_who_has_left_is_refused(self, shop: FakeShop) -> None:
        shop.staff.add(actor=shop.owner, name="Cem", role=Role.MANAGER, pin=OTHER_PIN)
        shop.staff.set_badge(actor=shop.owner, name="Cem", code="B-CEM-4711")
        shop.staff.disable(actor=shop.owner, name="Cem")

        with pytest.raises((StaffDisabledError, UnknownBadgeError)):
            self.by_badge(shop, shop.cashier, "B-CEM-4711")

    def test_that_nobody_has_costs_time_at_the_sign_in_too(self, shop: FakeShop) -> None:
        for _ in range(3):
            with pytest.raises(UnknownBadgeError):
                self.by_badge(shop, shop.cashier, "B-EVA-4711")

        with pytest.raises(LockedOutError):
            shop.signing_in.sign_in_by_badge(raw=self.CODE, prefix=shop.profile.badge_prefix)
