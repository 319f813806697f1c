"""A tax policy as one short word in a column, such as `inclusive/group/half_up`."""

from __future__ import annotations

from pos_app.domain.rounding import Rounding
from pos_app.domain.tax import TaxPolicy, TaxScope


def to_text(policy: TaxPolicy) -> str:
    prices = "inclusive" if policy.prices_include_tax else "exclusive"
    return f"{prices}/{policy.scope.value}/{policy.rounding.value}"


def from_text(text: str) -> TaxPolicy:
    prices, scope, rounding = text.split("/")
    return TaxPolicy(prices == "inclusive", TaxScope(scope), Rounding(rounding))
