"""Inputs 39-50: quantities and amounts that are none, or are more than there is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from pos_app.composition.opening import OpenStore, writing
from pos_app.domain.cash import NothingTenderedError, TenderTooLargeError
from pos_app.domain.money import AMOUNT_MINOR_MAX
from pos_app.domain.order import ITEMS_PER_ORDER_MAX, OrderFullError
from pos_app.domain.pricing import (
    Discount,
    DiscountKind,
    DiscountOutOfRangeError,
    OrderTooLargeError,
)
from pos_app.domain.quantity import QUANTITY_MAX, Quantity, QuantityOutOfRangeError
from pos_app.services.orders.checkout import TenderTooSmallError
from pos_app.wire.canonical import NotCanonicalError, decode
from tests.gui.driving import DrivenTill, Key
from tests.gui.test_selling import BREAD, PAIN
from tests.inputs.site import Site, require_sound
from tests.integration import shop as shops

CODE: Final = "4006381333931"
SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
NO_NUMBERS: Final = (
    "1e309",
    "1e5",
    "NaN",
    "Infinity",
    "-inf",
    "1_000",
    "\uff11\uff12",
    "0x10",
    "1/2",
    "²",
)


def test_39_a_quantity_of_nothing_is_refused(site: Site, till: DrivenTill) -> None:
    site.stock(("S1", CODE, "Pen", "1.50", "STANDARD"))
    assert "more than nothing" in site.terminal.refused("stock", "receive", CODE, "0")

    till.scan(PAIN)
    till.enter_text("0*")
    till.scan(BREAD)

    assert "out of range" in till.says("notice_words")
    assert till.lines() == ["1 Pain au chocolat, 1,79"]


def test_40_a_quantity_below_nothing_is_refused(site: Site) -> None:
    site.stock(("S1", CODE, "Pen", "1.50", "STANDARD"))
    report = site.bring_in("sku,name,price,stock\nS2,Ink,1,-5\nS3,Pad,-1,5\n")

    # Stock may be owed, so a count below nothing is one; a price is not.
    assert [(one.line, one.reason) for one in report.rejected] == [
        (3, "a price cannot be negative")
    ]
    assert "more than nothing" in site.terminal.refused("stock", "receive", "--", CODE, "-1")
    with site.opened() as store:
        order = shops.ring(store, CODE)
        for minus in (Quantity.of(-1), Quantity(-1), -Quantity(QUANTITY_MAX)):
            with pytest.raises(QuantityOutOfRangeError):
                store.services.orders.scan(raw=CODE, quantity=minus)
            with pytest.raises(QuantityOutOfRangeError):
                store.services.orders.set_quantity(position=0, quantity=minus)
        assert shops.pay(store, order).totals.total == 150


@pytest.mark.parametrize("text", NO_NUMBERS, ids=lambda text: f"input-41-{ascii(text)[1:-1]}")
def test_41_what_is_no_number_is_refused(site: Site, text: str) -> None:
    site.stock(("S1", CODE, "Pen", "1.50", "STANDARD"))

    report = site.bring_in(
        f"sku,name,price,cost,stock\nA,Pen,{text},,\nB,Pen,1,{text},\nC,Pen,1,,{text}\n"
    )

    assert [(one.line, one.column) for one in report.rejected] == [
        (2, "price"),
        (3, "cost"),
        (4, "stock"),
    ]
    assert "is not a quantity" in site.terminal.refused("stock", "receive", "--", CODE, text)
    assert "is not an amount" in site.terminal.refused("shift", "close", "--counted", text)
    assert site.terminal.json("stock", "show", CODE)["quantity"] == 0


def test_42_an_amount_past_64_bits_is_refused_before_it_is_reckoned_with(site: Site) -> None:
    huge = ("92233720368547758.08", "9223372036854775808", "1" + "0" * 400, "100000000000.01")
    rows = [(f"S{n}", "", "Pen", price, "STANDARD") for n, price in enumerate(huge)]

    report = site.stock(*rows, ("S9", "", "Pen", "100000000000.00", "STANDARD"))

    assert [one.reason[-38:] for one in report.rejected] == [
        "is larger than any amount this till accepts."[-38:]
    ] * len(huge)
    assert shops.rows(site.folder.store, "SELECT price FROM product WHERE active") == [
        (AMOUNT_MINOR_MAX,)
    ]
    for amount in huge:
        told = site.terminal.refused("shift", "close", "--counted", amount)
        assert "larger than any amount" in told
    told = site.terminal.refused("shift", "close", "--counted=-0.01")
    assert told == "A float or count lies between 0 and 100000000000.00 EUR.\n"


def test_43_the_most_of_the_dearest_is_sold_once_and_no_more(site: Site) -> None:
    site.stock(("S1", CODE, "Palace", "999999.99", "STANDARD"))
    with site.opened() as store:
        order = shops.ring(store)
        most = Quantity(QUANTITY_MAX)
        store.services.orders.scan(raw=CODE, quantity=most)
        with pytest.raises(QuantityOutOfRangeError):
            store.services.orders.scan(raw=CODE)
        store.services.orders.set_quantity(position=0, quantity=most - Quantity.of(1))
        site_before = list(order.items)

        with pytest.raises(OrderTooLargeError):
            sell_another(store, site)

        assert order.items == site_before
        assert shops.pay(store, order).totals.total == 999_998 * 99_999_999


def sell_another(store: OpenStore, site: Site) -> None:
    path = site.file("sku,barcode,name,price\nS2,20928315,Castle,100000000000\n")
    shops.bring_in(store, path)
    store.services.orders.scan(raw="20928315", quantity=Quantity.of(10))


def test_44_a_discount_past_all_or_below_nothing_is_refused(site: Site) -> None:
    site.stock(("S1", CODE, "Pen", "1.50", "STANDARD"))
    with site.opened() as store:
        order = shops.ring(store, CODE)
        for kind, value in (
            (DiscountKind.PERCENT, 10_001),
            (DiscountKind.PERCENT, -500),
            (DiscountKind.AMOUNT, -1),
        ):
            with pytest.raises(DiscountOutOfRangeError):
                order.discount = Discount(kind, value)
        order.discount = Discount(DiscountKind.AMOUNT, 151)
        with pytest.raises(DiscountOutOfRangeError):
            shops.pay(store, order, 0)
        order.discount = None
        assert shops.pay(store, order).totals.total == 150


def test_45_half_a_cent_on_each_of_many_lines_is_rounded_up_each_time(site: Site) -> None:
    site.bring_in(f"sku,barcode,name,price,tax_class,unit\nS1,{CODE},Tea,1.00,STANDARD,kg\n")
    with site.opened() as store:
        order = shops.ring(store)
        for _ in range(ITEMS_PER_ORDER_MAX):
            store.services.orders.scan(raw=CODE, quantity=Quantity(5))
        document = shops.pay(store, order)

    assert {line.total for line in document.totals.lines} == {1}
    assert document.totals.total == ITEMS_PER_ORDER_MAX
    # The tax is that of the sum, not the sum of the taxes: 5.00 at 20 % holds 0.83.
    assert document.totals.tax == sum(line.tax for line in document.totals.lines) == 83


@pytest.mark.parametrize(
    ("wishes", "price", "bad", "minor", "printed"),
    [
        pytest.param({"country": "JP"}, "150", "1.5", 300, "300", id="input-46-JPY"),
        pytest.param({"currency": "BHD"}, "1.234", "1.2345", 2_468, "2,468", id="input-46-BHD"),
    ],
)
def test_46_each_currency_has_its_own_decimals(
    tmp_path: Path, wishes: dict[str, str], price: str, bad: str, minor: int, printed: str
) -> None:
    site = Site(shops.make(tmp_path / "data", **wishes).folder, tmp_path)
    with writing(site.folder) as store:
        shops.open_shift(store, 0)

    report = site.stock(("B", "", "Pen", bad, "ZERO"), ("S1", CODE, "Pen", price, "STANDARD"))

    [problem] = report.rejected
    assert (problem.line, problem.column) == (2, "price")
    assert "decimals, and" in problem.reason
    with site.opened() as store:
        document = shops.sell(store, CODE, CODE)
    assert document.totals.total == minor
    assert f" {printed}\n" in site.terminal.done("orders", "show", document.number)
    require_sound(site.folder)


def test_48_cash_that_does_not_settle_the_order_is_refused(site: Site) -> None:
    site.stock(("S1", CODE, "Pen", "1.50", "STANDARD"))
    with site.opened() as store:
        order = shops.ring(store, CODE)
        before = shops.everything(site.folder.store)
        for tendered, refusal in (
            (149, TenderTooSmallError),
            (1, TenderTooSmallError),
            (0, NothingTenderedError),
            (-150, NothingTenderedError),
            (10**13, TenderTooLargeError),  # more change than any note
        ):
            with pytest.raises(refusal):
                shops.pay(store, order, tendered)
        assert shops.everything(site.folder.store) == before
        [payment] = shops.pay(store, order, 200).payments
        assert (payment.tendered - payment.change, payment.change) == (150, 50)


def test_49_an_order_of_ten_thousand_lines_is_full_at_its_limit(site: Site) -> None:
    site.stock(("S1", CODE, "Pen", "1.50", "ZERO"), ("S2", "20928315", "Ink", "2", "ZERO"))
    with site.opened() as store:
        order = shops.ring(store, *(CODE, "20928315") * (ITEMS_PER_ORDER_MAX // 2))
        assert len(order.items) == ITEMS_PER_ORDER_MAX
        for _ in range(10_000 - ITEMS_PER_ORDER_MAX):
            with pytest.raises(OrderFullError, match="at most 500 lines"):
                store.services.orders.scan(raw=CODE)
        assert len(order.items) == ITEMS_PER_ORDER_MAX
        assert shops.pay(store, order).totals.total == ITEMS_PER_ORDER_MAX // 2 * 350


@pytest.mark.parametrize(
    "raw",
    [
        b'{"total":1.10}',
        b'{"total":1.1}',
        b'{"total":1e2}',
        b'{"total":NaN}',
        b'{"total":1,"total":2}',
        b'{"total":' + b"9" * 5_000 + b"}",
        b'{"total":01}',
        b'{"total":-0}',
        b'{ "total":1}',
    ],
    ids=lambda raw: f"input-50-{raw[:20].decode()}",
)
def test_50_json_has_whole_numbers_and_each_key_once(site: Site, raw: bytes) -> None:
    with pytest.raises(NotCanonicalError):
        decode(raw)
    path = site.outside / "journal.txt"
    site.terminal.done("journal", "export", path)
    header, first, *rest = path.read_text("utf-8").splitlines()
    body, digest, signature = first.split("\t")
    changed = body.replace("{", raw.decode()[:-1] + ",", 1)
    path.write_text("\n".join([header, f"{changed}\t{digest}\t{signature}", *rest, ""]), "utf-8")

    result = site.terminal.run("journal", "verify", path, "--json")

    assert result.exit_code == 1
    assert json.loads(result.stdout)["ok"] is False


def test_48_the_window_takes_no_amount_below_nothing(till: DrivenTill) -> None:
    till.scan(PAIN)
    till.quiet()
    till.press(Key.Key_Return)
    till.wait_for_page("pay")
    for text, part in (("-1", "1,00"), ("0", ""), ("1,78", "1,78")):
        till.enter_text(text)
        till.press(Key.Key_Return)
        till.wait_for(lambda: not till.model.screens.pay.busy, "the answer")
        assert till.page == "pay"
        # A sign is no part of an amount; less than is due is a part, and nothing is none.
        if part:
            till.wait_for(lambda: till.sees(QLabel, "tender_0"), "the part, once it is on disk")
        assert till.sees(QLabel, "tender_0") is bool(part)
        if part:
            assert till.says("tender_amount_0") == part
            till.press(Key.Key_Delete)
            till.wait_for(lambda: not till.sees(QLabel, "tender_0"), "the part given back")
        till.press(Key.Key_Backspace)
    assert till.orders() == []
    till.press(Key.Key_Escape)
    till.wait_for_page("sell")
    till.press(Key.Key_F12, SHIFT)
    till.wait_for_page("done")
    assert [row.total.minor for row in till.orders()] == [179]
