"""Build what puts cash into the drawer or takes it out."""

from __future__ import annotations

from pos_app.composition.opening import OpenStore
from pos_app.composition.receipts import printer_of, renderer_of, shift_renderer_of
from pos_app.services.ports import Printer
from pos_app.services.printing.cash_slip import CashSlipRenderer
from pos_app.services.shifts.cash_moves import CashMoves, CashPorts


def cash_moves_of(store: OpenStore, printer: Printer | None = None) -> CashMoves:
    """On this printer, or on one of its own."""
    services, profile = store.services, store.queries.profile
    receipts = renderer_of(store.queries.live, store.queries.customers)
    return CashMoves(
        ports=CashPorts(
            *(services.new_uow, services.journal, services.clock),
            *(printer or printer_of(store.folder, store.queries.live), services.disk),
            CashSlipRenderer(shift_renderer_of(profile, receipts)),
        ),
        currency=profile.currency,
    )
