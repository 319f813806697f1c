from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.staff import (
    LOCK_SECONDS,
    MATRIX,
    PIN_LENGTH_DEFAULT,
    PIN_LENGTHS,
    PRACTICE_PIN,
    Approval,
    ApprovalNeededError,
    Decision,
    NotAllowedError,
    Permission,
    PinLengthError,
    PinRefusedError,
    Role,
    StaffMember,
    check_pin,
    wait_after,
)

BY_POWER = [Role.CASHIER, Role.SUPERVISOR, Role.MANAGER, Role.OWNER]
BY_FREEDOM = [Decision.NO, Decision.ASK, Decision.ALLOWED]
AGREED = """
                 cashier  supervisor  manager  owner
sell             allowed  allowed     allowed  allowed
cancel_order     allowed  allowed     allowed  allowed
open_shift       allowed  allowed     allowed  allowed
close_shift      allowed  allowed     allowed  allowed
close_beyond_limit ask    ask         allowed  allowed
see_expected     ask      allowed     allowed  allowed
read_reports     no       allowed     allowed  allowed
manage_products  ask      ask         allowed  allowed
manage_stock     ask      allowed     allowed  allowed
manage_staff     no       no          allowed  allowed
manage_store     no       no          ask      allowed
confirm_clock    ask      ask         allowed  allowed
adopt_store      ask      ask         allowed  allowed
discount         allowed  allowed     allowed  allowed
discount_over_limit ask   ask         allowed  allowed
override_price   ask      allowed     allowed  allowed
sell_custom_item allowed  allowed     allowed  allowed
open_drawer      allowed  allowed     allowed  allowed
move_cash        ask      allowed     allowed  allowed
change_tender    allowed  allowed     allowed  allowed
release_payment  ask      ask         allowed  allowed
take_over_order  ask      allowed     allowed  allowed
refund           ask      allowed     allowed  allowed
refund_over_limit ask     ask         allowed  allowed
refund_without_receipt ask ask        allowed  allowed
refund_elsewhere ask      ask         allowed  allowed
void_order       ask      allowed     allowed  allowed
repair_sync      ask      ask         allowed  allowed
"""
RUN = "01234567890123456789"


