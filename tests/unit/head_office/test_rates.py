"""Rates of one process: exact, for each who asks, whatever the pace."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from pos_app.head_office.cache.rates import KNOWN_MAX, LocalRates
from pos_app.head_office.services.access.rates import Rate

RATE = Rate("test", per_minute=60, burst=5)


@dataclass
class Clock:
    us: int = 0

    def __call__(self) -> int:
        return self.us


class TestLocalRates:
    def test_let_a_burst_in_and_then_an_even_pace(self) -> None:
        clock = Clock()
        rates = LocalRates(now_us=clock)

        waits = [rates.wait_ms(RATE, "a") for _ in range(7)]
        clock.us += 999_000
        early = rates.wait_ms(RATE, "a")
        clock.us += 1_000
        after = [rates.wait_ms(RATE, "a") for _ in range(2)]

        assert waits == [0, 0, 0, 0, 0, 1_000, 1_000]
        assert early == 1
        assert after == [0, 1_000]

    def test_are_of_each_who_asks(self) -> None:
        rates = LocalRates(now_us=Clock())

        assert [rates.wait_ms(RATE, who) for who in "abcdefgh"] == [0] * 8

    @given(st.lists(st.integers(0, 3_000), max_size=60))
    def test_are_never_more_than_the_pace_allows(self, pauses_ms: list[int]) -> None:
        clock = Clock()
        rates = LocalRates(now_us=clock)
        let_in: list[int] = []
        for pause in pauses_ms:
            clock.us += pause * 1_000
            if rates.wait_ms(RATE, "a") == 0:
                let_in.append(clock.us)

        for i, moment in enumerate(let_in):
            within = [one for one in let_in[i:] if one < moment + 10_000_000]
            assert len(within) <= RATE.burst + 10

    def test_remember_only_so_many(self) -> None:
        rates = LocalRates(now_us=Clock())
        for n in range(KNOWN_MAX + 10):
            rates.wait_ms(RATE, str(n))

        assert len(rates._through) == KNOWN_MAX  # noqa: SLF001 - memory is what it is about
