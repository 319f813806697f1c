"""Try a printer and the drawer that is plugged into it, before or after they are kept."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from pos_app.adapters.devices.choosing import open_printer
from pos_app.domain.logo import Logo
from pos_app.services.printing.test_page import print_test_page, test_page_lines


def tr(words: str) -> str:
    return QCoreApplication.translate("SettingSections", words)


def print_page(
    target: str, printed: Path, *, store: str, width: int, logo: Logo | None = None
) -> None:
    """:raises PosError: saying why none came out"""
    words = [
        tr("This is a test page: nothing was sold."),
        tr("The digits below end at the edge of the paper, on one line."),
    ]
    lines = test_page_lines(store=store, words=words, width=width, logo=logo)
    print_test_page(open_printer(target, printed), lines)
