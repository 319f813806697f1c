"""What must be said before a product can be added: each error names what is asked of which."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.domain.errors import RefusedError
from pos_app.domain.money import Money
from pos_app.domain.staff import StaffMember


class AnswerNeededError(RefusedError):
    """`product_id` says which product is asked about, where it is one."""

    code = "answer.needed"
    text = "Something must be said of this product before it can be sold."


class PriceNeededError(AnswerNeededError):
    code = "price.needed"
    text = "{product} has no price. Ask a manager for the price before selling it."


class DepositPriceNeededError(PriceNeededError):
    """Of what is charged with the product, which nobody is asked for while selling."""

    code = "price.needed_for_deposit"
    text = "{product} has no price. Ask a manager for the price before selling it."


class OpenPriceNeededError(PriceNeededError):
    """Its price is typed each time."""

    code = "price.open"
    text = "{product} has no fixed price: say what it costs."


class QuantityNeededError(AnswerNeededError):
    code = "quantity.needed"
    text = "{product} is sold by measure: type how much and *, then scan or tap it again."


class AgeCheckNeededError(AnswerNeededError):
    code = "age.needed"
    text = "{product} is only for customers of {limit} years and more: check the age first."


class VariantNeededError(AnswerNeededError):
    """`group` says of which products one must be chosen."""

    code = "variant.needed"
    text = "There are several of {group}: choose one."


@dataclass(frozen=True, slots=True)
class SaidPrice:
    """A price that somebody said for one item."""

    price: Money
    said_by: StaffMember
