"""What is edited at head office comes into a store on disk, once, whole and never backwards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest

from pos_app.adapters.persistence import restored_stock
from pos_app.adapters.persistence.soundness import unsound
from pos_app.adapters.persistence.stored_rows import SqlStoredRows
from pos_app.adapters.persistence.synced import SqlSyncWork
from pos_app.composition.opening import OpenStore
from pos_app.domain.order import Order
from pos_app.domain.product import Oversell, Product
from pos_app.domain.quantity import Quantity
from pos_app.domain.staff import Role
from pos_app.domain.store import SETTING, StoreProfile
from pos_app.services.journal.comparing import differences
from pos_app.services.orders.stock_check import OutOfStockError
from pos_app.services.staff.staff_service import FromHeadOfficeError
from pos_app.services.sync.membership import CURSOR
from pos_app.services.sync.membership import SETTING as MEMBERSHIP
from pos_app.services.sync.pulling import Pulled
from pos_app.services.sync.restored_stock import RestoredStock
from pos_app.wire.changes import Subject
from tests.fakes.upstream import lost
from tests.integration import shop as shops
from tests.integration.shop import MILK, SODA
from tests.integration.synced_store import Synced, real_head_office, synced, water

CODE: Final = "4006381333931"
LUXURY: Final = {"name": "Luxury", "taxes": ["LUX"]}
LUX: Final = {
    "name": "Luxury 33 %",
    "rate_millionths": 330_000,
    "amount_minor": 0,
    "compound": False,
}


@pytest.fixture
def till(store: OpenStore) -> Iterator[Synced]:
    with synced(store, real_head_office()) as till:
        yield till


def product(till: Synced, code: str) -> Product | None:
    return till.store.queries.products.by_barcode(code)


def found(till: Synced, code: str) -> Product:
    one = product(till, code)
    assert one is not None
    return one


def body_of(till: Synced, code: str) -> dict[str, Any]:
    """As head office would have what is here already."""
    one = found(till, code)
    return {
        **water(),
        "name": one.name,
        "price": one.unit_price.minor,
        "category": one.category,
        "tax_class": one.tax_class,
        "unit": one.unit.value,
        "barcodes": list(till.store.queries.products.barcodes_of(one.product_id)),
    }


class TestProduct:
    def test_comes_in(self, till: Synced) -> None:
        till.edit("WATER", water())

        till.pull()

        one = found(till, CODE)
        assert (one.sku, one.name, one.unit_price.minor) == ("WATER", "Water 1 l", 95)
        assert "WATER" in [hit.product.sku for hit in till.store.services.search.find("wat")]
        assert unsound(till.store.readers) == []

    def test_takes_over_one_of_the_same_sku(self, till: Synced) -> None:
        milk = found(till, MILK)
        till.edit(milk.sku, body_of(till, MILK) | {"price": 321})

        till.pull()

        changed = found(till, MILK)
        assert changed.product_id == milk.product_id
        assert changed.unit_price.minor == 321

    def test_is_seen_by_the_next_scan_and_not_by_a_line_that_is_rung_up(self, till: Synced) -> None:
        order = shops.ring(till.store, MILK)
        before = order.items[0].unit_price
        till.edit(found(till, MILK).sku, body_of(till, MILK) | {"price": 321})

        till.pull()
        till.store.services.orders.scan(raw=MILK)

        assert [one.unit_price.minor for one in order.items] == [before.minor, 321]

    def test_goes_off_sale_when_it_is_deleted(self, till: Synced) -> None:
        till.edit("WATER", water())
        till.pull()
        till.edit("WATER", None)

        till.pull()

        assert product(till, CODE) is None

    def test_loses_and_gains_barcodes(self, till: Synced) -> None:
        till.edit("WATER", water(barcodes=[CODE, "20928315"[::-1]]))
        till.pull()
        till.edit("WATER", water(barcodes=["96385074"]))

        till.pull()

        assert product(till, CODE) is None
        assert found(till, "96385074").sku == "WATER"
        hits = till.store.services.search.find("9638507")
        assert [hit.product.sku for hit in hits] == ["WATER"]

    def test_takes_a_barcode_that_another_one_has(self, till: Synced) -> None:
        till.edit("WATER", water(barcodes=[MILK]))

        till.pull()

        assert found(till, MILK).sku == "WATER"

    def test_gives_a_barcode_to_another_one_in_the_same_page(self, till: Synced) -> None:
        till.edit("WATER", water())
        till.pull()
        till.edit("SPARKLING", water(name="Sparkling"))
        till.edit("WATER", water(barcodes=[]))

        till.pull()

        assert found(till, CODE).sku == "SPARKLING"

    def test_keeps_its_deposit_and_picture(self, till: Synced) -> None:
        milk = found(till, MILK)
        with till.store.services.new_uow() as uow:
            uow.catalogue.set_image(milk.product_id, image="milk.webp")
            uow.commit()
        till.edit(milk.sku, body_of(till, MILK))

        till.pull()

        assert found(till, MILK) == replace(milk, image="milk.webp")

    def test_has_everything_that_head_office_says(self, till: Synced) -> None:
        till.edit("WATER", water(oversell="block", age_limit=18, open_price=True, unit="kg"))

        till.pull()

        one = found(till, CODE)
        assert (one.oversell, one.age_limit, one.open_price) == (Oversell.BLOCK, 18, True)
        assert one.unit.is_measured


class TestVersion:
    def test_that_is_lower_never_replaces_a_higher_one(self, till: Synced) -> None:
        till.edit("WATER", water(price=90))
        late = till.office.newest(Subject.PRODUCT, "WATER")
        assert late is not None
        till.edit("WATER", water(price=80))
        till.pull()
        till.office.say(late)

        till.pull()

        assert found(till, CODE).unit_price.minor == 80

    def test_counts_anew_when_head_office_went_back_in_time(self, till: Synced) -> None:
        till.edit("WATER", water(price=90))
        backup = till.office.backup()
        till.edit("WATER", water(price=80))
        till.edit("WATER", water(price=70))
        till.pull()
        till.office.restore(backup)
        till.edit("WATER", water(price=60))

        till.pull()

        assert found(till, CODE).unit_price.minor == 60

    def test_is_not_written_twice(self, till: Synced) -> None:
        till.edit("WATER", water())
        till.pull()
        head = till.store.queries.journal.head()
        with till.store.services.new_uow() as uow:
            uow.settings.put(CURSOR, "")
            uow.commit()

        till.pull()

        assert till.store.queries.journal.head() == head


class TestPage:
    def test_goes_in_with_its_cursor_or_not_at_all(
        self, till: Synced, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for number in range(20):
            till.edit(f"W{number}", water(barcodes=[]))
        with monkeypatch.context() as patch:
            patch.setattr(SqlSyncWork, "commit", lambda _self: lost())
            with pytest.raises(Exception, match="no connection"):
                till.parts.pulling.step()

        assert till.store.queries.settings.get(CURSOR) in (None, "")
        assert till.store.queries.products.by_sku("W0") is None
        till.pull()
        assert till.store.queries.products.by_sku("W19") is not None

    def test_is_as_large_as_fits_into_a_slice(self, till: Synced) -> None:
        for number in range(300):
            till.edit(f"W{number}", water(barcodes=[]))

        steps = till.pull()

        assert sum(one.taken for one in steps) == 300
        assert len(steps) > 1
        assert [one.left for one in steps] == sorted((one.left for one in steps), reverse=True)

    def test_takes_all_but_what_cannot_be_used(self, till: Synced) -> None:
        till.edit("GOOD", water(barcodes=[]))
        till.edit("BAD", water(price=-1))
        till.edit("CUSTOM", water(barcodes=[]))

        [pulled] = till.pull()

        assert {one.key for one in pulled.refused} == {"BAD", "CUSTOM"}
        assert till.store.queries.products.by_sku("GOOD") is not None

    def test_leaves_books_that_agree(self, till: Synced) -> None:
        till.edit("WATER", water())
        till.edit("p1", {"name": "Bea", "role": "cashier", "active": True}, "staff")
        till.pull()
        shops.sell(till.store, CODE, SODA)

        stored = SqlStoredRows(till.store.readers)
        assert differences(till.store.queries.journal, stored) == []
        assert unsound(till.store.readers) == []
        assert shops.verdict(till.store.queries).ok


class TestTaxClass:
    def test_comes_in_with_its_taxes(self, till: Synced) -> None:
        till.edit("LUX", LUX, "tax")
        till.edit("LUXURY", LUXURY, "tax_class")
        till.edit("WATER", water(tax_class="LUXURY"))

        till.pull()

        [tax] = till.store.queries.settings.tax_classes()["LUXURY"].taxes
        assert tax.rate_millionths == 330_000
        assert found(till, CODE).tax_class == "LUXURY"

    def test_may_come_after_what_needs_it(self, till: Synced) -> None:
        till.edit("WATER", water(tax_class="LUXURY"))
        till.pull()
        assert product(till, CODE) is None, "sold without its tax"
        till.edit("LUXURY", LUXURY, "tax_class")
        till.pull()
        assert product(till, CODE) is None, "sold without its tax"
        till.edit("LUX", LUX, "tax")

        till.pull()

        assert found(till, CODE).tax_class == "LUXURY"


class TestPerson:
    def test_comes_without_a_pin(self, till: Synced) -> None:
        till.edit("p1", {"name": "Bea", "role": "cashier", "active": True}, "staff")

        till.pull()

        bea = till.store.queries.staff.by_name("Bea")
        assert bea is not None
        assert bea.role.value == "cashier"

    def test_is_the_one_of_that_name_here(self, till: Synced) -> None:
        till.edit("p1", {"name": "Ana", "role": "owner", "active": True}, "staff")

        till.pull()

        assert len(till.store.services.staff.everybody()) == 1

    def test_is_renamed_and_let_go(self, till: Synced) -> None:
        till.edit("p1", {"name": "Bea", "role": "cashier", "active": True}, "staff")
        till.pull()
        till.edit("p1", {"name": "Beatrice", "role": "manager", "active": False}, "staff")

        till.pull()

        one = till.store.queries.staff.by_name("Beatrice")
        assert one is not None
        assert (one.role.value, one.active) == ("manager", False)
        last = json.loads(list(till.store.queries.journal.entries())[-1].raw)
        assert last["body"]["people"] == [
            {
                "id": one.staff_id,
                "name": "Beatrice",
                "before": "Bea",
                "role": "manager",
                "active": False,
            }
        ]

    @pytest.mark.parametrize(
        "body", [{"name": "Ana", "role": "cashier", "active": True}, None], ids=["role", "gone"]
    )
    def test_who_owns_the_store_alone_stays(
        self, till: Synced, body: dict[str, Any] | None
    ) -> None:
        till.edit("p1", {"name": "Ana", "role": "owner", "active": True}, "staff")
        till.pull()
        till.edit("p1", body, "staff")

        [pulled] = till.pull()

        [refused] = pulled.refused
        assert refused.reason.startswith("this is the last owner here who can sign in")
        assert till.store.services.staff.owner().name == "Ana"

    @pytest.mark.parametrize("pages", [1, 2])
    def test_who_owned_the_store_alone_goes_once_who_follows_can_sign_in(
        self, till: Synced, pages: int
    ) -> None:
        staff, queries = till.store.services.staff, till.store.queries.staff
        ana = staff.owner()
        till.edit("p1", {"name": "Ana", "role": "owner", "active": True}, "staff")
        till.pull()
        till.edit("p1", {"name": "Ana", "role": "owner", "active": False}, "staff")
        if pages > 1:
            till.pull()
        till.edit("p2", {"name": "Bea", "role": "owner", "active": True}, "staff")
        till.pull()
        assert queries.by_name("Ana") == ana, "nobody is left who can sign in"
        staff.set_pin(actor=ana, name="Bea", pin="294751")

        [pulled] = till.pull()

        assert Subject.STAFF in pulled.subjects
        assert queries.by_name("Ana") == replace(ana, active=False)
        assert staff.owner().name == "Bea"
        entry = json.loads(list(till.store.queries.journal.entries())[-1].raw)
        assert entry["body"]["people"] == [
            {"id": ana.staff_id, "name": "Ana", "role": "owner", "active": False}
        ]

    def test_who_came_is_known_until_the_store_leaves_head_office(self, till: Synced) -> None:
        store = till.store
        assert store.queries.synced_people.ids() == set()
        till.edit("p1", {"name": "Bea", "role": "cashier", "active": True}, "staff")
        till.pull()
        bea = store.queries.staff.by_name("Bea")
        assert bea is not None

        assert store.queries.synced_people.ids() == {bea.staff_id}
        with pytest.raises(FromHeadOfficeError):
            store.services.staff.disable(actor=store.services.staff.owner(), name="Bea")

        with store.services.new_uow() as uow:
            uow.settings.put(MEMBERSHIP, "")
            uow.commit()
        store.services.staff.disable(actor=store.services.staff.owner(), name="Bea")

    def test_who_waits_to_go_stays_when_head_office_thinks_better_of_it(self, till: Synced) -> None:
        staff = till.store.services.staff
        ana = staff.owner()
        till.edit("p1", {"name": "Ana", "role": "owner", "active": True}, "staff")
        till.pull()
        till.edit("p1", None, "staff")
        till.pull()
        till.edit("p1", {"name": "Ana", "role": "owner", "active": True}, "staff")
        till.pull()
        staff.add(actor=ana, name="Bea", role=Role.OWNER, pin="294751")

        till.pull()

        assert till.store.queries.staff.by_name("Ana") == ana

    def test_gets_a_name_once_nobody_else_has_it(self, till: Synced) -> None:
        for key, name in (("p1", "Bea"), ("p2", "Cem")):
            till.edit(key, {"name": name, "role": "cashier", "active": True}, "staff")
        till.pull()
        till.edit("p1", {"name": "Cem", "role": "cashier", "active": True}, "staff")
        [pulled] = till.pull()
        assert [one.reason for one in pulled.refused] == ["somebody else here is called Cem"]
        till.edit("p2", {"name": "Dan", "role": "cashier", "active": True}, "staff")

        [pulled] = till.pull()

        assert pulled.refused == ()
        names = {one.name for one in till.store.services.staff.everybody()}
        assert {"Cem", "Dan"} <= names
        assert "Bea" not in names

    def test_that_waits_is_tried_only_when_somebody_here_has_changed(self, till: Synced) -> None:
        till.edit("p1", {"name": "Ana", "role": "owner", "active": True}, "staff")
        till.pull()
        till.edit("p1", None, "staff")
        till.pull()
        entries = len(till.here())

        for _ in range(3):
            assert till.pull() == [Pulled()]

        assert len(till.here()) == entries


class TestAlmostTheSame:
    @pytest.mark.parametrize("sku", ["GREEN ", " GREEN", "GREEN\u200b", "GR\tEEN"])
    def test_sku_is_refused_alone(self, till: Synced, sku: str) -> None:
        till.edit("GREEN", water(barcodes=[]))
        till.edit(sku, water(barcodes=[], name="Another"))
        till.edit("GOOD", water(barcodes=[]))

        [pulled] = till.pull()

        assert [one.key for one in pulled.refused] == [sku]
        by_sku = till.store.queries.products.by_sku
        assert by_sku("GOOD") is not None
        green = by_sku("GREEN")
        assert green is not None
        assert green.name == "Water 1 l"

    def test_sku_in_other_letters_is_another(self, till: Synced) -> None:
        till.edit("GREEN", water(barcodes=[]))
        till.edit("green", water(barcodes=[], name="Another"))

        [pulled] = till.pull()

        assert len(pulled.refused) <= 1

    def test_tax_is_refused_alone(self, till: Synced) -> None:
        till.edit("LUX", LUX, "tax")
        till.edit("LUX ", LUX | {"rate_millionths": 0}, "tax")

        [pulled] = till.pull()

        assert [one.key for one in pulled.refused] == ["LUX "]

    def test_name_of_a_person_is_one_person(self, till: Synced) -> None:
        till.edit("p1", {"name": "Zoë", "role": "cashier", "active": True}, "staff")
        till.edit("p2", {"name": "ZOE\u0308 ", "role": "cashier", "active": True}, "staff")

        till.pull()

        assert len(till.store.services.staff.everybody()) == 2


class TestHalfACharacter:
    def test_is_refused_alone(self, till: Synced) -> None:
        till.edit("GOOD", water(barcodes=[]))
        till.edit("HALF", water(name="Half \ud800", barcodes=[]))
        till.edit("footer", {"value": "a\udfff"}, "setting")

        [pulled] = till.pull()

        assert {one.key for one in pulled.refused} == {"HALF", "footer"}
        assert till.store.queries.products.by_sku("GOOD") is not None


class TestSetting:
    def test_is_taken_where_head_office_may_say_it(self, till: Synced) -> None:
        till.edit("footer", {"value": "See you soon"}, "setting")
        till.edit("journal_id", {"value": "another"}, "setting")

        [pulled] = till.pull()

        text = till.store.queries.settings.get(SETTING)
        assert text is not None
        profile = StoreProfile.from_text(text)
        assert profile.footer == "See you soon"
        assert profile.journal_id == till.store.queries.profile.journal_id
        assert [one.key for one in pulled.refused] == ["journal_id"]

    def test_keeps_its_lines_where_it_may_have_some(self, till: Synced) -> None:
        till.edit("address", {"value": "12 Corn Street\r\n  Old Town \n"}, "setting")
        till.edit("name", {"value": "Corner\nShop"}, "setting")

        till.pull()

        text = till.store.queries.settings.get(SETTING)
        assert text is not None
        profile = StoreProfile.from_text(text)
        assert profile.address == "12 Corn Street\nOld Town"
        assert profile.name == "Corner Shop"


class TestStockElsewhere:
    def test_is_counted_in_what_is_left(self, till: Synced) -> None:
        milk = found(till, MILK)
        here = till.store.queries.stock.level(milk.product_id)
        till.edit(milk.sku, {"elsewhere": -2_000}, "stock")

        till.pull()

        left = till.store.queries.stock.level(milk.product_id)
        assert left.thousandths == here.thousandths - 2_000
        assert unsound(till.store.readers) == []

    def test_may_come_before_its_product(self, till: Synced) -> None:
        till.edit("WATER", {"elsewhere": 7_000}, "stock")
        till.pull()
        till.edit("WATER", water())

        till.pull()

        one = found(till, CODE)
        assert till.store.queries.stock.level(one.product_id).thousandths == 7_000

    @pytest.mark.parametrize("elsewhere", [7_000, 0])
    def test_is_not_brought_again_by_a_file(self, till: Synced, elsewhere: int) -> None:
        """Also where the till that has brought it has sold out."""
        till.edit("WATER", {"elsewhere": elsewhere}, "stock")
        till.pull()
        file = till.store.folder.root / "products.csv"
        header, line = (
            "sku,barcode,name,price,tax_class,stock",
            f"WATER,{CODE},Tea,0.95,STANDARD,7",
        )
        file.write_text(f"{header}\n{line}\n")

        report = shops.bring_in(till.store, file)

        level = till.store.queries.stock.level(found(till, CODE).product_id)
        assert level.thousandths == elsewhere
        assert [one.column for one in report.warnings] == ["stock"]

    def test_keeps_the_last_one_from_being_sold_twice(self, till: Synced) -> None:
        till.edit("WATER", water(oversell="block"))
        till.edit("WATER", {"elsewhere": 1_000}, "stock")
        till.pull()
        order: Order = shops.ring(till.store, CODE)
        till.edit("WATER", {"elsewhere": 0}, "stock")
        till.pull()

        with pytest.raises(OutOfStockError):
            shops.pay(till.store, order)

    def test_is_not_journalled(self, till: Synced) -> None:
        till.edit(found(till, MILK).sku, {"elsewhere": -2_000}, "stock")
        head = till.store.queries.journal.head().seq

        till.pull()

        assert till.store.queries.journal.head().seq == head


class TestAlone:
    """With the till closed."""

    def test_takes_many_pages_in_one_go(self, till: Synced) -> None:
        for number in range(1_200):
            till.edit(f"W{number}", water(barcodes=[], name=f"Water {number}"))
        head = till.store.queries.journal.head().seq

        pulled = till.parts.pulling.step_alone()

        assert (pulled.taken, pulled.left) == (1_200, 0)
        assert till.store.queries.journal.head().seq == head + 1
        assert till.store.services.search.find("water 1199")


class TestRestored:
    def test_is_told_with_what_was_counted_and_moved_in_each_epoch_whatever_the_clock_said(
        self, till: Synced
    ) -> None:
        """A movement of epoch 1 is from the far future; what was read before is gone on with."""
        milk, now = found(till, MILK), datetime.now(UTC)
        ahead = {1: 1_000, 2: 1, 3: 0}
        told, known = [], dict[str, RestoredStock]()
        epoch = 1
        with till.desk.new_work() as work:
            before = work.received.restored([milk.sku], {})[milk.sku].level
            for begins, kind, more in (
                (1, "count", 1),
                (1, "receipt", 128),
                (2, "opening", 2),
                (2, "count", 4),
                (2, "receipt", 8),
                (3, "opening", 16),
                (3, "refund", 32),
                (3, "restored", 64),
            ):
                at = now + timedelta(days=ahead[begins])
                if begins > epoch:
                    epoch = begins
                    work.settings.start_epoch(at=at, reason="restore", terminal="T01", after=1)
                work.stock.move(
                    product_id=milk.product_id, kind=kind, quantity=Quantity(more), at=at
                )
                if begins > 1:
                    known = dict(work.received.restored([milk.sku], known))
                    one = known[milk.sku]
                    told.append((one.counted_in, dict(one.opened), dict(one.sold)))
                    assert work.received.restored([milk.sku], {})[milk.sku] == one

        assert told == [
            (0, {2: 2}, {}),
            (2, {}, {}),
            (2, {}, {2: 8}),
            (2, {3: 16}, {2: 8}),
            (2, {3: 16}, {2: 8, 3: 32}),
            (2, {3: 16}, {2: 8, 3: 32}),
        ]
        assert (one.booked, one.level - before) == (64, 255)
        assert [one.moved_after(epoch) for epoch in (1, 2, 3)] == [40, 32, 0]

    def test_goes_by_the_clock_in_epochs_that_began_before_their_place_was_kept(
        self, till: Synced
    ) -> None:
        milk, now = found(till, MILK), datetime.now(UTC)
        with till.desk.new_work() as work:

            def move(kind: str, more: int, days: int) -> None:
                at = now + timedelta(days=days)
                work.stock.move(
                    product_id=milk.product_id, kind=kind, quantity=Quantity(more), at=at
                )

            def put_back(days: int) -> None:
                at = now + timedelta(days=days)
                work.settings.start_epoch(at=at, reason="restore", terminal="T01", after=1)

            move("count", 1, 1)
            put_back(2)
            move("receipt", 2, 3)
            put_back(4)
            move("count", 4, 5)
            move("receipt", 8, 6)
            work.commit()
        shops.forget_places_of_epochs(till.store.folder.store)

        known = till.store.queries.restored.read([milk.sku])
        one = known[milk.sku]
        assert (one.counted_in, one.sold) == (3, {2: 2, 3: 8})

        with till.desk.new_work() as work:
            put_back(1)  # its place is kept, so the clock is not asked
            move("receipt", 16, 0)
            assert work.received.restored([milk.sku], known)[milk.sku].sold == {2: 2, 3: 8, 4: 16}
            assert work.received.restored([milk.sku], {})[milk.sku] == known[milk.sku]

    def test_is_read_in_pages_and_outside_of_a_transaction(
        self, till: Synced, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        milk, now = found(till, MILK), datetime.now(UTC)
        monkeypatch.setattr(restored_stock, "PAGE", 2)
        queries = till.store.queries.restored
        newest = queries.opened(after=0)[1]
        with till.desk.new_work() as work:
            work.settings.start_epoch(at=now, reason="restore", terminal="T01")
            for more in range(1, 6):
                work.stock.move(
                    product_id=milk.product_id, kind="receipt", quantity=Quantity(more), at=now
                )
            work.commit()

        known = queries.read([milk.sku, "NONE"])

        assert set(known) == {milk.sku}
        assert (known[milk.sku].sold, known[milk.sku].reached) == ({2: 15}, newest + 5)
        assert queries.opened(after=newest) == (False, newest + 5)
        with till.desk.new_work() as work:
            work.stock.move(
                product_id=milk.product_id, kind="opening", quantity=Quantity(-1), at=now
            )
            assert work.received.restored([milk.sku], known)[milk.sku].opened == {2: -1}
            work.commit()
        assert queries.opened(after=newest) == (True, newest + 6)
        assert queries.opened(after=newest + 6) == (False, newest + 6)
