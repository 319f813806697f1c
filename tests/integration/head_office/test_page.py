"""What the page shows of stores that sold, and to whom."""

from __future__ import annotations

import json
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import select, update

from pos_app.head_office.api.parts import Parts, Trade
from pos_app.head_office.page import formats
from pos_app.head_office.page.desk import Desk
from pos_app.head_office.services.access.roles import PersonCaller, Role
from pos_app.head_office.services.catalogue.things import Product
from pos_app.head_office.services.overview.overview import ORDERS_SHOWN, PRODUCTS_SHOWN
from pos_app.head_office.services.overview.product_editing import (
    EditedMeanwhileError,
    ProductEditing,
)
from pos_app.head_office.storage.catalogue import SqlCatalogueWork
from pos_app.head_office.storage.catalogue_tables import change
from pos_app.head_office.storage.orders import order_reading
from pos_app.head_office.storage.tables import order
from tests.cluster.comparing import total_of_orders
from tests.cluster.rung import Day, shelf
from tests.fakes.head_office import Replica, replica, settings_for
from tests.integration.head_office import sold
from tests.integration.head_office.conftest import NewReplica
from tests.integration.head_office.visitor import Page, Visitor

ORDERS = 60
Filled = tuple[Path, Day, Day]


@dataclass
class Chain:
    """Two stores with a till each: Harbour's has a manager, Old Town's has not sent all."""

    office: Replica
    harbour: Day
    old_town: Day

    @property
    def trade(self) -> Trade:
        parts: Parts = self.office.client.app.state.parts  # type: ignore[attr-defined]
        return parts.trade

    def visitor(self, name: str = "Olga") -> Visitor:
        one = Visitor(self.office)
        one.sign_in(name)
        return one


def fill(office: Replica) -> Chain:
    days = sold.rung("T01", ORDERS), sold.rung("T02", ORDERS)
    stores = office.add_store("Harbour"), office.add_store("Old Town")
    office.add_person("Olga", Role.HEAD_OFFICE)
    office.add_person("Max", Role.MANAGER, "Harbour")
    with office.office.database.writer.begin() as connection:
        sold.add_terminal(connection, store_id=stores[0], code="T01", day=days[0])
        second = sold.add_terminal(
            connection, store_id=stores[1], code="T02", day=days[1], waiting=1_234
        )
        sold.refuse(connection, second, 9, reason="")
        sold.refuse(connection, second, 10, reason="chain")
        sold.add_product(connection, sku="COLA", name="Cola 0.5 l", price=250)
        sold.add_product(connection, sku="A/B 1", name="Tea & cake", price=480)
        sold.add_product(connection, sku="COLA", name="Cola here", price=199, scope=stores[0])
    return Chain(office, *days)


