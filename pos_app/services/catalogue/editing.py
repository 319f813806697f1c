"""Use cases: put one product on sale, and change what one costs from now on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from pos_app.domain.barcode import padded_forms
from pos_app.domain.errors import InvalidInputError
from pos_app.domain.journal import EntryKind
from pos_app.domain.money import AMOUNT_MINOR_MAX, Money
from pos_app.domain.product import Product, Unit
from pos_app.domain.staff import Approval, Permission, StaffMember
from pos_app.services.catalogue.importing import StoreTerms
from pos_app.services.catalogue.lookup import Lookup
from pos_app.services.catalogue.number_style import NumberStyle
from pos_app.services.catalogue.ports import ProductRow
from pos_app.services.catalogue.reading import COLUMNS, Problem, RawRow
from pos_app.services.catalogue.row_checking import CheckRules, RowChecker
from pos_app.services.catalogue.row_refusal import RowRefusedError
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.ports import Clock, NewUnitOfWork
from pos_app.services.product_edits import CatalogueRepository, NewProduct

PRICE_IS_ZERO: Final = "a price is more than zero"


class PriceOutOfRangeError(InvalidInputError):
    code = "product.price"
    text = "A price is more than nothing and at most {largest}."


@dataclass(frozen=True, slots=True)
class ProductCells:
    """A product as it was typed; `price` with a decimal point, several barcodes with spaces."""

    barcode: str
    name: str
    price: str
    sku: str = ""
    category: str = ""
    tax_class: str = ""
    unit: str = ""
    deposit: str = ""

    def as_row(self) -> RawRow:
        return RawRow(1, tuple(getattr(self, column, "") for column in COLUMNS))


@dataclass(frozen=True, slots=True)
class AddedProduct:
    """`warnings` name what is odd and was taken all the same."""

    product_id: int
    sku: str
    name: str
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class PriceChange:
    product: Product
    old: Money
    new: Money


class ProductEditing:
    def __init__(
        self,
        *,
        new_uow: NewUnitOfWork,
        journal: JournalWriter,
        clock: Clock,
        lookup: Lookup,
        terms: StoreTerms,
        default_tax_class: str,
    ) -> None:
        self._new_uow = new_uow
        self._journal = journal
        self._clock = clock
        self._lookup = lookup
        self._terms = terms
        self._default_tax_class = default_tax_class

    def code_to_store(self, raw: str) -> str:
        """The barcode a product must have for this scan to find it."""
        return self._lookup.code_to_store(raw)

    def check(self, cells: ProductCells) -> tuple[ProductRow, tuple[Problem, ...]]:
        """The product as it would be stored, and what is odd about it.

        :raises RowRefusedError: naming the first field that cannot be taken
        """
        warnings: list[Problem] = []
        rules = CheckRules(
            currency=self._terms.currency,
            tax_classes=self._terms.tax_classes,
            columns=frozenset(COLUMNS),
            style=NumberStyle.POINT,
            is_stored_barcode=self._lookup.is_stored,
        )
        row = RowChecker(rules=rules, warn=warnings.append).check(cells.as_row())
        if row.price == 0:
            raise RowRefusedError("price", cells.price, PRICE_IS_ZERO)
        return row, tuple(warnings)

    def add(
        self, *, actor: StaffMember, cells: ProductCells, approval: Approval | None = None
    ) -> AddedProduct:
        """Put a product on sale, without any stock; one that was taken off sale comes back.

        Nobody is asked to allow what cannot be done, so that comes last.

        :raises NotAllowedError: if the actor may not
        :raises RowRefusedError: naming the first field that cannot be taken
        """
        row, warnings = self.check(cells)
        new = NewProduct(
            sku=row.sku,
            barcodes=row.barcodes,
            name=row.name,
            price=row.price,
            category=row.category or "",
            tax_class=row.tax_class or self._default_tax_class,
            unit=row.unit or Unit.EACH.value,
            deposit=row.deposit or "",
        )
        with self._new_uow() as uow:
            _require_free(new, uow.catalogue)
            approver = actor.require(Permission.MANAGE_PRODUCTS, approval=approval)
            added = uow.catalogue.add(new, at=self._clock.now())
            fact = replace(_added(actor, added.sku, new), approver=approver)
            self._journal.append(uow.journal, fact)
            uow.commit()
        return AddedProduct(added.product_id, added.sku, new.name, warnings)

    def change_price(
        self,
        *,
        actor: StaffMember,
        product: Product,
        price: Money,
        approval: Approval | None = None,
    ) -> PriceChange:
        """What the product costs from now on; orders keep the price of their time.

        :raises NotAllowedError: if the actor may not
        :raises PriceOutOfRangeError: for nothing, less than nothing, or too much
        """
        if not 0 < price.minor <= AMOUNT_MINOR_MAX:
            raise PriceOutOfRangeError(largest=Money(AMOUNT_MINOR_MAX, price.currency))
        approver = actor.require(Permission.MANAGE_PRODUCTS, approval=approval)
        with self._new_uow() as uow:
            old = uow.catalogue.price_of(product.product_id)
            if old != price.minor:
                uow.catalogue.set_price(product.product_id, price=price.minor)
                body: dict[str, object] = {
                    "price_changed": product.sku,
                    "currency": price.currency.code,
                    "old": old,
                    "new": price.minor,
                }
                fact = Fact(EntryKind.CONFIG_CHANGE, actor, body, approver)
                self._journal.append(uow.journal, fact)
                uow.commit()
        return PriceChange(product, Money(old, price.currency), price)


def _require_free(new: NewProduct, catalogue: CatalogueRepository) -> None:
    """Refuse a code that names a product on sale, in whatever length it is printed."""
    codes = [("barcode", code) for code in new.barcodes]
    if new.sku:
        codes.append(("sku", new.sku))
    for column, code in codes:
        for form in padded_forms(code):
            owner = catalogue.owner_of(form)
            if owner is not None and owner.on_sale:
                raise RowRefusedError(column, code, f"it belongs to {owner.name} already")


def _added(actor: StaffMember, sku: str, new: NewProduct) -> Fact:
    body: dict[str, object] = {
        "product_added": sku,
        "name": new.name,
        "price": new.price,
        "tax_class": new.tax_class,
        "unit": new.unit,
        "barcodes": list(new.barcodes),
        "deposit": new.deposit or None,
    }
    return Fact(kind=EntryKind.CONFIG_CHANGE, actor=actor, body=body)
