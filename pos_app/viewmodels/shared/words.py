"""Turn an error's code and values into translated words for the person at the till."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from pos_app.domain.errors import PosError
from pos_app.domain.money import Money
from pos_app.services.ports import Formats

CONTEXT = "errors"


def words_for(error: PosError, formats: Formats) -> str:
    """The error's sentence in the language of the screen, amounts as the store writes them."""
    sentence = QCoreApplication.translate(CONTEXT, type(error).text)
    return sentence.format(**{name: _shown(value, formats) for name, value in error.values.items()})


def _shown(value: object, formats: Formats) -> object:
    return formats.money(value) if isinstance(value, Money) else value
