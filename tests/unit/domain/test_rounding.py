from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.rounding import Rounding, divide, round_together, spread
from tests.unit.domain.exact import rounded

roundings = st.sampled_from(Rounding)
numerators = st.integers(-(10**15), 10**15) | st.integers(-50, 50)
denominators = st.integers(1, 10**9) | st.sampled_from([1, 2, 4, 10, 1_000])
weights = st.lists(st.integers(0, 10**6) | st.integers(0, 3), min_size=1, max_size=12)
mixed_weights = st.lists(st.integers(-(10**6), 10**6) | st.integers(-3, 3), min_size=1, max_size=12)


class TestDivide:
    @pytest.mark.parametrize(
        ("rounding", "results"),
        [
            # Tenths:            14  15  16  25  30  -14  -15  -16  -25  -30
            (Rounding.HALF_UP, (1, 2, 2, 3, 3, -1, -2, -2, -3, -3)),
            (Rounding.HALF_EVEN, (1, 2, 2, 2, 3, -1, -2, -2, -2, -3)),
            (Rounding.HALF_DOWN, (1, 1, 2, 2, 3, -1, -1, -2, -2, -3)),
            (Rounding.UP, (2, 2, 2, 3, 3, -2, -2, -2, -3, -3)),
            (Rounding.DOWN, (1, 1, 1, 2, 3, -1, -1, -1, -2, -3)),
        ],
    )
    def test_settles_halves_as_told(self, rounding: Rounding, results: tuple[int, ...]) -> None:
        tenths = (14, 15, 16, 25, 30, -14, -15, -16, -25, -30)

        assert tuple(divide(tenth, 10, rounding) for tenth in tenths) == results

    def test_rounds_half_up_when_told_nothing(self) -> None:
        assert (divide(5, 10), divide(-5, 10), divide(49, 100)) == (1, -1, 0)

    @given(numerators, denominators, roundings)
    def test_agrees_with_fractions(
        self, numerator: int, denominator: int, rounding: Rounding
    ) -> None:
        exact = Fraction(numerator, denominator)

        assert divide(numerator, denominator, rounding) == rounded(exact, rounding)

    @given(st.integers(-(10**12), 10**12), roundings)
    def test_settles_an_exact_half_as_fractions_do(self, whole: int, rounding: Rounding) -> None:
        exact = Fraction(2 * whole + 1, 2)

        assert divide(2 * whole + 1, 2, rounding) == rounded(exact, rounding)

    @given(numerators, denominators, roundings)
    def test_is_the_same_on_both_sides_of_zero(
        self, numerator: int, denominator: int, rounding: Rounding
    ) -> None:
        assert divide(-numerator, denominator, rounding) == -divide(
            numerator, denominator, rounding
        )

    @pytest.mark.parametrize("denominator", [0, -1])
    def test_refuses_a_denominator_that_is_not_positive(self, denominator: int) -> None:
        with pytest.raises(AssertionError):
            divide(1, denominator)


class TestSpread:
    def test_gives_the_missing_units_to_the_largest_remainders(self) -> None:
        # 10/7 of 1, 2 and 4: 1.43, 2.86 and 5.71.
        assert spread(10, [1, 2, 4]) == [1, 3, 6]

    def test_gives_them_to_the_earlier_of_equal_ones(self) -> None:
        assert spread(100, [1, 1, 1]) == [34, 33, 33]
        assert spread(101, [1, 1, 1]) == [34, 34, 33]

    def test_gives_a_part_of_the_opposite_sign_to_such_a_weight(self) -> None:
        assert spread(10, [30, -10]) == [15, -5]
        assert spread(10, [-30, 10]) == [15, -5]

    def test_puts_everything_on_the_first_when_nothing_weighs(self) -> None:
        assert spread(7, [0, 0]) == [7, 0]
        assert spread(7, [5, -5]) == [7, 0]

    def test_of_nothing_over_nobody_is_nothing(self) -> None:
        assert spread(0, []) == []

    def test_refuses_something_over_nobody(self) -> None:
        with pytest.raises(AssertionError):
            spread(1, [])

    @given(st.integers(-(10**9), 10**9), mixed_weights)
    def test_loses_nothing(self, total: int, weights: list[int]) -> None:
        parts = spread(total, weights)

        assert sum(parts) == total
        assert len(parts) == len(weights)

    @given(st.integers(-(10**9), 10**9), mixed_weights)
    def test_moves_no_part_by_a_whole_unit(self, total: int, weights: list[int]) -> None:
        whole = sum(weights)
        if whole == 0:
            return

        parts = spread(total, weights)

        for part, weight in zip(parts, weights, strict=True):
            assert abs(part - Fraction(total * weight, whole)) < 1

    @given(st.integers(-(10**9), 10**9), mixed_weights)
    def test_is_the_same_on_both_sides_of_zero(self, total: int, weights: list[int]) -> None:
        assert spread(-total, weights) == [-part for part in spread(total, weights)]

    @given(st.integers(0, 10**9), weights)
    def test_gives_a_smaller_weight_no_more(self, total: int, weights: list[int]) -> None:
        if not any(weights):
            return

        parts = spread(total, weights)

        by_weight = sorted(zip(weights, parts, strict=True), key=lambda pair: pair[0])
        for (lighter, less), (heavier, more) in pairwise(by_weight):
            assert less <= more or lighter == heavier

    @given(weights, st.data())
    def test_takes_from_no_weight_more_than_it_has(
        self, weights: list[int], data: st.DataObject
    ) -> None:
        total = data.draw(st.integers(0, sum(weights)))

        parts = spread(total, weights)

        assert all(0 <= part <= weight for part, weight in zip(parts, weights, strict=True))


class TestRoundTogether:
    def test_gives_the_missing_unit_to_the_largest_remainder(self) -> None:
        assert round_together([2_300, 1_600, 1_100], 1_000, 5) == [2, 2, 1]

    def test_takes_it_from_the_largest_below_zero(self) -> None:
        assert round_together([-2_300, -1_600, -200], 1_000, -4) == [-2, -2, 0]

    def test_gives_every_part_one_when_all_are_rounded_up(self) -> None:
        assert round_together([900, 900], 1_000, 2) == [1, 1]

    def test_keeps_large_parts_of_a_small_sum(self) -> None:
        # In proportion to their weights these would be 333 and -332.
        assert round_together([2_000, -1_994], 10, 1) == [200, -199]
        assert round_together([2_000, -2_000], 10, 0) == [200, -200]

    @given(mixed_weights, denominators, roundings)
    def test_adds_up_and_moves_no_part_by_a_whole_unit(
        self, exact: list[int], denominator: int, rounding: Rounding
    ) -> None:
        total = divide(sum(exact), denominator, rounding)

        parts = round_together(exact, denominator, total)

        assert sum(parts) == total
        for part, one in zip(parts, exact, strict=True):
            assert abs(part - Fraction(one, denominator)) < 1

    def test_refuses_a_total_that_is_not_theirs(self) -> None:
        with pytest.raises(AssertionError):
            round_together([1_000, 1_000], 1_000, 9)
