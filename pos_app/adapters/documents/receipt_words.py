"""Read the receipt words of a language from the translations folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from pos_app.services.printing.words import ReceiptWords

FALLBACK: Final = "en"
PREFIX: Final = "receipt."


def receipt_languages(folder: Path) -> dict[str, Path]:
    """The file of every language there is, by its code."""
    found = sorted(folder.glob(f"{PREFIX}*.json"))
    return {path.stem.removeprefix(PREFIX): path for path in found}


def read_receipt_words(folder: Path, language: str) -> ReceiptWords:
    """The words of "fr" or "fr_CA"; English where that language has no file.

    :raises ReceiptWordsError: if the file lacks a word
    """
    files = receipt_languages(folder)
    base = language.replace("-", "_").partition("_")[0].lower()
    path = files.get(base, folder / f"{PREFIX}{FALLBACK}.json")
    words: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return ReceiptWords.of({key: str(word) for key, word in words.items()})
