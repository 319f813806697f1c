"""Records of terminals, taken in by head office: each once, in order, and none ever lost."""

from __future__ import annotations

from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from operator import add
from pathlib import Path
from threading import Barrier

import pytest

from pos_app.adapters.system.signing import Ed25519Check
from pos_app.composition.lookups import lookup_of
from pos_app.composition.opening import OpenStore, writing
from pos_app.composition.returning import returns_of
from pos_app.domain.journal import EntryKind
from pos_app.domain.quantity import ONE, Quantity
from pos_app.domain.returned import Returned, ReturnReason
from pos_app.head_office.services.ingest.heads import SIGNED_PREFIX
from pos_app.head_office.services.ingest.ingesting import (
    RevokedTerminalError,
    UnknownTerminalError,
)
from pos_app.head_office.services.ingest.sent import signature_said
from pos_app.head_office.services.ingest.walking import OutOfOrderError
from pos_app.head_office.storage.engine import Database
from pos_app.head_office.storage.tables import (
    countersignature,
    order,
    quarantine,
    record,
    sales_by_day,
    sales_by_day_product,
    stock,
    terminal,
)
from pos_app.services.orders.returning import Line
from pos_app.wire import canonical
from pos_app.wire.records import Answer
from tests.fakes.till_journal import StoreJournal, TillJournal, busy_journal, journal_of
from tests.integration import shop
from tests.integration.head_office.ground import OTHER_STORE, STORE, Ground
from tests.integration.test_staged_import import bring_in as bring_in_slices
from tests.integration.test_staged_import import take_back

ACCEPTED = (Answer.ACCEPTED, "")
DUPLICATE = (Answer.DUPLICATE, "")
CONFLICT = (Answer.CONFLICT, "conflict")

# What the till itself has added up.
DAILY = "SELECT business_date, orders, quantity, tax, gross FROM daily_sales"
BY_PRODUCT = """
    SELECT business_date, sku, orders, quantity, tax, gross
    FROM sales_by_day_product JOIN product USING (product_id)
"""
MOVEMENTS = ("opening", "order", "refund", "receipt", "count")
MOVED = """
    SELECT sku, sum(quantity) FROM stock_movement JOIN product USING (product_id) GROUP BY sku
"""


@pytest.fixture
def ground(head_office_database: Database) -> Ground:
    made = Ground(head_office_database)
    made.add_store()
    return made


@pytest.fixture(scope="module")
def real_journal(tmp_path_factory: pytest.TempPathFactory) -> StoreJournal:
    """Of a till that sold, cancelled, took back, closed a shift, received, imported and counted."""
    root = tmp_path_factory.mktemp("store") / "data"
    made = shop.make(root, practice=False, keys_in_file=True)
    shop.trade(made.folder)
    with writing(made.folder) as store:
        owner = shop.owner(store)
        milk = lookup_of(store.queries).find(shop.MILK).product
        store.services.stock.receive(actor=owner, product=milk, quantity=Quantity(5_000))
        for restocks in (True, False):
            returns, sale = returns_of(store), store.queries.orders.by_number("T01-000004")
            assert sale is not None
            order = store.services.orders.create_order(actor=owner)
            why = Returned(ReturnReason.FAULTY, restocks=restocks)
            returns.add(document=sale, lines=(Line(1, ONE),), why=why, actor=owner)
            store.services.checkout.pay(order=order, tenders=returns.plan(order), actor=owner)
        _import_and_count(store, root.parent)
    return journal_of(made.folder)


def _import_and_count(store: OpenStore, folder: Path) -> None:
    """More products than one entry has room for, by both ways of an import, and one undone."""
    for name, first, quantity in (("till", 0, 3), ("more", 1_000, 4), ("undone", 2_000, 5)):
        rows = [f"{name}-{n},,Thing {n},1.00,{quantity}" for n in range(first, first + 700)]
        path = folder / f"{name}.csv"
        path.write_text("\n".join(("sku,barcode,name,price,stock", *rows)), encoding="utf-8")
        if name == "till":
            shop.bring_in(store, path)
        else:
            staged = bring_in_slices(store, path)
    take_back(store, staged)
    counted = folder / "counted.csv"
    rows = [f"till-0,,Thing 0,1.00,11\n,{shop.MILK},Milk,0.95,7"]
    counted.write_text("\n".join(("sku,barcode,name,price,stock", *rows)), encoding="utf-8")
    shop.bring_in(store, counted, set_stock=True)