@pytest.fixture(scope="module")
def filled(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """A database that every test gets a copy of."""
    folder = tmp_path_factory.mktemp("filled")
    path = Path(shutil.copy(sqlite_template, folder / "head-office.sqlite3"))
    office = replica(settings_for(folder, url=f"sqlite:///{path}"))
    chain = fill(office)
    office.office.close()
    return path, chain.harbour, chain.old_town


@pytest.fixture
def chain(filled: Filled, new_replica: NewReplica, tmp_path: Path) -> Chain:
    path, *days = filled
    copy = shutil.copy(path, tmp_path / "head-office.sqlite3")
    return Chain(new_replica(f"sqlite:///{copy}"), *days)


class TestOnEachDatabase:
    def test_the_same_is_shown(self, everywhere: Replica) -> None:
        chain = fill(everywhere)
        olga, manager = chain.visitor(), chain.visitor("Max")

        total = total_of_orders(chain.harbour) + total_of_orders(chain.old_town)
        assert formats.money(total, "EUR") in olga.go("/app/").words
        assert "T02 Old Town 2 to look at" in olga.go("/app/terminals").words
        found = olga.follow(olga.go("/app/orders", q="t02-000003"), "/app/orders/")
        assert "Order T02-000003" in found.words
        older = olga.follow(olga.go("/app/orders"), "before=")
        assert any("before=" in link for link in older.links)
        assert "€4.80" in olga.follow(olga.go("/app/products", q="cake"), "/app/products/").words
        assert "€1.99" in manager.go("/app/products", q="COLA").words
        form = olga.go("/app/edit/COLA")
        edited = {**form.hidden, "name": "Cola 1 l", "price": "2.60"}
        assert "Saved." in olga.submit("/app/edit/COLA", **edited).words
        assert olga.submit("/app/edit/COLA", **edited).status == 409
        page = olga.go("/app/problems")
        address = page.text.split('action="/app/problems/')[1].split('"')[0]
        left = olga.submit(f"/app/problems/{address}", csrf=page.hidden["csrf"])
        assert left.words.count("What to do:") == 1
        assert manager.go(f"/app/orders/{found.address.rpartition('/')[2]}").status == 404


class TestSales:
    def test_of_today_are_shown_by_store_and_hour(self, chain: Chain) -> None:
        page = chain.visitor().go("/app/")

        assert "Sales of Thursday 26 November 2026" in page.words
        totals = [total_of_orders(day) for day in (chain.harbour, chain.old_town)]
        for total in (*totals, sum(totals)):
            assert formats.money(total, "EUR") in page.words
        assert page.text.count("<svg") == 2
        assert page.text.count('class="bar"') == 2

    def test_of_one_store_can_be_chosen(self, chain: Chain) -> None:
        visitor = chain.visitor()
        store_id = visitor.go("/app/").text.split('<option value="')[2].split('"')[0]

        page = visitor.go("/app/", store=store_id)

        assert page.text.count("<svg") == 1
        assert "Harbour" in page.words

    @pytest.mark.parametrize("day", ["2026-11-25", "2020-02-29"])
    def test_of_another_day_say_that_nothing_came(self, chain: Chain, day: str) -> None:
        page = chain.visitor().go("/app/", day=day)

        assert page.words.count("No order of this day has arrived yet") == 2

    def test_of_no_day_are_those_of_today(self, chain: Chain) -> None:
        assert "26 November" in chain.visitor().go("/app/", day="tomorrow").words

    def test_are_of_the_managers_store_only(self, chain: Chain) -> None:
        page = chain.visitor("Max").go("/app/")

        assert "Harbour" in page.words
        assert "Old Town" not in page.text

    def test_of_an_office_without_stores_say_how_to_begin(self, head_office: Replica) -> None:
        head_office.add_person("Olga", Role.HEAD_OFFICE)

        assert "enrol-code" in Visitor(head_office).sign_in("Olga").words


class TestOrders:
    def test_are_listed_page_by_page_the_newest_first(self, chain: Chain) -> None:
        visitor = chain.visitor()
        page = visitor.go("/app/orders")
        seen = [link for link in page.links if "/app/orders/" in link]
        while any("before=" in link for link in page.links):
            page = visitor.follow(page, "before=")
            seen += [link for link in page.links if "/app/orders/" in link]

        assert len(seen) == len(set(seen)) == 2 * ORDERS > ORDERS_SHOWN

    @pytest.mark.parametrize("number", ["T01-000007", "000007", "t01-000007", " T01-000007 "])
    def test_are_found_by_number(self, chain: Chain, number: str) -> None:
        assert "T01-000007" in chain.visitor().go("/app/orders", q=number).words

    @pytest.mark.parametrize("number", ["%", "_", "T99", "' OR 1=1"])
    def test_are_not_found_by_what_is_no_number(self, chain: Chain, number: str) -> None:
        assert "No order here is like that" in chain.visitor().go("/app/orders", q=number).words

    def test_are_found_by_total(self, chain: Chain) -> None:
        visitor = chain.visitor()
        first = visitor.go("/app/orders").text.split('data-label="Total" class="number">')[1]
        amount = first.split("<")[0].replace("−", "-").replace("€", "")

        page = visitor.go("/app/orders", amount=amount)

        totals = page.text.split('data-label="Total" class="number">')[1:]
        assert totals
        assert {one.split("<")[0] for one in totals} == {first.split("<")[0]}

    def test_say_when_an_amount_is_none(self, chain: Chain) -> None:
        assert "This is no amount" in chain.visitor().go("/app/orders", amount="ten").words

    def test_are_shown_in_full(self, chain: Chain) -> None:
        visitor = chain.visitor()
        listed = visitor.go("/app/orders", q="T02-000003")

        page = visitor.follow(listed, "/app/orders/")

        assert "Order T02-000003" in page.words
        assert "Store Old Town" in page.words
        assert "cash" in page.words
        assert any(one.name in page.words for one in shelf())
        assert "S 20 %" in page.words

    @pytest.mark.parametrize("later_ms", [0, 1])
    def test_sold_again_after_a_restore_show_what_programs_are_told(
        self, chain: Chain, later_ms: int
    ) -> None:
        with chain.office.office.database.writer.begin() as connection:
            query = select(order.c.order_id, order.c.completed_at).where(
                order.c.number == "T02-000003"
            )
            first = connection.execute(query).one()
            connection.execute(
                update(order)
                .where(order.c.number == "T02-000005")
                .values(order_id=first.order_id, completed_at=first.completed_at + later_ms)
            )

        page = chain.visitor().go(f"/app/orders/{first.order_id}")
        with order_reading(chain.office.office.database) as orders:
            told = orders.get(first.order_id)

        assert told is not None
        assert json.loads(told.entry)["number"] == "T02-000005"
        assert "Order T02-000005" in page.words

    def test_of_another_store_are_not_there(self, chain: Chain) -> None:
        olga, max_ = chain.visitor(), chain.visitor("Max")
        listed = olga.go("/app/orders", q="T02-000003")
        address = next(link for link in listed.links if "/app/orders/" in link)

        assert olga.go(address).status == 200
        assert max_.go(address).status == 404
        assert "T02" not in max_.go("/app/orders").text
        assert "T02" not in max_.go("/app/orders", q="T02").words.replace('value="T02"', "")

    def test_of_a_store_named_by_hand_are_not_there(self, chain: Chain) -> None:
        visitor = chain.visitor()
        other = visitor.go("/app/").text.split('<option value="')[3].split('"')[0]

        for address in ("/app/", "/app/orders"):
            assert chain.visitor("Max").go(address, store=other).status == 404


class TestTerminals:
    def test_say_when_they_spoke_last_and_what_waits(self, chain: Chain) -> None:
        words = chain.visitor().go("/app/terminals").words

        assert "T01 Harbour in order 30 minutes ago not told yet" in words
        assert "T02 Old Town 2 to look at 30 minutes ago 1,234" in words

    def test_are_of_the_managers_store_only(self, chain: Chain) -> None:
        words = chain.visitor("Max").go("/app/terminals").words

        assert "T01" in words
        assert "T02" not in words


class TestProblems:
    def test_say_what_to_do(self, chain: Chain) -> None:
        page = chain.visitor().go("/app/problems")

        assert "Two entries for one place in a journal" in page.words
        assert "does not follow the one before it" in page.words
        assert page.words.count("What to do:") == 2

    def test_show_what_came_as_text(self, chain: Chain) -> None:
        page = chain.visitor().go("/app/problems")

        assert "&lt;b&gt;7&lt;/b&gt;" in page.text
        assert "<b>7" not in page.text

    def test_go_when_somebody_has_looked(self, chain: Chain) -> None:
        visitor = chain.visitor()
        page = visitor.go("/app/problems")
        address = page.text.split('action="/app/problems/')[1].split('"')[0]

        left = visitor.submit(f"/app/problems/{address}", csrf=page.hidden["csrf"])

        assert left.words.count("What to do:") == 1
        again = visitor.submit(f"/app/problems/{address}", csrf=page.hidden["csrf"])
        assert again.status == 404

    def test_of_another_store_are_nobodys_business(self, chain: Chain) -> None:
        olga, max_ = chain.visitor(), chain.visitor("Max")
        address = olga.go("/app/problems").text.split('action="/app/problems/')[1].split('"')[0]
        page = max_.go("/app/problems")

        assert "Nothing." in page.words
        secret = page.hidden["csrf"]
        assert max_.submit(f"/app/problems/{address}", csrf=secret).status == 404
        assert olga.go("/app/problems").words.count("What to do:") == 2

    def test_are_settled_from_the_page_only(self, chain: Chain) -> None:
        visitor = chain.visitor()
        address = visitor.go("/app/problems").text.split('action="/app/problems/')[1].split('"')[0]

        assert visitor.submit(f"/app/problems/{address}", csrf="guessed").status == 403
        assert visitor.submit(f"/app/problems/{address}").status == 403


class TestProducts:
    def test_are_found_by_words_and_sku(self, chain: Chain) -> None:
        visitor = chain.visitor()

        assert "Tea & cake" in visitor.go("/app/products", q="cake tea").words
        assert "Cola 0.5 l" in visitor.go("/app/products", q="cola").words
        assert "No product is like that" in visitor.go("/app/products", q="100%").words

    def test_are_shown_whatever_their_sku(self, chain: Chain) -> None:
        visitor = chain.visitor()

        page = visitor.follow(visitor.go("/app/products", q="cake"), "/app/products/")

        assert "€4.80" in page.words
        assert page.status == 200

    def test_of_a_store_stand_before_the_shared_ones(self, chain: Chain) -> None:
        words = chain.visitor("Max").go("/app/products").words

        assert "Cola here" in words
        assert "Cola 0.5 l" not in words
        assert "€1.99" in chain.visitor("Max").go("/app/products/COLA").words
        assert "€2.50" in chain.visitor().go("/app/products/COLA").words

    def test_are_listed_page_by_page(self, chain: Chain) -> None:
        with chain.office.office.database.writer.begin() as connection:
            for number in range(2 * PRODUCTS_SHOWN):
                sold.add_product(connection, sku=f"P{number:03d}", name=f"P {number}", price=1)
        visitor = chain.visitor()
        page = visitor.go("/app/products", q="p")
        seen = [link for link in page.links if "/app/products/" in link]
        while any("after=" in link for link in page.links):
            page = visitor.follow(page, "after=")
            seen += [link for link in page.links if "/app/products/" in link]

        assert len(set(seen)) == len(seen) == 2 * PRODUCTS_SHOWN

    def test_that_are_not_there_say_so(self, chain: Chain) -> None:
        page = chain.visitor().go("/app/products/NOPE")

        assert page.status == 404
        assert "no such product" in page.words


class TestEditing:
    @pytest.fixture
    def tea(self, chain: Chain) -> Product:
        """As it is edited by programs, with all that the page does not show."""
        tea = Product("TEA/1", "Tea", "Drinks", 450, "REDUCED", cost=210, barcodes=("40063",))
        chain.trade.catalogue.put_products(products=[tea])
        return tea

    def saved(self, visitor: Visitor, **fields: str) -> Page:
        form = visitor.go("/app/edit/TEA%2F1")
        return visitor.submit("/app/edit/TEA%2F1", **{**form.hidden, **fields})

    def test_changes_name_and_price_and_nothing_else(self, chain: Chain, tea: Product) -> None:
        page = self.saved(chain.visitor(), name=" Green tea ", price="4,75")

        assert (page.status, page.address) == (200, "/app/products/TEA/1")
        assert "Saved." in page.words
        assert "€4.75" in page.words
        kept = chain.trade.products.get(sku="TEA/1", store_id=None)
        assert kept == replace(tea, name="Green tea", price=475)

    def test_travels_down_to_the_tills(self, chain: Chain, tea: Product) -> None:
        with chain.office.office.database.reader.connect() as connection:
            query = select(change.c.version, change.c.body).where(change.c.key == "TEA/1")
            before = connection.execute(query).one()
            self.saved(chain.visitor(), name="Tea", price="4.75")
        with chain.office.office.database.reader.connect() as connection:
            after = connection.execute(query).one()

        assert after.version > before.version
        assert json.loads(after.body)["price"] == 475

    @pytest.mark.parametrize(
        ("name", "price", "words"),
        [
            ("", "4.75", "Type a name"),
            ("x" * 201, "4.75", "Type a name"),
            ("a\x07b", "4.75", "Type a name"),
            ("Tea", "-1", "Type a price"),
            ("Tea", "four", "Type a price"),
            ("Tea", "4.755", "Type a price"),
        ],
    )
    def test_keeps_what_was_typed_wrong(
        self, chain: Chain, tea: Product, name: str, price: str, words: str
    ) -> None:
        page = self.saved(chain.visitor(), name=name, price=price)

        assert page.status == 422
        assert words in page.words
        assert f'value="{price}"' in page.text
        assert chain.trade.products.get(sku="TEA/1", store_id=None) == tea

    def test_overwrites_nobody(self, chain: Chain, tea: Product) -> None:
        first, second = chain.visitor(), chain.visitor()
        form = first.go("/app/edit/TEA%2F1")
        self.saved(second, name="Black tea", price="5")

        page = first.submit("/app/edit/TEA%2F1", **form.hidden, name="Green tea", price="4")

        assert page.status == 409
        assert "Somebody else has edited" in page.words
        assert "Now: Black tea, €5.00" in page.words
        assert 'value="Green tea"' in page.text
        again = first.submit("/app/edit/TEA%2F1", **page.hidden, name="Green tea", price="4")
        assert "Saved." in again.words

    def test_lets_nobody_in_between_looking_and_writing(self, chain: Chain, tea: Product) -> None:
        desk: Desk = chain.office.client.app.state.desk  # type: ignore[attr-defined]

        def at_the_last_moment() -> SqlCatalogueWork:
            chain.trade.catalogue.put_products(products=[replace(tea, price=999)])
            return SqlCatalogueWork(chain.office.office.database)

        editing = ProductEditing(
            overview=desk.overview, new_work=at_the_last_moment, forget=lambda _sku: None
        )
        olga = PersonCaller("olga", "Olga", Role.HEAD_OFFICE, None)
        shown = desk.overview.product(caller=olga, sku=tea.sku)

        with pytest.raises(EditedMeanwhileError):
            editing.edit(caller=olga, sku=tea.sku, name="Tea", price=100, version=shown.version)

        assert chain.trade.products.get(sku=tea.sku, store_id=None).price == 999

    def test_of_two_at_once_is_one_saved_and_one_told(
        self, new_replica: NewReplica, head_office_url: str
    ) -> None:
        """On two replicas, each from the version that both were shown."""
        replicas = [new_replica(head_office_url) for _ in range(2)]
        parts = [replicas[n].client.app.state for n in range(2)]  # type: ignore[attr-defined]
        tea = Product("TEA", "Tea", "Drinks", 450, "REDUCED")
        parts[0].parts.trade.catalogue.put_products(products=[tea])
        olga = PersonCaller("olga", "Olga", Role.HEAD_OFFICE, None)
        rounds = 10

        def edit(number: int, price: int, version: int, start: threading.Barrier) -> bool:
            start.wait()
            try:
                parts[number].desk.product_editing.edit(
                    caller=olga, sku="TEA", name="Tea", price=price, version=version
                )
            except EditedMeanwhileError:
                return False
            return True

        with ThreadPoolExecutor(2) as threads:
            for turn in range(rounds):
                shown = parts[0].desk.overview.product(caller=olga, sku="TEA")
                start = threading.Barrier(2, timeout=20)
                saved = [
                    threads.submit(edit, n, 1_000 + 2 * turn + n, shown.version, start)
                    for n in range(2)
                ]
                assert sorted(one.result() for one in saved) == [False, True]
                winner = next(n for n, one in enumerate(saved) if one.result())
                now = parts[1].desk.overview.product(caller=olga, sku="TEA")
                assert (now.price, now.version) == (1_000 + 2 * turn + winner, shown.version + 1)

    def test_is_for_head_office_only(self, chain: Chain, tea: Product) -> None:
        manager = chain.visitor("Max")

        assert "Edit name and price" not in manager.go("/app/products/TEA%2F1").words
        assert self.saved(manager, name="Tea", price="1").status == 403
        assert chain.trade.products.get(sku="TEA/1", store_id=None) == tea

    def test_from_a_foreign_form_is_refused(self, chain: Chain, tea: Product) -> None:
        assert self.saved(chain.visitor(), name="Tea", price="1", csrf="guessed").status == 403
        assert chain.trade.products.get(sku="TEA/1", store_id=None) == tea


class TestRefusals:
    def test_are_pages(self, chain: Chain) -> None:
        page = chain.visitor().go("/app/orders", q="x" * 100)

        assert page.status == 422
        assert "Nothing was changed" in page.words
        assert page.headers["content-type"].startswith("text/html")
