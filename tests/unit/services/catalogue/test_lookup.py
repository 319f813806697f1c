from __future__ import annotations

import pytest

from pos_app.domain.barcode import (
    Embedded,
    EmbeddedRule,
    EmptyScanError,
    check_digit,
)
from pos_app.domain.card_number import CardNumberError
from pos_app.domain.money import Money
from pos_app.domain.product import Unit
from pos_app.domain.quantity import Quantity, QuantityOutOfRangeError
from pos_app.services.catalogue.lookup import (
    Ask,
    Lookup,
    UnknownBarcodeError,
    WrongCheckDigitError,
    warm,
)
from tests.fakes.catalogue import EUR, FakeCatalogue, a_product

WEIGHT = EmbeddedRule("21", 5, 5, 3, Embedded.WEIGHT)
PRICE = EmbeddedRule("22", 5, 5, 2, Embedded.PRICE)
GTIN = "4006381333931"


def code_of(digits: str) -> str:
    return f"{digits}{check_digit(digits)}"


@pytest.fixture
def catalogue() -> FakeCatalogue:
    return FakeCatalogue()


@pytest.fixture
def lookup(catalogue: FakeCatalogue) -> Lookup:
    return Lookup(products=catalogue, rules=(WEIGHT, PRICE))


class TestStoredBarcode:
    def test_is_found(self, catalogue: FakeCatalogue, lookup: Lookup) -> None:
        milk = catalogue.add(a_product(), GTIN)

        found = lookup.find(f"]E0{GTIN}\r")

        assert (found.product, found.barcode) == (milk, GTIN)
        assert (found.quantity, found.price, found.ask) == (None, None, Ask.NOTHING)

    def test_needs_one_question_to_the_store(
        self, catalogue: FakeCatalogue, lookup: Lookup
    ) -> None:
        catalogue.add(a_product(), GTIN)

        lookup.find(GTIN)

        assert catalogue.asked == [GTIN]

    def test_is_found_whatever_its_check_digit(
        self, catalogue: FakeCatalogue, lookup: Lookup
    ) -> None:
        catalogue.add(a_product(), "4006381333930")

        assert lookup.find("4006381333930").barcode == "4006381333930"

    @pytest.mark.parametrize("scanned", ["012345678905", "0012345678905", "00012345678905"])
    @pytest.mark.parametrize("stored", ["012345678905", "0012345678905", "00012345678905"])
    def test_is_found_by_any_padding(
        self, catalogue: FakeCatalogue, lookup: Lookup, stored: str, scanned: str
    ) -> None:
        catalogue.add(a_product(), stored)

        assert lookup.find(scanned).barcode == stored

    def test_comes_before_the_rules_of_the_store(
        self, catalogue: FakeCatalogue, lookup: Lookup
    ) -> None:
        whole = code_of("210000100500")
        catalogue.add(a_product(1, sku="1"))
        stored = catalogue.add(a_product(2, sku="BAG"), whole)

        found = lookup.find(whole)

        assert (found.product, found.quantity) == (stored, None)

    def test_of_an_open_price_asks_for_it(self, catalogue: FakeCatalogue, lookup: Lookup) -> None:
        catalogue.add(a_product(minor=0), GTIN)

        assert lookup.find(GTIN).ask is Ask.PRICE

    def test_of_a_measured_product_asks_how_much(
        self, catalogue: FakeCatalogue, lookup: Lookup
    ) -> None:
        catalogue.add(a_product(unit=Unit.KILOGRAM), GTIN)

        assert lookup.find(GTIN).ask is Ask.QUANTITY


class TestEmbeddedValue:
    @pytest.mark.parametrize("stored", ["sku", "short_sku", "barcode", "whole"])
    def test_gives_the_weight(self, catalogue: FakeCatalogue, lookup: Lookup, stored: str) -> None:
        product = a_product(sku={"sku": "00012", "short_sku": "12"}.get(stored, "APPLE"))
        barcodes = {"barcode": ["00012"], "whole": [code_of("210001200000")]}
        catalogue.add(product, *barcodes.get(stored, []))

        found = lookup.find(code_of("210001200842"))

        assert (found.product, found.quantity) == (product, Quantity(842))
        assert found.ask is Ask.NOTHING

    def test_gives_the_price_of_the_whole_item(
        self, catalogue: FakeCatalogue, lookup: Lookup
    ) -> None:
        catalogue.add(a_product(sku="12", unit=Unit.KILOGRAM))

        found = lookup.find(code_of("220001299999"))

        assert (found.price, found.quantity) == (Money(99999, EUR), None)
        assert found.ask is Ask.NOTHING

    def test_of_zero_is_asked_for(self, catalogue: FakeCatalogue, lookup: Lookup) -> None:
        catalogue.add(a_product(sku="12"))

        price = lookup.find(code_of("220001200000"))
        weight = lookup.find(code_of("210001200000"))

        assert (price.price, price.ask) == (None, Ask.PRICE)
        assert (weight.quantity, weight.ask) == (None, Ask.QUANTITY)

    def test_of_no_known_product_is_unknown(self, lookup: Lookup) -> None:
        with pytest.raises(UnknownBarcodeError):
            lookup.find(code_of("220001200000"))


