"""What comes back in an open order, as its draft keeps it: amounts and all, as they are fixed."""

from __future__ import annotations

from typing import Any

from pos_app.domain.pricing import LineTotals, TaxLine
from pos_app.domain.returned import Returned, ReturnReason


def returned_out(back: Returned) -> list[object]:
    return [back.reason.value, back.words, back.restocks, back.number, back.position]


def returned_in(values: list[Any]) -> Returned:
    reason, words, restocks, number, position = values
    return Returned(ReturnReason(reason), words, restocks, number, position)


def totals_out(totals: LineTotals) -> list[int]:
    return [
        *(totals.before_discount, totals.discount, totals.order_discount),
        *(totals.total, totals.tax),
    ]


def totals_in(values: list[int]) -> LineTotals:
    before_discount, discount, order_discount, total, tax = values
    return LineTotals(before_discount, discount, order_discount, total, tax)


def tax_out(line: TaxLine) -> list[object]:
    return [
        *(line.tax_class, line.tax_code, line.name),
        *(line.rate_millionths, line.net, line.tax),
    ]


def tax_in(values: list[Any]) -> TaxLine:
    tax_class, tax_code, name, rate_millionths, net, tax = values
    return TaxLine(tax_class, tax_code, name, rate_millionths, net, tax)
