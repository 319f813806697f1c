"""Finding products: the same answers from the catalogue in memory and the one on disk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pytest

from pos_app.adapters.persistence.catalogue_writer import SqlCatalogueWriter
from pos_app.adapters.persistence.engine import open_writer
from pos_app.adapters.persistence.products import SqlProducts
from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.shelf import SqlShelf
from pos_app.adapters.persistence.unit_of_work import SqlUnitOfWork
from pos_app.services.catalogue.ports import (
    ProductListing,
    ProductLookup,
    ProductRow,
    ProductSearch,
    WriterOptions,
)
from pos_app.services.orders.stock_check import ProductRepository
from tests.contract.samples import ANA, EUR, MORNING
from tests.fakes.catalogue import FakeCatalogue
from tests.fakes.printing import TAX_CLASSES

ROWS = (
    ProductRow(
        *(1, "MILK", ("20928315",), "Lait", 119, "dairy", "REDUCED", 80, 24_000, "each"),
        *("", "", "", 0, 0),
    ),
    ProductRow(2, "BRIE", (), "Brie", 1_990, "dairy", "REDUCED", None, 3_500, "kg"),
    ProductRow(3, "", ("4006381333931", "0033"), "Stylo", 250, None, None, None, None, None),
    ProductRow(4, "PFAND", (), "Pfand", 25, "", "STANDARD", None, 0, "each", ""),
    ProductRow(
        *(5, "COLA", ("33",), "Cola", 149, "", "STANDARD", None, 0, "each"),
        *("PFAND", "", "", 0, 0),
    ),
    *(
        ProductRow(
            *(line, f"SHIRT-{size}", (), f"Shirt {size}", 1_000, "", "STANDARD", None, 0, "each"),
            *("", "Shirt", size, 18, 1),
        )
        for line, size in enumerate(("S", "M"), start=6)
    ),
)
SHIRTS = ("SHIRT-M", "SHIRT-S")
OPTIONS = WriterOptions(source="products.csv")


class Products(ProductLookup, ProductSearch, ProductListing, ProductRepository, Protocol):
    """Everything the services ask of a catalogue."""


def in_memory(rows: Sequence[ProductRow]) -> FakeCatalogue:
    catalogue = FakeCatalogue()
    with catalogue.writer(OPTIONS) as writer:
        writer.upsert_many(rows)
        writer.commit()
    return catalogue


@contextmanager
def on_disk(path: Path, rows: Sequence[ProductRow]) -> Iterator[SqlProducts]:
    engine = open_writer(path)
    with SqlUnitOfWork(engine) as uow:
        for tax_class in TAX_CLASSES.values():
            uow.settings.add_tax_class(tax_class)
        owner = uow.staff.add(name=ANA.name, role=ANA.role, pin_hash="hash")
        uow.commit()
    with SqlCatalogueWriter(
        engine,
        OPTIONS,
        default_tax_class="STANDARD",
        at=MORNING,
        staff_id=owner.staff_id,
        record=lambda _journal, _body: None,
    ) as writer:
        writer.upsert_many(rows)
        writer.commit()
    with Readers(path) as readers:
        yield SqlProducts(readers, currency=EUR)
    engine.dispose()


@pytest.fixture
def stored(empty_file: Path, tmp_path: Path) -> Iterator[SqlProducts]:
    path = tmp_path / "pos.sqlite3"
    shutil.copy(empty_file, path)
    with on_disk(path, ROWS) as products:
        yield products


@pytest.fixture
def shelf(stored: SqlProducts, tmp_path: Path) -> Iterator[SqlShelf]:
    """The same store as the grid reads it."""
    with Readers(tmp_path / "pos.sqlite3") as readers:
        yield SqlShelf(readers, currency=EUR)


@pytest.fixture(params=["memory", "disk"])
def products(request: pytest.FixtureRequest) -> Products:
    if request.param == "memory":
        return in_memory(ROWS)
    stored: SqlProducts = request.getfixturevalue("stored")
    return stored


class TestProducts:
    def test_are_found_by_barcode_sku_and_id(self, products: Products) -> None:
        milk = products.by_barcode("20928315")

        assert milk is not None
        assert (milk.name, milk.unit_price.minor, milk.tax_class) == ("Lait", 119, "REDUCED")
        assert products.by_sku("MILK") == milk
        assert products.get_by_id(milk.product_id) == milk

    def test_come_with_their_deposit(self, products: Products) -> None:
        cola, deposit = products.by_barcode("33"), products.by_sku("PFAND")

        assert cola is not None
        assert deposit is not None
        assert cola.deposit == deposit
        assert deposit.deposit is None
        assert products.by_sku("COLA") == products.get_by_id(cola.product_id) == cola

    def test_know_what_is_asked_when_they_are_sold(self, products: Products) -> None:
        shirt, milk = products.by_sku("SHIRT-S"), products.by_sku("MILK")

        assert shirt is not None
        assert milk is not None
        for one, said in ((shirt, ("Shirt", "S", 18, True)), (milk, ("", "", None, False))):
            assert (one.variant_group, one.variant, one.age_limit, one.open_price) == said
        assert products.is_group("Shirt")
        assert not any(map(products.is_group, ("", "shirt", "S", "SHIRT-S")))

    def test_are_found_exactly_or_not_at_all(self, products: Products) -> None:
        assert products.by_barcode("2092831") is None
        assert products.by_barcode("MILK") is None
        assert products.by_sku("milk") is None
        assert products.get_by_id(99) is None

    def test_without_a_sku_are_named_by_their_first_barcode(self, products: Products) -> None:
        pen = products.by_barcode("0033")

        assert pen is not None
        assert (pen.sku, pen.tax_class, pen.unit.value) == ("4006381333931", "STANDARD", "each")

    def test_are_searched_by_the_beginnings_of_words(self, products: Products) -> None:
        found = products.hits(("st",), 9)

        assert [hit.product.name for hit in found] == ["Stylo"]
        assert products.hits(("tylo",), 9) == []

    @pytest.mark.parametrize("digits", ["2", "20", "20928315"])
    def test_are_searched_by_the_beginning_of_a_barcode(
        self, products: Products, digits: str
    ) -> None:
        found = products.barcode_prefix(digits, 9)

        assert [(hit.product.name, hit.barcode, hit.stock) for hit in found] == [
            ("Lait", "20928315", 24_000)
        ]

    def test_are_listed_by_sku(self, products: Products) -> None:
        rows = {row.sku: row for row in products.all_products()}

        assert list(rows) == ["PFAND", "4006381333931", "BRIE", "COLA", "MILK", *SHIRTS]
        assert rows["MILK"] == ROWS[0]._replace(line=0)
        assert rows["SHIRT-M"] == ROWS[6]._replace(line=0)
        assert rows["COLA"] == ROWS[4]._replace(line=0)
        assert (rows["BRIE"].stock, rows["BRIE"].unit) == (3_500, "kg")
        assert set(rows["4006381333931"].barcodes) == {"4006381333931", "0033"}


class TestShelf:
    """What the product grid and `products show` read; only the disk has it."""

    def test_has_the_products_of_a_category_by_name(self, shelf: SqlShelf) -> None:
        hits = shelf.in_category("dairy", 9)

        assert [(hit.product.name, hit.stock) for hit in hits] == [
            ("Brie", 3_500),
            ("Lait", 24_000),
        ]
        assert len(shelf.in_category("dairy", 1)) == 1
        assert shelf.in_category("toys", 9) == []

    def test_has_the_categories_largest_first(self, shelf: SqlShelf) -> None:
        assert shelf.categories(9) == ["dairy"]

    def test_has_the_products_of_a_kind_by_name(self, shelf: SqlShelf) -> None:
        names = [hit.product.name for hit in shelf.in_group("Shirt", 9)]

        assert names == ["Shirt M", "Shirt S"]
        assert len(shelf.in_group("Shirt", 1)) == 1
        assert shelf.in_group("", 9) == []

    def test_has_the_barcodes_of_a_product(self, stored: SqlProducts) -> None:
        pen = stored.by_barcode("0033")

        assert pen is not None
        assert stored.barcodes_of(pen.product_id) == ("0033", "4006381333931")
        assert stored.barcodes_of(99) == ()

    def test_has_no_favourites_before_somebody_chose(self, shelf: SqlShelf) -> None:
        assert shelf.favourites() == {}
