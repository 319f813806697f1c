from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.cash import CashRounding
from pos_app.domain.errors import PosError
from pos_app.domain.money import AMOUNT_MINOR_MAX, Currency
from pos_app.domain.tender import CARD, CASH, Tender, TenderTerms, settle
from pos_app.domain.tip import (
    NothingToTipError,
    TipLargeError,
    TipOutOfRangeError,
    check_tip,
    tip_due,
    usual_tips,
)

EUR = Currency.of("EUR")
coins = st.sampled_from([1, 5, 10]).map(CashRounding)
amounts = st.integers(1, 100_000)


def check(tip: int, *, total: int = 1_000, is_sure: bool = False) -> None:
    check_tip(tip, total=total, currency=EUR, is_sure=is_sure)


class TestDue:
    def test_is_given_where_something_is_paid(self) -> None:
        assert tip_due(200, 0, total=1_000, buys=True) == 200

    @pytest.mark.parametrize("total", [0, -1])
    def test_is_none_where_nothing_is(self, total: int) -> None:
        assert tip_due(200, 0, total=total, buys=True) == 0

    def test_goes_back_with_everything(self) -> None:
        assert tip_due(0, 200, total=-1_000, buys=False) == -200

    def test_stays_where_something_else_is_bought(self) -> None:
        assert tip_due(0, 200, total=-1_000, buys=True) == 0


class TestCheck:
    @pytest.mark.parametrize("tip", [0, 1, 999, 1_000])
    def test_lets_up_to_the_total_pass(self, tip: int) -> None:
        check(tip)

    def test_wants_more_than_the_total_said_twice(self) -> None:
        with pytest.raises(TipLargeError, match=r"10\.01 EUR is more than the order .*10\.00 EUR"):
            check(1_001)

        check(1_001, is_sure=True)

    @pytest.mark.parametrize("tip", [-1, AMOUNT_MINOR_MAX + 1])
    def test_refuses_what_is_no_tip_however_often_it_is_said(self, tip: int) -> None:
        with pytest.raises(TipOutOfRangeError):
            check(tip, is_sure=True)

    @pytest.mark.parametrize("total", [0, -500])
    def test_refuses_one_on_nothing(self, total: int) -> None:
        with pytest.raises(NothingToTipError):
            check(1, total=total, is_sure=True)

        check(0, total=total)


class TestUsual:
    def test_are_shares_of_the_total(self) -> None:
        assert usual_tips(2_482, CashRounding()) == ((500, 124), (1_000, 248), (1_500, 372))

    def test_are_in_coins_that_exist(self) -> None:
        assert usual_tips(2_482, CashRounding(5)) == ((500, 125), (1_000, 250), (1_500, 370))

    @pytest.mark.parametrize("total", [-100, 0, 1])
    def test_are_none_of_next_to_nothing(self, total: int) -> None:
        assert usual_tips(total, CashRounding()) == ()


class TestAnyMix:
    @given(amounts, amounts, coins, st.lists(st.tuples(st.booleans(), amounts), max_size=5))
    def test_of_tenders_pays_the_total_the_tip_and_the_rounding(
        self, total: int, tip: int, cash: CashRounding, wanted: list[tuple[bool, int]]
    ) -> None:
        terms = TenderTerms({one.code: one for one in (CASH, CARD)}, cash, EUR)
        due = total + tip_due(tip, 0, total=total, buys=True)
        tenders: list[Tender] = []
        for by_card, amount in [*wanted, (False, due + 1_000)]:
            tender = Tender(CARD.code if by_card else CASH.code, amount)
            try:
                settle(due, [*tenders, tender], terms)
            except PosError:
                continue
            tenders.append(tender)

        settled = settle(due, tenders, terms)

        assert settled.is_settled
        assert sum(one.amount for one in settled.taken) == total + tip + settled.rounding
        assert abs(settled.rounding) < cash.increment_minor
