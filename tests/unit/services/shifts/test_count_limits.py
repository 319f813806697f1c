from __future__ import annotations

from typing import Any

import pytest

from pos_app.domain.card_number import CardNumberError
from pos_app.domain.errors import InvalidInputError
from pos_app.domain.money import Currency
from pos_app.domain.shift import Shift, usual_count_limit
from pos_app.domain.staff import (
    Approval,
    ApprovalNeededError,
    Decision,
    Permission,
    Role,
    StaffMember,
)
from pos_app.services.shifts.count_limits import (
    CountBeyondLimitError,
    CountDiffersError,
    CountNeedsNoteError,
    CountNotAllowedError,
)
from pos_app.services.shifts.shift_service import CloseNoteError, LeftInDrawerError
from tests.fakes.shop import OWNER_PIN, FakeShop

FLOAT = 10_000
LIMIT = 500
NOTE = "A roll of coins may be in the safe"


@pytest.fixture
def shop() -> FakeShop:
    shop = FakeShop(count_limit=LIMIT)
    shop.open_shift(opening_float=FLOAT)
    return shop


def close(
    shop: FakeShop,
    counted: int,
    *,
    actor: StaffMember | None = None,
    approval: Approval | None = None,
    note: str = NOTE,
) -> Shift:
    return shop.shifts.close(
        actor=actor or shop.cashier, counted=counted, approval=approval, note=note
    )


def allowed(shop: FakeShop, permission: Permission = Permission.CLOSE_BEYOND_LIMIT) -> Approval:
    return Approval(permission, shop.cashier.staff_id, shop.owner)


def refused(shop: FakeShop, counted: int, **who: Any) -> str:
    with pytest.raises((CountDiffersError, CountBeyondLimitError)) as caught:
        close(shop, counted, **who)
    assert shop.shifts.current() is not None
    return str(caught.value)


