"""Turn an error's code and values into translated words for the person at the till."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from pos_app.domain.errors import PosError
from pos_app.domain.money import Money

if TYPE_CHECKING:  # the first paint does not wait for it
    from pos_app.services.ports import Formats

CONTEXT = "errors"
CODES_MAX: Final = 100
_codes: Final[OrderedDict[str, str]] = OrderedDict()


def words_for(error: PosError, formats: Formats) -> str:
    """The error's sentence in the language of the screen, amounts as the store writes them."""
    sentence = QCoreApplication.translate(CONTEXT, type(error).text)
    words = sentence.format(
        **{name: _shown(value, formats) for name, value in error.values.items()}
    )
    _codes[words] = type(error).code
    _codes.move_to_end(words)
    while len(_codes) > CODES_MAX:
        _codes.popitem(last=False)
    return words


def code_of(words: str) -> str:
    """The code of the error that these words were for, as far as it is remembered."""
    return _codes.get(words, "")


def _shown(value: object, formats: Formats) -> object:
    return formats.money(value) if isinstance(value, Money) else value
