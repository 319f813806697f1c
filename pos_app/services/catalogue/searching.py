"""Search as you type: candidates from the index, ranked here and never by the database."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

from pos_app.domain.barcode import GTIN_LENGTHS, is_digits, padded_forms
from pos_app.services.catalogue.ports import ProductSearch, SearchHit

QUERY_LENGTH_MAX: Final = 100
WORDS_MAX: Final = 8
CANDIDATES_MAX: Final = 200
RESULTS_MAX: Final = 50

# Letters, numbers and private use: what the index's tokenizer (unicode61) keeps of a text.
_INDEXED: Final = frozenset("LN")
_PRIVATE_USE: Final = "Co"
_UNREADABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u2060\ufeff\ud800-\udfff]")


def search_words(query: str) -> tuple[str, ...]:
    """The words to look for; what the index could never hold is left out."""
    readable = _UNREADABLE.sub(" ", query[:QUERY_LENGTH_MAX])
    words = (word for word in readable.split() if any(_is_indexed(char) for char in word))
    return tuple(words)[:WORDS_MAX]


def fts_match(words: tuple[str, ...]) -> str:
    """The FTS5 expression for all words as prefixes; quoted, so that none is an operator."""
    return " ".join('"{}"*'.format(word.replace('"', '""')) for word in words)


def folded(text: str) -> str:
    """The text as it is compared: no case, no accents, single spaces."""
    plain = text.casefold()
    if not plain.isascii():  # most names are, and each key folds two hundred of them
        decomposed = unicodedata.normalize("NFKD", plain)
        plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(plain.split())


class Search:
    def __init__(self, *, products: ProductSearch) -> None:
        self._products = products

    def find(self, query: str) -> list[SearchHit]:
        """The best fifty of the first two hundred products that match; none for an empty query."""
        words = search_words(query)
        if not words:
            return []
        hits = self._by_digits("".join(words)) if is_digits("".join(words)) else {}
        if len(hits) < RESULTS_MAX:
            for hit in self._products.hits(words, CANDIDATES_MAX):
                hits.setdefault(hit.product.product_id, hit)
        wanted = _Wanted.of(words)
        return sorted(hits.values(), key=lambda hit: _rank(hit, wanted))[:RESULTS_MAX]

    def _by_digits(self, digits: str) -> dict[int, SearchHit]:
        forms = padded_forms(digits) if len(digits) in GTIN_LENGTHS else (digits,)
        hits: dict[int, SearchHit] = {}
        for form in forms:
            for hit in self._products.barcode_prefix(form, CANDIDATES_MAX):
                hits.setdefault(hit.product.product_id, hit)
        return hits


def _is_indexed(char: str) -> bool:
    category = unicodedata.category(char)
    return category[0] in _INDEXED or category == _PRIVATE_USE


class _Wanted(NamedTuple):
    """The words as they are compared, and the barcodes that they may be."""

    text: str
    barcodes: frozenset[str]

    @classmethod
    def of(cls, words: tuple[str, ...]) -> _Wanted:
        text = folded(" ".join(words))
        return cls(text, frozenset(padded_forms(text.replace(" ", ""))))


def _rank(hit: SearchHit, wanted: _Wanted) -> tuple[int, int, int, str, int]:
    """Smaller comes first: how well it fits, then how often it is sold, then by name."""
    name = folded(hit.product.name)
    return (
        _fit(hit, name, wanted),
        -hit.sold_recently,
        -_words_begun(name, wanted.text),
        name,
        hit.product.product_id,
    )


def _fit(hit: SearchHit, name: str, wanted: _Wanted) -> int:
    text = wanted.text
    if hit.barcode in wanted.barcodes or folded(hit.product.sku) == text:
        return 0
    if name == text:
        return 1
    if name.startswith(text):
        return 2
    if f" {text}" in name:
        return 3
    return 4 if _words_begun(name, text) else 5


def _words_begun(name: str, wanted: str) -> int:
    """How many of the wanted words begin a word of the name, rather than of its code."""
    padded = f" {name}"
    return sum(f" {word}" in padded for word in wanted.split())