class TestLimit:
    @pytest.mark.parametrize("off", [-LIMIT, -1, 0, LIMIT])
    def test_lets_pass_what_lies_within(self, shop: FakeShop, off: int) -> None:
        assert close(shop, FLOAT + off).difference == off
        assert shop.entries("count") == []

    @pytest.mark.parametrize("off", [-LIMIT - 1, LIMIT + 1])
    def test_asks_for_a_second_count_beyond_and_files_nothing(
        self, shop: FakeShop, off: int
    ) -> None:
        with pytest.raises(CountDiffersError, match="count once more"):
            close(shop, FLOAT + off)

        assert shop.entries("shift_close") == []
        (entry,) = shop.entries("count")
        assert entry["body"] == {"number": 1, "counted": FLOAT + off, "filed": False}
        assert (entry["user_id"], entry["approver_id"]) == (shop.cashier.staff_id, None)
        assert shop.verdict().ok

    def test_asks_whoever_counts_for_it(self, shop: FakeShop) -> None:
        with pytest.raises(CountDiffersError):
            close(shop, 0, actor=shop.owner)

        assert close(shop, 0, actor=shop.owner).difference == -FLOAT

    def test_files_a_better_second_count(self, shop: FakeShop) -> None:
        refused(shop, 1_000)

        assert close(shop, FLOAT).difference == 0
        assert shop.entry(-1)["approver_id"] is None

    def test_needs_a_manager_for_the_second_beyond(self, shop: FakeShop) -> None:
        refused(shop, 0)
        with pytest.raises(ApprovalNeededError, match="only a manager"):
            close(shop, 0)

        closed = close(shop, 0, approval=allowed(shop))

        assert closed.difference == -FLOAT
        entry = shop.entry(-1)
        assert entry["kind"] == "shift_close"
        assert (entry["user_id"], entry["approver_id"]) == (
            shop.cashier.staff_id,
            shop.owner.staff_id,
        )
        assert len(shop.entries("count")) == 2

    @pytest.mark.parametrize("role", Role)
    def test_is_passed_alone_by_managers_only(self, shop: FakeShop, role: Role) -> None:
        actor = shop.staff.add(actor=shop.owner, name="Bea", role=role, pin="918273")
        refused(shop, 0)

        if role in {Role.MANAGER, Role.OWNER}:
            assert close(shop, 0, actor=actor).closed_by == actor.staff_id
        else:
            refused(shop, 0, actor=actor)

    def test_asks_for_no_pin_where_nobody_can_allow_it(self, shop: FakeShop) -> None:
        shop.roles.decide(
            actor=shop.owner,
            role=Role.CASHIER,
            permission=Permission.CLOSE_BEYOND_LIMIT,
            decision=Decision.NO,
        )
        refused(shop, 0)

        for approval in (None, allowed(shop)):
            with pytest.raises(CountNotAllowedError, match="a manager must sign in") as caught:
                close(shop, 1_000, approval=approval)
            assert not isinstance(caught.value, ApprovalNeededError)

        assert [one["body"]["counted"] for one in shop.entries("count")] == [0, 1_000, 1_000]
        assert close(shop, 1_000, actor=shop.owner).closed_by == shop.owner.staff_id

    @pytest.mark.parametrize("note", ["", "  "])
    def test_needs_a_note_for_the_second_beyond(self, shop: FakeShop, note: str) -> None:
        refused(shop, 0)

        with pytest.raises(CountNeedsNoteError, match="only with a note"):
            close(shop, 1_000, actor=shop.owner, note=note)

        assert [one["body"]["counted"] for one in shop.entries("count")] == [0, 1_000]
        assert close(shop, 1_000, actor=shop.owner).closed_by == shop.owner.staff_id
        assert shop.entry(-1)["body"]["note"] == NOTE

    def test_asks_for_the_note_before_the_pin(self, shop: FakeShop) -> None:
        """An approval is good for once: it is not spent on what is refused all the same."""
        refused(shop, 0)
        with pytest.raises(CountNeedsNoteError):
            close(shop, 0, approval=allowed(shop), note="")

        with pytest.raises(ApprovalNeededError):
            close(shop, 0)

    def test_needs_no_note_within(self, shop: FakeShop) -> None:
        refused(shop, 0)

        assert close(shop, FLOAT - LIMIT, note="").difference == -LIMIT

    def test_sends_nobody_for_a_note_who_may_not_close_it(self, shop: FakeShop) -> None:
        shop.roles.decide(
            actor=shop.owner,
            role=Role.CASHIER,
            permission=Permission.CLOSE_BEYOND_LIMIT,
            decision=Decision.NO,
        )
        refused(shop, 0)

        with pytest.raises(CountNotAllowedError):
            close(shop, 0, note="")

    def test_takes_no_approval_of_something_else(self, shop: FakeShop) -> None:
        refused(shop, 0)

        refused(shop, 0, approval=allowed(shop, Permission.SEE_EXPECTED))

    def test_of_nothing_is_none(self) -> None:
        shop = FakeShop(count_limit=0)
        shop.open_shift(opening_float=FLOAT)

        assert close(shop, 0).difference == -FLOAT

    def test_starts_anew_with_each_shift(self, shop: FakeShop) -> None:
        refused(shop, 0)
        close(shop, FLOAT)
        shop.open_shift(opening_float=FLOAT)

        with pytest.raises(CountDiffersError):
            close(shop, 0)

    @pytest.mark.parametrize(("code", "minor"), [("EUR", 500), ("JPY", 500), ("KWD", 5_000)])
    def test_is_five_of_most_currencies(self, code: str, minor: int) -> None:
        assert usual_count_limit(Currency.of(code)) == minor
        profile = FakeShop(count_limit=None, currency_code=code).profile
        assert profile.largest_difference == minor


class TestFullDisk:
    def test_keeps_nobody_from_closing(self, shop: FakeShop) -> None:
        shop.fill_disk()

        assert close(shop, FLOAT).difference == 0
        assert shop.verdict().ok

    def test_keeps_the_first_count_that_is_beyond(self, shop: FakeShop) -> None:
        shop.fill_disk()

        refused(shop, 0)

        assert [one["body"]["counted"] for one in shop.entries("count")] == [0]

    def test_takes_an_approval_once_for_both_tries(self, shop: FakeShop) -> None:
        refused(shop, 0)
        approval = shop.approving.approve(
            actor=shop.cashier,
            permission=Permission.CLOSE_BEYOND_LIMIT,
            approver_id=shop.owner.staff_id,
            pin=OWNER_PIN,
        )
        shop.fill_disk()

        close(shop, 0, approval=approval)

        assert shop.entry(-1)["approver_id"] == shop.owner.staff_id


