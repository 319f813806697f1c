"""What the scanner sent last, for the section of the settings that tests it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication

from pos_app.viewmodels.settings.section import Fact
from pos_app.viewmodels.shared.scanner_test import ScannerTest, shown

SHOWN: Final = 6


def tr(words: str) -> str:
    return QCoreApplication.translate("SettingSections", words)


def scanner_facts(test: ScannerTest) -> Sequence[Fact]:
    """The newest first; neither a badge nor a card is read off the screen."""
    recent = tuple(test.recent())[-SHOWN:]
    if not recent:
        return (Fact(tr("Scanned last"), tr("nothing yet")),)
    words = tr("gap {gap} ms, {suffix}")
    return tuple(
        Fact(
            shown(one.text, test.badge_prefix),
            words.format(gap=one.gap_ms, suffix=one.suffix or tr("without a key at its end")),
        )
        for one in reversed(recent)
    )
