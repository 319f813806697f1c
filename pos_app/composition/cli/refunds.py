"""`pos-app orders refund` and `orders void`: give back what was bought, as a new document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import click

from pos_app.composition.charging import own_card_desk
from pos_app.composition.cli import values
from pos_app.composition.cli.context import (
    Cli,
    as_json,
    owner_of,
    pass_cli,
    print_json,
    refusals_in_words,
    say,
)
from pos_app.composition.opening import OpenStore
from pos_app.composition.receipts import formats_of
from pos_app.composition.returning import returns_of
from pos_app.domain.errors import InvalidInputError, NotFoundError, PosError, RefusedError
from pos_app.domain.order import Order
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.quantity import Quantity
from pos_app.domain.returned import Returned, ReturnReason
from pos_app.domain.tender import Tender
from pos_app.services.orders.returning import Line

REASONS: Final = [
    one.value for one in ReturnReason if one not in (ReturnReason.VOID, ReturnReason.OTHER)
]


class NoPaidOrderError(NotFoundError):
    code = "refund.no_order"
    text = "There is no paid order {number} on this terminal. Nothing was given back."


class RestoredSinceError(RefusedError):
    code = "refund.restored"
    text = (
        "{number} was paid before this store was copied or put back from a backup ({when}): some "
        "of it may have come back in a time that is lost. Nothing was given back. Look at the "
        "receipt, and at the processor's own list for a card; then say --although-restored."
    )


class NoLineError(InvalidInputError):
    code = "refund.line"
    text = "{value!r} is no line: write its position, or position and quantity as in 2:1."


@click.command()
@click.argument("number")
@click.option(
    "--line",
    "lines",
    multiple=True,
    metavar="N[:QTY]",
    help="Only this line, or so much of it; without it all that is left.",
)
@click.option(
    "--reason", required=True, help=f"Why: {', '.join(REASONS)}, or in words of your own."
)
@click.option("--no-restock", is_flag=True, help="It cannot be sold again: the stock stays.")
@click.option("--to", default="", metavar="METHOD", help="Give the money back this way.")
@click.option(
    "--although-restored",
    "is_sure",
    is_flag=True,
    help="It was paid before a backup was put back, and nothing of it has come back since.",
)
@as_json
@pass_cli
@refusals_in_words
def refund(  # each option is a parameter
    cli: Cli,
    *,
    number: str,
    lines: tuple[str, ...],
    reason: str,
    no_restock: bool,
    to: str,
    is_sure: bool,
    as_json: bool,
) -> None:
    """Give back an order, or lines of it, to the payments that it came from."""
    wanted, why = [_line(one) for one in lines], _why(reason, restocks=not no_restock)
    with cli.writing() as store:
        actor, returns = owner_of(store), returns_of(store)
        document = _paid(store, number, is_sure=is_sure)
        order = store.services.orders.create_order(actor=actor)
        returns.add(document=document, lines=wanted, why=why, actor=actor)
        _tell(_paid_out(store, document, order, returns.plan(order, to=to)), as_json)


@click.command()
@click.argument("number")
@click.option("--reason", required=True, help="Why, in words.")
@click.option(
    "--although-restored",
    "is_sure",
    is_flag=True,
    help="It was paid before a backup was put back, and nothing of it has come back since.",
)
@as_json
@pass_cli
@refusals_in_words
def void(cli: Cli, *, number: str, reason: str, is_sure: bool, as_json: bool) -> None:
    """Take a whole order back as it was paid, before its shift closes."""
    with cli.writing() as store:
        document, returns = _paid(store, number, is_sure=is_sure), returns_of(store)
        order = returns.open_void(document=document, words=reason, actor=owner_of(store))
        _tell(_paid_out(store, document, order, returns.plan(order)), as_json)


def _paid_out(
    store: OpenStore, document: OrderDocument, order: Order, plan: Sequence[Tender]
) -> OrderDocument:
    """What processors hold goes back first; the rest is written down with the document."""
    actor = owner_of(store)
    # What comes to nothing is settled by nothing.
    plan = plan or (Tender(document.tenders[0].method, 0),)
    refunds = own_card_desk(store).refunds
    try:
        refunds.give_back(order=order, plan=plan, actor=actor)
    except PosError:
        store.services.drafting.forget(order.order_id)  # kept, if its money may have gone
        raise
    tenders = refunds.with_what_went(order, plan)
    return store.services.checkout.pay(order=order, tenders=tenders, actor=actor)


def _tell(document: OrderDocument, as_json: bool) -> None:
    if as_json:
        print_json(values.order_document(document))
        return
    back = ", ".join(
        f"{values.plain(-one.amount, document.currency)} {one.method}" for one in document.payments
    )
    tip = -document.totals.tip
    its_tip = f", {values.plain(tip, document.currency)} of it the tip" if tip else ""
    say(f"{document.number}: {back} given back{its_tip}.")


def _paid(store: OpenStore, number: str, *, is_sure: bool) -> OrderDocument:
    """The order to give back, of which all is known that came back; or somebody is sure of it."""
    queries = store.queries
    document = queries.orders.by_number(number)
    if document is None:
        raise NoPaidOrderError(number=number)
    restored = queries.returns.restored_after(number)
    if restored is not None and not is_sure:
        when = formats_of(queries.profile).date_time(restored)
        raise RestoredSinceError(number=number, when=when)
    return document


def _line(text: str) -> Line:
    """:raises NoLineError: if it names none"""
    position, separator, quantity = text.partition(":")
    if not (position.isascii() and position.isdigit() and len(position) < len("1000")):
        raise NoLineError(value=text)
    return Line(int(position), Quantity.parse(quantity) if separator else None)


def _why(reason: str, *, restocks: bool) -> Returned:
    known = reason.strip().lower().replace("-", "_").replace(" ", "_")
    if known in (*REASONS, ReturnReason.OTHER):
        return Returned(ReturnReason(known), restocks=restocks)
    return Returned(ReturnReason.OTHER, reason.strip(), restocks=restocks)
