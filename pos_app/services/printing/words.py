"""The words printed on a receipt, in the store's language: receipts are made without Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Final, Self

from pos_app.domain.errors import InvalidInputError
from pos_app.domain.payment import PaymentMethod

METHOD_PREFIX: Final = "method."


class ReceiptWordsError(InvalidInputError):
    code = "receipt.words"
    text = "The receipt words of this language are not complete or not known: {keys}."


@dataclass(frozen=True, slots=True)
class ReceiptWords:
    practice: str
    copy: str
    gift: str
    held: str
    refund: str
    exchange: str
    void: str
    returned: str
    phone: str
    company_id: str
    receipt: str
    date: str
    time: str
    cashier: str
    terminal: str
    customer: str
    was: str
    discount: str
    order_discount: str
    discount_total: str
    subtotal: str
    total: str
    rounding: str
    tip: str
    change: str
    rate: str
    net: str
    tax: str
    journal: str
    qr_note: str
    email_subject: str
    email_text: str
    methods: Mapping[str, str]

    @classmethod
    def of(cls, words: Mapping[str, str]) -> Self:
        """Take the words of one language, as its file holds them.

        :raises ReceiptWordsError: naming every key that is missing or unknown
        """
        wrong = expected_keys() ^ words.keys()
        if wrong:
            raise ReceiptWordsError(keys=", ".join(sorted(wrong)))
        methods = {method.value: words[METHOD_PREFIX + method.value] for method in PaymentMethod}
        plain = {name: words[name] for name in _plain_keys()}
        return cls(methods=methods, **plain)

    def calling(self, names: Mapping[str, str]) -> Self:
        """The same words, with the names that a store has given its own ways to pay."""
        return replace(self, methods={**self.methods, **names})

    def method(self, method: str) -> str:
        """The word for a payment method; one that has none is called by its own name."""
        return self.methods.get(method, method)


def expected_keys() -> set[str]:
    return _plain_keys() | {METHOD_PREFIX + method.value for method in PaymentMethod}


def _plain_keys() -> set[str]:
    return {one.name for one in fields(ReceiptWords)} - {"methods"}
