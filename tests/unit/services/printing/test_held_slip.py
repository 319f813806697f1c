from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from pos_app.adapters.documents.receipt_words import read_receipt_words
from pos_app.domain.errors import UnavailableError
from pos_app.domain.keeping import Keeping
from pos_app.domain.order import Order
from pos_app.domain.product import Unit
from pos_app.domain.staff import Role, StaffMember
from pos_app.domain.tax import TaxPolicy
from pos_app.services.print_lines import BarsLine, QrLine
from pos_app.services.printing.held_slip import (
    HeldSlips,
    SlipNotPrintedError,
    is_slip_code,
    slip_code,
)
from pos_app.services.printing.rendering import ReceiptRenderer
from tests.fakes.formats import FakeFormats
from tests.fakes.paper import paper
from tests.fakes.printing import EURO, HEADER, TAX_CLASSES, FakePrinter, item

WORDS = read_receipt_words(Path(__file__).parents[4] / "resources" / "translations", "en")
BEN: Final = StaffMember(2, "Ben", Role.CASHIER)
ORDER_ID: Final = "0193a7b2-6c1e-7d4a-9f10-3f2a9c01b7d4"
CODE: Final = "HELD-3F2A9C01B7D4"


def held_order() -> Order:
    order = Order(order_id=ORDER_ID, currency=EURO, policy=TaxPolicy(), opened_by=2)
    for one in (
        item("Baguette", 120, thousandths=3_000),
        item("Comté", 2_490, thousandths=842, unit=Unit.KILOGRAM),
        item("Sac", 90),
    ):
        order.add_item(one)
    order.keeping = Keeping(name="Blue hat", held_at=datetime(2026, 3, 14, 17, 5, tzinfo=UTC))
    return order


@pytest.fixture
def printer() -> FakePrinter:
    return FakePrinter()


@pytest.fixture
def slips(printer: FakePrinter) -> HeldSlips:
    renderer = ReceiptRenderer(paper(HEADER, 32), WORDS, FakeFormats())
    return HeldSlips(renderer, printer, lambda order: order.calculate_total(TAX_CLASSES))


class TestCode:
    def test_is_the_end_of_the_order(self) -> None:
        assert slip_code(ORDER_ID) == CODE
        assert is_slip_code(CODE)
        assert is_slip_code(CODE.lower())

    @pytest.mark.parametrize("raw", ["", "HELD", "4006381333931", "B-3F2A", "xHELD-1"])
    def test_is_no_other(self, raw: str) -> None:
        assert not is_slip_code(raw)


class TestSlip:
    def test_says_what_it_is_not_and_what_is_in_the_order(
        self, slips: HeldSlips, printer: FakePrinter
    ) -> None:
        slips.print(held_order(), actor=BEN)

        ((name, lines),) = printer.printed.items()
        assert name == CODE
        assert lines[0].strip() == lines[-1].strip() == "ON HOLD: NOT A RECEIPT"
        assert [one.strip() for one in lines[1:3]] == ["Épicerie du Marché", "Blue hat"]
        start = lines.index("Baguette                    3,60")
        assert lines[start : start + 7] == [
            "Baguette                    3,60",
            "  × 3",
            "Comté                      20,97",
            "  0,842 kg",
            "Sac                         0,90",
            "-" * 32,
            "TOTAL                    25,47 €",
        ]
        assert CODE in lines

    def test_has_codes_that_bring_the_order_back(
        self, slips: HeldSlips, printer: FakePrinter
    ) -> None:
        wide = replace(slips, renderer=replace(slips.renderer, paper=paper(HEADER, 48)))
        wide.print(held_order(), actor=BEN)

        codes = [one for one in printer.lines[CODE] if isinstance(one, QrLine | BarsLine)]
        assert [one.payload for one in codes] == [CODE, CODE]
        assert all(is_slip_code(one.payload) for one in codes)

    def test_tells_of_practice_too(self, slips: HeldSlips) -> None:
        header = replace(HEADER, practice=True)
        practice = replace(slips, renderer=replace(slips.renderer, paper=paper(header, 32)))

        rows = practice.slip(held_order()).rows

        assert [getattr(rows[at], "text", "") for at in (0, 1)] == [WORDS.practice, WORDS.held]

    def test_that_is_not_printed_leaves_the_order_as_it_is(
        self, slips: HeldSlips, printer: FakePrinter
    ) -> None:
        order, before = held_order(), held_order()
        printer.failure = UnavailableError(reason="off")

        with pytest.raises(SlipNotPrintedError):
            slips.print(order, actor=BEN)

        assert order == before
        assert printer.printed == {}
