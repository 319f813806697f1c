"""The registry of the sections, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from pos_app.domain.tax import TaxClass
from pos_app.domain.tender import TenderMethod
from pos_app.viewmodels.settings.money_sections import limits, rounding, taxes, ways
from pos_app.viewmodels.settings.opened_sections import (
    display,
    keys,
    language,
    look,
    mail,
    processors,
    sync,
)
from pos_app.viewmodels.settings.section import Section
from pos_app.viewmodels.settings.shop_sections import receipt, selling, store
from pos_app.viewmodels.settings.till_sections import backup, drawer, printers, scanner

SECTIONS: Final[tuple[Callable[[], Section], ...]] = (
    *(store, receipt, rounding, limits, selling),
    *(printers, drawer, scanner, display, processors, mail, sync),
    *(backup, look, keys, language),
)
"""A section of what the store has more of than one, such as its taxes, is put in below."""
_BEFORE_TAXES: Final = 2


def sections(
    known: Iterable[TaxClass], methods: Iterable[TenderMethod] = ()
) -> tuple[Section, ...]:
    """:param known: the tax classes of the store; `methods` are its ways to pay by hand"""
    made = [make() for make in SECTIONS]
    money = (taxes(known), ways(methods))
    return (*made[:_BEFORE_TAXES], *money, *made[_BEFORE_TAXES:])
