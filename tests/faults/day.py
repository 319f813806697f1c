"""A day at a till, small enough to be broken at each of its writes: what the sweeps play."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from pos_app.adapters.persistence.checkpoint import checkpoint
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.opening import OpenStore, writing
from pos_app.composition.returning import returns_of
from pos_app.domain.errors import PosError
from pos_app.domain.order import Order, OrderState
from pos_app.domain.quantity import ONE
from pos_app.domain.returned import Returned, ReturnReason
from pos_app.domain.staff import StaffMember
from pos_app.services.order_drafts import draft_of
from pos_app.services.orders.returning import Line
from tests.faults.shim import Shim
from tests.faults.told import Teller

T = TypeVar("T")

ATTEMPTS: Final = 3
FLOAT: Final = 5_000
NOTE: Final = 20_000
# What a kill would leave: the shared memory beside the store goes with its last process.
FAULTY: Final = Returned(ReturnReason.FAULTY)
LEFT_BY_A_KILL: Final = ("pos.sqlite3", "pos.sqlite3-wal", "keys.json", "last-entry")


class StuckError(Exception):
    """It is still refused when the disk works again."""


@dataclass(frozen=True, slots=True)
class Play:
    """Where it is played and with what: three codes of products that are sold by the piece."""

    folder: DataFolder
    codes: Sequence[str]
    teller: Teller
    shim: Shim


class Day:
    """A shift with paid, cancelled and open orders. A refusal is met as a person meets it.

    They look at the words, find the order as it was, and try again; after the second refusal
    they see to the disk.
    """

    def __init__(self, play: Play) -> None:
        self._play = play
        self._has_image = False

    def run(self) -> None:
        self._open_till(self._whole_day)
        self._play.teller.tell("end")

    def go_on(self) -> None:
        """The next till on the same store: it sells one more, in whatever shift there is."""
        self._open_till(self._one_more)
        self._play.teller.tell("end")

    def _open_till(self, sell: Callable[[OpenStore], None]) -> None:
        """Open the store, and sell; a refusal while it opens or closes is met like the others."""
        is_done = False

        def till() -> None:
            nonlocal is_done
            if is_done:
                return
            with writing(self._play.folder, print_receipts=False) as store:
                sell(store)
                is_done = True

        self._attempt("till", till)

    def _whole_day(self, store: OpenStore) -> None:
        first, second, third = self._play.codes
        self._shift(store)
        self._pay(store, self._ring(store, first, second, first, third))
        self._cancel(store, self._ring(store, second, third))
        self._attempt("checkpoint", lambda: checkpoint(store.writer))
        self._pay(store, self._ring(store, third, third), tendered=NOTE)
        self._pay(store, self._ring(store, first))
        self._give_back(store)
        self._ring(store, second)
        self._close(store)

    def _one_more(self, store: OpenStore) -> None:
        if store.services.shifts.current() is None:
            self._shift(store)
        self._pay(store, self._ring(store, self._play.codes[0]))

    def _shift(self, store: OpenStore) -> None:
        shifts, owner = store.services.shifts, _owner(store)
        self._attempt("shift", lambda: shifts.open(actor=owner, opening_float=FLOAT))
        self._tell_entries(store)

    def _ring(self, store: OpenStore, *codes: str) -> Order:
        order = store.services.orders.create_order(actor=_owner(store))
        for code in codes:
            store.services.orders.scan(raw=code)
        draft = draft_of(order, total=store.services.orders.totals().total)
        self._attempt("draft", lambda: store.services.drafting.save(draft))
        self._play.teller.tell("draft", order_id=draft.order_id, revision=draft.revision)
        return order

    def _pay(self, store: OpenStore, order: Order, tendered: int | None = None) -> None:
        checkout, owner = store.services.checkout, _owner(store)
        due = checkout.cash_due(order) if tendered is None else tendered
        paid = self._attempt(
            "order", lambda: checkout.pay_cash(order=order, tendered=due, actor=owner), order
        )
        self._play.teller.tell("order", number=paid.number, order_id=order.order_id)
        self._tell_entries(store)

    def _give_back(self, store: OpenStore) -> None:
        """One piece of the order before the last: an exchange without anything for it."""
        owner, returns = _owner(store), returns_of(store)
        number = [one.number for one in store.queries.orders.listed() if one.number][-2]
        document = store.queries.orders.by_number(number)
        assert document is not None
        order = store.services.orders.create_order(actor=owner)
        returns.add(document=document, lines=(Line(1, ONE),), why=FAULTY, actor=owner)
        draft = draft_of(order, total=store.services.orders.totals().total)
        self._attempt("draft", lambda: store.services.drafting.save(draft))
        self._play.teller.tell("draft", order_id=draft.order_id, revision=draft.revision)
        tenders, checkout = returns.plan(order), store.services.checkout
        paid = self._attempt(
            "order", lambda: checkout.pay(order=order, tenders=tenders, actor=owner), order
        )
        self._play.teller.tell("order", number=paid.number, order_id=order.order_id)
        self._tell_entries(store)

    def _cancel(self, store: OpenStore, order: Order) -> None:
        cancelling, owner = store.services.cancelling, _owner(store)
        self._attempt(
            "cancel", lambda: cancelling.cancel(order=order, actor=owner, reason="left"), order
        )
        self._play.teller.tell("cancelled", order_id=order.order_id)
        self._tell_entries(store)

    def _close(self, store: OpenStore) -> None:
        shifts, owner = store.services.shifts, _owner(store)
        current = shifts.current()
        assert current is not None
        counted = current.expected
        self._attempt("close", lambda: shifts.close(actor=owner, counted=counted))
        self._tell_entries(store)

    def _attempt(self, step: str, act: Callable[[], T], order: Order | None = None) -> T:
        before = list(order.items) if order else []
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return act()
            except PosError as error:
                order_id = order.order_id if order else None
                self._play.teller.tell(
                    "refused", code=error.code, words=str(error), step=step, order_id=order_id
                )
                self._keep_image()
                if attempt == ATTEMPTS:
                    raise StuckError(step) from error
                if attempt == ATTEMPTS - 1:
                    self._play.shim.mend()
                if order is not None:
                    assert order.state is OrderState.CREATED, order.state
                    assert order.items == before, order.items
        raise StuckError(step)

    def _keep_image(self) -> None:
        """Copy what a kill at the first refusal would leave: its words must be true even then."""
        if self._has_image:
            return
        self._has_image = True
        root = self._play.folder.root
        image = root.with_name(f"{root.name}.image")
        image.mkdir()
        for name in LEFT_BY_A_KILL:
            if (root / name).exists():
                shutil.copyfile(root / name, image / name)
        self._play.teller.tell("image", folder=str(image))

    def _tell_entries(self, store: OpenStore) -> None:
        self._play.teller.tell("entries", seq=store.queries.journal.head().seq)


def _owner(store: OpenStore) -> StaffMember:
    return store.services.staff.owner()
