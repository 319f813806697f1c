"""Inputs 51-56: what a scanner, a wedge or a held key can send."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.opening import writing
from pos_app.domain.barcode import check_digit
from pos_app.domain.card_number import CardNumberError
from pos_app.domain.staff import Role
from pos_app.services.asking import PriceNeededError
from pos_app.services.catalogue.lookup import UnknownBarcodeError, WrongCheckDigitError
from tests.gui.driving import DrivenTill, Key, driven_till
from tests.gui.test_selling import BREAD, PAIN
from tests.inputs.site import Site, require_sound, table
from tests.integration import shop as shops

PATIENT_MS: Final = 2_000
"""Between two keys of one scan, however busy the machine is that runs this."""
NONE: Final = Qt.KeyboardModifier.NoModifier
CTRL: Final = Qt.KeyboardModifier.ControlModifier
ALT: Final = Qt.KeyboardModifier.AltModifier
SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
CARD: Final = "4242424242424242"
GROUPED: Final = "4242 4242 4242 4242"
GTIN: Final = "04006381333931"
PRICED: Final = (("21", 5, 5, 2, "price", False),)


def test_51_a_wrong_check_digit_matters_only_where_nothing_is_stored(site: Site) -> None:
    wrong = "4006381333930"
    report = site.stock(("S1", wrong, "Pen", "1.50", "STANDARD"))
    assert [(one.value, one.reason) for one in report.warnings] == [
        (wrong, "the check digit is wrong")
    ]

    with site.opened() as store:
        order = shops.ring(store, wrong)
        with pytest.raises(WrongCheckDigitError, match="check digit is wrong"):
            store.services.orders.scan(raw="4006381333932")
        with pytest.raises(UnknownBarcodeError, match="No product has the barcode 4006381333948"):
            store.services.orders.scan(raw="4006381333948")
        assert [item.name for item in order.items] == ["Pen"]
        shops.pay(store, order)


def test_52_a_price_or_weight_inside_a_code_goes_by_the_store_s_rules(tmp_path: Path) -> None:
    def label(value: int) -> str:
        code = f"2112345{value:05d}"
        return f"{code}{check_digit(code)}"

    site = Site(shops.make(tmp_path / "data", embedded=PRICED).folder, tmp_path)
    header = ("sku", "barcode", "name", "price", "tax_class", "unit")
    site.bring_in(
        table(
            header,
            [
                ("12345", "", "Cheese", "9.90", "REDUCED", "each"),
                ("S2", GTIN, "Ham", "20", "REDUCED", "kg"),
            ],
        )
    )
    with writing(site.folder) as store:
        shops.open_shift(store)
        order = shops.ring(store, label(1_234), label(99_999))
        with pytest.raises(PriceNeededError, match="Ask a manager"):
            store.services.orders.scan(raw=label(0))
        with pytest.raises(UnknownBarcodeError):
            store.services.orders.scan(raw=label(1_234)[:-1] + "x")
        for raw in (
            f"]C101{GTIN}3103000842\x1d10A1",
            f"\x1d01{GTIN}3103000842",
            f"(01){GTIN}(3103)000842",
        ):
            store.services.orders.scan(raw=raw)
        store.services.orders.scan(raw=f"]C101{GTIN}3922000199\x1d")
        for broken in (f"]C101{GTIN}3103", "]C1", f"]C101{GTIN}31030008421", "\x1d\x1d"):
            with pytest.raises(Exception, match=r"No product|sold by measure|Nothing was"):
                store.services.orders.scan(raw=broken)
        with pytest.raises(PriceNeededError):
            store.services.orders.scan(raw=f"]C101{GTIN}3922000000")
        document = shops.pay(store, order)

    assert [(one.item.name, one.totals.total) for one in document.items] == [
        ("Cheese", 1_234),
        ("Cheese", 99_999),
        *[("Ham", 1_684)] * 3,
        ("Ham", 199),
    ]
    require_sound(site.folder)


def test_53_a_scan_is_data_whatever_keys_are_in_it(till: DrivenTill) -> None:
    """Commands of every kind, in the middle of a code and where it ends."""
    till.scanner.gap_ms = PATIENT_MS
    till.scan(BREAD)
    commands = (
        *((key, NONE) for key in (Key.Key_F1, Key.Key_F2, Key.Key_F3, Key.Key_F10, Key.Key_F12)),
        *((key, NONE) for key in (Key.Key_Delete, Key.Key_Escape, Key.Key_Backspace, Key.Key_Up)),
        *((key, CTRL) for key in (Key.Key_Q, Key.Key_R, Key.Key_Z, Key.Key_P, Key.Key_L)),
        *((key, CTRL) for key in (Key.Key_Delete, Key.Key_V, Key.Key_W, Key.Key_Return)),
        *((key, ALT) for key in (Key.Key_0, Key.Key_1, Key.Key_F4, Key.Key_Return)),
        (Key.Key_F12, SHIFT),
        (Key.Key_Control, NONE),
        (Key.Key_Shift, SHIFT),
    )
    handle = till.window.windowHandle()

    for key, modifier in commands:
        for char in PAIN[:6]:
            till._click(char)  # noqa: SLF001 - a key without the pause after it
        QTest.keyClick(handle, key, modifier)
        for char in PAIN[6:]:
            till._click(char)  # noqa: SLF001
        QTest.keyClick(handle, key, modifier)
        QTest.keyClick(handle, Key.Key_Tab)
        till.app.processEvents()
        assert till.page == "sell"
    QTest.keyClick(handle, Key.Key_Return)  # what some scanners end with, behind the tab
    till.settle()
    assert till.page == "sell"

    count = len(commands)
    assert till.lines()[0] == "1 White Bread, 2,49"
    assert [line.split()[0] for line in till.lines()[1:]] == [str(count)]
    assert till.orders() == []
    assert not till.window.isFullScreen()
    assert till.widget(QLineEdit, "search").text() == ""
    assert not till.sees(QLabel, "notice_words")


def test_53_a_scan_of_nothing_but_keys_pays_nothing(till: DrivenTill) -> None:
    till.scan(PAIN)
    till.quiet()
    handle = till.window.windowHandle()

    QTest.keyClick(handle, Key.Key_Tab)
    QTest.keyClick(handle, Key.Key_Return)
    till.settle()

    assert till.orders() == []
    assert till.lines() == ["1 Pain au chocolat, 1,79"]


@pytest.mark.parametrize("typed", ["scan", "digits", "search"])
def test_55_a_card_number_in_the_window_is_refused(
    demo_store: Path, tmp_path: Path, typed: str
) -> None:
    folder = DataFolder(shutil.copytree(demo_store, tmp_path / "store"))
    with driven_till(folder.root) as till:
        till.start_selling()
        if typed == "scan":
            till.scan(CARD)
        elif typed == "digits":
            till.enter_text(CARD)
            till.press(Key.Key_Return)
        else:
            till.press(Key.Key_F2)
            till.enter_text(CARD)
            till.press(Key.Key_Return)
        if typed == "search":
            till.wait_for(lambda: till.model.screens.grid.found_for == CARD)
            assert till.lines() == []
        else:
            assert till.says("notice_words").startswith("************4242 looks like a card")
        for _ in range(2):
            till.press(Key.Key_Escape)
        till.sell(PAIN)
    assert Site(folder, tmp_path).holds(CARD.encode()) == []
    require_sound(folder)


def test_55_a_card_number_is_kept_and_told_nowhere(site: Site, tmp_path: Path) -> None:
    header = ("sku", "barcode", "name", "category", "price", "tax_class", "cost", "stock", "unit")
    good = ["A", "", "Pen", "office", "1", "ZERO", "1", "1", "each"]
    rows = [[*good[:n], text, *good[n + 1 :]] for n in range(9) for text in (CARD, GROUPED)]
    content = table((*header, CARD), [[*row, CARD] for row in rows])
    (path := site.outside / f"{CARD}.csv").write_text(content)
    told = site.terminal.done("products", "import", path, "--json")
    assert '"rejected_count": 18' in told
    assert site.names() == []
    with (
        site.opened() as store,
        pytest.raises(CardNumberError, match=r"^Ana \*{12}4242 looks like"),
    ):
        store.services.staff.add(
            actor=shops.owner(store), name=f"Ana {GROUPED}", role=Role.CASHIER, pin="250917"
        )
    for field in ("store", "owner", "address", "tax_number", "company_id", "phone", "footer"):
        with pytest.raises(CardNumberError):
            shops.make(tmp_path / "other", **{field: f"x {CARD}"})
    assert not (tmp_path / "other").exists()
    for words in (
        *(("products", "show"), ("stock", "show"), ("orders", "show"), ("orders", "receipt")),
        *(("staff", "disable"), ("shift", "close", "--counted"), ("products", "import")),
    ):
        told += site.terminal.refused(*words, CARD)
    told += site.terminal.refused("products", "export", site.outside / CARD / "x.csv")
    told += site.terminal.done("products", "find", CARD)
    path.unlink()

    assert CARD not in told
    assert GROUPED not in told
    assert site.holds(CARD.encode()) == site.holds(GROUPED.encode()) == []


def test_55_a_telephone_number_is_no_card(tmp_path: Path) -> None:
    """Of 13 and 14 digits, numbers of people and companies look like cards."""
    for field, text in (("phone", "+4 915 112 345 672"), ("company_id", "38012986646850")):
        shops.make(tmp_path / field, **{field: text})


def test_56_enter_held_and_double_clicks_pay_once(till: DrivenTill) -> None:
    till.scan(PAIN)
    till.quiet()
    till.hold(Key.Key_Return)
    assert till.page == "pay"
    assert till.orders() == []
    till.hold(Key.Key_Return)
    till.wait_for_page("done")
    till.hold(Key.Key_Return)
    till.wait_for_page("sell")
    till.hold(Key.Key_Return)
    assert len(till.orders()) == 1

    till.scan(BREAD)
    till.quiet()
    till.press(Key.Key_Return)
    till.wait_for_page("pay")
    take = till.widget(QPushButton, "take")
    for _ in range(3):
        QTest.mouseDClick(take, Qt.MouseButton.LeftButton)
        QTest.mouseClick(take, Qt.MouseButton.LeftButton)
    till.wait_for_page("done")

    assert [row.total.minor for row in till.orders()] == [179, 249]
