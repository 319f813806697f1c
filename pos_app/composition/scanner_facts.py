"""What the scanner sent last, for the section of the settings that tests it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication

from pos_app.domain.badge import is_badge
from pos_app.domain.card_number import looks_like_card
from pos_app.domain.store import StoreProfile
from pos_app.viewmodels.settings.section import Fact
from pos_app.viewmodels.shared.scanner_test import ScannerTest, shown

SHOWN: Final = 6
HIDDEN: Final = "•••"


def tr(words: str) -> str:
    return QCoreApplication.translate("SettingSections", words)


def scanner_facts(test: ScannerTest, profile: StoreProfile) -> Sequence[Fact]:
    """The newest first; neither a badge nor a card is read off the screen."""
    recent = tuple(test.recent())[-SHOWN:]
    if not recent:
        return (Fact(tr("Scanned last"), tr("nothing yet")),)
    words = tr("gap {gap} ms, {suffix}")
    return tuple(
        Fact(
            _hidden(one.text, profile),
            words.format(gap=one.gap_ms, suffix=one.suffix or tr("without a key at its end")),
        )
        for one in reversed(recent)
    )


def _hidden(text: str, profile: StoreProfile) -> str:
    if is_badge(text, prefix=profile.badge_prefix):
        return profile.badge_prefix + HIDDEN
    return HIDDEN if looks_like_card(text, field_is_code=True) else shown(text)
