"""Input 47: giving back more than was paid, or twice, or of another store."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from pos_app.composition.opening import OpenStore, writing
from pos_app.composition.returning import returns_of
from pos_app.domain.money import Money
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.quantity import Quantity
from pos_app.domain.returned import Returned, ReturnReason
from pos_app.domain.tender import Tender
from pos_app.services.orders.giving_back import StrangePaymentError
from pos_app.services.orders.returning import Line
from pos_app.services.return_records import GivenBackMeanwhileError, ReturnedMeanwhileError
from tests.inputs.site import Site, require_sound
from tests.integration import shop as shops

CODE = "4006381333931"
FAULTY = Returned(ReturnReason.FAULTY)


@pytest.fixture
def sold(site: Site) -> str:
    """Three pens at 1.50, paid in cash."""
    site.stock(("S1", CODE, "Pen", "1.50", "STANDARD"))
    with site.opened() as store:
        number = shops.sell(store, CODE, CODE, CODE).number
    assert number is not None
    return number


def refund(site: Site, *words: str) -> str:
    return site.terminal.refused("orders", "refund", *words, "--reason", "faulty")


def past(store: OpenStore, number: str) -> OrderDocument:
    document = store.queries.orders.by_number(number)
    assert document is not None
    return document


def test_47_nothing_comes_back_twice_and_no_more_than_was_paid(site: Site, sold: str) -> None:
    assert "4 cannot come back, 3 of 3 can" in refund(site, sold, "--line", "1:4")
    site.terminal.done("orders", "refund", sold, "--line", "1:2", "--reason", "faulty")
    assert "2 cannot come back, 1 of 3 can" in refund(site, sold, "--line", "1:2")
    site.terminal.done("orders", "refund", sold, "--reason", "faulty")

    assert f"Nothing of {sold} can come back" in refund(site, sold)
    assert "came back already" in site.terminal.refused("orders", "void", sold, "--reason", "x")
    require_sound(site.folder)


def test_47_a_void_leaves_nothing_to_give_back(site: Site, sold: str) -> None:
    site.terminal.done("orders", "void", sold, "--reason", "rung up twice")

    assert f"Nothing of {sold} can come back" in refund(site, sold)
    assert "came back already" in site.terminal.refused("orders", "void", sold, "--reason", "x")
    require_sound(site.folder)


def test_47_an_order_of_another_store_is_not_known_here(site: Site, sold: str) -> None:
    strange = f"{sold.rpartition('-')[0]}-000999"

    assert f"There is no paid order {strange}" in refund(site, strange)
    assert "There is no paid order T99-000001" in refund(site, "T99-000001")
    require_sound(site.folder)


def test_47_two_at_once_end_with_one_of_them(site: Site, sold: str) -> None:
    with site.opened() as store:
        returns, actor = returns_of(store), shops.owner(store)
        orders = []
        for _ in range(2):
            orders.append(store.services.orders.create_order(actor=actor))
            returns.add(
                document=past(store, sold),
                lines=(Line(1, Quantity.of(2)),),
                why=FAULTY,
                actor=actor,
            )
        tenders = returns.plan(orders[0])
        store.services.checkout.pay(order=orders[0], tenders=tenders, actor=actor)

        with pytest.raises(ReturnedMeanwhileError, match="Nothing was given back"):
            store.services.checkout.pay(order=orders[1], tenders=tenders, actor=actor)
    require_sound(site.folder)


def test_47_money_goes_to_no_other_payment_and_never_beyond_it(site: Site, sold: str) -> None:
    with site.opened() as store:
        returns, actor = returns_of(store), shops.owner(store)
        other = shops.sell(store, CODE)
        mixed = shops.ring(store, CODE)
        document = store.services.checkout.pay(
            order=mixed, tenders=(Tender("card", 100), Tender("cash", 50)), actor=actor
        )
        for source, target, error in (
            (past(store, sold), other, StrangePaymentError),
            (document, document, GivenBackMeanwhileError),
        ):
            order = store.services.orders.create_order(actor=actor)
            returns.add(document=source, why=FAULTY, actor=actor)
            due = Money(order.calculate_total(store.queries.tax_classes).total, order.currency)
            wrong = Tender(
                target.payments[-1].method, due.minor, refunds=target.payments[-1].payment_id
            )
            with pytest.raises(error, match="Nothing was given back"):
                store.services.checkout.pay(order=order, tenders=(wrong,), actor=actor)
    require_sound(site.folder)


def test_47_the_database_itself_refuses(site: Site, sold: str, tmp_path: Path) -> None:
    site.terminal.done("orders", "refund", sold, "--line", "1:2", "--reason", "faulty")
    copy = tmp_path / "copy.sqlite3"
    with writing(site.folder):
        pass
    shutil.copyfile(site.folder.store, copy)
    with shops.raw(copy) as connection:
        for statement in (
            "UPDATE returned SET quantity = quantity + 1001",
            "UPDATE given_back SET amount = amount + 151",
            "UPDATE returned SET quantity = 0",
            "DELETE FROM given_back",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(statement)
