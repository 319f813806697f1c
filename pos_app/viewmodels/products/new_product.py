"""A product that is put on sale at the till, and goes into the order at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QCoreApplication, Signal, Slot

from pos_app.domain.barcode import check_digit_wrong
from pos_app.domain.errors import PosError
from pos_app.domain.money import Currency
from pos_app.domain.product import NAME_LENGTH_MAX, Unit
from pos_app.domain.staff import Decision, Permission, StaffMember
from pos_app.domain.tax import TaxClass
from pos_app.services.catalogue.editing import AddedProduct, ProductCells, ProductEditing
from pos_app.services.catalogue.row_checking import CATEGORY_LENGTH_MAX
from pos_app.services.catalogue.row_refusal import RowRefusedError
from pos_app.services.ports import Formats
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.approval.request import ApprovalRequest
from pos_app.viewmodels.sell.grid import GridViewModel
from pos_app.viewmodels.sell.notices import Notice
from pos_app.viewmodels.sell.sell import SellViewModel
from pos_app.viewmodels.shared.amount_entry import AmountEntry
from pos_app.viewmodels.shared.roles import who_may
from pos_app.viewmodels.shared.sheet_model import SheetModel
from pos_app.viewmodels.shared.tax_words import words_of_tax
from pos_app.viewmodels.shared.words import CONTEXT, words_for

BARCODES_LENGTH_MAX: Final = 400
FIELDS: Final = {
    "barcode": BARCODES_LENGTH_MAX,
    "name": NAME_LENGTH_MAX,
    "price": 0,
    "category": CATEGORY_LENGTH_MAX,
}
"""What is typed, and how many characters it may have; a price has its keys counted elsewhere."""


@dataclass(frozen=True, slots=True)
class ShelfTerms:
    """What a product of this store may be."""

    currency: Currency
    tax_classes: Mapping[str, TaxClass]
    default_tax_class: str


@dataclass(frozen=True, slots=True)
class ProductForm:
    """What stands in the sheet: fields to type into, and choices as words."""

    barcode: str
    category: str
    price: str
    tax_class: str
    unit: str


class NewProduct(SheetModel):
    """One sheet at a time; the order beside it goes on taking scans.

    Signals:
        opened: Emitted with the ProductForm to begin with.
        changed: Emitted with the ProductForm after a price key or a choice.
        refused: Emitted with a field of FIELDS, or nothing, and a sentence.
        warned: Emitted with a sentence about the barcode, or nothing.
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
        catalogue_changed: Emitted when the product is on sale.
    """

    opened = Signal(object)
    changed = Signal(object)
    refused = Signal(str, str)
    warned = Signal(str)
    told = Signal(str, bool)
    catalogue_changed = Signal()

    def __init__(
        self,
        *,
        sell: SellViewModel,
        grid: GridViewModel,
        editing: ProductEditing,
        lane: AskingLane,
        formats: Formats,
        terms: ShelfTerms,
    ) -> None:
        super().__init__()
        self._sell = sell
        self._grid = grid
        self._editing = editing
        self._lane = lane
        self._formats = formats
        self._terms = terms
        self._actor: StaffMember | None = None
        self._notice: Notice | None = None
        self._entry = AmountEntry(terms.currency, in_cents=formats.in_cents)
        self._cells = ProductCells("", "", "")
        self._is_busy = False

    @Slot(object)
    def signed_in(self, member: StaffMember) -> None:
        self._actor = member

    @Slot()
    def open(self) -> None:
        """Begin with the code of the notice that is shown, or with nothing."""
        if self._actor is None or self.is_open or self._is_busy:
            return
        if self._actor.decide(Permission.MANAGE_PRODUCTS) is Decision.NO:
            words = self.tr("Only a {roles} may put a product on sale. Let one sign in (Ctrl+L)")
            may = who_may(Permission.MANAGE_PRODUCTS, self._actor.rights.now)
            self._tell(words.format(roles=may))
            return
        shown = next(iter(self._sell.notices.waiting), None)
        self._notice = shown if shown is not None and shown.is_unknown else None
        code = self._editing.code_to_store(self._notice.code) if self._notice else ""
        self._entry = AmountEntry(self._terms.currency, in_cents=self._formats.in_cents)
        self._cells = ProductCells(
            code,
            "",
            "",
            category=self._grid.category,
            tax_class=self._terms.default_tax_class,
            unit=Unit.EACH.value,
        )
        self.is_open = True
        self.opened.emit(self._form())
        self.look_at(code)

    @Slot(str)
    def look_at(self, barcode: str) -> None:
        """Say if a barcode looks misread; it is taken all the same."""
        is_odd = any(check_digit_wrong(code) for code in barcode.split())
        words = self.tr("The check digit is wrong. It is kept as it is: compare it with the label")
        self.warned.emit(words if is_odd else "")

    @Slot(str)
    def press(self, key: str) -> None:
        """A key of the price: a digit, a decimal separator or "00"."""
        self._entry.press(key)
        self.changed.emit(self._form())

    @Slot()
    def erase(self) -> None:
        self._entry.backspace()
        self.changed.emit(self._form())

    @Slot()
    def next_tax_class(self) -> None:
        code = _after(self._cells.tax_class, tuple(self._terms.tax_classes))
        self._cells = replace(self._cells, tax_class=code)
        self.changed.emit(self._form())

    @Slot()
    def next_unit(self) -> None:
        self._cells = replace(self._cells, unit=_after(self._cells.unit, tuple(Unit)))
        self.changed.emit(self._form())

    def category_after(self, category: str, step: int = 1) -> str:
        """The category that the shelf has next to this one."""
        return _after(category, ("", *self._grid.categories), step)

    def save(self, *, barcode: str, name: str, category: str) -> None:
        """Put it on sale, and into the order."""
        actor = self._actor
        if actor is None or self._is_busy or not self.is_open:
            return
        price = self._entry.amount.plain() if self._entry.is_typed else ""
        cells = replace(self._cells, barcode=barcode, name=name, category=category, price=price)
        self._is_busy = True
        self._lane.submit(
            lambda approval: self._editing.add(actor=actor, cells=cells, approval=approval),
            request=lambda: _request(cells, price=self._form().price),
            on_success=lambda added: self._on_added(added, cells),
            on_failure=lambda error: self._on_refused(error, cells),
        )

    def _on_added(self, added: AddedProduct, cells: ProductCells) -> None:
        self._is_busy = False
        self.catalogue_changed.emit()
        if not self.is_open:
            # Somebody locked, or went to payment, while it was written.
            self._tell(self.tr("{name} is on sale now; scan it again").format(name=added.name))
            return
        self.leave()
        code_of = self._editing.code_to_store
        missed = [
            one
            for one in self._sell.notices.waiting
            if one is self._notice or (one.is_unknown and code_of(one.code) == cells.barcode)
        ]
        for notice in missed:
            self._sell.notices.dismiss(self._sell.notices.waiting.index(notice))
            if notice.quantity is not None:
                self._sell.typed.count(notice.quantity)
            if cells.barcode == code_of(notice.code):
                # As it was scanned: a label may say how much it is of.
                self._sell.scan(notice.code)
            else:
                self._sell.choose(added.product_id)
        if not missed:
            self._sell.choose(added.product_id)

    def _on_refused(self, error: PosError, cells: ProductCells) -> None:
        self._is_busy = False
        self._sell.sound.emit("refused")
        if not self.is_open:
            reason = words_for(error, self._formats)
            if isinstance(error, RowRefusedError):
                reason = QCoreApplication.translate(CONTEXT, error.reason)
            words = self.tr("{name} is not on sale: {reason}")
            self._tell(words.format(name=cells.name, reason=reason))
        elif not isinstance(error, RowRefusedError):
            self.refused.emit("", words_for(error, self._formats))
        elif error.column in FIELDS:
            reason = QCoreApplication.translate(CONTEXT, error.reason)
            self.refused.emit(error.column, reason[:1].upper() + reason[1:])
        else:
            self.refused.emit("barcode", self.tr("Type its barcode, or a number of your own"))

    def _form(self) -> ProductForm:
        cells = self._cells
        tax_class = self._terms.tax_classes[cells.tax_class]
        units = {
            Unit.EACH: self.tr("piece"),
            Unit.KILOGRAM: self.tr("kg"),
            Unit.LITRE: self.tr("litre"),
            Unit.METRE: self.tr("metre"),
        }
        return ProductForm(
            barcode=cells.barcode,
            category=cells.category,
            price=self._formats.money(self._entry.amount) if self._entry.is_typed else "",
            tax_class=words_of_tax(tax_class, self._formats),
            unit=units[Unit(cells.unit)],
        )

    def _tell(self, words: str) -> None:
        self.told.emit(words, False)


def _after(current: str, among: tuple[str, ...], step: int = 1) -> str:
    """The next of them, in a ring; the first after one that is not among them."""
    if current not in among:
        return among[0]
    return among[(among.index(current) + step) % len(among)]


def _request(cells: ProductCells, *, price: str) -> ApprovalRequest:
    def tr(words: str) -> str:
        return QCoreApplication.translate("NewProduct", words)

    return ApprovalRequest(
        Permission.MANAGE_PRODUCTS,
        tr("New product: {name}").format(name=cells.name),
        how_much=price,
        why=tr("Barcode {code}").format(code=cells.barcode) if cells.barcode else "",
    )
