"""Writing products: the same answers from the catalogue in memory and the one on disk."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pos_app.adapters.persistence.catalogue_writer import SqlCatalogueWriter
from pos_app.adapters.persistence.engine import open_writer
from pos_app.adapters.persistence.unit_of_work import SqlUnitOfWork
from pos_app.services.catalogue.ports import (
    CHANGED,
    NEW,
    UNCHANGED,
    CatalogueWriter,
    ProductRow,
    WriterOptions,
    deposit_has_deposit,
    measured_with_deposit,
    needed_as_deposit,
    no_such_deposit,
    own_deposit,
    too_many_barcodes,
)
from tests.contract.samples import ANA, MORNING
from tests.fakes.catalogue import FakeCatalogue
from tests.fakes.printing import TAX_CLASSES

OPTIONS = WriterOptions(source="products.csv")
NewWriter = Callable[[], CatalogueWriter]


@pytest.fixture
def on_disk(empty_file: Path, tmp_path: Path) -> NewWriter:
    path = tmp_path / "pos.sqlite3"
    shutil.copy(empty_file, path)
    engine = open_writer(path)
    with SqlUnitOfWork(engine) as uow:
        for tax_class in TAX_CLASSES.values():
            uow.settings.add_tax_class(tax_class)
        owner = uow.staff.add(name=ANA.name, role=ANA.role, pin_hash="hash")
        uow.commit()
    return lambda: SqlCatalogueWriter(
        engine,
        OPTIONS,
        default_tax_class="STANDARD",
        at=MORNING,
        staff_id=owner.staff_id,
        record=lambda _journal, _body: None,
    )


@pytest.fixture(params=["memory", "disk"])
def new_writer(request: pytest.FixtureRequest) -> NewWriter:
    if request.param == "memory":
        catalogue = FakeCatalogue()
        return lambda: catalogue.writer(OPTIONS)
    made: NewWriter = request.getfixturevalue("on_disk")
    return made


def pen(*barcodes: str, sku: str = "PEN", price: int = 100) -> ProductRow:
    return ProductRow(1, sku, barcodes, "Pen", price, None, None, None, None, None)


def codes(first: int, last: int) -> list[str]:
    return [f"P{n}" for n in range(first, last + 1)]


class TestBarcodes:
    """Twenty of a product, however many imports bring them."""

    def test_may_be_twenty(self, new_writer: NewWriter) -> None:
        with new_writer() as writer:
            writer.upsert_many([pen(*codes(1, 15))])
            writer.commit()
        with new_writer() as writer:
            assert writer.upsert_many([pen(*codes(10, 20))]) == [CHANGED]
            writer.commit()
        with new_writer() as writer:
            assert writer.upsert_many([pen(*codes(1, 20))]) == [UNCHANGED]

    @pytest.mark.parametrize("sku", ["PEN", ""])
    def test_may_not_be_more(self, new_writer: NewWriter, sku: str) -> None:
        with new_writer() as writer:
            writer.upsert_many([pen(*codes(1, 20))])
            writer.commit()

        with new_writer() as writer:
            outcomes = writer.upsert_many([pen("P1", "P21", sku=sku, price=200), pen(sku="INK")])
            # The refused row has left no trace: the product may still be written.
            again = writer.upsert_many([pen("P1")])

        assert outcomes == [too_many_barcodes("P21"), NEW]
        assert again == [UNCHANGED]


class TestDeposit:
    """What is charged with every piece stands above it, and is sold by the piece."""

    CAN = ProductRow(1, "CAN", (), "Pfand", 25, None, None, None, None, None)
    COLA = ProductRow(2, "COLA", (), "Cola", 149, None, None, None, None, None, "CAN")

    def test_may_come_in_the_same_file(self, new_writer: NewWriter) -> None:
        with new_writer() as writer:
            assert writer.upsert_many([self.CAN, self.COLA]) == [NEW, NEW]
            writer.commit()
        with new_writer() as writer:
            assert writer.upsert_many([self.CAN, self.COLA]) == [UNCHANGED, UNCHANGED]

    def test_is_left_taken_away_and_given_by_a_later_file(self, new_writer: NewWriter) -> None:
        with new_writer() as writer:
            writer.upsert_many([self.CAN, self.COLA])
            writer.commit()

        expected = ((None, UNCHANGED), ("", CHANGED), ("", UNCHANGED), ("CAN", CHANGED))
        for deposit, outcome in expected:
            with new_writer() as writer:
                assert writer.upsert_many([self.COLA._replace(deposit=deposit)]) == [outcome]
                writer.commit()

    def test_must_be_there_already(self, new_writer: NewWriter) -> None:
        with new_writer() as writer:
            outcomes = writer.upsert_many([self.COLA, self.CAN])

        assert outcomes == [no_such_deposit("CAN"), NEW]

    def test_is_not_the_product_itself(self, new_writer: NewWriter) -> None:
        bag = ProductRow(1, "", ("B1",), "Bag", 25, None, None, None, None, None)
        with new_writer() as writer:
            writer.upsert_many([bag])
            writer.commit()

        with new_writer() as writer:
            outcomes = writer.upsert_many([bag._replace(deposit="B1")])

        assert outcomes == [own_deposit("B1")]

    @pytest.mark.parametrize("at_once", [True, False])
    def test_has_none_itself(self, new_writer: NewWriter, *, at_once: bool) -> None:
        crate = ProductRow(1, "CRATE", (), "Crate", 150, None, None, None, None, None)
        can = self.CAN._replace(deposit="CRATE")
        if at_once:
            with new_writer() as writer:
                assert writer.upsert_many([crate, can, self.COLA]) == [
                    *(NEW, NEW, deposit_has_deposit("CAN")),
                ]
            return
        with new_writer() as writer:
            writer.upsert_many([crate, self.CAN, self.COLA])
            writer.commit()
        with new_writer() as writer:
            assert writer.upsert_many([can]) == [needed_as_deposit("deposit", "CRATE")]

    def test_has_none_itself_from_the_row_below(self, new_writer: NewWriter) -> None:
        crate = ProductRow(1, "CRATE", (), "Crate", 150, None, None, None, None, None)
        with new_writer() as writer:
            writer.upsert_many([crate, self.CAN])
            writer.commit()

        with new_writer() as writer:
            outcomes = writer.upsert_many([self.COLA, self.CAN._replace(deposit="CRATE")])

        assert outcomes == [NEW, needed_as_deposit("deposit", "CRATE")]

    def test_stays_sold_by_the_piece(self, new_writer: NewWriter) -> None:
        with new_writer() as writer:
            writer.upsert_many([self.CAN, self.COLA])
            writer.commit()

        with new_writer() as writer:
            outcomes = writer.upsert_many([self.CAN._replace(unit="kg")])

        assert outcomes == [needed_as_deposit("unit", "kg")]

    def test_is_for_what_is_sold_by_the_piece(self, new_writer: NewWriter) -> None:
        apples = ProductRow(1, "APPLES", (), "Apples", 200, None, None, None, None, "kg")
        with new_writer() as writer:
            writer.upsert_many([self.CAN, self.COLA, apples])
            writer.commit()

        with new_writer() as writer:
            outcomes = writer.upsert_many(
                [
                    apples._replace(unit=None, deposit="CAN"),
                    self.COLA._replace(unit="kg", deposit=None),
                ]
            )

        assert outcomes == [measured_with_deposit("CAN"), measured_with_deposit("")]

    def test_must_be_sold_by_the_piece(self, new_writer: NewWriter) -> None:
        with new_writer() as writer:
            outcomes = writer.upsert_many([self.CAN._replace(unit="kg"), self.COLA])

        assert outcomes == [NEW, no_such_deposit("CAN")]
