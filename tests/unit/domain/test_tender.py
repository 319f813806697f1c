from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.card_number import CardNumberError
from pos_app.domain.cash import CashRounding, CashTaken, NothingTenderedError
from pos_app.domain.errors import PosError
from pos_app.domain.money import Currency
from pos_app.domain.payment import Payment, PaymentMethod, PaymentState, cash_of, in_force
from pos_app.domain.rounding import Rounding
from pos_app.domain.tender import (
    CARD,
    CASH,
    TENDERS_MAX,
    AmountNeededError,
    MethodUnknownError,
    NothingLeftError,
    OverTenderedError,
    ReferenceTooLongError,
    Settlement,
    Tender,
    TenderMethod,
    TenderTerms,
    TooManyTendersError,
    next_part,
    settle,
    take,
)

EUR = Currency.of("EUR")
VOUCHER = TenderMethod("meal", PaymentMethod.VOUCHER, "Meal voucher")
METHODS = {one.code: one for one in (CASH, CARD, VOUCHER)}
FIVE = CashRounding(5)
roundings = st.builds(CashRounding, st.sampled_from([1, 5, 10, 100]), st.sampled_from(Rounding))
amounts = st.one_of(st.integers(0, 100), st.integers(1, 5_000), st.integers(1, 10**9))
tenders = st.builds(
    Tender,
    st.sampled_from(sorted(METHODS)),
    amounts,
    st.one_of(st.just(0), amounts),
)


def terms(cash: CashRounding = FIVE) -> TenderTerms:
    return TenderTerms(METHODS, cash, EUR)


def cash(tendered: int, part: int = 0) -> Tender:
    return Tender("cash", tendered, part)


def card(tendered: int) -> Tender:
    return Tender("card", tendered)


@st.composite
def mixes(draw: st.DrawFn) -> tuple[int, list[Tender], TenderTerms]:
    """A total and tenders taken one by one as a till would: what it refuses is left out."""
    total, agreed = draw(amounts), terms(draw(roundings))
    wanted = draw(st.lists(tenders, max_size=8))
    given_tenders: list[Tender] = []
    for tender in [*wanted, cash(total + 1_000)]:
        try:
            settle(total, [*given_tenders, tender], agreed)
        except PosError:
            continue
        given_tenders.append(tender)
    return total, given_tenders, agreed


class TestSettle:
    def test_takes_a_card_to_the_cent(self) -> None:
        assert settle(2_482, [card(2_482)], terms()) == Settlement(
            (CashTaken(2_482, 2_482, 0, 0, settles=True),), 0, 0, is_settled=True
        )

    def test_rounds_only_what_cash_settles(self) -> None:
        by_cash = settle(2_482, [card(1_000), cash(2_000)], terms())
        by_card = settle(2_482, [cash(1_000), card(1_482)], terms())

        assert (by_cash.rounding, by_cash.taken[1].amount, by_cash.taken[1].change) == (
            -2,
            1_480,
            520,
        )
        assert (by_card.rounding, by_card.is_settled) == (0, True)

    def test_takes_the_exact_unrounded_amount(self) -> None:
        settled = settle(2_483, [card(1_000), cash(1_483)], terms())

        assert (settled.rounding, settled.taken[1].change, settled.is_settled) == (0, 0, True)

    def test_says_what_remains(self) -> None:
        settled = settle(2_482, [cash(1_000), card(400)], terms())

        assert (settled.remaining, settled.rounding, settled.is_settled) == (1_082, 0, False)

    def test_of_nothing_has_everything_left(self) -> None:
        assert settle(2_482, [], terms()) == Settlement((), 2_482, 0, is_settled=False)

    def test_gives_change_on_a_part_while_others_pay_the_rest(self) -> None:
        settled = settle(2_482, [cash(1_000, part=825), cash(1_657)], terms())

        assert settled.taken[0] == CashTaken(825, 1_000, 175, 0, settles=False)
        assert (settled.taken[1].amount, settled.rounding) == (1_657, 0)

    def test_takes_less_than_a_part(self) -> None:
        assert settle(2_482, [cash(300, part=825)], terms()).remaining == 2_182

    def test_settles_with_a_part_that_is_all_there_is(self) -> None:
        settled = settle(2_482, [cash(3_000, part=2_482)], terms())

        assert (settled.taken[0].change, settled.rounding) == (520, -2)

    @pytest.mark.parametrize("method", ["card", "meal"])
    def test_refuses_change_on_anything_but_cash(self, method: str) -> None:
        with pytest.raises(OverTenderedError, match=r"at most 14\.82 EUR"):
            settle(2_482, [cash(1_000), Tender(method, 1_483)], terms())

    @pytest.mark.parametrize("tendered", [0, -5])
    def test_refuses_nothing(self, tendered: int) -> None:
        with pytest.raises(AmountNeededError):
            settle(2_482, [card(tendered)], terms())
        with pytest.raises(NothingTenderedError):
            settle(2_482, [cash(tendered, part=100)], terms())

    def test_refuses_more_when_nothing_is_left(self) -> None:
        with pytest.raises(NothingLeftError):
            settle(2_482, [card(2_482), card(1)], terms())

    def test_of_a_free_order_takes_nothing_any_way(self) -> None:
        assert settle(0, [card(0)], terms()).is_settled
        assert settle(0, [cash(0)], terms()).is_settled

    def test_refuses_a_way_that_the_store_does_not_take(self) -> None:
        with pytest.raises(MethodUnknownError, match="'gold'"):
            settle(2_482, [Tender("gold", 2_482)], terms())

    def test_refuses_more_parts_than_a_receipt_is_for(self) -> None:
        assert not settle(2_482, [cash(1)] * TENDERS_MAX, terms()).is_settled
        with pytest.raises(TooManyTendersError, match="at most 12"):
            settle(2_482, [cash(1)] * (TENDERS_MAX + 1), terms())

    def test_refuses_a_card_number(self) -> None:
        with pytest.raises(CardNumberError):
            take(100, Tender("card", 100, reference="4111 1111 1111 1111"), terms())

    def test_refuses_a_long_reference(self) -> None:
        with pytest.raises(ReferenceTooLongError, match="at most 40"):
            take(100, Tender("card", 100, reference="x" * 41), terms())


