"""Make the first store of a computer from what the wizard was told, as `pos-app setup` does."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLocale

from pos_app.adapters.devices.choosing import open_printer
from pos_app.adapters.documents.receipt_words import receipt_languages
from pos_app.adapters.system.countries import CountryPreset, load_countries
from pos_app.adapters.system.paths import DataFolder, bundled
from pos_app.adapters.upstream.http import checked_address
from pos_app.composition.first_join import NAMELESS, join_shop
from pos_app.composition.importing import import_products
from pos_app.composition.making import DEMO_FOLDER, SetupRequest, check_request, make_store
from pos_app.composition.opening import reading, writing
from pos_app.composition.receipts import logo_of
from pos_app.composition.secrets import secret_store
from pos_app.composition.store_settings import fetch_logo
from pos_app.composition.test_printing import print_page
from pos_app.domain.errors import PosError, UnavailableError
from pos_app.domain.store import RECEIPT_COLUMNS_DEFAULT
from pos_app.domain.tax_rate import rate_of_percent
from pos_app.services.catalogue.import_report import ImportReport
from pos_app.services.catalogue.importing import ImportOptions
from pos_app.services.journal.keys import fingerprints
from pos_app.services.printing.test_page import try_drawer
from pos_app.services.store.preferences import Preferences
from pos_app.services.sync.enrolling import checked_code
from pos_app.viewmodels.look import NAME, Look
from pos_app.viewmodels.wizard.card import scale_for
from pos_app.viewmodels.wizard.form import (
    CountryText,
    JoinedShop,
    MadeStore,
    Products,
    Step,
    WizardForm,
)

_MILLIONTHS_PER_PERCENT: Final = 10_000
_NOT_ASKED_YET: Final = WizardForm(store="-", owner="-", pin="394016")
"""Stands in for what later steps ask; no store is ever made with it."""
_ASKED_LATER: Final = {
    Step.COUNTRY: ("store", "owner", "pin"),
    Step.JOIN: ("owner", "pin"),
    Step.STORE: ("owner", "pin"),
}


class FirstRun:
    """The maker behind the wizard."""

    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder
        self._countries = load_countries(bundled("resources"))

    def countries(self) -> Sequence[CountryText]:
        return [_text_of(preset) for preset in self._countries.listed()]

    def languages(self) -> Sequence[str]:
        return tuple(receipt_languages(bundled("resources") / "translations"))

    def home(self) -> tuple[str, str]:
        system = QLocale.system()
        return QLocale.territoryToCode(system.territory()), system.name().partition("_")[0]

    def has_keyring(self) -> bool:
        try:
            secret_store(self._folder, keys_in_file=False, store_id="").get("probe")
        except UnavailableError:
            return False
        return True

    def fetch_logo(self, path: str) -> str:
        return fetch_logo(path)

    def print_test_page(self, form: WizardForm) -> None:
        print_page(
            form.printer.strip(),
            self._folder.printed,
            store=form.store or NAMELESS,
            width=RECEIPT_COLUMNS_DEFAULT,
            logo=logo_of(form.logo),
        )

    def open_drawer(self, form: WizardForm) -> None:
        try_drawer(open_printer(form.printer.strip(), self._folder.printed))

    def check(self, form: WizardForm, step: Step) -> None:
        later = _ASKED_LATER.get(step, ())
        asked = replace(form, **{name: getattr(_NOT_ASKED_YET, name) for name in later})
        if form.joins and step.place >= Step.JOIN.place:
            checked_address(form.office)
            checked_code(form.enrolment_code)
        request = _request_of(asked)
        if step.place < Step.TAXES.place and not request.taxes:
            request = replace(request, taxes=_stand_in_taxes(self._countries.get(form.country)))
        check_request(self._folder, request)

    def make(self, form: WizardForm) -> MadeStore:
        code = make_store(self._folder, _request_of(form))
        with reading(self._folder) as queries:
            made = MadeStore(
                name=queries.profile.name,
                recovery_code=code,
                signed_by=", ".join(fingerprints(queries.journal.signing_keys())),
            )
        try:
            report = self._fill(form)
        except PosError as error:  # the store is whole: they can come in later
            return replace(made, problem=error)
        if report is None:
            return made
        return replace(made, imported=report.new + report.changed, refused=report.rejected_count)

    def join(self, form: WizardForm, *, progress: Callable[[int, int], bool]) -> JoinedShop:
        return join_shop(self._folder, form, progress=progress)

    def _fill(self, form: WizardForm) -> ImportReport | None:
        """Put the look and the products into the store, where any were chosen."""
        look = Look(mode=form.look, scale=scale_for(form.card))
        path = {
            Products.NOTHING: None,
            Products.DEMO: bundled("resources") / "demo" / "products.csv",
            Products.FILE: Path(form.products_file),
        }[form.products]
        if path is None and look == Look():
            return None
        with writing(self._folder) as store:
            services, settings = store.services, store.queries.settings
            Preferences(new_uow=services.new_uow, settings=settings).put(NAME, look.to_text())
            if path is None:
                return None
            return import_products(
                store,
                path,
                ImportOptions(path.name),
                actor=store.services.staff.owner(),
                progress=lambda _progress: None,
            )


def start_practice(folder: DataFolder) -> None:
    """Open the practice store beside the real one, in a process and a window of its own."""
    program = (
        [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "pos_app"]
    )
    subprocess.Popen(  # noqa: S603 - this very program
        [*program, "--data-dir", str(folder.root / DEMO_FOLDER), "--demo"],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def _request_of(form: WizardForm) -> SetupRequest:
    if form.joins:  # what was told of a shop of its own is not this one's
        form = replace(form, store=NAMELESS, address="", tax_number="", phone="", logo="")
    return SetupRequest(
        store=form.store,
        terminal=form.terminal.strip(),
        country=form.country,
        owner=form.owner,
        pin=form.pin,
        language=form.language,
        address=form.address,
        tax_number=form.tax_number,
        phone=form.phone,
        logo=form.logo,
        printer=form.printer.strip(),
        scanner_gap_ms=form.scanner_gap_ms,
        methods=form.methods,
        keys_in_file=form.keys_in_file,
        prices_include_tax=form.prices_include_tax,
        taxes={
            tax_class: rate_of_percent(percent)
            for tax_class, percent in form.rates.items()
            if percent.strip()
        },
    )


def _stand_in_taxes(preset: CountryPreset) -> dict[str, int]:
    return {} if preset.tax_classes else {"STANDARD": 0}


def _text_of(preset: CountryPreset) -> CountryText:
    rates = [
        (one.code, one.name, _percent(sum(tax.rate_millionths for tax in one.taxes)))
        for one in preset.tax_classes
    ]
    return CountryText(
        code=preset.code,
        name=preset.name,
        currency=preset.currency.code,
        time_zone=preset.time_zone,
        language=preset.languages[0],
        prices_include_tax=preset.prices_include_tax,
        rates=tuple(rates) or (("STANDARD", "Standard", ""),),
        tax_number_label=preset.tax_number_label,
        fiscal_notice=preset.fiscal_notice,
    )


def _percent(millionths: int) -> str:
    return f"{(Decimal(millionths) / _MILLIONTHS_PER_PERCENT).normalize():f}"
