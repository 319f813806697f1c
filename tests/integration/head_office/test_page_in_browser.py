"""The page in a real browser: on a phone, on a screen, by day and by night; drawn into out/page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from pos_app.head_office.services.access.roles import Role
from tests.browser import CHROMIUM, Browser, browser
from tests.fakes.head_office import PASSWORD, Replica
from tests.integration.head_office import sold
from tests.integration.head_office.serving import served

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

OUT: Final = Path(__file__).parents[3] / "out" / "page"
PHONE: Final = (360, 740)
SCREEN: Final = (1366, 768)
PAGES: Final = {
    "sales": "/app/",
    "orders": "/app/orders",
    "products": "/app/products",
    "terminals": "/app/terminals",
    "problems": "/app/problems",
    "password": "/app/password",
}
TOUCH_MIN: Final = 44
# What a finger must meet; the links inside a sentence or a row have the row around them.
SMALL_KEYS: Final = """
[...document.querySelectorAll('button, input:not([type=hidden]), select, nav a')]
    .filter(one => one.getBoundingClientRect().height < %d)
    .map(one => one.outerHTML.slice(0, 80))
"""
UNNAMED: Final = """
[...document.querySelectorAll('input:not([type=hidden]), select')]
    .filter(one => !one.labels.length).map(one => one.outerHTML.slice(0, 80))
"""
TOO_WIDE: Final = "document.documentElement.scrollWidth > innerWidth"
FOREIGN: Final = """
performance.getEntriesByType('resource').map(one => one.name)
    .filter(name => !name.startsWith(location.origin))
"""


@pytest.fixture
def address(head_office: Replica) -> Iterator[str]:
    """Of a head office that serves, with a store that sold."""
    days = sold.rung("T01", 40), sold.rung("T02", 40)
    stores = head_office.add_store("Harbour"), head_office.add_store("Old Town")
    head_office.add_person("Olga", Role.HEAD_OFFICE)
    with head_office.office.database.writer.begin() as connection:
        sold.add_terminal(connection, store_id=stores[0], code="T01", day=days[0], waiting=0)
        second = sold.add_terminal(
            connection, store_id=stores[1], code="T02", day=days[1], waiting=1_234
        )
        sold.refuse(connection, second, 9, reason="")
        sold.refuse(connection, second, 10, reason="chain")
        for number in range(12):
            name = f"A product whose name goes on for rather long, number {number}"
            sold.add_product(connection, sku=f"SKU-{number}", name=name, price=100 + number)
    with served(head_office) as address:
        yield address


def require_usable(one: Browser) -> None:
    assert not one.value(TOO_WIDE)
    assert one.value(SMALL_KEYS % TOUCH_MIN) == []
    assert one.value(UNNAMED) == []
    assert one.value(FOREIGN) == []
    assert one.value("document.querySelectorAll('h1').length") == 1


@pytest.mark.slow
class TestPage:
    @pytest.mark.allow_hosts(["127.0.0.1"])
    def test_is_usable_on_a_phone_and_a_screen(self, address: str, tmp_path: Path) -> None:
        OUT.mkdir(parents=True, exist_ok=True)
        with browser(tmp_path) as one:
            one.resize(*PHONE)
            one.go(f"{address}/app/")
            require_usable(one)
            one.picture(OUT / "sign-in-phone.png")
            one.submit("main form", name="Olga", password=PASSWORD)
            assert one.value("location.pathname") == "/app/"
            assert one.value("document.cookie") == ""

            first = {}
            for name, path in PAGES.items():
                one.go(address + path)
                first[name] = one.value("document.querySelector('td a')?.href")
                self._draw(one, name)
            for name in ("orders", "products"):
                one.go(first[name])
                self._draw(one, name.removesuffix("s"))

            one.go(f"{address}/app/problems")
            one.submit("section form")
            assert one.value("document.querySelectorAll('section').length") == 1
            one.submit("header form")
            assert one.value("location.pathname") == "/app/sign-in"
            assert one.complaints == []

    @staticmethod
    def _draw(one: Browser, name: str) -> None:
        for what, size in (("phone", PHONE), ("screen", SCREEN)):
            one.resize(*size, dark=what == "screen")
            require_usable(one)
            one.picture(OUT / f"{name}-{what}.png")
        one.resize(*PHONE)