class TestAnyMix:
    @given(mixes())
    def test_is_paid_in_full_to_the_cent(self, mix: tuple[int, list[Tender], TenderTerms]) -> None:
        total, given_tenders, agreed = mix
        settled = settle(total, given_tenders, agreed)

        assert settled.is_settled
        assert settled.remaining == 0
        assert sum(one.amount for one in settled.taken) == total + settled.rounding
        for one in settled.taken:
            assert one.tendered - one.change == one.amount >= 0

    @given(mixes())
    def test_gives_change_on_cash_only(self, mix: tuple[int, list[Tender], TenderTerms]) -> None:
        total, given_tenders, agreed = mix
        taken = settle(total, given_tenders, agreed).taken

        for tender, one in zip(given_tenders, taken, strict=True):
            assert one.change == 0 or (tender.method == "cash" and one.change > 0)
            assert one.settles is (tender is given_tenders[-1])

    @given(mixes())
    def test_rounds_the_last_part_and_only_in_cash(
        self, mix: tuple[int, list[Tender], TenderTerms]
    ) -> None:
        total, given_tenders, agreed = mix
        settled = settle(total, given_tenders, agreed)
        before = total - sum(one.amount for one in settled.taken[:-1])

        if given_tenders[-1].method != "cash":
            assert settled.rounding == 0
        assert settled.rounding in {
            agreed.cash.of(before) - before,
            given_tenders[-1].tendered - before,
        }
        assert abs(settled.rounding) < agreed.cash.increment_minor

    @given(mixes(), st.integers(0, 7))
    def test_is_the_same_when_it_is_read_back_part_by_part(
        self, mix: tuple[int, list[Tender], TenderTerms], count: int
    ) -> None:
        total, given_tenders, agreed = mix
        whole = settle(total, given_tenders, agreed)
        first = settle(total, given_tenders[:count], agreed)

        assert first.taken == whole.taken[:count]


class TestNextPart:
    def test_is_in_coins_that_exist_until_the_last(self) -> None:
        assert [next_part(2_482, 3, FIVE), next_part(1_657, 2, FIVE), next_part(827, 1, FIVE)] == [
            825,
            830,
            827,
        ]

    @given(st.integers(0, 10**9), st.integers(2, 6), roundings)
    def test_lets_all_parts_make_the_whole(
        self, total: int, parts: int, cash_rounding: CashRounding
    ) -> None:
        remaining, shares = total, list[int]()
        for left in range(parts, 0, -1):
            shares.append(next_part(remaining, left, cash_rounding))
            remaining -= shares[-1]

        assert remaining == 0
        assert min(shares) >= 0
        assert max(shares) - min(shares) <= parts * cash_rounding.increment_minor


class TestInForce:
    def test_leaves_out_what_was_taken_back_and_what_took_it_back(self) -> None:
        wrong = Payment("1", "cash", 450, 1_000, 550, PaymentState.APPROVED)
        back = Payment("2", "cash", -450, -1_000, -550, PaymentState.APPROVED, reverses="1")
        right = Payment("3", "card", 450, 450, 0, PaymentState.APPROVED)
        declined = Payment("4", "card", 450, 450, 0, PaymentState.DECLINED)

        assert in_force((wrong, back, declined, right)) == (right,)
        assert cash_of((wrong, back, declined, right)) == 0
        assert cash_of((wrong, right)) == 450
