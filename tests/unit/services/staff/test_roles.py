from __future__ import annotations

import json

import pytest

from pos_app.domain.money import AMOUNT_MINOR_MAX
from pos_app.domain.refund_limit import refund_limit
from pos_app.domain.staff import (
    MATRIX,
    ApprovalNeededError,
    Decision,
    NotAllowedError,
    Permission,
    Rights,
    Role,
    StaffMember,
    choices_of,
)
from pos_app.services.staff.roles import (
    SETTING,
    DiscountLimitError,
    MoreThanOwnError,
    NoSuchChoiceError,
    OwnerFixedError,
    RefundLimitError,
    rights_of,
)
from tests.fakes.shop import OWNER_PIN, FakeShop
from tests.fakes.storage import DiskRefusedError

PIN = "918273"


@pytest.fixture
def shop() -> FakeShop:
    return FakeShop()


def hire(shop: FakeShop, role: Role) -> StaffMember:
    return shop.staff.add(actor=shop.owner, name="Bea", role=role, pin=PIN)


def decide(
    shop: FakeShop,
    permission: Permission,
    decision: Decision,
    *,
    role: Role = Role.CASHIER,
    actor: StaffMember | None = None,
) -> None:
    shop.roles.decide(
        actor=actor or shop.owner, role=role, permission=permission, decision=decision
    )


class TestDecide:
    def test_holds_at_the_next_act_of_who_is_signed_in(self, shop: FakeShop) -> None:
        ana = shop.signing_in.sign_in(staff_id=shop.cashier.staff_id, pin="704815")
        with pytest.raises(ApprovalNeededError):
            ana.require(Permission.REFUND)

        decide(shop, Permission.REFUND, Decision.ALLOWED)

        assert ana.require(Permission.REFUND) is None
        assert ana.may_allow(Permission.REFUND)
        decide(shop, Permission.REFUND, Decision.NO)
        with pytest.raises(NotAllowedError):
            ana.require(Permission.REFUND)

    def test_holds_for_one_role_and_one_permission(self, shop: FakeShop) -> None:
        decide(shop, Permission.REFUND, Decision.ALLOWED)

        for role in Role:
            for permission in Permission:
                now = shop.roles.rights.decide(role, permission)
                is_it = (role, permission) == (Role.CASHIER, Permission.REFUND)
                assert (now is not MATRIX[role][permission]) == is_it

    def test_is_journalled_with_who_did_it(self, shop: FakeShop) -> None:
        decide(shop, Permission.REFUND, Decision.ALLOWED)

        entry = shop.entries("config_change")[-1]
        assert entry["user_id"] == shop.owner.staff_id
        assert entry["body"] == {
            "role": "cashier",
            "permission": "refund",
            "decision": "allowed",
            "before": "ask",
        }

    def test_of_what_is_so_already_changes_nothing(self, shop: FakeShop) -> None:
        entries = len(shop.store.tables.entries)

        decide(shop, Permission.REFUND, Decision.ASK)

        assert len(shop.store.tables.entries) == entries
        assert SETTING not in shop.store.tables.settings

    def test_comes_back_after_a_restart_and_back_to_usual(self, shop: FakeShop) -> None:
        decide(shop, Permission.REFUND, Decision.ALLOWED)
        shop.roles.limit_discount(actor=shop.owner, role=Role.CASHIER, limit=2_000)
        shop.roles.limit_refunds(actor=shop.owner, role=Role.CASHIER, limit=3_000)

        assert rights_of(shop.setting_queries) == shop.roles.rights != Rights()

        decide(shop, Permission.REFUND, Decision.ASK)
        shop.roles.limit_discount(actor=shop.owner, role=Role.CASHIER, limit=1_000)
        shop.roles.limit_refunds(actor=shop.owner, role=Role.CASHIER, limit=None)
        assert rights_of(shop.setting_queries) == shop.roles.rights == Rights()

    def test_is_as_it_was_if_the_disk_refuses(self, shop: FakeShop) -> None:
        shop.store.refusal = DiskRefusedError()

        with pytest.raises(DiskRefusedError):
            decide(shop, Permission.REFUND, Decision.ALLOWED)

        assert shop.cashier.decide(Permission.REFUND) is Decision.ASK

    @pytest.mark.parametrize("permission", Permission)
    def test_never_takes_anything_from_an_owner(
        self, shop: FakeShop, permission: Permission
    ) -> None:
        with pytest.raises(OwnerFixedError):
            decide(shop, permission, Decision.NO, role=Role.OWNER)

        forged = Rights({(Role.OWNER, permission): Decision.NO}, {Role.OWNER: 0}, {Role.OWNER: 1})
        assert forged.decide(Role.OWNER, permission) is Decision.ALLOWED
        assert forged.discount_limit(Role.OWNER) == 10_000
        assert refund_limit(forged, Role.OWNER, 5_000) == 0

    @pytest.mark.parametrize("permission", Permission)
    def test_takes_only_what_can_be_done(self, shop: FakeShop, permission: Permission) -> None:
        choices = choices_of(permission)

        assert MATRIX[Role.CASHIER][permission] in choices
        for decision in Decision:
            if decision in choices:
                decide(shop, permission, decision)
            else:
                with pytest.raises(NoSuchChoiceError, match=decision.value):
                    decide(shop, permission, decision)

    @pytest.mark.parametrize("role", [Role.CASHIER, Role.SUPERVISOR])
    def test_is_for_those_who_may(self, shop: FakeShop, role: Role) -> None:
        with pytest.raises(NotAllowedError):
            decide(shop, Permission.REFUND, Decision.ALLOWED, actor=hire(shop, role))

    def test_gives_nobody_more_than_who_gives_it(self, shop: FakeShop) -> None:
        manager = hire(shop, Role.MANAGER)

        decide(shop, Permission.REFUND, Decision.ALLOWED, actor=manager)
        decide(shop, Permission.MANAGE_STORE, Decision.ASK, actor=manager)
        for role in (Role.CASHIER, Role.MANAGER):
            with pytest.raises(MoreThanOwnError, match="manager may not do so much"):
                decide(shop, Permission.MANAGE_STORE, Decision.ALLOWED, role=role, actor=manager)

    def test_takes_from_nobody_what_is_more_than_who_takes_it(self, shop: FakeShop) -> None:
        manager = hire(shop, Role.MANAGER)
        decide(shop, Permission.MANAGE_STORE, Decision.ALLOWED, role=Role.SUPERVISOR)

        with pytest.raises(MoreThanOwnError):
            decide(
                *(shop, Permission.MANAGE_STORE, Decision.NO),
                role=Role.SUPERVISOR,
                actor=manager,
            )

    def test_is_done_with_the_word_of_who_may(self, shop: FakeShop) -> None:
        bea = hire(shop, Role.SUPERVISOR)
        decide(shop, Permission.MANAGE_STAFF, Decision.ASK, role=Role.SUPERVISOR)
        approval = shop.approving.approve(
            actor=bea,
            permission=Permission.MANAGE_STAFF,
            approver_id=shop.owner.staff_id,
            pin=OWNER_PIN,
        )

        with pytest.raises(ApprovalNeededError):
            decide(shop, Permission.MANAGE_STORE, Decision.ALLOWED, actor=bea)
        shop.roles.decide(
            actor=bea,
            role=Role.CASHIER,
            permission=Permission.MANAGE_STORE,
            decision=Decision.ALLOWED,
            approval=approval,
        )

        entry = shop.entries("config_change")[-1]
        assert (entry["user_id"], entry["approver_id"]) == (bea.staff_id, shop.owner.staff_id)