class TestGs1Elements:
    def test_give_item_and_weight(self, catalogue: FakeCatalogue, lookup: Lookup) -> None:
        catalogue.add(a_product(unit=Unit.KILOGRAM), GTIN)

        found = lookup.find(f"]C1010{GTIN}310300125017990231\x1d10LOT")

        assert (found.barcode, found.quantity) == (GTIN, Quantity(1250))

    def test_give_the_amount_payable(self, catalogue: FakeCatalogue, lookup: Lookup) -> None:
        catalogue.add(a_product(), GTIN)

        assert lookup.find(f"]d2010{GTIN}3922499\x1d").price == Money(499, EUR)

    def test_give_the_count(self, catalogue: FakeCatalogue, lookup: Lookup) -> None:
        catalogue.add(a_product(), GTIN)

        assert lookup.find(f"010{GTIN}3012").quantity == Quantity.of(12)

    def test_are_read_as_a_person_types_them(
        self, catalogue: FakeCatalogue, lookup: Lookup
    ) -> None:
        catalogue.add(a_product(), GTIN)

        assert lookup.find(f"(01)0{GTIN}(3102)000150").quantity == Quantity(1500)

    @pytest.mark.parametrize(
        ("element", "ask"),
        [("39220", Ask.PRICE), ("3103000000", Ask.QUANTITY), ("39241234", Ask.PRICE)],
    )
    def test_that_cannot_be_sold_as_they_are_are_asked_for(
        self, catalogue: FakeCatalogue, lookup: Lookup, element: str, ask: Ask
    ) -> None:
        catalogue.add(a_product(), GTIN)

        assert lookup.find(f"]C1010{GTIN}{element}").ask is ask

    def test_of_a_count_out_of_range_are_refused(
        self, catalogue: FakeCatalogue, lookup: Lookup
    ) -> None:
        catalogue.add(a_product(), GTIN)

        with pytest.raises(QuantityOutOfRangeError):
            lookup.find(f"]C1010{GTIN}3099999999")

    @pytest.mark.parametrize("raw", ["]C1xyz", "]C1", "]Q3https://example.org", "(01)12", "]d210A"])
    def test_that_are_none_leave_the_code_unknown(self, lookup: Lookup, raw: str) -> None:
        with pytest.raises((UnknownBarcodeError, EmptyScanError)):
            lookup.find(raw)

    def test_can_be_loaded_ahead(self, catalogue: FakeCatalogue, lookup: Lookup) -> None:
        warm()
        catalogue.add(a_product(), GTIN)

        assert lookup.find(f"]C1010{GTIN}").barcode == GTIN


class TestUnknownCode:
    def test_is_looked_up_as_a_typed_sku_at_last(
        self, catalogue: FakeCatalogue, lookup: Lookup
    ) -> None:
        apple = catalogue.add(a_product(sku="4011"))

        assert lookup.find("4011").product == apple

    def test_is_named(self, lookup: Lookup) -> None:
        with pytest.raises(UnknownBarcodeError, match=GTIN) as caught:
            lookup.find(GTIN)

        assert caught.value.code == "barcode.unknown"

    def test_with_a_wrong_check_digit_says_so(self, lookup: Lookup) -> None:
        with pytest.raises(WrongCheckDigitError, match="check digit is wrong"):
            lookup.find("4006381333932")

    def test_that_is_a_card_is_masked(self, lookup: Lookup) -> None:
        with pytest.raises(CardNumberError) as caught:
            lookup.find("4242424242424242")

        assert "42424242" not in str(caught.value)
        assert "424242424" not in str(caught.value.values)
