"""Cash in and out of a shop in memory."""

from __future__ import annotations

from pos_app.services.ports import Printer
from pos_app.services.shifts.cash_moves import CashMoves, CashPorts, RecordedMove
from tests.fakes.shop import FakeShop


class FakeSlips:
    """A line with what it cannot do without."""

    def slip_lines(self, recorded: RecordedMove) -> list[str]:
        move = recorded.move
        return [f"{move.way} {move.amount} {move.reason} {move.note} {recorded.who}".strip()]


def cash_moves(shop: FakeShop, printer: Printer) -> CashMoves:
    return CashMoves(
        ports=CashPorts(
            *(shop.store.new_uow, shop.journal, shop.clock, printer, shop.disk),
            FakeSlips(),
        ),
        currency=shop.profile.currency,
    )
