"""What comes back of paid orders, in the store in memory and in the one on disk alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest

from pos_app.domain.attempt import AttemptKind
from pos_app.domain.order import Order, put_tip
from pos_app.domain.order_document import Completion, OrderDocument, completed
from pos_app.domain.payment import Payment, PaymentState
from pos_app.domain.quantity import Quantity
from pos_app.domain.return_item import ReturnItem
from pos_app.domain.returned import Returned, ReturnReason
from pos_app.domain.returning import Returning, without_receipt
from pos_app.domain.shift import Shift
from pos_app.services.reports.sales import ASKED, SalesBy
from pos_app.services.return_records import (
    GivenBackMeanwhileError,
    Origin,
    ReturnedMeanwhileError,
    ReturnRow,
)
from tests.contract.samples import (
    BEN,
    MILK,
    MORNING,
    TEA,
    TODAY,
    Lines,
    an_order,
    cancelled,
    open_shift,
    paid,
    sell,
    write,
    write_cancelled,
)
from tests.contract.stores import Store
from tests.contract.test_payment_attempts import add, an_attempt, decided
from tests.fakes.printing import TAX_CLASSES

FAULTY: Final = Returned(ReturnReason.FAULTY, "torn", restocks=False)
MIND: Final = Returned(ReturnReason.CHANGED_MIND)
NUMBER: Final = "T01-000001"


@pytest.fixture
def shift(store: Store) -> Shift:
    return open_shift(store)


@pytest.fixture
def sold(store: Store, shift: Shift) -> OrderDocument:
    return sell(store, paid(an_order("order-1", ((TEA, 3_000), (MILK, 1_000))), shift))


def back(
    document: OrderDocument, position: int, pieces: int, *, already: int = 0, why: Returned = MIND
) -> tuple[ReturnItem, ...]:
    returning = Returning(document, {position: already})
    return returning.give_back(position, Quantity.of(pieces), why)


def refund_of(
    shift: Shift, items: Sequence[ReturnItem], *, uid: str = "refund-1", lines: Lines = ()
) -> OrderDocument:
    """A document that pays these back in cash, out of the payment of the first order."""
    order: Order = an_order(uid, lines)
    order.set_content(replace(order.content, returns=tuple(items)))
    totals = order.calculate_total(TAX_CLASSES)
    payment = Payment(
        f"pay-{uid}",
        *("cash", totals.total, totals.total, 0, PaymentState.APPROVED),
        refunds="pay-order-1" if totals.total < 0 else "",
    )
    return completed(order, totals, Completion(shift, BEN, MORNING), payments=(payment,))


def give_back(store: Store, document: OrderDocument, items: Sequence[ReturnItem]) -> OrderDocument:
    with store.new_uow() as uow:
        uow.orders.returns.take_back(items)
        uow.orders.returns.give_back(document.payments)
        document = write(uow, document)
        uow.commit()
    return document


def test_comes_back_as_it_was_stored(store: Store, shift: Shift, sold: OrderDocument) -> None:
    items = (*back(sold, 1, 1, why=FAULTY), *back(sold, 2, 1))

    stored = give_back(store, refund_of(shift, items), items)

    taxes = sorted(stored.totals.tax_lines, key=lambda one: one.tax_class)
    expected = replace(stored, totals=replace(stored.totals, tax_lines=tuple(taxes)))
    assert store.orders.by_number("T01-000002") == expected
    assert store.unsound() == []


def test_counts_lines_and_money(store: Store, shift: Shift, sold: OrderDocument) -> None:
    for already in (0, 1_000):
        items = back(sold, 1, 1, already=already)
        give_back(store, refund_of(shift, items, uid=f"refund-{already}"), items)

    assert store.returns.returned(NUMBER) == {1: 2_000}
    assert store.returns.given_back(NUMBER) == {"pay-order-1": 900}
    assert store.returns.of(NUMBER) == [
        ReturnRow(number, MORNING, 1, Quantity(1_000), 450)
        for number in ("T01-000002", "T01-000003")
    ]
    assert store.returns.returned("T01-000002") == {}
    assert store.returns.given_back("T01-000002") == {}
    assert store.unsound() == []


def test_of_a_line_that_came_back_meanwhile_is_refused(
    store: Store, shift: Shift, sold: OrderDocument
) -> None:
    items = back(sold, 1, 1)
    give_back(store, refund_of(shift, items), items)

    with pytest.raises(ReturnedMeanwhileError, match="Thé vert of T01-000001"):
        give_back(store, refund_of(shift, items, uid="again"), items)

    assert store.returns.returned(NUMBER) == {1: 1_000}
    assert store.orders.by_id("again") is None


def test_is_never_more_than_was_sold(store: Store, shift: Shift, sold: OrderDocument) -> None:
    (item,) = back(sold, 1, 3)
    more = replace(item, item=replace(item.item, quantity=Quantity(-3_001)))

    with pytest.raises(ReturnedMeanwhileError):
        give_back(store, refund_of(shift, [more]), [more])

    assert store.returns.returned(NUMBER) == {}


def test_never_takes_more_of_a_payment_than_it_took(
    store: Store, shift: Shift, sold: OrderDocument
) -> None:
    whole = -sold.payments[0].amount
    more = Payment(
        "p", "cash", whole - 1, whole - 1, 0, PaymentState.APPROVED, refunds="pay-order-1"
    )

    with store.new_uow() as uow, pytest.raises(GivenBackMeanwhileError):
        uow.orders.returns.give_back([more])

    assert store.returns.given_back(NUMBER) == {}


def test_knows_what_a_payment_has_paid(store: Store, shift: Shift, sold: OrderDocument) -> None:
    items = back(sold, 1, 1)
    exchange = refund_of(shift, items, lines=((MILK, 9_000),))
    give_back(store, exchange, items)

    with store.new_uow() as uow:
        returns = uow.orders.returns
        assert returns.origin("pay-order-1") == Origin(NUMBER, "cash", is_in_force=True)
        assert returns.origin("nobody's") is None
        assert returns.shift_of(NUMBER) == sold.shift_id
        assert returns.shift_of("T01-000099") is None
        assert returns.exchanged_for("T01-000002") == NUMBER
        assert returns.exchanged_for(NUMBER) == ""
        assert not returns.was_given_back("pay-order-1")


@pytest.mark.parametrize(
    ("state", "by", "expected"),
    [
        (PaymentState.INTENT, "refund-1", True),
        (PaymentState.UNKNOWN, "refund-1", True),
        (PaymentState.APPROVED, "refund-1", True),
        (PaymentState.APPROVED, "itself", False),
        (PaymentState.DECLINED, "refund-1", False),
        (PaymentState.CANCELLED, "refund-1", False),
        (PaymentState.APPROVED, "order-2", False),
    ],
)
def test_knows_what_a_processor_gives_back_of_it_unrecorded(
    store: Store, sold: OrderDocument, *, state: PaymentState, by: str, expected: bool
) -> None:
    shift = store.shifts.get(sold.shift_id)
    assert shift is not None
    sell(store, paid(an_order("order-2", ((TEA, 1_000),)), shift))
    charge = an_attempt("pay-order-1", "order-1")
    refund = replace(
        an_attempt("attempt-2", by), kind=AttemptKind.REFUND, reverses=charge.attempt_id
    )
    is_open = state in {PaymentState.INTENT, PaymentState.UNKNOWN}
    add(store, decided(charge), replace(refund, state=state) if is_open else decided(refund, state))

    with store.new_uow() as uow:
        assert uow.orders.returns.is_under_way(NUMBER, but="itself") is expected
        assert not uow.orders.returns.is_under_way("T01-000002", but="itself")


def test_takes_no_payment_for_one_in_force_that_was_changed(
    store: Store, shift: Shift, sold: OrderDocument
) -> None:
    pay = sold.payments[0]
    seq = store.journal.head().seq
    reversal = Payment(
        *("p-2", "cash", -pay.amount, -pay.amount, 0, PaymentState.APPROVED),
        reverses=pay.payment_id,
        change_seq=seq,
    )
    with store.new_uow() as uow:
        uow.orders.change_tender(sold, [reversal], at=MORNING)
        uow.commit()

    with store.new_uow() as uow:
        for payment_id in (pay.payment_id, "p-2"):
            origin = uow.orders.returns.origin(payment_id)
            assert origin is not None
            assert not origin.is_in_force


def test_is_counted_apart_in_the_shift(store: Store, shift: Shift, sold: OrderDocument) -> None:
    items = back(sold, 1, 2)
    give_back(store, refund_of(shift, items), items)
    other = back(sold, 2, 1)
    give_back(store, refund_of(shift, other, uid="exchange", lines=((TEA, 1_000),)), other)

    now = store.shifts.current()
    assert now is not None
    assert (now.orders, now.sales, now.refunds) == (2, sold.totals.total + 450, 900 + 119)
    assert now.cash_sales == sold.totals.total - 900 + 450 - 119
    assert store.unsound() == []


def test_moves_the_stock_of_what_can_be_sold_again(
    store: Store, shift: Shift, sold: OrderDocument
) -> None:
    before = [store.stock.level(one.product_id).thousandths for one in (TEA, MILK)]
    items = (*back(sold, 1, 2, why=FAULTY), *back(sold, 2, 1))

    give_back(store, refund_of(shift, items), items)

    after = [store.stock.level(one.product_id).thousandths for one in (TEA, MILK)]
    assert after == [before[0], before[1] + 1_000]
    assert [(one.kind, str(one.quantity)) for one in store.stock.movements(2, limit=1)] == [
        ("order", "-3")
    ]
    assert [(one.kind, one.order) for one in store.stock.movements(1, limit=1)] == [
        ("refund", "T01-000002")
    ]
    assert [store.sold(one.product_id) for one in (TEA, MILK)] == [3_000, 0]
    assert store.unsound() == []


def test_without_receipt_names_no_order(store: Store, shift: Shift, sold: OrderDocument) -> None:
    items = without_receipt(
        an_order("x", ((TEA, 1_000),)).items,
        MIND,
        tax_classes=TAX_CLASSES,
        policy=sold.policy,
    )
    document = refund_of(shift, items)
    document = replace(document, payments=(replace(document.payments[0], refunds=""),))

    give_back(store, document, items)

    found = store.orders.by_number("T01-000002")
    assert found is not None
    assert found.items[0].item.returns == MIND
    assert store.returns.returned(NUMBER) == {}
    assert store.unsound() == []


def test_of_an_order_that_was_given_up_counts_for_nothing(
    store: Store, shift: Shift, sold: OrderDocument
) -> None:
    order = an_order("given up")
    order.set_content(replace(order.content, returns=back(sold, 1, 1)))

    with store.new_uow() as uow:
        write_cancelled(uow, cancelled(order, shift))
        uow.commit()

    assert store.returns.of(NUMBER) == []
    assert store.unsound() == []


@pytest.mark.parametrize("by", ASKED)
def test_is_less_in_every_report(
    store: Store, shift: Shift, sold: OrderDocument, by: SalesBy
) -> None:
    items = back(sold, 1, 2)
    refund = give_back(store, refund_of(shift, items), items)

    rows = store.sales.sales(by, since=TODAY, until=TODAY)
    total = store.sales.total(since=TODAY, until=TODAY)

    left = sold.totals.total + refund.totals.total
    assert sum(row.gross for row in rows) == total.gross == left
    assert sum(row.tax for row in rows) == total.tax == sold.totals.tax + refund.totals.tax
    assert {row.orders for row in rows} == {total.orders} == {1}
    assert total.quantity == Quantity(2_000)


def test_is_summed_up_by_person_and_day(store: Store, shift: Shift, sold: OrderDocument) -> None:
    assert store.returns.given_back_by(BEN.staff_id, TODAY) == 0

    first = sell(store, refund_of(shift, back(sold, 1, 1)))
    second = sell(store, refund_of(shift, back(sold, 1, 1, already=1_000), uid="refund-2"))

    given = -first.totals.total - second.totals.total
    assert store.returns.given_back_by(BEN.staff_id, TODAY) == given > 0
    assert store.returns.given_back_by(BEN.staff_id + 1, TODAY) == 0
    assert store.returns.given_back_by(BEN.staff_id, TODAY + timedelta(days=1)) == 0
    with store.new_uow() as uow:
        assert uow.orders.returns.given_back_by(BEN.staff_id, TODAY) == given


def test_is_summed_up_with_the_tip_that_goes_with_it(store: Store, shift: Shift) -> None:
    order = an_order("order-1", ((TEA, 1_000),))
    put_tip(order, 100)
    sold = sell(store, paid(order, shift))
    whole = an_order("refund-1", ())
    whole.set_content(
        replace(whole.content, returns=Returning(sold).everything(MIND), tip_back=100)
    )

    sell(store, paid(whole, shift))

    assert store.returns.given_back_by(BEN.staff_id, TODAY) == sold.totals.total + 100


def test_knows_when_the_store_was_put_back_after_it(store: Store, shift: Shift) -> None:
    before = sell(store, paid(an_order("order-1"), shift)).number or ""
    assert store.returns.restored_after(before) is None

    with store.new_uow() as uow:
        for hour in (1, 2):
            at = MORNING + timedelta(hours=hour)
            uow.settings.start_epoch(at=at, reason="restore", terminal="T01")
        uow.commit()
    after = sell(store, paid(an_order("order-2"), shift)).number or ""

    assert store.returns.restored_after(before) == MORNING + timedelta(hours=2)
    assert store.returns.restored_after(after) is None
    assert store.returns.restored_after("T02-000001") is None
