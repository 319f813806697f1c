"""A split payment at a card reader that is simulated, with keys alone; a decline comes first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Final

import pytest

from tests.fakes.processors.stripe import KEY, StripeSimulator
from tests.fakes.processors.stripe_cards import DECLINED, VISA
from tests.fakes.processors.stripe_terminal import READER
from tests.journeys.screen import Screen
from tests.journeys.store import PIN, TITLE, pos_app, pos_app_json
from tests.journeys.watching import WatchedTill, watched_till

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

LAMP, VASE = "2900000000018", "2900000000025"
PRODUCTS: Final = f"""sku,barcode,name,price,tax_class,stock,unit
LAMP,{LAMP},Lamp,14.82,STANDARD,5,each
VASE,{VASE},Vase,10.00,STANDARD,5,each
"""
WAIT_S: Final = 20


@pytest.fixture
def stripe() -> Iterator[StripeSimulator]:
    with StripeSimulator() as stripe:
        yield stripe


@pytest.fixture
def shop(folder: Path, tmp_path: Path, stripe: StripeSimulator) -> Path:
    """It sells a lamp and a vase, and takes cards at Stripe's reader."""
    catalogue, key = tmp_path / "products.csv", tmp_path / "key"
    catalogue.write_text(PRODUCTS, "ascii")
    key.write_text(f"{KEY}\n", "ascii")
    pos_app(folder, "products", "import", str(catalogue))
    values = ("--value", f"reader={READER}", "--value", f"base={stripe.base}", "--ways", "reader")
    words = ("payments", "processors", "set", "stripe", *values, "--secret-file", f"key={key}")
    pos_app(folder, *words)
    return folder


def until(is_so: Callable[[], bool], what: str) -> None:
    """A reader is looked at as a customer does: again and again."""
    deadline = monotonic() + WAIT_S
    while not is_so():
        assert monotonic() < deadline, f"waited {WAIT_S} s in vain for {what}"


def hold_card(stripe: StripeSimulator, number: str) -> None:
    """Once the reader asks for one."""

    def is_asked() -> bool:
        with stripe.lock:
            action = stripe.terminal.readers[READER]["action"]
            return action is not None and action["status"] == "in_progress"

    until(is_asked, "the reader")
    with stripe.lock:
        stripe.terminal.present(READER, number)


def start(screen: Screen, till: WatchedTill) -> None:
    screen.press(*PIN)
    till.wait_for_page("open_shift")
    screen.press("Return")
    till.wait_for_page("sell")
    for count, code in enumerate((LAMP, VASE), start=1):
        screen.scan(code)
        till.wait_for_lines(count)
    screen.press("Return")
    till.wait_for_page("pay")


def test_a_split_payment_is_declined_then_approved_and_a_line_is_given_back(
    screen: Screen, shop: Path, stripe: StripeSimulator
) -> None:
    with watched_till(screen, shop, title=TITLE) as till:
        start(screen, till)
        screen.press("1", "0", "Return")
        till.wait_until(lambda shown: "tender_0" in shown["labels"])
        screen.press("F11")
        till.wait_for_page("charge")
        hold_card(stripe, DECLINED)
        till.wait_until(lambda shown: "declined" in shown["labels"].get("charge_says", "").lower())
        assert stripe.ledger.captured() == 0
        screen.press("Return")
        hold_card(stripe, VISA)
        till.wait_for_page("done")
        done = till.wait_until(
            lambda shown: shown["labels"].get("print_state") == "Receipt printed"
        )["labels"]

    assert stripe.ledger.captured() == 1_482
    number = "X-T01-000001"
    shown = pos_app_json(shop, "orders", "show", number)
    assert [(one["method"], one["amount"]["minor"]) for one in shown["payments"]] == [
        ("cash", 1_000),
        ("card", 1_482),
    ]
    printed = (shop / "printed" / f"{number}.txt").read_text("utf-8")
    assert printed == done["receipt"]
    assert "4242" in printed

    pos_app(shop, "orders", "refund", number, "--line", "1", "--reason", "faulty")

    assert stripe.ledger.captured() - stripe.ledger.given_back() == 0
    back = pos_app_json(shop, "orders", "show", "X-T01-000002")
    assert [(one["method"], one["amount"]["minor"]) for one in back["payments"]] == [
        ("card", -1_482)
    ]
    assert pos_app_json(shop, "journal", "verify")["ok"]
    day = ("--from", "2020-01-01", "--to", "2040-01-01")
    (report,) = pos_app_json(shop, "report", "payments", *day)
    assert (report["ours"], report["theirs"], report["mismatches"]) == ("0.00", "0.00", [])


def test_a_till_that_was_killed_while_the_card_was_charged_finishes_the_order(
    screen: Screen, shop: Path, stripe: StripeSimulator
) -> None:
    with watched_till(screen, shop, title=TITLE) as till:
        start(screen, till)
        screen.press("F11")
        till.wait_for_page("charge")
        hold_card(stripe, VISA)
        till.kill()

    with watched_till(screen, shop, title=TITLE):
        until(lambda: bool(pos_app_json(shop, "orders", "list")[0]["number"]), "the order")

    (shown,) = pos_app_json(shop, "orders", "list")
    assert (shown["state"], shown["total"]["minor"]) == ("paid", 2_482)
    assert stripe.ledger.captured() == 2_482
    assert pos_app_json(shop, "payments", "attempts") == []
