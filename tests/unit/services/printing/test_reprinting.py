import json
from dataclasses import replace

import pytest

from pos_app.domain.errors import UnavailableError
from pos_app.domain.receipt_kind import ReceiptKind
from pos_app.domain.staff import NotAllowedError, Role, StaffMember
from pos_app.services.journal.writing import JournalWriter, TerminalIdentity
from pos_app.services.printing.receipt import NoReceiptError
from pos_app.services.printing.reprinting import OrderNotFoundError, Reprinting
from tests.fakes.printing import (
    FakePrintedOrders,
    FakePrintStore,
    FixedClock,
    PlainSigner,
    item,
    paid_order,
)

ORDER = paid_order([item("Tea", 120)])
AMELIE = StaffMember(3, "Amélie", Role.CASHIER)
IDENTITY = TerminalIdentity("journal-1", "T01", 1, practice=False, time_zone="UTC", app_version="0")


def store_with_order() -> FakePrintStore:
    store = FakePrintStore()
    store.put(ORDER)
    return store


def reprinting(store: FakePrintStore, *, number: str | None = ORDER.number) -> Reprinting:
    writer = JournalWriter(signer=PlainSigner(), clock=FixedClock(), identity=IDENTITY)
    orders = FakePrintedOrders(replace(ORDER, number=number))
    return Reprinting(orders=orders, new_uow=store.new_uow, journal=writer)


class TestReprint:
    def test_asks_for_the_next_copy_each_time(self) -> None:
        store = store_with_order()

        copies = [
            reprinting(store).reprint(order_id=ORDER.order_id, actor=AMELIE) for _ in range(2)
        ]

        assert copies == [1, 2]
        assert [job.copy for job in store.jobs.values()] == [0, 1, 2]

    def test_is_written_into_the_journal(self) -> None:
        store = store_with_order()

        reprinting(store).reprint(order_id=ORDER.order_id, actor=AMELIE)

        (entry,) = store.entries
        fields = json.loads(entry.raw)
        assert entry.kind == "reprint"
        assert (fields["number"], fields["user_id"], fields["body"]) == (
            ORDER.number,
            AMELIE.staff_id,
            {"copy": 1},
        )

    def test_adds_no_job_without_its_entry(self) -> None:
        store = store_with_order()
        store.refusal = UnavailableError(reason="disk")

        with pytest.raises(UnavailableError):
            reprinting(store).reprint(order_id=ORDER.order_id, actor=AMELIE)

        assert len(store.jobs) == 1
        assert store.entries == []

    def test_refuses_an_order_that_is_not_there(self) -> None:
        with pytest.raises(OrderNotFoundError, match="no order other"):
            reprinting(store_with_order()).reprint(order_id="other", actor=AMELIE)

    def test_refuses_a_cancelled_order(self) -> None:
        store = store_with_order()

        with pytest.raises(NoReceiptError):
            reprinting(store, number=None).reprint(order_id=ORDER.order_id, actor=AMELIE)

        assert store.entries == []

    def test_refuses_someone_who_left(self) -> None:
        gone = replace(AMELIE, active=False)

        with pytest.raises(NotAllowedError):
            reprinting(store_with_order()).reprint(order_id=ORDER.order_id, actor=gone)


class TestPrintGift:
    def test_counts_apart_from_the_copies_and_is_no_reprint(self) -> None:
        store = store_with_order()
        service = reprinting(store)

        service.reprint(order_id=ORDER.order_id, actor=AMELIE)
        numbers = [service.print_gift(order_id=ORDER.order_id, actor=AMELIE) for _ in range(2)]

        assert numbers == [1, 2]
        assert [(job.kind, job.copy) for job in store.jobs.values()][1:] == [
            (ReceiptKind.RECEIPT, 1),
            (ReceiptKind.GIFT, 1),
            (ReceiptKind.GIFT, 2),
        ]
        assert [entry.kind for entry in store.entries] == ["reprint", "print", "print"]
        assert json.loads(store.entries[-1].raw)["body"] == {"copy": 2, "form": "gift"}

    def test_refuses_a_cancelled_order_and_someone_who_left(self) -> None:
        store = store_with_order()

        with pytest.raises(NoReceiptError):
            reprinting(store, number=None).print_gift(order_id=ORDER.order_id, actor=AMELIE)
        with pytest.raises(NotAllowedError):
            reprinting(store).print_gift(
                order_id=ORDER.order_id, actor=replace(AMELIE, active=False)
            )