class TestLimitDiscount:
    def test_holds_at_once_for_everybody_with_the_role(self, shop: FakeShop) -> None:
        shop.roles.limit_discount(actor=shop.owner, role=Role.CASHIER, limit=2_500)

        assert shop.cashier.discount_limit * 100 == 25
        body = shop.entries("config_change")[-1]["body"]
        assert body == {"role": "cashier", "discount_limit": 2_500, "before": 1_000}

    def test_is_nothing_for_who_gives_no_discount(self, shop: FakeShop) -> None:
        decide(shop, Permission.DISCOUNT, Decision.NO)

        assert shop.cashier.discount_limit == 0

    @pytest.mark.parametrize("limit", [-1, 10_001])
    def test_is_part_of_a_price(self, shop: FakeShop, limit: int) -> None:
        with pytest.raises(DiscountLimitError):
            shop.roles.limit_discount(actor=shop.owner, role=Role.CASHIER, limit=limit)

    def test_gives_nobody_more_than_who_gives_it(self, shop: FakeShop) -> None:
        manager = hire(shop, Role.MANAGER)
        shop.roles.limit_discount(actor=shop.owner, role=Role.MANAGER, limit=2_000)

        shop.roles.limit_discount(actor=manager, role=Role.CASHIER, limit=2_000)
        with pytest.raises(MoreThanOwnError):
            shop.roles.limit_discount(actor=manager, role=Role.CASHIER, limit=2_001)
        with pytest.raises(MoreThanOwnError):  # a supervisor gives 30 %
            shop.roles.limit_discount(actor=manager, role=Role.SUPERVISOR, limit=0)

    def test_is_for_those_who_may_and_never_for_an_owner(self, shop: FakeShop) -> None:
        with pytest.raises(NotAllowedError):
            shop.roles.limit_discount(actor=shop.cashier, role=Role.CASHIER, limit=9_000)
        with pytest.raises(OwnerFixedError):
            shop.roles.limit_discount(actor=shop.owner, role=Role.OWNER, limit=0)


