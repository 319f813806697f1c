from __future__ import annotations

import pytest

from pos_app.domain.card_number import CardNumberError
from pos_app.domain.errors import UnavailableError
from pos_app.domain.money import AMOUNT_MINOR_MAX
from pos_app.domain.shift import CashReason, NoShiftError
from pos_app.domain.staff import ApprovalNeededError, Permission
from pos_app.services.shifts.cash_moves import (
    CashAmountError,
    CashMove,
    CashNoteError,
    CashSlipError,
    Direction,
    RecordedMove,
)
from pos_app.services.staff.approving import ApprovalUsedError
from tests.fakes.cash_moves import cash_moves
from tests.fakes.printing import FakePrinter
from tests.fakes.shop import OWNER_PIN, FakeShop
from tests.fakes.storage import DiskRefusedError


class NoPaperError(UnavailableError):
    code = "test.no_paper_for_slip"
    text = "no paper"


@pytest.fixture
def shop() -> FakeShop:
    shop = FakeShop()
    shop.open_shift(opening_float=10_000)
    return shop


@pytest.fixture
def printer() -> FakePrinter:
    return FakePrinter()


def record(
    shop: FakeShop, printer: FakePrinter, way: Direction, amount: int, note: str = ""
) -> RecordedMove:
    move = CashMove(way, amount, CashReason.BANK, note)
    return cash_moves(shop, printer).record(move=move, actor=shop.owner)


class TestRecord:
    def test_changes_what_should_lie_in_the_drawer(
        self, shop: FakeShop, printer: FakePrinter
    ) -> None:
        record(shop, printer, Direction.IN, 2_500)
        shift = record(shop, printer, Direction.OUT, 6_000).shift

        assert (shift.cash_in, shift.cash_out, shift.expected) == (2_500, 6_000, 6_500)

    @pytest.mark.parametrize("way", Direction)
    def test_is_journalled_with_reason_words_and_shift(
        self, shop: FakeShop, printer: FakePrinter, way: Direction
    ) -> None:
        recorded = record(shop, printer, way, 2_500, "night safe")

        (entry,) = shop.entries(f"cash_{way.value}")
        assert entry["body"] == {"amount": 2_500, "reason": "bank", "note": "night safe"}
        assert (entry["seq"], entry["shift_id"]) == (recorded.seq, recorded.shift.shift_id)
        shop.shifts.close(actor=shop.owner, counted=0)
        assert shop.verdict().ok

    def test_opens_the_drawer_and_prints_a_slip(self, shop: FakeShop, printer: FakePrinter) -> None:
        name = record(shop, printer, Direction.OUT, 2_500).name

        assert printer.events == ["drawer", f"print {name}"]
        assert printer.printed[name] == ["out 2500 bank  Olga"]

    @pytest.mark.parametrize(
        ("amount", "words"),
        [(0, "above 0"), (-1, "above 0"), (AMOUNT_MINOR_MAX + 1, "more than")],
    )
    def test_refuses_what_is_no_amount(
        self, shop: FakeShop, printer: FakePrinter, amount: int, words: str
    ) -> None:
        with pytest.raises(CashAmountError, match=words):
            record(shop, printer, Direction.IN, amount)

        assert shop.entries("cash_in") == []

    def test_refuses_too_many_words_and_card_numbers(
        self, shop: FakeShop, printer: FakePrinter
    ) -> None:
        with pytest.raises(CashNoteError, match="100"):
            record(shop, printer, Direction.IN, 100, "x" * 101)
        with pytest.raises(CardNumberError):
            record(shop, printer, Direction.IN, 100, "4111 1111 1111 1111")

        assert (shop.entries("cash_in"), printer.events) == ([], [])

    def test_needs_an_open_shift(self, shop: FakeShop, printer: FakePrinter) -> None:
        shop.shifts.close(actor=shop.owner, counted=0)

        with pytest.raises(NoShiftError):
            record(shop, printer, Direction.IN, 100)

    def test_of_a_cashier_must_be_asked_for(self, shop: FakeShop, printer: FakePrinter) -> None:
        move = CashMove(Direction.OUT, 100, CashReason.EXPENSES)

        with pytest.raises(ApprovalNeededError):
            cash_moves(shop, printer).record(move=move, actor=shop.cashier)

        assert (shop.entries("cash_out"), printer.events) == ([], [])

    def test_stays_recorded_if_the_printer_does_not_work(self, shop: FakeShop) -> None:
        printer = FakePrinter(failure=NoPaperError())

        with pytest.raises(CashSlipError, match="do not record it again"):
            record(shop, printer, Direction.OUT, 100)

        shift = shop.shifts.current()
        assert shift is not None
        assert shift.cash_out == 100

    def test_leaves_the_drawer_shut_if_the_disk_refuses(
        self, shop: FakeShop, printer: FakePrinter
    ) -> None:
        shop.store.refusal = DiskRefusedError()

        with pytest.raises(DiskRefusedError):
            record(shop, printer, Direction.OUT, 100)

        assert printer.events == []

    def test_takes_an_approval_once_for_both_tries_of_a_full_disk(
        self, shop: FakeShop, printer: FakePrinter
    ) -> None:
        move = CashMove(Direction.OUT, 100, CashReason.EXPENSES)
        approval = shop.approving.approve(
            actor=shop.cashier,
            permission=Permission.MOVE_CASH,
            approver_id=shop.owner.staff_id,
            pin=OWNER_PIN,
        )
        shop.fill_disk()

        cash_moves(shop, printer).record(move=move, actor=shop.cashier, approval=approval)

        (entry,) = shop.entries("cash_out")
        assert entry["approver_id"] == shop.owner.staff_id
        with pytest.raises(ApprovalUsedError):
            cash_moves(shop, printer).record(move=move, actor=shop.cashier, approval=approval)