def small() -> TillJournal:
    journal = TillJournal.begun()
    journal.order(("MILK", 2000, 300), ("TEA", 1000, 450))
    journal.order(("MILK", 1000, 150))
    journal.add(EntryKind.LOCK)
    return journal


class TestAcceptance:
    def test_takes_a_journal_and_answers_for_each_entry(self, ground: Ground) -> None:
        journal = small()
        terminal_id = ground.enrol(journal)

        received = ground.receive(terminal_id, journal.records)

        assert [(r.epoch, r.seq, r.answer) for r in received.results] == [
            (1, seq, Answer.ACCEPTED) for seq in range(1, 5)
        ]
        assert [bytes(row["raw"]).decode() for row in ground.rows(record)] == [
            one.raw for one in journal.records
        ]

    def test_countersigns_what_it_holds(self, ground: Ground) -> None:
        journal = small()
        terminal_id = ground.enrol(journal)

        head = ground.receive(terminal_id, journal.records).head

        last = journal.records[-1]
        assert (head.terminal, head.epoch, head.seq, head.hash) == (terminal_id, 1, 4, last.hash)
        fields = {
            name: getattr(head, name)
            for name in ("terminal", "epoch", "seq", "hash", "at", "key_id")
        }
        assert Ed25519Check().valid(
            public_key=ground.head_key.signer.public_key,
            signature=signature_said(head.signature) or b"",
            data=SIGNED_PREFIX + canonical.encode(fields),
        )
        assert [row["signature"] for row in ground.rows(countersignature)] == [head.signature]

    def test_keeps_orders_and_their_sums(self, ground: Ground) -> None:
        journal = small()

        ground.receive(ground.enrol(journal), journal.records)

        assert [(row["number"], row["total"], row["state"]) for row in ground.rows(order)] == [
            ("T01-000001", 750, "paid"),
            ("T01-000002", 150, "paid"),
        ]
        [day] = ground.rows(sales_by_day)
        assert (day["business_date"], day["hour"]) == (date(2026, 11, 26), 10)
        assert (day["orders"], day["quantity"], day["tax"], day["gross"]) == (2, 4000, 150, 900)
        assert [
            (row["sku"], row["orders"], row["quantity"], row["gross"])
            for row in ground.rows(sales_by_day_product)
        ] == [("MILK", 2, 3000, 450), ("TEA", 1, 1000, 450)]
        assert {row["sku"]: row["quantity"] for row in ground.rows(stock)} == {
            "MILK": -3000,
            "TEA": -1000,
        }

    def test_adds_what_came_back_or_in_and_not_what_was_cancelled(self, ground: Ground) -> None:
        journal = TillJournal.begun()
        journal.order(
            ("MILK", -1000, -150),
            kind=EntryKind.REFUND,
            returns={"reason": "other", "restocks": True, "taxes": {}},
        )
        journal.order(
            ("TEA", -1000, -450),
            kind=EntryKind.REFUND,
            returns={"reason": "broken", "restocks": False, "taxes": {}},
        )
        journal.order(("MILK", 9000, 900), kind=EntryKind.ORDER_CANCEL, number=None)
        journal.add(EntryKind.CONFIG_CHANGE, {"received": "TEA", "quantity": 6000})
        journal.add(EntryKind.CONFIG_CHANGE, {"setting": "language"})
        journal.add(EntryKind.IMPORT, {"source": "a.csv", "moved": [["TEA", 1000], ["PEN", 3000]]})
        journal.add(EntryKind.IMPORT, {"source": "a.csv", "new": 0, "moved": [["PEN", -500]]})

        ground.receive(ground.enrol(journal), journal.records)

        assert [row["state"] for row in ground.rows(order)] == ["refund", "refund", "cancelled"]
        [day] = ground.rows(sales_by_day)
        assert (day["orders"], day["quantity"], day["gross"]) == (0, -2000, -600)
        assert {row["sku"]: row["quantity"] for row in ground.rows(stock)} == {
            "MILK": 1000,
            "TEA": 7000,
            "PEN": 2500,
        }

    @pytest.mark.parametrize(
        "moved",
        [
            {"TEA": 1000},
            [["TEA"]],
            [["TEA", 1000, 2]],
            [["TEA", "1"]],
            [["TEA", 10**13]],
            [["", 1]],
            [["T\0", 1]],
            [[1, 1]],
            ["TEA"],
            [["TEA", 1]] * 1_001,
        ],
    )
    def test_keeps_aside_an_import_whose_moves_cannot_be_added_up(
        self, ground: Ground, moved: object
    ) -> None:
        journal = TillJournal.begun()
        journal.add(EntryKind.IMPORT, {"source": "a.csv", "moved": moved})

        answers = ground.answers(ground.enrol(journal), journal.records)

        assert [answer for answer, _ in answers] != [Answer.ACCEPTED]
        assert ground.rows(stock) == []

    def test_agrees_with_what_the_till_itself_has_added_up(
        self, ground: Ground, real_journal: StoreJournal
    ) -> None:
        terminal_id = ground.enrol(real_journal)

        answers = ground.answers(terminal_id, real_journal.records)

        assert set(answers) == {ACCEPTED}
        path = real_journal.folder.store
        kept: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        for row in ground.rows(sales_by_day):
            sums = (row["orders"], row["quantity"], row["tax"], row["gross"])
            kept[row["business_date"].isoformat()] = list(
                map(add, kept[row["business_date"].isoformat()], sums)
            )
        assert kept == {day: list(sums) for day, *sums in shop.rows(path, DAILY)}
        assert {
            (row["business_date"].isoformat(), row["sku"]): (
                *(row["orders"], row["quantity"], row["tax"], row["gross"]),
            )
            for row in ground.rows(sales_by_day_product)
        } == {(day, sku): tuple(sums) for day, sku, *sums in shop.rows(path, BY_PRODUCT)}
        assert {row["sku"]: row["quantity"] for row in ground.rows(stock)} == dict(
            shop.rows(path, MOVED)
        )
        assert shop.one(path, "SELECT count(DISTINCT kind) FROM stock_movement") == len(MOVEMENTS)
        assert len(ground.rows(order)) == shop.one(path, 'SELECT count(*) FROM "order"')


