"""Receipts of a store: the same rows on screen, on paper, as text and as PDF."""

from __future__ import annotations

import os
from functools import lru_cache
from importlib import import_module
from pathlib import Path

from pos_app.adapters.devices.choosing import NamedPrinter, open_printer
from pos_app.adapters.documents.receipt_words import read_receipt_words, read_shift_words
from pos_app.adapters.system.paths import DataFolder, bundled
from pos_app.adapters.system.whole_file import whole_file
from pos_app.composition.lazy import LazyFormats
from pos_app.domain.logo import Logo
from pos_app.domain.store import StoreProfile
from pos_app.services.customer_records import CustomerQueries
from pos_app.services.ports import Formats, Printer, ReadProfile
from pos_app.services.printing.receipt import ReceiptHeader
from pos_app.services.printing.rendering import ReceiptPaper, ReceiptRenderer
from pos_app.services.printing.rows import Receipt
from pos_app.services.printing.shift_report import ShiftRenderer


def formats_of(profile: StoreProfile) -> Formats:
    return LazyFormats(
        language=profile.language, country=profile.country, time_zone=profile.time_zone
    )


def renderer_of(
    read: ReadProfile, customers: CustomerQueries, formats: Formats | None = None
) -> ReceiptRenderer:
    profile = read()
    words = read_receipt_words(bundled("resources") / "translations", profile.language)
    return ReceiptRenderer(
        paper=lambda: paper_of(read()),
        words=words.calling({one.code: one.name for one in profile.tender_methods if one.name}),
        formats=formats or formats_of(profile),
        customers=customers,
    )


def paper_of(profile: StoreProfile) -> ReceiptPaper:
    return ReceiptPaper(header_of(profile), profile.receipt_columns)


def shift_renderer_of(profile: StoreProfile, receipts: ReceiptRenderer) -> ShiftRenderer:
    return ShiftRenderer(
        receipts=receipts,
        words=read_shift_words(bundled("resources") / "translations", profile.language),
        currency=profile.currency,
        time_zone=profile.time_zone,
    )


def printer_of(folder: DataFolder, read: ReadProfile) -> Printer:
    """The printer that the store names now; one for practice never opens the drawer."""

    def opened() -> Printer:
        profile = read()
        return open_printer(profile.printer, folder.printed, has_drawer=not profile.practice)

    return NamedPrinter(opened)


@lru_cache(maxsize=2)
def logo_of(text: str) -> Logo | None:
    """The logo that a profile names, if it names one; unpacked once for all receipts."""
    return Logo.of_text(text) if text else None


def header_of(profile: StoreProfile) -> ReceiptHeader:
    return ReceiptHeader(
        store=profile.name,
        terminal=profile.terminal,
        address=tuple(line.strip() for line in profile.address.split("\n") if line.strip()),
        phone=profile.phone,
        tax_number_label=profile.tax_number_label,
        tax_number=profile.tax_number,
        company_id=profile.company_id,
        footer=profile.footer,
        logo=logo_of(profile.logo),
        practice=profile.practice,
        print_notes=profile.print_notes,
    )


def write_pdf(receipt: Receipt, target: Path) -> None:
    """Write the receipt as PDF; works without a screen."""
    content = drawn_pdf(receipt)
    with whole_file(target) as place:
        place.write_bytes(content)


def drawn_pdf(receipt: Receipt) -> bytes:
    """The PDF of a receipt; works without a screen, and takes too long for one."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    gui = import_module("PySide6.QtGui")
    application = gui.QGuiApplication.instance() or gui.QGuiApplication([])
    assert application is not None
    content: bytes = import_module("pos_app.adapters.documents.receipt_pdf").receipt_pdf(receipt)
    return content
