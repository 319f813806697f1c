from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.cash import (
    QUICK_AMOUNTS_MAX,
    CashRounding,
    CashTaken,
    NothingTenderedError,
    quick_amounts,
    take_cash,
)
from pos_app.domain.money import Currency, Money
from pos_app.domain.payment import Payment, PaymentState
from pos_app.domain.rounding import Rounding
from tests.unit.domain.exact import rounded

CENT = CashRounding()
FIVE_CENTS = CashRounding(5)
NOTES = (100, 500, 1_000, 2_000, 5_000, 10_000)

currencies = st.sampled_from([Currency.of(code) for code in ("JPY", "EUR", "KWD")])
cash_roundings = st.builds(
    CashRounding, st.sampled_from([1, 5, 10, 50]), st.sampled_from(list(Rounding))
)


@dataclass(frozen=True, slots=True)
class Tender:
    amount: int
    is_cash: bool


@st.composite
def amounts(draw: st.DrawFn) -> int:
    """An amount of a currency without, with two or with three decimals, in minor units."""
    currency = draw(currencies)
    coins = draw(st.integers(1, 300) | st.integers(1, 10 ** (5 + currency.minor_digits)))
    return Money.parse(Money(coins, currency).plain(), currency).minor


@st.composite
def mixes(draw: st.DrawFn) -> tuple[int, list[Tender]]:
    """A total and what is given for it, which is about as much as it, or far from it."""
    tenders = draw(st.lists(st.builds(Tender, amounts(), st.booleans()), max_size=6))
    given_in_all = sum(tender.amount for tender in tenders)
    total = given_in_all + draw(st.integers(-60, 60)) if draw(st.booleans()) else draw(amounts())
    return max(1, total), tenders


@dataclass(frozen=True, slots=True)
class Settled:
    """An order paid by any mix of tenders: what each brought, and the rounding."""

    payments: tuple[Payment, ...]
    rounding: int
    remaining: tuple[int, ...]


def pay(total: int, tenders: Sequence[Tender], cash_rounding: CashRounding) -> Settled:
    """Take one tender after the other; whatever is left is given in ample cash at the end."""
    payments: list[Payment] = []
    remaining, rounding, left = total, 0, [total]
    settles = False
    for tender in [*tenders, Tender(total + 1_000, is_cash=True)]:
        if remaining == 0 or settles:
            break
        if tender.is_cash:
            taken = take_cash(remaining, tender.amount, cash_rounding)
        else:  # Anything but cash is exact and clamped to what is left.
            exact = min(tender.amount, remaining)
            taken = CashTaken(exact, exact, 0, 0, settles=exact == remaining)
        payments.append(as_payment(taken, "cash" if tender.is_cash else "card"))
        settles = taken.settles
        rounding += taken.rounding
        remaining += taken.rounding - taken.amount
        left.append(remaining)
    return Settled(tuple(payments), rounding, tuple(left))


def as_payment(taken: CashTaken, method: str) -> Payment:
    return Payment("p", method, taken.amount, taken.tendered, taken.change, PaymentState.APPROVED)


class TestCashRounding:
    def test_leaves_an_amount_alone_unless_told(self) -> None:
        assert [CENT.of(minor) for minor in (0, 1, 1_992, -1_992)] == [0, 1, 1_992, -1_992]

    def test_rounds_half_up_unless_told(self) -> None:
        assert [CashRounding(10).of(minor) for minor in (14, 15, -15)] == [10, 20, -20]

    @pytest.mark.parametrize("increment", [0, -5])
    def test_refuses_an_increment_that_is_not_positive(self, increment: int) -> None:
        with pytest.raises(AssertionError):
            CashRounding(increment)

    @given(st.integers(-(10**9), 10**9), cash_roundings)
    def test_agrees_with_fractions(self, minor: int, cash_rounding: CashRounding) -> None:
        increment = cash_rounding.increment_minor
        multiples = rounded(Fraction(minor, increment), cash_rounding.rounding)

        assert cash_rounding.of(minor) == multiples * increment


