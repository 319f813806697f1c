from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.adapters.payments.alipay.amounts import FEN_MAX, fen, number_of, require_payable, yuan
from pos_app.domain.money import Currency
from pos_app.services.payments.processor import AmountError

CNY = Currency.of("CNY")


class TestYuan:
    @pytest.mark.parametrize(
        ("amount", "text"),
        [(1, "0.01"), (10, "0.10"), (100, "1.00"), (8888, "88.88"), (FEN_MAX, "100000000.00")],
    )
    def test_are_written_with_two_places(self, amount: int, text: str) -> None:
        assert yuan(amount) == text
        assert fen(text) == amount

    @given(st.integers(min_value=1, max_value=FEN_MAX))
    def test_come_back_as_they_went(self, amount: int) -> None:
        assert fen(yuan(amount)) == amount

    @pytest.mark.parametrize(("text", "amount"), [("88.8", 8880), ("88", 8800), ("0.00", 0)])
    def test_are_read_as_others_write_them(self, text: str, amount: int) -> None:
        assert fen(text) == amount

    @pytest.mark.parametrize("said", [None, 88.88, 88, "", "abc", "-1.00", "1.001", "1,00", "1e3"])
    def test_that_are_none_are_refused(self, said: object) -> None:
        with pytest.raises(ValueError, match=r"^it is "):
            fen(said)


class TestPayable:
    @pytest.mark.parametrize("amount", [1, FEN_MAX])
    def test_is_from_a_fen_to_a_hundred_million_yuan(self, amount: int) -> None:
        require_payable("Alipay", amount, CNY)

    @pytest.mark.parametrize("amount", [0, -1, FEN_MAX + 1])
    def test_is_nothing_else(self, amount: int) -> None:
        with pytest.raises(AmountError, match=r"from 0\.01 to 100000000\.00 CNY"):
            require_payable("Alipay", amount, CNY)

    @pytest.mark.parametrize("code", ["EUR", "HKD", "JPY"])
    def test_is_no_other_currency(self, code: str) -> None:
        with pytest.raises(AmountError, match="Chinese yuan only"):
            require_payable("Alipay", 100, Currency.of(code))


class TestNumber:
    def test_is_the_attempt_without_hyphens(self) -> None:
        number = number_of("0199a1b2-0000-7000-8000-000000000001")

        assert number == "0199a1b2_0000_7000_8000_000000000001"

    @pytest.mark.parametrize("attempt_id", ["", "a b", "é", "x" * 65, "a/b"])
    def test_is_made_of_what_alipay_takes(self, attempt_id: str) -> None:
        with pytest.raises(AssertionError):
            number_of(attempt_id)