class TestAgain:
    def test_is_a_duplicate_and_changes_nothing(self, ground: Ground) -> None:
        journal = small()
        terminal_id = ground.enrol(journal)
        ground.receive(terminal_id, journal.records)
        before = ground.digest()

        answers = ground.answers(terminal_id, journal.records)

        assert answers == [DUPLICATE] * 4
        assert ground.digest() == before

    def test_goes_on_behind_what_is_known(self, ground: Ground) -> None:
        journal = small()
        terminal_id = ground.enrol(journal)
        ground.receive(terminal_id, journal.records[:3])

        assert ground.answers(terminal_id, journal.records[1:]) == [
            DUPLICATE,
            DUPLICATE,
            ACCEPTED,
        ]

    def test_a_hundred_times_at_once_is_taken_in_once(self, ground: Ground) -> None:
        journal = busy_journal(20, seed=1)
        terminal_id = ground.enrol(journal)
        together = Barrier(20)

        def send(number: int) -> frozenset[tuple[Answer, str]]:
            if number < together.parties:
                together.wait()
            return frozenset(ground.answers(terminal_id, journal.records))

        with ThreadPoolExecutor(together.parties) as threads:
            found = list(threads.map(send, range(100)))

        assert Counter(found) == {frozenset([ACCEPTED]): 1, frozenset([DUPLICATE]): 99}
        assert len(ground.rows(record)) == len(journal.records)

    def test_in_one_batch_twice_is_taken_in_once(self, ground: Ground) -> None:
        journal = small()
        first = journal.records[0]

        assert ground.answers(ground.enrol(journal), [first, first]) == [ACCEPTED, DUPLICATE]


