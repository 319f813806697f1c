"""The answers of the wizard: they stay as typed, however often one goes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final, TypeVar

from PySide6.QtCore import QObject, Signal

from pos_app.domain.tender import BY_HAND
from pos_app.viewmodels.wizard.card import CARDS
from pos_app.viewmodels.wizard.form import CountryText, Products, Step, WizardForm

FIRST: Final = "T01"
SECOND: Final = "T02"
"""What a till is called if nobody says otherwise."""
METHODS: Final = tuple(BY_HAND)
LOOKS: Final = ("auto", "light", "dark", "contrast", "contrast_dark")
_OF_STEP: Final[dict[Step, tuple[str, ...]]] = {
    Step.TAXES: ("rates", "prices_include_tax"),
    Step.PRODUCTS: ("products", "products_file"),
    Step.PRINTER: ("printer", "scanner_gap_ms"),
    Step.PAYMENTS: ("methods",),
    Step.SIZE: ("card",),
    Step.LOOK: ("look",),
}
T = TypeVar("T")


class Answers(QObject):
    """What a step asks beside its fields is gone through with `move` and `other`.

    Signals:
        changed: Emitted when something else than a field was changed.
        look_changed: Emitted with the name of the look to show.
        file_wanted: Emitted to ask for the file of products.
    """

    changed = Signal()
    look_changed = Signal(str)
    file_wanted = Signal()

    def __init__(self, languages: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._languages = tuple(languages)
        self.form = WizardForm()

    def put(self, **values: Any) -> None:
        """Take what was typed into fields."""
        self.form = replace(self.form, **values)

    def put_rate(self, tax_class: str, percent: str) -> None:
        self.put(rates={**self.form.rates, tax_class: percent})

    def switch_shop(self, step: Step) -> None:
        """On the first page: a new shop, or one more till of a shop that there is."""
        if step is Step.COUNTRY:
            joins = not self.form.joins
            self.put(joins=joins, terminal=SECOND if joins else FIRST)
            self.changed.emit()

    def take_country(self, country: CountryText) -> None:
        """Another country has other taxes, and mostly another language."""
        if country.code == self.form.country:
            return
        language = country.language if country.language in self._languages else "en"
        self.put(country=country.code, language=language, rates={}, prices_include_tax=None)
        self.changed.emit()

    def choose_products(self, products: Products) -> None:
        self.put(products=products)
        self.changed.emit()
        if products is Products.FILE and not self.form.products_file:
            self.file_wanted.emit()

    def choose_file(self, path: str) -> None:
        """Take the file, or nothing if none was chosen after all."""
        is_there = bool(path or self.form.products_file)
        self.put(
            products=Products.FILE if is_there else Products.NOTHING,
            products_file=path or self.form.products_file,
        )
        self.changed.emit()

    def switch_method(self, step: Step, place: int) -> None:
        """On its step: whether the store takes what stands there."""
        if step is Step.PAYMENTS:
            taken = set(self.form.methods) ^ {METHODS[place]}
            self.put(methods=tuple(one for one in METHODS if one in taken))
            self.changed.emit()

    def move_card(self, step: Step, by: int) -> None:
        """On its step: draw the bank card wider or narrower."""
        if step is Step.SIZE:
            self.put(card=max(CARDS.start, min(CARDS.stop - 1, self.form.card + by)))
            self.changed.emit()

    def choose_look(self, look: str) -> None:
        self.put(look=look)
        self.changed.emit()
        self.look_changed.emit(look)

    def move(self, step: Step, by: int) -> None:
        """The option before or after the one chosen."""
        if step is Step.PRODUCTS:
            self.put(products=_beside(tuple(Products), self.form.products, by))
            self.changed.emit()
        elif step is Step.LOOK:
            self.choose_look(_beside(LOOKS, self.form.look, by))

    def other(self, step: Step, country: CountryText) -> None:
        """F2: what can be chosen beside the fields of a step."""
        form = self.form
        if step is Step.COUNTRY:
            place = self._languages.index(form.language) + 1
            self.put(language=self._languages[place % len(self._languages)])
        elif step is Step.OWNER:
            self.put(keys_in_file=not form.keys_in_file)
        elif step is Step.TAXES:
            is_inside = includes_tax(form, country)
            self.put(prices_include_tax=not is_inside)
        elif step is Step.PRODUCTS:
            self.file_wanted.emit()
        self.changed.emit()

    def leave_out(self, step: Step) -> bool:
        """Answer a step as if it had not been asked; say whether it can be."""
        names = _OF_STEP.get(step, ())
        fresh = WizardForm()
        self.put(**{name: getattr(fresh, name) for name in names})
        if names:
            self.changed.emit()
        if step is Step.LOOK:
            self.look_changed.emit(fresh.look)
        return bool(names)


def includes_tax(form: WizardForm, country: CountryText) -> bool:
    said = form.prices_include_tax
    return country.prices_include_tax if said is None else said


def _beside(options: tuple[T, ...], chosen: T, by: int) -> T:
    return options[max(0, min(len(options) - 1, options.index(chosen) + by))]
