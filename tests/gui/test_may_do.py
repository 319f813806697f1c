"""What is said of a person is what the acts decide."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QObject

from pos_app.domain.money import Money
from pos_app.domain.staff import Decision, Permission, Rights, Role, StaffMember, StoreRights
from pos_app.domain.store import StoreProfile
from pos_app.viewmodels.staff.may_do import MayDoSheetModel
from pos_app.viewmodels.staff.permission_words import permission_name
from tests.fakes.catalogue import EUR
from tests.fakes.formats import FakeFormats
from tests.fakes.shop import FakeShop

FORMATS = FakeFormats()
LIMITED = replace(FakeShop().profile, return_days=30, refund_limit=5_000, count_limit=700)
FREE = replace(LIMITED, return_days=0, refund_limit=0, count_limit=0)
pytestmark = pytest.mark.usefixtures("qapp")


def groups(member: StaffMember, profile: StoreProfile = LIMITED) -> dict[str, tuple[str, ...]]:
    parent = QObject()
    model = MayDoSheetModel(profile=lambda: profile, formats=FORMATS, parent=parent)
    return model.of(member).groups


def line(member: StaffMember, permission: Permission, profile: StoreProfile = LIMITED) -> str:
    name = permission_name(permission)
    lines = [one for found in groups(member, profile).values() for one in found]
    return next(one for one in lines if one.startswith(name)).removeprefix(name)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("active", [True, False])
def test_is_told_as_it_is_decided(role: Role, active: bool) -> None:
    changed = {
        (Role.CASHIER, Permission.REFUND): Decision.NO,
        (Role.MANAGER, Permission.VOID_ORDER): Decision.ASK,
        (Role.OWNER, Permission.SELL): Decision.NO,
    }
    one = StaffMember(1, "Ana", role, active, StoreRights(Rights(changed)))

    told = groups(one)

    assert sum(len(lines) for lines in told.values()) == len(Permission)
    for permission in Permission:
        lines = told[one.decide(permission).value]
        assert any(said.startswith(permission_name(permission)) for said in lines), permission


class TestLimits:
    cashier = StaffMember(1, "Ana", Role.CASHIER)
    manager = StaffMember(2, "Bea", Role.MANAGER)

    def test_are_told_where_they_hold(self) -> None:
        euros, short = FORMATS.money(Money(5_000, EUR)), FORMATS.money(Money(700, EUR))
        tenth = FORMATS.percent(100_000)

        assert line(self.cashier, Permission.DISCOUNT) == f": {tenth}"
        assert line(self.cashier, Permission.DISCOUNT_OVER_LIMIT) == f": more than {tenth}"
        assert line(self.cashier, Permission.REFUND) == f": within 30 days, up to {euros} a day"
        assert line(self.cashier, Permission.REFUND_OVER_LIMIT) == (
            f": after 30 days, more than {euros} a day"
        )
        assert line(self.cashier, Permission.CLOSE_BEYOND_LIMIT) == f": by more than {short}"

    def test_are_left_out_where_there_are_none(self) -> None:
        for permission in (
            *(Permission.REFUND, Permission.REFUND_OVER_LIMIT, Permission.CLOSE_BEYOND_LIMIT),
        ):
            assert line(self.cashier, permission, FREE) == ""
        assert line(self.manager, Permission.DISCOUNT_OVER_LIMIT) == ""

    def test_of_refunds_are_those_of_the_role(self) -> None:
        rights = StoreRights(Rights(refund_limits={Role.CASHIER: 2_000}))
        one = StaffMember(1, "Ana", Role.CASHIER, rights=rights)
        euros = FORMATS.money(Money(2_000, EUR))

        assert line(one, Permission.REFUND, FREE) == f": up to {euros} a day"
        assert line(one, Permission.REFUND_OVER_LIMIT, FREE) == f": more than {euros} a day"

    def test_of_discounts_are_those_of_the_store(self) -> None:
        rights = StoreRights(Rights(limits={Role.CASHIER: 2_500}))
        one = StaffMember(1, "Ana", Role.CASHIER, rights=rights)
        assert line(one, Permission.DISCOUNT) == f": {FORMATS.percent(250_000)}"

        rights.now = rights.now.deciding(Role.CASHIER, Permission.DISCOUNT, Decision.NO)
        assert line(one, Permission.DISCOUNT) == ""
