"""A price is in the currency of who sells at it: no store takes another number for its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner

from pos_app.composition.head_office_cli import main as program
from pos_app.composition.head_office_settings import PREFIX
from pos_app.head_office.api.parts import Parts
from pos_app.head_office.services.access.stores import OtherCurrencyError
from pos_app.head_office.services.catalogue.editing import CatalogueEditing, CurrenciesDifferError
from pos_app.head_office.services.catalogue.things import Product, Tax
from pos_app.head_office.storage.products import reading_products
from tests.fakes.head_office import Replica
from tests.integration.head_office.conftest import NewReplica

FIELDS = ("Tea", "Drinks", 450, "STANDARD")
TEA = Product("TEA", *FIELDS)
DEPOSIT = Tax("DEPOSIT", "Deposit", 0, amount_minor=25)


def catalogue(one: Replica) -> CatalogueEditing:
    parts: Parts = one.client.app.state.parts  # type: ignore[attr-defined]
    return parts.trade.catalogue


def add_store(one: Replica, name: str, currency: str) -> str:
    return one.office.access.stores.add(
        name=name, currency=currency, time_zone="Europe/Zurich", actor="test"
    ).store_id


def products_of(one: Replica, sku: str) -> dict[str, Product]:
    """By scope."""
    return dict(reading_products(one.office.database)(sku))


@pytest.fixture
def run_office(head_office: Replica, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """What `pos-head-office` says on the same database."""
    settings = head_office.office.settings
    monkeypatch.setenv(f"{PREFIX}DATABASE_URL", settings.database_url.get_secret_value())
    monkeypatch.setenv(f"{PREFIX}SECRET", settings.secret.get_secret_value())

    def run(*words: object) -> str:
        command = ["--data-dir", str(settings.data_dir), *map(str, words)]
        return CliRunner().invoke(program.pos_head_office, command).output

    return run


class TestSharedPrices:
    def test_are_refused_where_stores_sell_in_two_currencies(self, everywhere: Replica) -> None:
        add_store(everywhere, "Paris", "EUR")
        zurich = add_store(everywhere, "Zurich", "CHF")

        with pytest.raises(CurrenciesDifferError, match="sell in CHF and EUR"):
            catalogue(everywhere).put_products(products=[TEA])
        with pytest.raises(CurrenciesDifferError):
            catalogue(everywhere).put_taxes(taxes=[DEPOSIT], classes=[])

        catalogue(everywhere).put_taxes(taxes=[Tax("VAT", "VAT", 81_000)], classes=[])
        assert catalogue(everywhere).put_products(products=[TEA], scope=zurich) == 1

    @pytest.mark.parametrize(
        "share",
        [
            lambda one: one.put_products(products=[TEA]),
            lambda one: one.put_taxes(taxes=[DEPOSIT], classes=[]),
        ],
    )
    def test_let_no_store_in_that_sells_in_another(
        self, head_office: Replica, share: Callable[[CatalogueEditing], object]
    ) -> None:
        add_store(head_office, "Paris", "EUR")
        share(catalogue(head_office))

        with pytest.raises(OtherCurrencyError, match="are in EUR, and would be taken for CHF"):
            add_store(head_office, "Zurich", "CHF")

        add_store(head_office, "Lyon", "EUR")

    def test_and_another_currency_never_come_at_once(
        self, new_replica: NewReplica, head_office_url: str
    ) -> None:
        one = new_replica(head_office_url)
        add_store(one, "Paris", "EUR")

        def share(number: int) -> bool:
            try:
                catalogue(one).put_products(products=[Product(f"TEA-{number}", *FIELDS)])
            except CurrenciesDifferError:
                return False
            return True

        def open_in_zurich(_number: int) -> bool:
            try:
                add_store(one, "Zurich", "CHF")
            except OtherCurrencyError:
                return False
            return True

        with ThreadPoolExecutor(2) as threads:
            shared, opened = threads.submit(share, 1), threads.submit(open_in_zurich, 1)

        assert [shared.result(), opened.result()].count(True) == 1


class TestSeed:
    def test_brings_in_the_prices_of_one_store(
        self, head_office: Replica, tmp_path: Path, run_office: Callable[..., str]
    ) -> None:
        add_store(head_office, "Paris", "EUR")
        zurich = add_store(head_office, "Zurich", "CHF")
        file = tmp_path / "products.csv"
        file.write_text("sku,name,price,tax_class\nTEA,Tea,4.50,STANDARD\n", encoding="utf-8")

        assert "sell in CHF and EUR" in run_office("seed", file)
        assert "1 new or changed" in run_office("seed", file, "--store", "Zurich")
        assert "There is no store Oslo" in run_office("seed", file, "--store", "Oslo")

        assert set(products_of(head_office, "TEA")) == {zurich}
