"""Where the bars of the sales of a day stand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pos_app.head_office.page.chart import HEIGHT, WIDTH, Chart, chart_of


def drawn(chart: Chart) -> dict[int, int]:
    return {bar.hour: bar.height for bar in chart.bars if bar.height}


class TestChart:
    def test_of_a_day_without_sales_is_a_line(self) -> None:
        chart = chart_of({})

        assert drawn(chart) == {}
        assert [bar.hour for bar in chart.bars] == list(range(8, 20))

    def test_compares_the_hours(self) -> None:
        chart = chart_of({9: 1_000, 10: 500})

        heights = drawn(chart)
        assert heights[9] == 2 * heights[10]

    def test_begins_with_the_first_sale_of_an_early_store(self) -> None:
        hours = [bar.hour for bar in chart_of({5: 1, 23: 1}).bars]

        assert hours == list(range(5, 24))

    def test_hangs_what_was_given_back_below_the_line(self) -> None:
        chart = chart_of({9: 1_000, 10: -500})

        sold, returned = (bar for bar in chart.bars if bar.amount)
        assert sold.y + sold.height == chart.zero == returned.y

    def test_shares_a_scale_with_others(self) -> None:
        alone, beside = chart_of({9: 500}), chart_of({9: 500}, highest=1_000)

        assert drawn(alone)[9] == 2 * drawn(beside)[9]

    def test_shows_even_the_smallest_sale(self) -> None:
        assert drawn(chart_of({9: 1, 10: 10**9}))[9] == 1

    @given(
        st.dictionaries(st.integers(0, 23), st.integers(-(10**12), 10**12)),
        st.integers(0, 10**12),
        st.integers(-(10**12), 0),
    )
    def test_stays_inside_the_drawing(
        self, amounts: dict[int, int], highest: int, lowest: int
    ) -> None:
        chart = chart_of(amounts, highest=highest, lowest=lowest)

        for bar in chart.bars:
            assert 0 <= bar.x < bar.x + bar.width <= WIDTH
            assert 0 <= bar.y <= bar.y + bar.height <= HEIGHT
        assert drawn(chart).keys() == {hour for hour, amount in amounts.items() if amount}
