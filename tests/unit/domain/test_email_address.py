from __future__ import annotations

import pytest

from pos_app.domain.card_number import CardNumberError
from pos_app.domain.email_address import LENGTH_MAX, EmailAddressError, checked_address, domain_of


class TestCheckedAddress:
    @pytest.mark.parametrize(
        "address",
        [
            "maria@example.com",
            "o'brien+till@mail.example.co.uk",
            "M.Silva_9@x.museum",
            "a@xn--bcher-kva.example",
        ],
    )
    def test_takes_what_people_have(self, address: str) -> None:
        assert checked_address(f"  {address} ") == address

    def test_writes_a_domain_of_other_letters_as_servers_do(self) -> None:
        assert checked_address("maria@bücher.de") == "maria@xn--bcher-kva.de"

    @pytest.mark.parametrize(
        "address",
        [
            "",
            "maria",
            "@example.com",
            "maria@",
            "maria@example",
            "maria@localhost",
            "maria@1.2.3.4",
            "maria@example..com",
            "maria.@example.com",
            "ma ria@example.com",
            "maria@exa mple.com",
            "maria@-example.com",
            "maria@@example.com",
            "Maria <maria@example.com>",
            "maria@example.com, other@example.com",
            "maria@example.com\r\nBcc: all@example.com",
            "maria\n@example.com",
            "maria@example.com\x00",
            '"maria silva"@example.com',
            "mariä@example.com",
            "maria@\ud800.com",
            f"{'m' * 65}@example.com",
            f"m@{'e' * 64}.com",
            f"m@{'.'.join(['e' * 60] * 5)}.com",
        ],
    )
    def test_refuses_what_is_none_or_more_than_one(self, address: str) -> None:
        with pytest.raises(EmailAddressError) as refusal:
            checked_address(address)

        assert str(refusal.value).isprintable()

    def test_takes_the_longest_there_may_be(self) -> None:
        domain = ".".join(["e" * 61] * 3) + ".com"
        address = f"{'m' * (LENGTH_MAX - len(domain) - 1)}@{domain}"

        assert len(checked_address(address)) == LENGTH_MAX
        with pytest.raises(EmailAddressError):
            checked_address(f"m{address}")

    def test_refuses_a_swiped_card_and_does_not_repeat_it(self) -> None:
        with pytest.raises(CardNumberError) as refusal:
            checked_address("4111 1111 1111 1111@example.com")

        assert "4111111111111111" not in str(refusal.value).replace(" ", "")


def test_knows_the_domain() -> None:
    assert domain_of("maria@Example.COM") == "example.com"