def is_banned(pin: str) -> bool:
    """The rule in other words: one digit, a piece of the run 0-9-0 either way, or 2 or 3 again."""
    return (
        len(set(pin)) == 1
        or pin in RUN
        or pin[::-1] in RUN
        or pin in {pin[:2] * (len(pin) // 2), pin[:3] * (len(pin) // 3)} - {pin[:3]}
    )


def accepts(pin: str) -> bool:
    try:
        check_pin(pin, length=len(pin))
    except PinRefusedError:
        return False
    return True


class TestCheckPin:
    @pytest.mark.parametrize(
        "pin",
        [
            *("0000", "77777", "000000", "99999999"),
            *("1234", "12345", "123456", "345678", "12345678"),
            *("4321", "654321", "98765432", "567890", "098765", "890123"),
            *("1212", "121212", "12121212", "9090"),
            *("123123", "907907"),
        ],
    )
    def test_refuses_what_a_stranger_tries_first(self, pin: str) -> None:
        with pytest.raises(PinRefusedError) as refused:
            check_pin(pin, length=len(pin))

        assert refused.value.values == {"length": len(pin)}
        assert pin not in str(refused.value)

    @pytest.mark.parametrize(
        "pin",
        [
            *("1357", "2580", "1221", "0012", "12121", "123457", "112233", "123321", "121213"),
            *("140389", "311299", "1234123", "12341234", "12312312", "135790"),
        ],
    )
    def test_takes_others_and_dates_too(self, pin: str) -> None:
        check_pin(pin, length=len(pin))

    @pytest.mark.parametrize(
        "pin",
        [
            *("", "48151", "4815162", "4815a6", "481 62", " 481516", "481516\n", "-48151"),
            *("\u0664\u0668\u0661\u0665\u0661\u0666", "48151²", "\uff14" * 6),
        ],
    )
    def test_refuses_what_is_not_exactly_that_many_digits(self, pin: str) -> None:
        with pytest.raises(PinLengthError) as refused:
            check_pin(pin, length=6)

        assert refused.value.values == {"length": 6}

    def test_bans_few_of_the_shortest_ones(self) -> None:
        pins = [f"{number:04d}" for number in range(10_000)]

        # 10 of one digit, 10 runs up and 10 down, 90 repeated pairs, and the one of practice.
        banned = {pin for pin in pins if is_banned(pin)} | {PRACTICE_PIN[:4]}
        assert [pin for pin in pins if accepts(pin) is (pin in banned)] == []
        assert sum(not accepts(pin) for pin in pins) == 121

    @given(st.sampled_from(PIN_LENGTHS), st.data())
    def test_bans_by_the_rule_at_every_length(self, length: int, data: st.DataObject) -> None:
        digits = st.text("0123456789", min_size=1, max_size=length)
        pin = (data.draw(digits) * length)[:length]

        assert accepts(pin) is not is_banned(pin)

    def test_knows_lengths_from_four_to_eight_and_six_by_default(self) -> None:
        assert list(PIN_LENGTHS) == [4, 5, 6, 7, 8]
        assert PIN_LENGTH_DEFAULT == 6


class TestWaitAfter:
    def test_is_free_twice_then_doubles_then_locks(self) -> None:
        waits = [wait_after(failures) for failures in range(13)]

        assert waits == [0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 1_800, 1_800, 1_800]
        assert LOCK_SECONDS == 1_800

    @given(st.integers(0, 10**6))
    def test_never_gets_shorter(self, failures: int) -> None:
        assert wait_after(failures) <= wait_after(failures + 1) <= LOCK_SECONDS


class TestMatrix:
    def test_decides_every_permission_for_every_role(self) -> None:
        assert set(MATRIX) == set(Role)
        for role in Role:
            assert set(MATRIX[role]) == set(Permission), role

    def test_lets_an_owner_do_everything(self) -> None:
        assert set(MATRIX[Role.OWNER].values()) == {Decision.ALLOWED}

    @pytest.mark.parametrize("permission", Permission)
    def test_never_lets_the_higher_role_do_less(self, permission: Permission) -> None:
        for lower, higher in pairwise(BY_POWER):
            freedom = [BY_FREEDOM.index(MATRIX[role][permission]) for role in (lower, higher)]

            assert freedom == sorted(freedom), (lower, higher)

    @pytest.mark.parametrize("role", Role)
    def test_lets_everybody_run_a_till(self, role: Role) -> None:
        for permission in (Permission.SELL, Permission.OPEN_SHIFT, Permission.CLOSE_SHIFT):
            assert MATRIX[role][permission] is Decision.ALLOWED

    @pytest.mark.parametrize("role", [Role.CASHIER, Role.SUPERVISOR])
    def test_keeps_staff_and_store_from_those_below_a_manager(self, role: Role) -> None:
        assert MATRIX[role][Permission.MANAGE_STAFF] is Decision.NO
        assert MATRIX[role][Permission.MANAGE_STORE] is Decision.NO

    def test_is_as_agreed(self) -> None:
        roles, *rows = (row.split() for row in AGREED.strip().splitlines())

        assert [Role(role) for role in roles] == BY_POWER
        assert {row[0] for row in rows} == {permission.value for permission in Permission}
        for permission, *decisions in rows:
            found = [MATRIX[role][Permission(permission)].value for role in BY_POWER]
            assert found == decisions, permission


class TestStaffMember:
    @pytest.mark.parametrize("permission", Permission)
    @pytest.mark.parametrize("role", Role)
    def test_may_do_what_the_matrix_says(self, role: Role, permission: Permission) -> None:
        person = StaffMember(1, "Ana", role)

        assert person.decide(permission) is MATRIX[role][permission]
        if MATRIX[role][permission] is Decision.ALLOWED:
            person.require(permission)
            return
        with pytest.raises(NotAllowedError) as refused:
            person.require(permission)
        assert refused.value.values == {"role": role.value, "permission": permission.value}

    @pytest.mark.parametrize("permission", Permission)
    @pytest.mark.parametrize("role", Role)
    def test_may_do_nothing_once_inactive(self, role: Role, permission: Permission) -> None:
        person = StaffMember(1, "Ana", role, active=False)

        assert person.decide(permission) is Decision.NO
        with pytest.raises(NotAllowedError):
            person.require(permission)


class TestApproval:
    ANA, BEN = StaffMember(1, "Ana", Role.OWNER), StaffMember(2, "Ben", Role.CASHIER)
    WANTED = Permission.OVERRIDE_PRICE

    def test_lets_pass_what_must_be_asked_for(self) -> None:
        given = Approval(self.WANTED, self.BEN.staff_id, self.ANA)

        assert self.BEN.require(self.WANTED, approval=given) == self.ANA

    def test_is_not_needed_by_who_may(self) -> None:
        assert self.ANA.require(self.WANTED) is None

    @pytest.mark.parametrize(
        "given",
        [
            None,
            Approval(Permission.MANAGE_PRODUCTS, 2, ANA),
            Approval(Permission.OVERRIDE_PRICE, 3, ANA),
            Approval(Permission.OVERRIDE_PRICE, 2, BEN),
            Approval(Permission.OVERRIDE_PRICE, 2, replace(ANA, active=False)),
        ],
        ids=["none", "of something else", "for somebody else", "by who may not", "by who has left"],
    )
    def test_that_does_not_fit_lets_nothing_pass(self, given: Approval | None) -> None:
        with pytest.raises(ApprovalNeededError):
            self.BEN.require(self.WANTED, approval=given)

    @pytest.mark.parametrize(
        ("role", "largest"),
        [(Role.CASHIER, 10), (Role.SUPERVISOR, 30), (Role.MANAGER, 100), (Role.OWNER, 100)],
    )
    def test_of_a_discount_goes_as_far_as_its_giver_may(self, role: Role, largest: int) -> None:
        giver = StaffMember(3, "Cem", role)
        given = Approval(Permission.DISCOUNT_OVER_LIMIT, self.BEN.staff_id, giver)
        over = Permission.DISCOUNT_OVER_LIMIT

        for per_cent in (1, 10, 11, 30, 31, 100):
            share = Fraction(per_cent, 100)
            may = per_cent <= largest
            assert giver.may_allow(over, share) is may
            assert given.covers(over, self.BEN, share) is may
            assert not replace(giver, active=False).may_allow(over, share)

    def test_of_a_discount_that_is_too_large_lets_nothing_pass(self) -> None:
        sue = StaffMember(3, "Sue", Role.SUPERVISOR)
        given = Approval(Permission.DISCOUNT_OVER_LIMIT, self.BEN.staff_id, sue)
        larger = Fraction(3_001, 10_000)

        with pytest.raises(ApprovalNeededError) as refused:
            self.BEN.require(Permission.DISCOUNT_OVER_LIMIT, approval=given, share=larger)

        assert refused.value.share == larger

    def test_never_makes_a_no_a_yes(self) -> None:
        given = Approval(Permission.MANAGE_STAFF, self.BEN.staff_id, self.ANA)

        with pytest.raises(NotAllowedError) as refused:
            self.BEN.require(Permission.MANAGE_STAFF, approval=given)

        assert not isinstance(refused.value, ApprovalNeededError)
