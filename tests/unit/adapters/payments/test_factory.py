from __future__ import annotations

import sys
import threading
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from importlib.metadata import EntryPoint
from pathlib import Path
from subprocess import run

import pytest

from pos_app.adapters.payments.breakers import Breakers, GuardedProcessor
from pos_app.adapters.payments.factory import GROUP, OWN, PaymentProcessorFactory, kinds
from pos_app.domain.attempt import Flow, Standing
from pos_app.domain.money import Currency
from pos_app.services.payments.processor import (
    Charge,
    ProcessorConfig,
    ProcessorKind,
    ProcessorNotSetUpError,
    Purpose,
)
from tests.fakes.system import MORNING
from tests.fakes.third_party import SECRET, SOURCE, install, site_of

ROOT = Path(__file__).parents[4]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where a third party's package is installed."""
    with site_of(tmp_path, monkeypatch) as folder:
        yield folder


class Shop:
    """A store that has set up whatever it is asked for."""

    def __init__(self, **values: str) -> None:
        self.values = values
        self.asked: list[str] = []

    def config(self, kind: ProcessorKind) -> ProcessorConfig:
        self.asked.append(kind.name)
        if not self.values:
            raise ProcessorNotSetUpError(processor=kind.title, missing="Shop")
        return ProcessorConfig(dict(self.values))


def factory(shop: Shop) -> PaymentProcessorFactory:
    return PaymentProcessorFactory(config_of=shop.config, breakers=Breakers())


class TestKinds:
    def test_are_those_that_come_along(self) -> None:
        assert {"stripe", "paypal", "alipay"} <= set(kinds())

    def test_are_registered_as_those_of_others_are(self) -> None:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
        entries = project["entry-points"][GROUP]

        assert [EntryPoint(name, value, GROUP).load() for name, value in entries.items()] == list(
            OWN
        )

    def test_are_listed_without_loading_what_works(self) -> None:
        program = """
import sys
from pos_app.adapters.payments.factory import kinds
print(sorted(kinds()))
heavy = ("requests", "urllib3", "keyring", "cryptography", "sqlalchemy", "PySide6")
print([one for one in heavy if one in sys.modules])
"""
        done = run([sys.executable, "-c", program], capture_output=True, check=True, cwd=ROOT)

        assert done.stdout.decode().splitlines() == ["['alipay', 'paypal', 'stripe']", "[]"]

    def test_have_settings_that_explain_themselves(self) -> None:
        for kind in kinds().values():
            assert kind.flows
            assert len({one.name for one in kind.fields}) == len(kind.fields)
            for field in kind.fields:
                assert field.label
                assert field.help.endswith(".")
                assert not field.choices or field.default in field.choices

    @pytest.mark.parametrize(
        ("source", "entry", "told"),
        [
            ("import nothing_of_that_name", "acme = acme_pay:KIND", "cannot be loaded"),
            ("1 / 0", "acme = acme_pay:KIND", "cannot be loaded"),
            (SOURCE, "acme = acme_pay:OTHER", "cannot be loaded"),
            ("KIND = 'acme'", "acme = acme_pay:KIND", "is no ProcessorKind"),
            (SOURCE, "visa = acme_pay:KIND", "is no ProcessorKind of that name"),
        ],
    )
    def test_do_without_one_that_is_broken(
        self, site: Path, expected_warnings: list[str], source: str, entry: str, told: str
    ) -> None:
        install(site, source, entry)
        expected_warnings.append(told)

        assert set(kinds()) == {"stripe", "paypal", "alipay"}

    def test_of_our_own_are_not_replaced(self, site: Path) -> None:
        install(site, SOURCE, "stripe = acme_pay:KIND")

        assert kinds()["stripe"].title == "Stripe"
        assert "acme_pay" not in sys.modules


class TestFactory:
    def test_knows_no_other_name(self) -> None:
        for name in ("", "Stripe", "visa"):
            with pytest.raises(ValueError, match=f"no payment processor '{name}'"):
                factory(Shop()).get_processor(name)

    def test_opens_what_a_third_party_has_registered(self, site: Path) -> None:
        install(site, SOURCE)
        shop = Shop(shop="7", key=SECRET)
        charge = Charge(
            *("attempt-1", "order-1", 1_299, Currency.of("EUR"), Flow.CODE, "Order 1", MORNING)
        )

        processor = factory(shop).get_processor("acme")

        assert isinstance(processor, GuardedProcessor)
        assert processor.check() == "Acme Pay answers: shop 7, till ."
        answer = processor.create(charge)
        assert (answer.standing, answer.remote_id) == (Standing.DONE, "7/attempt-1/1299")

    def test_lets_third_parties_work_with_the_port_alone(self, site: Path) -> None:
        install(site, SOURCE)
        before = set(sys.modules)
        import_module("acme_pay")
        used = {line.split()[1] for line in SOURCE.splitlines() if line.startswith("from pos_app")}

        assert set(sys.modules) - before == {"acme_pay"}
        assert used == {
            "pos_app.domain.attempt",
            "pos_app.domain.money",
            "pos_app.services.payments.processor",
        }

    def test_opens_once_for_each_purpose(self, site: Path) -> None:
        install(site, SOURCE)
        shop = Shop(shop="7", key=SECRET)
        made = factory(shop)

        opened = {made.get_processor("acme", purpose) for purpose in Purpose for _ in range(3)}

        assert len(opened) == len(Purpose)
        assert shop.asked == ["acme"] * len(Purpose)

    def test_opens_once_whoever_asks_at_the_same_time(self, site: Path) -> None:
        install(site, SOURCE)
        shop = Shop(shop="7", key=SECRET)
        made, together = factory(shop), threading.Barrier(4)

        def ask(_number: int) -> object:
            together.wait(5)
            return made.get_processor("acme")

        with ThreadPoolExecutor(4) as threads:
            opened = set(threads.map(ask, range(4)))

        assert len(opened) == 1
        assert shop.asked == ["acme"]

    def test_opens_anew_what_was_set_up_anew(self, site: Path) -> None:
        install(site, SOURCE)
        shop = Shop(shop="7", key=SECRET)
        made = factory(shop)
        made.get_processor("acme")

        shop.values["shop"] = "8"
        assert made.get_processor("acme").check() == "Acme Pay answers: shop 7, till ."
        made.forget("acme")

        assert made.get_processor("acme").check() == "Acme Pay answers: shop 8, till ."

    def test_says_what_is_missing_until_it_is_there(self, site: Path) -> None:
        install(site, SOURCE)
        shop = Shop()
        made = factory(shop)
        with pytest.raises(ProcessorNotSetUpError, match="Acme Pay is not set up on this till"):
            made.get_processor("acme")

        shop.values |= {"shop": "7", "key": SECRET}

        assert made.get_processor("acme").check() == "Acme Pay answers: shop 7, till ."