class TestTakeCash:
    def test_gives_change(self) -> None:
        assert take_cash(1_992, 5_000, CENT) == CashTaken(1_992, 5_000, 3_008, 0, settles=True)

    def test_rounds_what_settles_the_order(self) -> None:
        assert take_cash(1_992, 2_000, FIVE_CENTS) == CashTaken(1_990, 2_000, 10, -2, settles=True)
        assert take_cash(1_993, 2_000, FIVE_CENTS) == CashTaken(1_995, 2_000, 5, 2, settles=True)

    def test_takes_the_rounded_amount(self) -> None:
        assert take_cash(1_992, 1_990, FIVE_CENTS) == CashTaken(1_990, 1_990, 0, -2, settles=True)

    @pytest.mark.parametrize("remaining", [1_992, 1_993])
    def test_takes_the_exact_amount_unrounded(self, remaining: int) -> None:
        assert take_cash(remaining, remaining, FIVE_CENTS) == CashTaken(
            remaining, remaining, 0, 0, settles=True
        )

    def test_keeps_what_lies_between_the_exact_and_the_rounded_amount(self) -> None:
        assert take_cash(1_993, 1_994, FIVE_CENTS) == CashTaken(1_994, 1_994, 0, 1, settles=True)

    def test_takes_less_as_a_part_and_rounds_nothing(self) -> None:
        assert take_cash(1_992, 1_000, FIVE_CENTS) == CashTaken(1_000, 1_000, 0, 0, settles=False)

    @pytest.mark.parametrize("tendered", [0, -1, -1_992])
    def test_refuses_nothing(self, tendered: int) -> None:
        with pytest.raises(NothingTenderedError):
            take_cash(1_992, tendered, FIVE_CENTS)

    def test_settles_an_order_that_costs_nothing_with_nothing(self) -> None:
        assert take_cash(0, 0, FIVE_CENTS) == CashTaken(0, 0, 0, 0, settles=True)

    def test_settles_with_nothing_what_rounds_to_nothing(self) -> None:
        assert take_cash(2, 0, FIVE_CENTS) == CashTaken(0, 0, 0, -2, settles=True)

    @pytest.mark.parametrize("remaining", [0, 2])
    def test_refuses_less_than_nothing_for_what_rounds_to_nothing(self, remaining: int) -> None:
        with pytest.raises(NothingTenderedError):
            take_cash(remaining, -1, FIVE_CENTS)

    @given(amounts(), amounts(), cash_roundings)
    def test_is_exact(self, remaining: int, tendered: int, cash_rounding: CashRounding) -> None:
        taken = take_cash(remaining, tendered, cash_rounding)

        assert taken.tendered == tendered
        assert taken.tendered - taken.change == taken.amount
        assert taken.change >= 0
        if taken.settles:
            assert remaining + taken.rounding == taken.amount
        else:
            assert (taken.rounding, taken.change) == (0, 0)
            assert taken.amount < remaining

    @given(amounts(), amounts(), cash_roundings)
    def test_never_asks_for_more_than_the_rounded_or_the_exact_amount(
        self, remaining: int, tendered: int, cash_rounding: CashRounding
    ) -> None:
        taken = take_cash(remaining, tendered, cash_rounding)

        due = cash_rounding.of(remaining)
        assert taken.amount <= max(due, remaining)
        assert taken.settles is (tendered >= min(due, remaining))
        assert abs(taken.rounding) < cash_rounding.increment_minor


class TestTenderMix:
    @given(mixes(), cash_roundings)
    def test_pays_the_order_exactly(
        self, mix: tuple[int, list[Tender]], cash_rounding: CashRounding
    ) -> None:
        total, tenders = mix
        settled = pay(total, tenders, cash_rounding)

        assert settled.remaining[-1] == 0
        assert sum(one.amount for one in settled.payments) == total + settled.rounding
        for one in settled.payments:
            assert one.tendered - one.change == one.amount

    @given(mixes(), cash_roundings)
    def test_leaves_less_to_pay_with_each_tender_and_never_too_little(
        self, mix: tuple[int, list[Tender]], cash_rounding: CashRounding
    ) -> None:
        total, tenders = mix
        left = pay(total, tenders, cash_rounding).remaining

        assert all(after < before for before, after in pairwise(left))
        assert min(left) == 0

    @given(mixes(), cash_roundings)
    def test_rounds_only_where_cash_settles(
        self, mix: tuple[int, list[Tender]], cash_rounding: CashRounding
    ) -> None:
        total, tenders = mix
        settled = pay(total, tenders, cash_rounding)

        if settled.payments[-1].method != "cash":
            assert settled.rounding == 0
        assert abs(settled.rounding) < cash_rounding.increment_minor
        assert [one.change for one in settled.payments[:-1]] == [0] * (len(settled.payments) - 1)


