"""Search and look-up on the real index and tables."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest

from pos_app.composition.opening import OpenStore, writing
from pos_app.domain.barcode import check_digit
from pos_app.services.catalogue.lookup import (
    Lookup,
    UnknownBarcodeError,
    WrongCheckDigitError,
)
from pos_app.services.catalogue.searching import CANDIDATES_MAX, RESULTS_MAX
from tests.integration import shop as shops

ODD = """sku,barcode,name,category,price,tax_class,cost,stock,unit
NEAR,,NEAR far AND OR NOT,odd,1.00,STANDARD,,,
QUOTE,,"The ""best"" bread",odd,1.00,STANDARD,,,
STAR,,Star* (half) price^2 col:umn,odd,1.00,STANDARD,,,
DANISH,,Æbleskiver Ærø,odd,1.00,STANDARD,,,
CHINA,,北京烤鸭,odd,1.00,STANDARD,,,
TEA,,Milk tea,odd,1.00,STANDARD,,,
UPC,036000291452,Tissues,odd,1.00,STANDARD,,,
CASE,00012345600012,Case,odd,1.00,STANDARD,,,
MINTS,96385074,Mints,odd,1.00,STANDARD,,,
EAN,0012345678905,Soap,odd,1.00,STANDARD,,,
WRONG,4006381333930,Pen,odd,1.00,STANDARD,,,
LETTERS,ABC-12/x,Code 39,odd,1.00,STANDARD,,,
"""


@pytest.fixture(scope="module")
def store(new_master: shops.Shop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenStore]:
    """Open for all of this module: nothing here writes."""
    folder = new_master.copied_to(tmp_path_factory.mktemp("stocked") / "data").folder
    odd = folder.root / "odd.csv"
    odd.write_text(ODD, encoding="utf-8")
    many = folder.root / "many.csv"
    lines = (f"M{n:04d},299{n:05d},Multi item {n},m,1.00,STANDARD,,,\n" for n in range(300))
    many.write_text(ODD.partition("\n")[0] + "\n" + "".join(lines), encoding="utf-8")
    with writing(folder) as store:
        for path in (shops.GROCERIES, shops.CATALOGUE, odd, many):
            assert shops.bring_in(store, path).rejected == ()
        yield store


def found(store: OpenStore, text: str) -> list[str]:
    return [hit.product.sku for hit in store.services.search.find(text)]


class TestSearch:
    @pytest.mark.parametrize("text", ["w", "wh", "who", "whole", "WHOLE", "whole m", "mil whol"])
    def test_finds_words_by_their_beginnings(self, store: OpenStore, text: str) -> None:
        assert "GRO-167" in found(store, text)

    def test_wants_every_word(self, store: OpenStore) -> None:
        assert set(found(store, "milk")) >= {"GRO-167", "TEA", "OFF-0742365005855"}
        assert found(store, "milk tea") == ["TEA"]
        assert found(store, "milk tea whole") == []

    @pytest.mark.parametrize(
        ("text", "sku"),
        [
            ("yeti", "OFF-3332792001949"),
            ("YÉTI", "OFF-3332792001949"),
            ("creme", "OFF-7616700036831"),
            ("crême", "OFF-7616700036831"),
            ("creme\u0302", "OFF-7616700036831"),
            ("schofferhofer", "OFF-4053400257181"),
            ("йогурт", "OFF-4602433002147"),
            ("ЙОГУРТ злаки", "OFF-4602433002147"),
            ("ærø", "DANISH"),
            ("北京", "CHINA"),
        ],
    )
    def test_does_not_mind_case_and_accents(self, store: OpenStore, text: str, sku: str) -> None:
        assert found(store, text) == [sku]

    @pytest.mark.parametrize(
        ("text", "skus"),
        [
            ('"', []),
            ('""', []),
            ("*", []),
            ("^", []),
            ("(", []),
            ("-", []),
            (":", []),
            ("'", []),
            ("\\", []),
            (";", []),
            ("%", []),
            ("\0", []),
            ("\ud800", []),
            (" \t\n", []),
            ("NEAR(", ["NEAR"]),
            ("NEAR(far AND", ["NEAR"]),
            ("NEAR(far not, 3)", []),
            ("AND far", ["NEAR"]),
            ("OR", ["NEAR"]),
            ("NOT far", ["NEAR"]),
            ("far OR missing", []),
            ('"best', ["QUOTE"]),
            ('"best" "bread"', ["QUOTE"]),
            ('the "', ["QUOTE"]),
            ("star*", ["STAR"]),
            ("(half)", ["STAR"]),
            ("price^2", ["STAR"]),
            ("col:umn", ["STAR"]),
            ("name:star", []),
            ("{name sku}: star", []),
            ("-star", ["STAR"]),
            ("+star", ["STAR"]),
            ("'; DROP TABLE product; --", []),
        ],
    )
    def test_takes_the_signs_of_the_index_as_text(
        self, store: OpenStore, text: str, skus: list[str]
    ) -> None:
        assert found(store, text) == skus

    def test_finds_digits_by_the_beginning_of_a_barcode(self, store: OpenStore) -> None:
        assert found(store, "200000000167") == ["GRO-167"]
        assert found(store, shops.MILK) == ["GRO-167"]
        assert found(store, "20 000 000 01678") == ["GRO-167"]

    @pytest.mark.parametrize("text", ["036000291452", "0036000291452", "00036000291452"])
    def test_finds_a_whole_barcode_by_any_padding(self, store: OpenStore, text: str) -> None:
        assert found(store, text) == ["UPC"]

    def test_reads_exactly_the_barcodes_that_begin_with_the_digits(self, store: OpenStore) -> None:
        listed = store.queries.products.all_products()
        codes = sorted(code for row in listed for code in row.barcodes)
        for digits in ("2", "20000000016", "0", "9", "299", "2990001", "5"):
            expected = [code for code in codes if code.startswith(digits)]

            hits = store.queries.products.barcode_prefix(digits, 1_000)

            assert [hit.barcode for hit in hits] == expected
            assert expected

    def test_finds_parts_of_a_sku(self, store: OpenStore) -> None:
        assert found(store, "GRO-168") == ["GRO-168"]
        assert found(store, "off 05256822") == ["OFF-05256822"]

    def test_shows_the_barcode_that_matched(self, store: OpenStore) -> None:
        [hit] = store.services.search.find("2000000001678")

        assert (hit.barcode, hit.stock) == (shops.MILK, 100_000_000)

    def test_stops_at_fifty(self, store: OpenStore) -> None:
        assert len(found(store, "multi")) == RESULTS_MAX == 50
        assert len(found(store, "299")) == RESULTS_MAX
        assert len(store.queries.products.hits(("m",), CANDIDATES_MAX)) == CANDIDATES_MAX

    def test_puts_the_exact_name_first(self, store: OpenStore) -> None:
        assert found(store, "soda")[0] == "GRO-140"
        assert found(store, "multi item 42")[0] == "M0042"

    def test_survives_the_longest_text(self, store: OpenStore) -> None:
        assert found(store, "milk " * 10_000) != []
        assert found(store, "x" * 100_000) == []

    @pytest.mark.parametrize("text", ["ü" * 90, "a b c d e f g h i j k l", "\u0301", "e\u0301" * 9])
    def test_never_fails(self, store: OpenStore, text: str) -> None:
        assert isinstance(found(store, text), list)


class TestLookup:
    @pytest.mark.parametrize(
        ("scanned", "stored", "sku"),
        [
            ("036000291452", "036000291452", "UPC"),
            ("0036000291452", "036000291452", "UPC"),
            ("00036000291452", "036000291452", "UPC"),
            ("012345600012", "00012345600012", "CASE"),
            ("0012345600012", "00012345600012", "CASE"),
            ("96385074", "96385074", "MINTS"),
            ("000096385074", "96385074", "MINTS"),
            ("00000096385074", "96385074", "MINTS"),
            ("012345678905", "0012345678905", "EAN"),
            ("]E0036000291452", "036000291452", "UPC"),
            ("0360 0029 1452\r", "036000291452", "UPC"),
            ("ABC-12/x", "ABC-12/x", "LETTERS"),
            ("4006381333930", "4006381333930", "WRONG"),
            ("]C10100012345600012", "00012345600012", "CASE"),
            ("TEA", "TEA", "TEA"),
        ],
    )
    def test_finds_a_product_by_what_a_scanner_may_send(
        self, store: OpenStore, scanned: str, stored: str, sku: str
    ) -> None:
        result = Lookup(products=store.queries.products).find(scanned)

        assert (result.product.sku, result.barcode) == (sku, stored)

    @pytest.mark.parametrize("scanned", ["36000291452", "abc-12/x", "tea", "9638507", "0"])
    def test_finds_nothing_by_what_is_only_alike(self, store: OpenStore, scanned: str) -> None:
        with pytest.raises(UnknownBarcodeError, match="No product has the barcode"):
            Lookup(products=store.queries.products).find(scanned)

    def test_blames_the_check_digit_of_an_unknown_code(self, store: OpenStore) -> None:
        with pytest.raises(WrongCheckDigitError, match="the check digit is wrong"):
            Lookup(products=store.queries.products).find("4006381333932")

    def test_finds_every_grocery_by_its_barcode(self, store: OpenStore) -> None:
        """All begin with 2, as codes with a weight or price inside do."""
        lookup = Lookup(products=store.queries.products, rules=store.queries.profile.embedded_rules)
        listed = [row for row in store.queries.products.all_products() if row.sku[:3] == "GRO"]

        assert len(listed) == 30
        for row in listed:
            assert lookup.find(row.barcodes[0]).product.sku == row.sku

    def test_knows_right_check_digits(self) -> None:
        assert check_digit("03600029145") == 2


class TestListing:
    def test_goes_through_all_products_by_sku(self, store: OpenStore) -> None:
        skus = [row.sku for row in store.queries.products.all_products()]

        assert len(skus) == 30 + 19 + 12 + 300
        assert all(one < two for one, two in pairwise(skus))

    def test_names_the_largest_categories_first(self, store: OpenStore) -> None:
        assert store.queries.shelf.categories(3) == ["m", "groceries", "odd"]

    def test_shows_a_category_by_name(self, store: OpenStore) -> None:
        shown = [one.product.name for one in store.queries.shelf.in_category("groceries", 3)]

        assert shown == ["bottled beer", "bottled water", "brown bread"]
