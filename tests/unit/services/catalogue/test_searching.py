from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.services.catalogue.searching import (
    RESULTS_MAX,
    WORDS_MAX,
    Search,
    folded,
    fts_match,
    search_words,
)
from tests.fakes.catalogue import FakeCatalogue, a_product


@pytest.fixture
def catalogue() -> FakeCatalogue:
    return FakeCatalogue()


@pytest.fixture
def search(catalogue: FakeCatalogue) -> Search:
    return Search(products=catalogue)


@pytest.fixture(scope="module")
def index() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE product_search USING fts5(name, sku, barcodes, "
        "prefix='1 2 3', tokenize='unicode61 remove_diacritics 2')"
    )
    connection.execute("INSERT INTO product_search VALUES ('Crème a OR b NEAR c', 'A-1', '40063')")
    return connection


def names_of(search: Search, query: str) -> list[str]:
    return [hit.product.name for hit in search.find(query)]


def matches(index: sqlite3.Connection, query: str) -> int:
    sql = "SELECT count(*) FROM product_search WHERE product_search MATCH ?"
    count: int = index.execute(sql, (fts_match(search_words(query)),)).fetchone()[0]
    return count


class TestFtsMatch:
    @pytest.mark.parametrize(
        "query",
        ["creme", "CRÈME", "cre\u0301me".replace("e\u0301", "è"), "OR", "near", "a-1", "4006"],
    )
    def test_finds_words_by_their_beginning(self, index: sqlite3.Connection, query: str) -> None:
        assert matches(index, query) == 1

    @pytest.mark.parametrize("query", ['"a" OR NEAR(', "name: creme", "crem^e", "NOT creme x"])
    def test_takes_operators_literally(self, index: sqlite3.Connection, query: str) -> None:
        assert matches(index, query) in {0, 1}

    @pytest.mark.parametrize("query", ["a AND x", "creme NOT b", "creme OR zzz"])
    def test_takes_operators_as_words(self, index: sqlite3.Connection, query: str) -> None:
        assert matches(index, query) == 0

    @given(st.text())
    def test_never_breaks_the_index(self, index: sqlite3.Connection, query: str) -> None:
        if search_words(query):
            assert matches(index, query) >= 0


class TestSearchWords:
    @pytest.mark.parametrize("query", ["", "   ", "\u200b", "--", '"', "*", "\0", "\ud800"])
    def test_are_none_where_nothing_could_be_found(self, query: str) -> None:
        assert search_words(query) == ()

    def test_are_limited(self) -> None:
        assert len(search_words("a " * 50)) == WORDS_MAX


class TestSearch:
    def test_of_nothing_asks_nothing(self, catalogue: FakeCatalogue, search: Search) -> None:
        catalogue.add(a_product())

        assert search.find(" \t ") == []

    def test_puts_the_exact_sku_first(self, catalogue: FakeCatalogue, search: Search) -> None:
        catalogue.add(a_product(1, "X1", "Cola light"))
        catalogue.add(a_product(2, "COLA", "Zero drink"))

        assert names_of(search, "cola") == ["Zero drink", "Cola light"]

    def test_puts_the_beginning_of_the_name_before_a_later_word(
        self, catalogue: FakeCatalogue, search: Search
    ) -> None:
        catalogue.add(a_product(1, "1", "Dark chocolate"))
        catalogue.add(a_product(2, "2", "Chocolate milk"))
        catalogue.add(a_product(3, "3", "Chocolate"))

        assert names_of(search, "Chocolate") == ["Chocolate", "Chocolate milk", "Dark chocolate"]

    def test_puts_what_is_sold_often_first_among_equals(
        self, catalogue: FakeCatalogue, search: Search
    ) -> None:
        catalogue.add(a_product(1, "1", "Milk A"))
        catalogue.add(a_product(2, "2", "Milk B"))
        catalogue.sold["2"] = 7

        assert names_of(search, "milk") == ["Milk B", "Milk A"]

    def test_of_digits_begins_with_barcodes(self, catalogue: FakeCatalogue, search: Search) -> None:
        catalogue.add(a_product(1, "1", "Batteries 4006"))
        catalogue.add(a_product(2, "2", "Pen"), "4006381333931")

        hits = search.find("4006381333931")

        assert [(hit.product.name, hit.barcode) for hit in hits] == [("Pen", "4006381333931")]

    def test_of_a_whole_code_knows_its_paddings(
        self, catalogue: FakeCatalogue, search: Search
    ) -> None:
        catalogue.add(a_product(), "0012345678905")

        assert names_of(search, "012345678905") == ["Milk"]

    def test_names_a_product_once(self, catalogue: FakeCatalogue, search: Search) -> None:
        catalogue.add(a_product(), "4006381333931", "4006381333948")

        assert names_of(search, "4006") == ["Milk"]

    def test_returns_fifty_at_most(self, catalogue: FakeCatalogue, search: Search) -> None:
        for number in range(RESULTS_MAX + 10):
            catalogue.add(a_product(number, str(number), f"Milk {number}"))

        assert len(search.find("milk")) == RESULTS_MAX


class TestFolded:
    def test_knows_no_case_and_no_accents(self) -> None:
        assert folded("  CRÈME  Brûlée ") == folded("creme brulee")