class TestQuickAmounts:
    def test_are_exact_and_then_the_notes_a_person_would_give(self) -> None:
        assert quick_amounts(2_480, steps=NOTES) == (2_480, 2_500, 3_000, 4_000, 5_000)

    @pytest.mark.parametrize(
        ("due", "amounts"),
        [
            (100, (100, 500, 1_000, 2_000, 5_000)),
            (5_000, (5_000, 6_000, 10_000)),
            (10_000, (10_000,)),
            (1, (1, 100, 500, 1_000, 2_000)),
            (0, (0,)),
        ],
    )
    def test_leave_out_what_is_there_already(self, due: int, amounts: tuple[int, ...]) -> None:
        assert quick_amounts(due, steps=NOTES) == amounts

    def test_are_the_exact_amount_alone_without_steps(self) -> None:
        assert quick_amounts(2_480, steps=()) == (2_480,)

    @given(st.integers(0, 10**7), st.lists(st.integers(1, 10**5), max_size=8).map(tuple))
    def test_each_cover_what_is_due(self, due: int, steps: tuple[int, ...]) -> None:
        found = quick_amounts(due, steps=steps)

        assert found[0] == due
        assert list(found) == sorted(set(found))
        assert len(found) <= QUICK_AMOUNTS_MAX
        for amount in found[1:]:
            assert any(amount % step == 0 and amount - due < step for step in steps)


class TestPublishedVectors:
    """Cash on which other tills were wrong, named by their trackers."""

    @pytest.mark.parametrize(
        ("rounding", "minor", "adjustment"),
        [
            pytest.param(rounding, minor, adjustment, id=f"odoo#71314-{rounding}-{minor}")
            for rounding, adjustments in (
                (Rounding.DOWN, {-8: 8, -2: 2, 2: -2, 8: -8, 12: -2}),
                (Rounding.UP, {-8: -2, -2: -8, 2: 8, 8: 2, 12: 8}),
            )
            for minor, adjustment in adjustments.items()
        ],
    )
    def test_of_rounding_to_tens_hold(
        self, rounding: Rounding, minor: int, adjustment: int
    ) -> None:
        assert CashRounding(10, rounding).of(minor) - minor == adjustment

    @pytest.mark.parametrize(
        ("cash_rounding", "total", "due"),
        [
            pytest.param(CashRounding(100), 2_290, 2_300, id="odoo#65043"),
            pytest.param(CashRounding(5, Rounding.UP), 1_992, 1_995, id="odoo-pricing-up"),
            pytest.param(CashRounding(5, Rounding.DOWN), 1_992, 1_990, id="odoo-pricing-down"),
            pytest.param(CashRounding(5), 1_992, 1_990, id="odoo-pricing-half-up"),
            pytest.param(CENT, 100_480, 100_480, id="ospos#1437"),
        ],
    )
    def test_of_what_is_due_in_cash_hold(
        self, cash_rounding: CashRounding, total: int, due: int
    ) -> None:
        taken = take_cash(total, due, cash_rounding)

        assert cash_rounding.of(total) == due
        assert taken == CashTaken(due, due, 0, due - total, settles=True)

    @pytest.mark.parametrize(
        "order",
        [
            pytest.param((Tender(1_000, True), Tender(528, False)), id="odoo#275305-cash-first"),
            pytest.param((Tender(528, False), Tender(1_000, True)), id="odoo#275305-card-first"),
        ],
    )
    def test_of_a_split_tender_hold(self, order: tuple[Tender, ...]) -> None:
        settled = pay(1_528, order, FIVE_CENTS)

        assert {one.method: one.amount for one in settled.payments} == {"cash": 1_000, "card": 528}
        assert settled.rounding == 0
        assert settled.remaining[-1] == 0
