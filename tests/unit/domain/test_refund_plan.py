from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.cash import CashRounding
from pos_app.domain.giving_back import GivenTooMuchError, PaidPart
from pos_app.domain.payment import PaymentMethod
from pos_app.domain.refund_plan import plan_refund
from pos_app.domain.rounding import Rounding
from pos_app.domain.tender import (
    CARD,
    CASH,
    NothingLeftError,
    Settlement,
    Tender,
    TenderMethod,
    TenderTerms,
    settle,
)
from tests.unit.domain.paid_orders import EUR

VOUCHER = TenderMethod("meal", PaymentMethod.VOUCHER, "Meal voucher")
METHODS = {one.code: one for one in (CASH, CARD, VOUCHER)}
FIVE = CashRounding(5)
roundings = st.builds(CashRounding, st.sampled_from([1, 5, 10, 100]), st.sampled_from(Rounding))


def terms(coins: CashRounding = FIVE) -> TenderTerms:
    return TenderTerms(METHODS, coins, EUR)


@st.composite
def paid_orders(draw: st.DrawFn) -> tuple[int, list[PaidPart], CashRounding]:
    """A total, and the payments that settled it: some exact, and cash with its rounding last."""
    coins = draw(roundings)
    exact = draw(
        st.lists(st.tuples(st.sampled_from(["card", "meal"]), st.integers(1, 500)), max_size=3)
    )
    in_cash = draw(st.integers(0, 500))
    parts = [PaidPart(f"p{place}", *one) for place, one in enumerate(exact)]
    if in_cash or not parts:
        parts.append(PaidPart("cash", "cash", coins.of(in_cash)))
    return sum(one[1] for one in exact) + in_cash, parts, coins


class TestPlan:
    @given(paid_orders(), st.data())
    def test_never_gives_more_of_a_payment_than_it_took(
        self, order: tuple[int, list[PaidPart], CashRounding], data: st.DataObject
    ) -> None:
        total, parts, coins = order
        given_back = Counter[str]()
        value = total
        while value:
            due = data.draw(st.integers(1, value) | st.just(value))
            value -= due
            to = data.draw(st.sampled_from(["", "", "cash", "card"]))
            left = [
                PaidPart(one.payment_id, one.method, one.amount, given_back[one.payment_id])
                for one in parts
            ]
            tenders = plan_refund(left, due, terms=terms(coins), later=value, to=to)
            settlement = settle(-due, tenders, terms(coins))

            assert settlement.is_settled
            paid = sum(one.amount for one in settlement.taken)
            assert paid == -due + settlement.rounding
            assert abs(settlement.rounding) <= 2 * (coins.increment_minor - 1)
            for tender in tenders:
                assert tender.refunds or not tender.tendered
                given_back[tender.refunds] -= tender.tendered

        assert all(given_back[one.payment_id] <= one.amount for one in parts)

    @given(paid_orders())
    def test_gives_the_whole_as_it_came(
        self, order: tuple[int, list[PaidPart], CashRounding]
    ) -> None:
        total, parts, coins = order
        if not total:
            return

        tenders = plan_refund(parts, total, terms=terms(coins))

        back = {one.refunds: -one.tendered for one in tenders if one.tendered}
        assert back == {one.payment_id: one.amount for one in parts if one.amount}
        assert settle(-total, tenders, terms(coins)).is_settled

    def test_gives_back_what_others_hold_first_and_cash_last(self) -> None:
        parts = [
            PaidPart("a", "cash", 500),
            PaidPart("b", "meal", 300),
            PaidPart("c", "card", 200),
        ]

        assert plan_refund(parts, 700, terms=terms()) == (
            Tender("card", -200, refunds="c"),
            Tender("meal", -300, refunds="b"),
            Tender("cash", -200, refunds="a"),
        )

    def test_goes_on_where_the_last_refund_has_stopped(self) -> None:
        parts = [PaidPart("a", "card", 500, given_back=400), PaidPart("b", "cash", 500)]

        assert plan_refund(parts, 300, terms=terms(), later=300) == (
            Tender("card", -100, refunds="a"),
            Tender("cash", -200, refunds="b"),
        )

    def test_gives_cash_for_a_card_if_that_is_wanted(self) -> None:
        parts = [PaidPart("a", "card", 503)]

        assert plan_refund(parts, 503, terms=terms(), to="cash") == (
            Tender("cash", -500, refunds="a"),
        )

    def test_rounds_to_coins_that_exist(self) -> None:
        assert plan_refund([PaidPart("a", "cash", 1_000)], 203, terms=terms(), later=799) == (
            Tender("cash", -205, refunds="a"),
        )

    def test_gives_the_very_coins_that_were_taken(self) -> None:
        assert plan_refund([PaidPart("a", "cash", 1_003)], 1_003, terms=terms()) == (
            Tender("cash", -1_003, refunds="a"),
        )

    def test_keeps_enough_for_what_may_come_back_later(self) -> None:
        given_back = list[int]()
        for later in range(27, -1, -3):
            part = PaidPart("a", "cash", 30, sum(given_back))
            (tender,) = plan_refund([part], 3, terms=terms(), later=later)
            given_back.append(-tender.tendered)

        assert sum(given_back) == 30
        assert max(given_back) == 5

    @pytest.mark.parametrize(("to", "given"), [("", -205), ("cash", -205), ("meal", -203)])
    def test_of_no_payment_belongs_to_none(self, to: str, given: int) -> None:
        assert plan_refund([], 203, terms=terms(), to=to) == (Tender(to or "cash", given),)

    def test_knows_a_way_that_the_store_no_longer_takes(self) -> None:
        (tender,) = plan_refund([PaidPart("a", "cheque", 300)], 200, terms=terms())

        assert tender == Tender("cheque", -200, refunds="a")


class TestSettle:
    def test_gives_back_one_after_the_other(self) -> None:
        settled = settle(-1_003, [Tender("card", -500), Tender("cash", -505)], terms())

        assert [one.amount for one in settled.taken] == [-500, -505]
        assert (settled.rounding, settled.remaining, settled.is_settled) == (-2, 0, True)

    def test_says_what_remains(self) -> None:
        assert settle(-1_003, [Tender("card", -500)], terms()).remaining == -503
        assert settle(-1_003, [], terms()) == Settlement((), -1_003, 0, is_settled=False)

    def test_does_not_take_the_first_of_two_for_the_last(self) -> None:
        settled = settle(-500, [Tender("cash", -498), Tender("card", -2)], terms())

        assert (settled.rounding, settled.is_settled) == (0, True)

    @pytest.mark.parametrize(
        "tender", [Tender("card", -1_004), Tender("cash", -1_010), Tender("cash", 5)]
    )
    def test_refuses_more_than_goes_back_and_what_is_taken(self, tender: Tender) -> None:
        with pytest.raises(GivenTooMuchError, match=r"10\.03 EUR"):
            settle(-1_003, [tender], terms())

    def test_refuses_more_when_all_is_given(self) -> None:
        with pytest.raises(NothingLeftError):
            settle(-500, [Tender("card", -500), Tender("cash", -5)], terms())