class TestBlindness:
    def test_says_the_same_of_too_much_and_too_little(self) -> None:
        told = set()
        for counted in (0, FLOAT - LIMIT - 1, FLOAT + LIMIT + 1, 99 * FLOAT):
            shop = FakeShop(count_limit=LIMIT)
            shop.open_shift(opening_float=FLOAT)
            told.add((refused(shop, counted), refused(shop, counted)))

        assert len(told) == 1
        for words in told.pop():
            assert "100" not in words

    def test_is_not_got_round_by_one_count_after_another(self, shop: FakeShop) -> None:
        """After two beyond the limit every other is answered alike, the right one too."""
        refused(shop, 0)
        refused(shop, 2 * FLOAT)

        assert len({refused(shop, counted) for counted in (5_000, FLOAT, 15_000)}) == 1

        tried = [entry["body"]["counted"] for entry in shop.entries("count")]
        assert tried == [0, 20_000, 5_000, 10_000, 15_000]

    def test_asks_for_a_note_of_the_right_count_too(self, shop: FakeShop) -> None:
        refused(shop, 0)
        refused(shop, 2 * FLOAT)

        for counted in (5_000, FLOAT, 15_000):
            with pytest.raises(CountNeedsNoteError):
                close(shop, counted, note="")


class TestNote:
    @pytest.mark.parametrize("note", [" A roll was short ", "A roll\nwas  short"])
    def test_is_filed_as_one_line(self, shop: FakeShop, note: str) -> None:
        shop.shifts.close(actor=shop.cashier, counted=FLOAT - 5, note=note)

        assert shop.entry(-1)["body"]["note"] == "A roll was short"
        assert shop.verdict().ok

    @pytest.mark.parametrize("note", ["", "  "])
    def test_of_nothing_is_left_out(self, shop: FakeShop, note: str) -> None:
        shop.shifts.close(actor=shop.cashier, counted=FLOAT, note=note)

        assert "note" not in shop.entry(-1)["body"]

    @pytest.mark.parametrize(
        ("note", "error"),
        [
            ("x" * 101, CloseNoteError),
            ("4111 1111 1111 1111", CardNumberError),
            ("41111\u200b11111\u200b11111\u200b1", CardNumberError),
        ],
    )
    def test_that_cannot_be_filed_closes_nothing(
        self, shop: FakeShop, note: str, error: type[InvalidInputError]
    ) -> None:
        with pytest.raises(error):
            shop.shifts.close(actor=shop.cashier, counted=FLOAT, note=note)

        assert shop.shifts.current() is not None


class TestLeftInTheDrawer:
    def test_is_filed_and_proposed_to_whoever_opens_next(self, shop: FakeShop) -> None:
        shift = shop.shifts.close(actor=shop.cashier, counted=FLOAT, left=4_000)

        assert (shift.left, shift.taken) == (4_000, 6_000)
        assert shop.entry(-1)["body"]["left"] == 4_000
        assert shop.entry(-1)["body"]["taken"] == 6_000
        assert shop.shifts.proposed_float() == 4_000

    def test_is_nothing_where_nobody_said(self, shop: FakeShop) -> None:
        assert shop.shifts.proposed_float() == 0

        assert close(shop, FLOAT).left is None

        assert shop.shifts.proposed_float() == 0
        assert "left" not in shop.entry(-1)["body"]

    @pytest.mark.parametrize("left", [-1, FLOAT + 1])
    def test_is_some_of_what_was_counted(self, shop: FakeShop, left: int) -> None:
        with pytest.raises(LeftInDrawerError, match="Nothing was closed"):
            shop.shifts.close(actor=shop.cashier, counted=FLOAT, left=left)

        assert shop.shifts.current() is not None

    def test_is_the_float_again_or_what_there_is(self, shop: FakeShop) -> None:
        shift = shop.shifts.current()
        assert shift is not None

        assert [shift.usual_left(one) for one in (25_000, FLOAT, 300)] == [FLOAT, FLOAT, 300]
