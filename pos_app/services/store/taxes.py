"""The taxes as settings: what each is called, and its rate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pos_app.domain.errors import InvalidInputError, NotFoundError
from pos_app.domain.store import StoreProfile
from pos_app.domain.tax import Tax, TaxClass
from pos_app.domain.tax_rate import percent_of_rate, rate_of_percent
from pos_app.services.ports import SettingQueries, SettingRepository
from pos_app.services.printing.cells import clean
from pos_app.services.store.beside import Beside

TAX_NAME_LENGTH_MAX: Final = 40


class TaxNameError(InvalidInputError):
    code = "tax.name"
    text = "The name of a tax has 1 to {most} characters. Nothing was changed."


class TaxReplacedError(NotFoundError):
    code = "tax.replaced"
    text = (
        "Head office has replaced the tax {tax} since the till was started. Nothing was changed; "
        "start the till again to see the taxes that there are now."
    )


@dataclass(frozen=True, slots=True)
class TaxName:
    tax: str
    is_of_office: bool = True

    def is_gone(self, settings: SettingQueries) -> bool:
        return self.tax not in _known(settings)

    def shown(self, settings: SettingQueries) -> str:
        """:raises TaxReplacedError: if it is there no more"""
        return _found(settings, self.tax).name

    def read(self, text: str, _profile: StoreProfile) -> str:
        """:raises TaxNameError: if there is nothing in it, or too much"""
        name = clean(text)
        if not 1 <= len(name) <= TAX_NAME_LENGTH_MAX:
            raise TaxNameError(most=TAX_NAME_LENGTH_MAX)
        return name

    def use(self, value: str, profile: StoreProfile) -> None:
        """Nothing outside has to be ready."""

    def put(self, settings: SettingRepository, value: str) -> None:
        settings.rename_tax(self.tax, name=value)


@dataclass(frozen=True, slots=True)
class TaxRate:
    """In per cent, as it is typed."""

    tax: str
    is_of_office: bool = True

    def is_gone(self, settings: SettingQueries) -> bool:
        return self.tax not in _known(settings)

    def shown(self, settings: SettingQueries) -> str:
        """:raises TaxReplacedError: if it is there no more"""
        return percent_of_rate(_found(settings, self.tax).rate_millionths)

    def read(self, text: str, _profile: StoreProfile) -> str:
        """:raises TaxRateError: if it is no percentage"""
        return percent_of_rate(rate_of_percent(text))

    def use(self, value: str, profile: StoreProfile) -> None:
        """Nothing outside has to be ready."""

    def put(self, settings: SettingRepository, value: str) -> None:
        settings.change_tax_rate(self.tax, rate_millionths=rate_of_percent(value))


def name_setting(code: str) -> str:
    return f"tax_name.{code}"


def rate_setting(code: str) -> str:
    return f"tax_rate.{code}"


def taxes_of(tax_classes: Iterable[TaxClass]) -> tuple[Tax, ...]:
    """Each once, in the order of the classes; those charged by the piece have no rate."""
    found: dict[str, Tax] = {}
    for tax_class in tax_classes:
        for tax in tax_class.taxes:
            if not tax.amount_minor:
                found.setdefault(tax.code, tax)
    return tuple(found.values())


def tax_settings(tax_classes: Iterable[TaxClass]) -> Mapping[str, Beside]:
    """By the name of the setting."""
    found: dict[str, Beside] = {}
    for tax in taxes_of(tax_classes):
        found[name_setting(tax.code)] = TaxName(tax.code)
        found[rate_setting(tax.code)] = TaxRate(tax.code)
    return found


def _known(settings: SettingQueries) -> Mapping[str, Tax]:
    return {one.code: one for one in taxes_of(settings.tax_classes().values())}


def _found(settings: SettingQueries, code: str) -> Tax:
    found = _known(settings).get(code)
    if found is None:
        raise TaxReplacedError(tax=code)
    return found
