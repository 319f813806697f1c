from __future__ import annotations

import pytest

from pos_app.domain.errors import UnavailableError
from pos_app.domain.shift import NoSaleReason, NoShiftError
from pos_app.domain.staff import Decision, Permission, Role
from pos_app.services.shifts.no_sale import DrawerPorts, DrawerShutError, NoSale
from tests.fakes.printing import FakePrinter
from tests.fakes.shop import OWNER_PIN, FakeShop
from tests.fakes.storage import DiskRefusedError


class NoPaperError(UnavailableError):
    code = "test.no_paper"
    text = "no paper"


@pytest.fixture
def shop() -> FakeShop:
    return FakeShop()


@pytest.fixture
def printer() -> FakePrinter:
    return FakePrinter()


def open_drawer(
    shop: FakeShop, printer: FakePrinter, reason: NoSaleReason = NoSaleReason.CHANGE
) -> int:
    ports = DrawerPorts(shop.store.new_uow, shop.journal, printer, shop.disk)
    return NoSale(ports=ports).open_drawer(actor=shop.cashier, reason=reason).no_sales


class TestNoSale:
    def test_opens_the_drawer_once(self, shop: FakeShop, printer: FakePrinter) -> None:
        shop.open_shift()

        open_drawer(shop, printer)

        assert printer.events == ["drawer"]

    @pytest.mark.parametrize("reason", NoSaleReason)
    def test_is_journalled_with_its_reason_and_shift(
        self, shop: FakeShop, printer: FakePrinter, reason: NoSaleReason
    ) -> None:
        shift = shop.open_shift()

        open_drawer(shop, printer, reason)

        (entry,) = shop.entries("no_sale")
        assert entry["body"] == {"reason": reason.value}
        assert (entry["user_id"], entry["shift_id"], entry["business_date"]) == (
            *(shop.cashier.staff_id, shift.shift_id, shift.business_date.isoformat()),
        )
        assert shop.verdict().ok

    def test_is_counted_in_its_shift_only(self, shop: FakeShop, printer: FakePrinter) -> None:
        shop.open_shift()
        counts = [open_drawer(shop, printer) for _ in range(2)]
        closed = shop.shifts.close(actor=shop.cashier, counted=0)
        shop.open_shift()

        assert counts == [1, 2]
        assert closed.no_sales == 2
        assert shop.entries("shift_close")[0]["body"]["no_sales"] == 2
        assert open_drawer(shop, printer) == 1

    def test_does_not_open_what_cannot_be_written_down(
        self, shop: FakeShop, printer: FakePrinter
    ) -> None:
        shop.open_shift()
        shop.store.refusal = DiskRefusedError()

        with pytest.raises(DiskRefusedError):
            open_drawer(shop, printer)

        assert printer.events == []
        assert shop.entries("no_sale") == []

    def test_stands_in_the_journal_before_the_drawer_moves(self, shop: FakeShop) -> None:
        shop.open_shift()
        printer = FakePrinter(failure=NoPaperError())

        with pytest.raises(DrawerShutError):
            open_drawer(shop, printer)

        assert len(shop.entries("no_sale")) == 1
        current = shop.shifts.current()
        assert current is not None
        assert current.no_sales == 1

    def test_needs_a_shift(self, shop: FakeShop, printer: FakePrinter) -> None:
        with pytest.raises(NoShiftError):
            open_drawer(shop, printer)

        assert printer.events == []

    def test_takes_an_approval_once_for_both_tries_of_a_full_disk(
        self, shop: FakeShop, printer: FakePrinter
    ) -> None:
        shop.open_shift()
        asked = Permission.OPEN_DRAWER
        shop.roles.decide(
            actor=shop.owner, role=Role.CASHIER, permission=asked, decision=Decision.ASK
        )
        approval = shop.approving.approve(
            actor=shop.cashier, permission=asked, approver_id=shop.owner.staff_id, pin=OWNER_PIN
        )
        shop.fill_disk()
        ports = DrawerPorts(shop.store.new_uow, shop.journal, printer, shop.disk)

        NoSale(ports=ports).open_drawer(
            actor=shop.cashier, reason=NoSaleReason.CHANGE, approval=approval
        )

        (entry,) = shop.entries("no_sale")
        assert (entry["approver_id"], printer.events) == (shop.owner.staff_id, ["drawer"])
