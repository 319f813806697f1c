from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.rounding import Rounding
from pos_app.domain.tax import (
    MILLION,
    RATE_MILLIONTHS_MAX,
    TAXES_PER_CLASS_MAX,
    Tax,
    TaxPolicy,
    TaxScope,
    fixed_amounts,
    rate_factors,
)
from tests.unit.domain.exact import taxes_on_net

rates = st.integers(0, RATE_MILLIONTHS_MAX) | st.sampled_from([21_000, 55_000, 88_750, 200_000])
one_tax = st.builds(Tax, st.just("T"), st.just("Tax"), rates, compound=st.booleans()) | st.builds(
    Tax, st.just("F"), st.just("Fee"), amount_minor=st.integers(0, 10_000), compound=st.booleans()
)
some_taxes = st.lists(one_tax, max_size=TAXES_PER_CLASS_MAX).map(tuple)


class TestTax:
    @pytest.mark.parametrize("rate", [-1, RATE_MILLIONTHS_MAX + 1])
    def test_refuses_a_rate_out_of_range(self, rate: int) -> None:
        with pytest.raises(AssertionError):
            Tax("T", "Tax", rate)

    def test_takes_up_to_a_thousand_percent(self) -> None:
        assert Tax("T", "Tax", 10_000_000).rate_millionths == RATE_MILLIONTHS_MAX

    def test_refuses_a_negative_amount(self) -> None:
        with pytest.raises(AssertionError):
            Tax("F", "Fee", amount_minor=-1)

    def test_is_a_rate_or_an_amount_and_not_both(self) -> None:
        with pytest.raises(AssertionError):
            Tax("T", "Tax", 200_000, 25)


class TestTaxPolicy:
    def test_is_inclusive_by_group_and_half_up_unless_told(self) -> None:
        assert TaxPolicy() == TaxPolicy(
            prices_include_tax=True, scope=TaxScope.GROUP, rounding=Rounding.HALF_UP
        )


class TestRateFactors:
    def test_charge_a_compound_tax_on_the_taxes_before_it(self) -> None:
        goods, provincial = Tax("G", "GST", 50_000), Tax("P", "PST", 80_000, compound=True)

        denominator, factors = rate_factors((goods, provincial))

        assert Fraction(factors[0], denominator) == Fraction(5, 100)
        assert Fraction(factors[1], denominator) == Fraction(84, 1_000)

    def test_charge_any_other_tax_on_the_price_alone(self) -> None:
        denominator, factors = rate_factors((Tax("A", "A", 50_000), Tax("B", "B", 80_000)))

        assert [Fraction(one, denominator) for one in factors] == [
            Fraction(5, 100),
            Fraction(8, 100),
        ]

    def test_of_no_taxes_are_none(self) -> None:
        assert rate_factors(()) == (MILLION, ())

    @given(some_taxes)
    def test_are_exact_however_many_taxes_compound(self, taxes: tuple[Tax, ...]) -> None:
        denominator, factors = rate_factors(taxes)

        assert [Fraction(one, denominator) for one in factors] == taxes_on_net(
            Fraction(1), 0, taxes
        )


class TestFixedAmounts:
    def test_are_charged_per_unit(self) -> None:
        denominator, amounts = fixed_amounts((Tax("D", "Deposit", amount_minor=25),), 2_500)

        assert Fraction(amounts[0], denominator) == Fraction(125, 2)

    def test_are_the_base_of_a_compound_tax_after_them(self) -> None:
        deposit, tax = (
            Tax("D", "Deposit", amount_minor=25),
            Tax("T", "Tax", 100_000, compound=True),
        )

        denominator, amounts = fixed_amounts((deposit, tax), 1_000)

        assert [Fraction(one, denominator) for one in amounts] == [25, Fraction(5, 2)]

    @given(some_taxes, st.integers(-(10**6), 10**6))
    def test_are_exact_however_many_taxes_compound(
        self, taxes: tuple[Tax, ...], thousandths: int
    ) -> None:
        denominator, amounts = fixed_amounts(taxes, thousandths)

        assert [Fraction(one, denominator) for one in amounts] == taxes_on_net(
            Fraction(0), thousandths, taxes
        )
