"""What painters cut off for want of room: never an amount."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics

from tests.gui.driving import driven_till
from tests.screens.__main__ import SIZES
from tests.screens.shots import SHOTS

FIGURES: Final = re.compile(r"[-+−×(]?\s*\d[\d.,\s\u00a0\u202f]*\)?\s*(€|%|kg|g|l|ml|pcs)?")
"""A text that is nothing but figures with their sign and unit."""


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that a painter shortened, whichever way it asked for that."""
    found: list[str] = []
    whole = QFontMetrics.elidedText

    def elide(metrics: QFontMetrics, text: str, *others: Any) -> str:
        fitting = whole(metrics, text, *others)
        if fitting != text:
            found.append(text)
        return fitting

    monkeypatch.setattr(QFontMetrics, "elidedText", elide)
    return found


def amounts(texts: list[str]) -> list[str]:
    return sorted({text for text in texts if FIGURES.fullmatch(text.strip())})


@pytest.mark.parametrize(
    ("text", "is_amount"),
    [("1 234,50\u00a0€", True), ("-2,49", True), ("0,512\u00a0kg", True), ("7up 1,5 l", False)],
)
def test_an_amount_is_told_from_a_name(text: str, is_amount: bool) -> None:
    assert bool(amounts([text])) == is_amount


def test_no_picture_cuts_an_amount_off(qapp: object, folder: Path, cut: list[str]) -> None:
    """In the smallest window that there are pictures of, where there is the least room."""
    broken: dict[str, list[str]] = {}
    with driven_till(folder, size=SIZES[0]) as till:
        till.window.theme.elided.cache_clear()  # what it has answered before is not asked for again
        for shot in SHOTS:
            cut.clear()
            shot.arrange(till)
            till.settle()
            till.window.grab()
            if amounts(cut):
                broken[shot.name] = amounts(cut)

    assert broken == {}


def test_what_is_cut_is_seen(qapp: object, cut: list[str]) -> None:
    QFontMetrics(QFont()).elidedText("1 234,50", Qt.TextElideMode.ElideRight, 5)

    assert amounts(cut) == ["1 234,50"]
