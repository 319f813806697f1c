"""Read what stands on print-outs in a language, from the translations folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from pos_app.services.printing.shift_words import ShiftWords
from pos_app.services.printing.words import ReceiptWords

FALLBACK: Final = "en"
PREFIX: Final = "receipt."
SHIFT_PREFIX: Final = "shift."
CUSTOMER_PREFIX: Final = "customer."


def receipt_languages(folder: Path, prefix: str = PREFIX) -> dict[str, Path]:
    """The file of every language there is, by its code."""
    found = sorted(folder.glob(f"{prefix}*.json"))
    return {path.stem.removeprefix(prefix): path for path in found}


def read_receipt_words(folder: Path, language: str) -> ReceiptWords:
    """The words of "fr" or "fr_CA"; English where that language has no file.

    :raises ReceiptWordsError: if the file lacks a word
    """
    return ReceiptWords.of(_read(folder, language, PREFIX))


def read_shift_words(folder: Path, language: str) -> ShiftWords:
    """The same for reports of shifts and slips of the drawer.

    :raises ReceiptWordsError: if the file lacks a word
    """
    return ShiftWords.of(_read(folder, language, SHIFT_PREFIX))


def read_customer_words(folder: Path, language: str) -> dict[str, str]:
    """What the customer display says in it, by the English words; nothing without a file."""
    path = receipt_languages(folder, CUSTOMER_PREFIX).get(_base(language))
    return json.loads(path.read_text(encoding="utf-8")) if path is not None else {}


def _base(language: str) -> str:
    return language.replace("-", "_").partition("_")[0].lower()


def _read(folder: Path, language: str, prefix: str) -> dict[str, str]:
    files = receipt_languages(folder, prefix)
    path = files.get(_base(language), folder / f"{prefix}{FALLBACK}.json")
    words: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return {key: str(word) for key, word in words.items()}