class TestAltered:
    def test_is_a_conflict_that_is_kept_and_told(self, ground: Ground) -> None:
        journal = small()
        terminal_id = ground.enrol(journal)
        ground.receive(terminal_id, journal.records)
        altered = journal.copied(1).order(("MILK", 2000, 1))

        answers = ground.answers(terminal_id, [altered, *journal.records[2:]])

        assert answers == [CONFLICT, DUPLICATE, DUPLICATE]
        [row] = ground.rows(quarantine)
        assert (row["answer"], row["seq"], bytes(row["raw"]).decode()) == (
            "conflict",
            2,
            altered.raw,
        )
        assert ground.noticed == [("conflict", 1)]

    def test_is_kept_once_however_often_it_comes(self, ground: Ground) -> None:
        journal = small()
        terminal_id = ground.enrol(journal)
        ground.receive(terminal_id, journal.records)
        altered = replace(journal.records[1], raw=journal.records[1].raw.replace("750", "751"))

        assert ground.answers(terminal_id, [altered]) == [CONFLICT]
        assert ground.answers(terminal_id, [altered]) == [CONFLICT]
        assert len(ground.rows(quarantine)) == 1


class TestOutOfOrder:
    def test_keeps_nothing_and_says_where_to_begin(self, ground: Ground) -> None:
        journal = small()
        terminal_id = ground.enrol(journal)
        ground.receive(terminal_id, journal.records[:1])
        before = ground.digest()

        with pytest.raises(OutOfOrderError, match="Entry 3 does not follow entry 1") as caught:
            ground.receive(terminal_id, journal.records[2:])

        assert caught.value.extra["head"]["seq"] == 1  # type: ignore[index]
        assert ground.digest() == before

    def test_is_noticed_inside_a_batch(self, ground: Ground) -> None:
        journal = small()

        with pytest.raises(OutOfOrderError):
            ground.receive(ground.enrol(journal), [journal.records[0], journal.records[2]])

        assert ground.rows(record) == []


class TestEpochs:
    def test_go_on_from_what_was_restored(self, ground: Ground) -> None:
        journal = small()
        terminal_id = ground.enrol(journal)
        ground.receive(terminal_id, journal.records)
        restored = journal.restored(2)
        restored.order(("TEA", 1000, 450))

        answers = ground.answers(terminal_id, restored.records[2:])

        assert answers == [ACCEPTED, ACCEPTED]
        assert [(row["epoch"], row["seq"]) for row in ground.rows(record)] == [
            (1, 1),
            (1, 2),
            (1, 3),
            (1, 4),
            (2, 3),
            (2, 4),
        ]

    def test_that_have_ended_get_no_new_entry(self, ground: Ground) -> None:
        journal = small()
        terminal_id = ground.enrol(journal)
        ground.receive(terminal_id, journal.records)
        ground.receive(terminal_id, journal.restored(4).records)

        copy_goes_on = journal.order(("TEA", 1000, 450))

        assert ground.answers(terminal_id, [copy_goes_on]) == [(Answer.REJECTED, "stale_epoch")]
        assert len(ground.rows(quarantine)) == 1

    def test_do_not_begin_in_the_middle(self, ground: Ground) -> None:
        journal = small()
        terminal_id = ground.enrol(journal)
        ground.receive(terminal_id, journal.records)
        stray = journal.copied(4, epoch=9)
        entry = stray.order(("TEA", 1000, 450))

        assert ground.answers(terminal_id, [entry]) == [(Answer.REJECTED, "epoch")]
        # The journal goes on as if nothing had been.
        head = ground.receive(terminal_id, journal.records[-1:]).head
        assert (head.epoch, head.seq) == (1, 5)


class TestTerminals:
    def test_must_be_known(self, ground: Ground) -> None:
        with pytest.raises(UnknownTerminalError):
            ground.receive("01932c5e-0000-7000-8000-00000000dead", small().records)

    def test_must_not_be_revoked(self, ground: Ground) -> None:
        journal = small()
        terminal_id = ground.enrol(journal)
        with ground.database.writer.begin() as connection:
            connection.execute(terminal.update().values(revoked_at=1))

        with pytest.raises(RevokedTerminalError):
            ground.receive(terminal_id, journal.records)

    def test_of_two_stores_share_nothing(self, ground: Ground) -> None:
        ground.add_store(OTHER_STORE, "New Town")
        for store_id in (STORE, OTHER_STORE):
            journal = small()
            ground.receive(ground.enrol(journal, store_id=store_id), journal.records)

        assert {row["store_id"]: row["gross"] for row in ground.rows(sales_by_day)} == {
            STORE: 900,
            OTHER_STORE: 900,
        }
