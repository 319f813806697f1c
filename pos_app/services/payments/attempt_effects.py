"""What money that has moved means for its order, in the transaction that says so."""

from __future__ import annotations

from dataclasses import replace

from pos_app.domain.attempt import Attempt, AttemptKind
from pos_app.domain.order import Order, OrderState, put_tenders
from pos_app.domain.tax import TaxClass
from pos_app.services.order_drafts import draft_of, readable
from pos_app.services.orders.drafting import OrderGoneError
from pos_app.services.payments.attempt_entries import AttemptEntries
from pos_app.services.payments.attempt_terms import reversal_of, tenders_after
from pos_app.services.ports import Clock, Ids, UnitOfWork


class AttemptEffects:
    def __init__(
        self,
        *,
        entries: AttemptEntries,
        clock: Clock,
        ids: Ids,
        tax_classes: dict[str, TaxClass],
    ) -> None:
        self._entries = entries
        self._clock = clock
        self._ids = ids
        self._tax_classes = tax_classes

    def keep(self, uow: UnitOfWork, order: Order) -> None:
        """Put the order on disk as it is now.

        :raises OrderGoneError: if it was paid or given up meanwhile
        """
        total = order.calculate_total(self._tax_classes).total
        if not uow.drafts.save(draft_of(order, total=total)):
            raise OrderGoneError

    def follow(self, uow: UnitOfWork, done: Attempt) -> None:
        """An approved attempt becomes a tender of its order, or takes one out.

        Money that came for an order that is gone, or for a payment that was released, is given
        back by a reversal that is begun here.
        """
        if done.kind is AttemptKind.REVERSAL:
            return
        draft = uow.drafts.draft(done.order_id)
        order = readable(draft) if draft is not None else None
        if done.kind is AttemptKind.CHARGE and (order is None or done.released_by is not None):
            self._reverse(uow, done)
        elif order is not None:
            if order.state is OrderState.HELD:
                order.resume()  # there is money in it now: it is for the screen again
            put_tenders(order, tenders_after(order, done))
            self.keep(uow, order)

    def _reverse(self, uow: UnitOfWork, charge: Attempt) -> None:
        reversal = reversal_of(charge, self._ids.new(), AttemptKind.REVERSAL)
        reversal = replace(reversal, created_at=self._clock.now())
        uow.attempts.add(reversal)
        self._entries.state(uow, reversal)
