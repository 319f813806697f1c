"""What a kill left undecided, and the till that is started afterwards."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from shiboken6 import Shiboken

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.charging import card_desk_of
from pos_app.composition.opening import OpenStore, writing
from pos_app.composition.recoverer import OnScreen, Recoverer
from pos_app.domain.attempt import Attempt, AttemptKind, Move, Standing, Wanted
from pos_app.domain.money import Money
from pos_app.domain.order import Order
from pos_app.domain.payment import PaymentState
from pos_app.domain.product import Product
from pos_app.services.order_drafts import draft_of
from tests.fakes.catalogue import EUR
from tests.fakes.processors.memory import FakeProcessor, Fault
from tests.fakes.shop import FakeShop
from tests.fakes.tasks import HeldTaskRunner, InlineTaskRunner
from tests.gui.driving import driven_till
from tests.gui.remote_till import PAIN, READER, RemoteTill, kind_of, known

pytestmark = pytest.mark.usefixtures("qapp")

CANCELLED = PaymentState.CANCELLED


def ring(store: OpenStore) -> Order:
    orders, owner = store.services.orders, store.services.staff.owner()
    order = orders.create_order(actor=owner)
    orders.scan(raw=PAIN)
    return order


def ask(folder: Path, processor: FakeProcessor) -> Attempt:
    """All of an order is asked of the processor, and the till is killed."""
    with writing(DataFolder(folder)) as store:
        if store.queries.shifts.current() is None:
            store.services.shifts.open(actor=store.services.staff.owner(), opening_float=0)
        order = ring(store)
        charging = card_desk_of(store, lambda _name, _purpose: processor).charging
        attempt = charging.begin(
            order=order,
            method=READER,
            amount=order.calculate_total(store.queries.tax_classes).total,
            actor=store.services.staff.owner(),
        )
        charging.act(attempt.attempt_id, Move.CREATE)
    return attempt


def refuse_reversal(folder: Path, processor: FakeProcessor) -> None:
    """What was treated as unpaid came after all, and the processor will not give it back."""
    attempt = ask(folder, processor)
    one = processor.ledger[attempt.attempt_id]
    one.standing, one.captured = Standing.DONE, attempt.amount
    processor.gives_nothing_back = "the account is closed"
    with writing(DataFolder(folder)) as store, store.services.new_uow() as uow:
        uow.attempts.save(replace(attempt, released_by=1, state=PaymentState.SENT))
        uow.commit()


class TestStart:
    def test_finishes_an_order_whose_money_was_set_aside(self, folder: Path) -> None:
        processor = FakeProcessor()
        attempt = ask(folder, processor)
        processor.ledger[attempt.attempt_id].standing = Standing.AUTHORISED

        with known(kind_of(processor)), driven_till(folder) as till:
            orders = till.store.queries.orders
            till.wait_for(lambda: orders.by_id(attempt.order_id) is not None, "the order")
            till.start_selling()

            assert processor.moved == attempt.amount
            remote = RemoteTill(till, processor)
            assert remote.payments() == [("card", attempt.amount, "Visa 4242")]
            assert till.lines() == []

    def test_cancels_what_nobody_waits_for_any_more(self, folder: Path) -> None:
        processor = FakeProcessor()
        attempt = ask(folder, processor)
        processor.ledger[attempt.attempt_id].standing = Standing.WAITING

        with known(kind_of(processor)), driven_till(folder) as till:
            remote = RemoteTill(till, processor)
            till.wait_for(lambda: remote.attempts[0].state is CANCELLED, "the end of it")
            toasts = till.model.screens.toasts
            till.wait_for(lambda: "nothing was charged" in str(toasts.messages), "the word")
            till.start_selling()

            assert processor.ledger[attempt.attempt_id].standing is Standing.CANCELLED
            assert till.lines() != []

    def test_says_in_the_bar_what_has_no_answer_and_asks_again(self, folder: Path) -> None:
        processor = FakeProcessor()
        attempt = ask(folder, processor)
        processor.ledger[attempt.attempt_id].standing = Standing.WAITING
        processor.faults = [Fault.NOT_REACHED]

        with known(kind_of(processor)), driven_till(folder) as till:
            chip = partial(till.model.screens.frame.status.chip, "payments")
            till.wait_for(lambda: chip() is not None, "the notice")
            assert "cannot be reached" in str(chip())
            recoverer = till.window.findChild(QObject, "recoverer")
            assert isinstance(recoverer, Recoverer)

            def is_asked_again() -> bool:
                recoverer.run()  # does nothing while it is at it
                return chip() is None

            till.wait_for(is_asked_again, "the end of the notice")
            assert RemoteTill(till, processor).attempts[0].state is CANCELLED

    def test_says_in_the_bar_what_has_to_be_given_back_until_it_is(self, folder: Path) -> None:
        processor = FakeProcessor()
        refuse_reversal(folder, processor)

        with known(kind_of(processor)), driven_till(folder) as till:
            chip = partial(till.model.screens.frame.status.chip, "payments")
            till.wait_for(lambda: chip() is not None, "the notice")
            words = "still has to be given back: Fakepay would not (the account is closed)"
            assert words in str(chip())
            recoverer = till.window.findChild(QObject, "recoverer")
            assert isinstance(recoverer, Recoverer)
            (owed,) = till.store.queries.attempts.owed()
            with till.store.services.new_uow() as uow:
                by_hand = replace(owed, attempt_id="by-hand", kind=AttemptKind.BY_HAND)
                uow.attempts.add(replace(by_hand, state=PaymentState.APPROVED))
                uow.commit()

            def is_looked_at_again() -> bool:
                recoverer.run()  # does nothing while it is at it
                return chip() is None

            till.wait_for(is_looked_at_again, "the end of the notice")


class TestRecoverer:
    """One that is asked to run by the test alone."""

    @pytest.fixture
    def shop(self) -> FakeShop:
        shop = FakeShop(methods=(READER.fields,))
        shop.sells(Product(1, PAIN, "Pain", Money(125, EUR), "STANDARD"), stock=9_000)
        shop.open_shift()
        shop.processor.customer = Standing.WAITING
        return shop

    def test_leaves_alone_what_a_screen_has_begun_meanwhile(self, shop: FakeShop) -> None:
        tasks, begun = HeldTaskRunner(), set[str]()
        recoverer = Recoverer(
            recovering=shop.recovering,
            owed=shop.owing.listed,
            tasks=tasks,
            on_screen=OnScreen(lambda: frozenset(begun), frozenset),
            may_run=lambda: True,
        )
        recoverer.run()
        attempt = shop.charge(shop.order_of(PAIN), 125)
        begun.add(attempt.attempt_id)
        shop.charging.advance(attempt.attempt_id)

        for _step in ("listed", "resolved", "completed"):
            tasks.run_all()

        (left,) = shop.recovering.undecided()
        assert left.wanted is Wanted.DONE

    def test_tells_nobody_once_its_window_is_closed(self, shop: FakeShop) -> None:
        tasks, window = HeldTaskRunner(), QObject()
        recoverer = Recoverer(
            recovering=shop.recovering,
            owed=shop.owing.listed,
            tasks=tasks,
            on_screen=OnScreen(frozenset, frozenset),
            may_run=lambda: True,
            parent=window,
        )
        shop.charge(shop.order_of(PAIN), 125)
        recoverer.run()
        tasks.run_all()

        Shiboken.delete(window)
        tasks.run_all()

        assert shop.recovering.undecided() == []

    def test_asks_nothing_while_a_copy_may_be_at_work_elsewhere(self, shop: FakeShop) -> None:
        may_run: list[bool] = []
        attempt = shop.charge(shop.order_of(PAIN), 125)
        shop.charging.advance(attempt.attempt_id)
        recoverer = Recoverer(
            recovering=shop.recovering,
            owed=shop.owing.listed,
            tasks=InlineTaskRunner(),
            on_screen=OnScreen(frozenset, frozenset),
            may_run=lambda: bool(may_run),
        )

        recoverer.run()
        assert len(shop.recovering.undecided()) == 1

        may_run.append(True)
        recoverer.run()
        assert shop.recovering.undecided() == []


def test_a_draft_of_the_screen_is_what_the_store_has(folder: Path) -> None:
    """The intent goes to disk with its order, so that the screen's draft is not behind."""
    processor = FakeProcessor()
    attempt = ask(folder, processor)
    with writing(DataFolder(folder)) as store:
        draft = store.queries.drafts.draft(attempt.order_id)
        assert draft is not None
        (order,) = store.services.drafting.open_orders()
        assert draft_of(order, total=draft.total) == draft