class TestLimitRefunds:
    @pytest.fixture
    def shop(self) -> FakeShop:
        return FakeShop(refund_limit=5_000)

    def limit(
        self,
        shop: FakeShop,
        limit: int | None,
        *,
        role: Role = Role.CASHIER,
        actor: StaffMember | None = None,
    ) -> None:
        shop.roles.limit_refunds(actor=actor or shop.owner, role=role, limit=limit)

    def test_is_of_one_role_and_journalled(self, shop: FakeShop) -> None:
        self.limit(shop, 2_000)

        assert [shop.roles.refund_limit(role) for role in Role] == [2_000, 5_000, 5_000, 0]
        body = shop.entries("config_change")[-1]["body"]
        assert body == {"role": "cashier", "role_refund_limit": 2_000, "before": 5_000}

    @pytest.mark.parametrize("usual", [None, 5_000])
    def test_is_the_stores_again(self, shop: FakeShop, usual: int | None) -> None:
        self.limit(shop, 2_000)
        self.limit(shop, usual)

        assert shop.roles.refund_limit(Role.CASHIER) == 5_000
        assert shop.roles.rights == Rights()

    @pytest.mark.parametrize("limit", [-1, AMOUNT_MINOR_MAX + 1])
    def test_is_an_amount(self, shop: FakeShop, limit: int) -> None:
        with pytest.raises(RefundLimitError):
            self.limit(shop, limit)

    def test_gives_nobody_more_than_who_gives_it(self, shop: FakeShop) -> None:
        manager = hire(shop, Role.MANAGER)
        decide(shop, Permission.REFUND_OVER_LIMIT, Decision.ASK, role=Role.MANAGER)
        self.limit(shop, 6_000, role=Role.MANAGER)

        self.limit(shop, 6_000, actor=manager)
        for more in (6_001, 0):
            with pytest.raises(MoreThanOwnError):
                self.limit(shop, more, actor=manager)
        self.limit(shop, 0, role=Role.SUPERVISOR)
        with pytest.raises(MoreThanOwnError):
            self.limit(shop, 1, role=Role.SUPERVISOR, actor=manager)

    @pytest.mark.parametrize(
        "permission",
        [Permission.REFUND, Permission.REFUND_WITHOUT_RECEIPT, Permission.VOID_ORDER],
    )
    def test_holds_for_who_lets_a_role_refund_without_asking(
        self, shop: FakeShop, permission: Permission
    ) -> None:
        manager = hire(shop, Role.MANAGER)
        decide(shop, Permission.REFUND_OVER_LIMIT, Decision.ASK, role=Role.MANAGER)
        self.limit(shop, 6_000, role=Role.MANAGER)
        self.limit(shop, 0)

        with pytest.raises(MoreThanOwnError):
            decide(shop, permission, Decision.ALLOWED, actor=manager)
        decide(shop, permission, Decision.NO, actor=manager)
        self.limit(shop, 6_000)
        decide(shop, permission, Decision.ALLOWED, actor=manager)

    def test_holds_for_who_makes_somebody_one_of_the_role(self, shop: FakeShop) -> None:
        manager = hire(shop, Role.MANAGER)
        decide(shop, Permission.REFUND_OVER_LIMIT, Decision.ASK, role=Role.MANAGER)
        shop.staff.add(actor=manager, name="Cleo", role=Role.CASHIER, pin=PIN)
        self.limit(shop, 6_000, role=Role.MANAGER)
        self.limit(shop, 6_001)

        with pytest.raises(MoreThanOwnError):
            shop.staff.add(actor=manager, name="Dan", role=Role.CASHIER, pin=PIN)
        decide(shop, Permission.REFUND_OVER_LIMIT, Decision.ALLOWED, role=Role.MANAGER)
        shop.staff.add(actor=manager, name="Dan", role=Role.CASHIER, pin=PIN)

    def test_is_never_an_owners(self, shop: FakeShop) -> None:
        with pytest.raises(OwnerFixedError):
            self.limit(shop, 100, role=Role.OWNER)


def test_what_is_not_known_any_more_is_left_out(shop: FakeShop) -> None:
    kept = {"cashier": {"dance": "allowed", "refund": "allowed", "sell": "no", "discount": "ask"}}
    shop.store.tables.settings[SETTING] = json.dumps(kept)

    rights = rights_of(shop.setting_queries)

    assert rights == Rights({(Role.CASHIER, Permission.REFUND): Decision.ALLOWED})
