"""Reports as the bytes of a file: CSV, XLSX or PDF, whose libraries load when one is wanted."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Final

from pos_app.composition.lazy import LazyFormats
from pos_app.domain.store import StoreProfile
from pos_app.services.reports.report import Report
from pos_app.services.reports.sheet import ENGLISH, CellTexts, Sheet, Words, sheet_of

SHAPES: Final = ("csv", "xlsx", "pdf")


def report_bytes(
    report: Report,
    profile: StoreProfile,
    shape: str,
    *,
    words: Words = ENGLISH,
    facts: tuple[str, ...] = (),
) -> bytes:
    """Works without a screen, and takes too long for one."""
    facts = (profile.name, *facts)
    sheet = sheet_of(
        report, profile.currency, words=words, facts=facts, is_practice=profile.practice
    )
    if shape == "pdf":
        return _pdf(sheet, profile)
    content: bytes
    if shape == "xlsx":
        content = import_module("pos_app.adapters.files.report_xlsx").report_xlsx(sheet)
    else:
        content = import_module("pos_app.adapters.files.report_csv").report_csv(sheet)
    return content


def _pdf(sheet: Sheet, profile: StoreProfile) -> bytes:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    gui = import_module("PySide6.QtGui")
    application = gui.QGuiApplication.instance() or gui.QGuiApplication([])
    assert application is not None
    formats = LazyFormats(
        language=profile.language, country=profile.country, time_zone=profile.time_zone
    )
    texts = CellTexts(formats, profile.currency)
    content: bytes = import_module("pos_app.adapters.documents.report_pdf").report_pdf(sheet, texts)
    return content
