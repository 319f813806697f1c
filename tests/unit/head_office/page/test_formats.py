"""Figures and moments as the page writes them, and amounts as people type them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from pos_app.head_office.page import formats

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


class TestMoney:
    @pytest.mark.parametrize(
        ("minor", "currency", "text"),
        [
            (123_456, "EUR", "€1,234.56"),
            (-450, "EUR", "−€4.50"),
            (1_500, "JPY", "JP¥1,500"),
            (1_500, "KWD", "KWD1.500"),
            (7, "", "7"),
        ],
    )
    def test_has_the_places_of_its_currency(self, minor: int, currency: str, text: str) -> None:
        assert formats.money(minor, currency) == text

    @pytest.mark.parametrize(
        ("text", "currency", "minor"),
        [
            ("12.50", "EUR", 1_250),
            ("12,5", "EUR", 1_250),
            (" 1 234.56 ", "EUR", 123_456),
            ("0", "EUR", 0),
            ("-3", "EUR", -300),
            ("1500", "JPY", 1_500),
            ("1.500", "KWD", 1_500),
            ("12.", "EUR", 1_200),
        ],
    )
    def test_is_read_as_typed(self, text: str, currency: str, minor: int) -> None:
        assert formats.minor_of(text, currency) == minor

    @pytest.mark.parametrize(
        "text", ["", "abc", "1.234", "1e3000", "NaN", "Infinity", "1.5.2", "9" * 40, "1e999999"]
    )
    def test_is_not_guessed(self, text: str) -> None:
        assert formats.minor_of(text, "EUR") is None

    @pytest.mark.parametrize(
        ("text", "currency"),
        [("1,200", "EUR"), ("1.200", "EUR"), ("1,500", "JPY"), ("1.0", "JPY"), ("1e3", "EUR")],
    )
    def test_with_thousands_set_apart_is_not_taken_for_a_thousandth(
        self, text: str, currency: str
    ) -> None:
        assert formats.minor_of(text, currency) is None

    @pytest.mark.parametrize("minor", [0, 5, 1_250, 99_999_999])
    def test_comes_back_from_a_field(self, minor: int) -> None:
        assert formats.minor_of(formats.plain_money(minor, "EUR"), "EUR") == minor


class TestMoments:
    @pytest.mark.parametrize(
        ("passed", "text"),
        [
            (timedelta(seconds=-30), "just now"),
            (timedelta(seconds=59), "just now"),
            (timedelta(minutes=1), "1 minute ago"),
            (timedelta(minutes=59), "59 minutes ago"),
            (timedelta(hours=1), "1 hour ago"),
            (timedelta(days=3, hours=2), "3 days ago"),
        ],
    )
    def test_are_told_by_how_long_ago(self, passed: timedelta, text: str) -> None:
        assert formats.ago(NOW - passed, NOW) == text

    def test_of_a_day_name_it(self) -> None:
        assert formats.day(date(2026, 11, 6)) == "Friday 6 November 2026"


class TestQuantity:
    def test_is_whole_pieces_or_parts(self) -> None:
        assert [formats.quantity(one) for one in (2_000, 842, -1_000)] == ["2", "0.842", "−1"]
