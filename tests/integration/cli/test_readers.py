"""Card readers from the command line, against a Stripe on this computer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.processors.stripe import KEY, StripeSimulator
from tests.fakes.processors.stripe_terminal import LOCATION, READER
from tests.integration.cli.conftest import Terminal

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture
def stripe() -> Iterator[StripeSimulator]:
    with StripeSimulator() as stripe:
        yield stripe


@pytest.fixture
def till(terminal: Terminal, stripe: StripeSimulator, tmp_path: Path) -> Terminal:
    """Its store knows the key, and no reader yet."""
    path = tmp_path / "key"
    path.write_text(KEY, "ascii")
    values = ("--value", f"base={stripe.base}", "--secret-file", f"key={path}")
    terminal.done("payments", "processors", "set", "stripe", *values)
    return terminal


def test_are_listed(till: Terminal) -> None:
    assert till.json("payments", "readers", "list") == [
        {
            "reader": READER,
            "label": "Front desk",
            "device": "stripe_s700",
            "location": LOCATION,
            "connected": True,
        }
    ]
    assert f"{READER}  Front desk" in till.done("payments", "readers", "list")


def test_are_registered_set_and_tried(till: Terminal, stripe: StripeSimulator) -> None:
    before = till.done("payments", "processors", "test", "stripe")
    told = till.done("payments", "readers", "register", "simulated-wpe", "--label", "Bar")
    name = told.rpartition("reader=")[2].strip()
    till.done("payments", "processors", "set", "stripe", "--value", f"reader={name}")

    assert "No card reader is set." in before
    assert "Bar is connected." in till.done("payments", "processors", "test", "stripe")


def test_take_a_card_where_one_is_asked_for(till: Terminal, stripe: StripeSimulator) -> None:
    form = {"amount": "100", "currency": "eur", "payment_method_types[0]": "card_present"}
    intent = stripe.book.create_intent(form)

    refused = till.refused("payments", "readers", "present", READER)
    stripe.terminal.process(READER, {"payment_intent": intent["id"]})
    till.done("payments", "readers", "present", READER)

    assert "Stripe refuses" in refused
    assert intent["status"] == "succeeded"


def test_need_a_key(terminal: Terminal) -> None:
    reason = terminal.refused("payments", "readers", "list")

    assert "Restricted key is missing" in reason
