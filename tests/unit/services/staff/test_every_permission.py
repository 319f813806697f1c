"""Every permission by every role, at every command that a till asks it for; and every command.

A new permission without a line here fails, and so does a command that drops its approval. Every
public act of the services that names who does it has a row in `tests/matrix`, and is tried.
"""

from __future__ import annotations

from typing import Final

import pytest

from pos_app.domain.staff import (
    MATRIX,
    Approval,
    ApprovalNeededError,
    Decision,
    NotAllowedError,
    Permission,
    Role,
    StaffMember,
)
from pos_app.services.staff.approving import ApprovalUsedError
from tests.fakes.shop import OWNER_PIN, FakeShop
from tests.matrix.asked import (
    Command,
    add_product,
    busy_shop,
    cancel_order,
    change_price,
    confirm_clock,
    give_back,
    give_back_elsewhere,
    give_back_over_limit,
    give_back_without_receipt,
    halve,
    halve_order,
    import_products,
    open_drawer,
    override_price,
    put_cash_in,
    receive,
    release_payment,
    remove_held,
    see_expected,
    send_again,
    send_all_again,
    settle,
    settle_by_hand,
    take_cash_out,
    take_over,
    void,
)
from tests.matrix.managing import (
    add_person,
    change_setting,
    decide_role,
    limit_discount,
    limit_refunds,
)
from tests.matrix.registry import PARTS, acts, parts
from tests.matrix.rows import ROWS, outcome

PIN: Final = "918273"


def only_domain(permission: Permission) -> Command:
    def require(_shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
        actor.require(permission, approval=approval)

    return require


COMMANDS: Final[dict[Permission, tuple[Command, ...]]] = {
    Permission.MANAGE_PRODUCTS: (add_product, change_price, import_products),
    Permission.MANAGE_STOCK: (receive,),
    Permission.MANAGE_STAFF: (add_person, decide_role, limit_discount, limit_refunds),
    Permission.CLOSE_BEYOND_LIMIT: (),  # see tests/unit/services/shifts/test_count_limits.py
    Permission.SEE_EXPECTED: (see_expected,),
    Permission.CONFIRM_CLOCK: (confirm_clock,),
    Permission.CANCEL_ORDER: (cancel_order,),
    Permission.OPEN_DRAWER: (open_drawer,),
    Permission.MOVE_CASH: (put_cash_in, take_cash_out),
    Permission.DISCOUNT: (),
    Permission.DISCOUNT_OVER_LIMIT: (halve, halve_order),
    Permission.OVERRIDE_PRICE: (override_price,),
    Permission.SELL_CUSTOM_ITEM: (),
    Permission.CHANGE_TENDER: (),
    Permission.TAKE_OVER_ORDER: (take_over, remove_held),
    Permission.RELEASE_PAYMENT: (release_payment, settle_by_hand),
    Permission.REFUND: (give_back,),
    Permission.REFUND_OVER_LIMIT: (give_back_over_limit,),
    Permission.REFUND_WITHOUT_RECEIPT: (give_back_without_receipt,),
    Permission.REFUND_ELSEWHERE: (give_back_elsewhere,),
    Permission.VOID_ORDER: (void,),
    Permission.MANAGE_STORE: (change_setting,),
    Permission.REPAIR_SYNC: (send_again, send_all_again, settle),
}
NEVER_ASKED: Final = {
    Permission.SELL: "whoever may not sell may not sign in to do so",
    Permission.OPEN_SHIFT: "every role may",
    Permission.CLOSE_SHIFT: "every role may",
    Permission.READ_REPORTS: "a cashier may not, whoever is asked",
    Permission.ADOPT_STORE: "at the sign-in, where nobody is there to ask",
}
UNJOURNALLED: Final = {see_expected}
"""By who may: it changes nothing."""


CASES: Final = [
    (permission, command)
    for permission, commands in COMMANDS.items()
    for command in commands or (only_domain(permission),)
]


@pytest.fixture
def shop() -> FakeShop:
    return busy_shop()


def approval_of(shop: FakeShop, actor: StaffMember, permission: Permission) -> Approval:
    return shop.approving.approve(
        actor=actor, permission=permission, approver_id=shop.owner.staff_id, pin=OWNER_PIN
    )


def test_every_permission_has_a_line() -> None:
    assert set(COMMANDS) | set(NEVER_ASKED) == set(Permission)
    assert not set(COMMANDS) & set(NEVER_ASKED)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    ("permission", "command"),
    CASES,
    ids=[f"{permission}-{command.__name__}" for permission, command in CASES],
)
def test_is_done_refused_or_asked_for(
    shop: FakeShop, permission: Permission, command: Command, role: Role
) -> None:
    actor = shop.staff.add(actor=shop.owner, name="Bea", role=role, pin=PIN)
    before = len(shop.store.tables.entries)

    def entries() -> int:
        return len(shop.store.tables.entries) - before

    match MATRIX[role][permission]:
        case Decision.ALLOWED:
            command(shop, actor, None)
        case Decision.NO:
            with pytest.raises(NotAllowedError):
                command(shop, actor, approval_of(shop, actor, permission))
            assert entries() == 0
        case Decision.ASK:
            other = next(one for one in Permission if one is not permission)
            for given in (None, approval_of(shop, actor, other)):
                with pytest.raises(ApprovalNeededError):
                    command(shop, actor, given)
            assert entries() == 0
            approval = approval_of(shop, actor, permission)
            command(shop, actor, approval)
            with pytest.raises(ApprovalUsedError):
                approval.use()
    if entries():
        entry = shop.entry(-1)
        asked = MATRIX[role][permission] is Decision.ASK
        assert entry["user_id"] == actor.staff_id
        assert entry["approver_id"] == (shop.owner.staff_id if asked else None)
    elif MATRIX[role][permission] is not Decision.NO and COMMANDS[permission]:
        assert command in UNJOURNALLED


ACTS: Final = {one.name: one for one in acts()}


def test_every_command_of_the_services_has_a_row() -> None:
    assert set(ACTS) == set(ROWS), "a new command is tried by every role: add its row"
    assert parts() == set(PARTS), "what is no part of another command any more"


@pytest.mark.parametrize("name", ACTS)
def test_every_role_may_do_with_a_command_what_the_matrix_says(name: str) -> None:
    """Below the screens: through the services themselves."""
    row, act = ROWS[name], ACTS[name]

    found = {role: outcome(row, role) for role in Role}

    assert found == {role: row.expected(role, act) for role in Role}
