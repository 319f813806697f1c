from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.money import Currency, Money
from pos_app.services.orders.find_text import FindText, Wanted, numbers_of
from tests.fakes.formats import FakeFormats

EUR = Currency.of("EUR")
TODAY = date(2026, 3, 14)
FRENCH = FindText(FakeFormats(), EUR)
POINTED = FindText(FakeFormats(decimal=".", group=","), EUR)


def euros(minor: int) -> Money:
    return Money(minor, EUR)


class American(FakeFormats):
    def date(self, day: date) -> str:
        return f"{day.month}/{day.day}/{day:%y}"


class TestRead:
    @pytest.mark.parametrize(
        ("text", "wanted"),
        [
            ("", Wanted()),
            ("   ", Wanted()),
            ("T01-000123", Wanted(number="T01-000123")),
            ("t01b-000123", Wanted(number="T01B-000123")),
            ("x-t01-000123", Wanted(number="X-T01-000123")),
            ("123", Wanted(digits="123")),
            ("4006381333931", Wanted(code="4006381333931")),
            ("POS1:T01-000123:2480:EUR:T01:57:00FF", Wanted(number="T01-000123")),
            ("pos1:t01-000123:2480:eur", Wanted(number="T01-000123")),
            ("14:32", Wanted(minute=14 * 60 + 32)),
            ("14h32", Wanted(minute=14 * 60 + 32)),
            ("2:05pm", Wanted(minute=14 * 60 + 5)),
            ("12:10am", Wanted(minute=10)),
            ("24:00", Wanted(words=("24:00",))),
            ("14:60", Wanted(words=("14:60",))),
            ("24,80", Wanted(amount=euros(2_480))),
            ("1234,5", Wanted(amount=euros(123_450))),
            ("2026-02-28", Wanted(day=date(2026, 2, 28))),
            ("2026/02/28", Wanted(day=date(2026, 2, 28))),
            ("28-2-2025", Wanted(day=date(2025, 2, 28))),
            ("28-2", Wanted(number="28-2")),
            ("28/02", Wanted(day=date(2026, 2, 28))),
            ("28.02", Wanted(day=date(2026, 2, 28))),
            ("28.02.", Wanted(day=date(2026, 2, 28))),
            ("28/02/25", Wanted(day=date(2025, 2, 28))),
            ("28.2.2025", Wanted(day=date(2025, 2, 28))),
            ("24/11", Wanted(day=date(2025, 11, 24))),
            ("milk", Wanted(words=("milk",))),
            ("whole milk", Wanted(words=("whole", "milk"))),
            ("Cola 330", Wanted(words=("Cola", "330"))),
            ("7 up", Wanted(words=("7", "up"))),
            ("@", Wanted(address="")),
            ("Maria@Ex", Wanted(address="maria@ex")),
        ],
    )
    def test_knows_what_is_meant(self, text: str, wanted: Wanted) -> None:
        assert FRENCH.read(text, today=TODAY) == wanted

    def test_takes_several_things_together(self) -> None:
        assert FRENCH.read("milk 24,80 14:32 28/02", today=TODAY) == Wanted(
            words=("milk",), amount=euros(2_480), minute=872, day=date(2026, 2, 28)
        )

    def test_takes_a_point_for_decimals_where_the_store_writes_them_so(self) -> None:
        assert POINTED.read("24.80", today=TODAY) == Wanted(amount=euros(2_480))
        assert POINTED.read("24.11", today=TODAY) == Wanted(amount=euros(2_411))
        assert POINTED.read("24.11.", today=TODAY) == Wanted(day=date(2025, 11, 24))

    def test_reads_a_date_in_the_order_of_the_store(self) -> None:
        american = FindText(American(decimal=".", group=","), EUR)

        assert american.read("2/3", today=TODAY).day == date(2026, 2, 3)
        assert FRENCH.read("2/3", today=TODAY).day == date(2026, 3, 2)

    @pytest.mark.parametrize("text", ["31/02", "00/00", "2026-13-01"])
    def test_knows_which_dates_there_are(self, text: str) -> None:
        assert FRENCH.read(text, today=TODAY).day is None

    def test_finds_the_last_leap_day_only_where_there_is_one(self) -> None:
        assert FRENCH.read("29/02", today=date(2025, 1, 1)).day == date(2024, 2, 29)
        assert FRENCH.read("29/02", today=TODAY).day is None

    @given(st.text(max_size=300))
    def test_never_fails(self, text: str) -> None:
        FRENCH.read(text, today=TODAY)
        POINTED.read(text, today=TODAY)


def test_digits_are_a_number_of_each_series() -> None:
    assert numbers_of("123", ("T01B", "T01")) == ("T01B-000123", "T01-000123")
    assert numbers_of("1234567", ("T01",)) == ("T01-1234567",)
