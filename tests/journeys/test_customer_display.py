"""A till with a second screen for the customer: the keys stay on the first one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.journeys.screen import Screen, x_screen
from tests.journeys.store import PIN, TITLE
from tests.journeys.watching import Shown, WatchedTill, watched_till

PAIN, BREAD = "3276550614043", "0721762513958"
SIZE = (800, 480)


@pytest.fixture(scope="module")
def two_screens() -> Iterator[Screen]:
    with x_screen(f"{SIZE[0]}x{SIZE[1]}x24") as found:
        yield found


def customer_reads(name: str, words: str) -> Callable[[Shown], bool]:
    def sees(shown: Shown) -> bool:
        return words in shown["customer"].get("labels", {}).get(name, "")

    return sees


def start_selling(screen: Screen, till: WatchedTill) -> None:
    screen.press(*PIN)
    till.wait_until(lambda shown: shown["page"] in {"open_shift", "sell"})
    if till.shown["page"] == "open_shift":
        screen.press("Return")
    till.wait_for_page("sell")


def test_the_customer_follows_an_order_on_the_second_screen(
    two_screens: Screen, folder: Path
) -> None:
    screen = two_screens
    with watched_till(screen, folder, title=TITLE) as till:
        till.wait_until(customer_reads("display_words", "This till is closed."))
        start_selling(screen, till)
        shown = till.wait_until(customer_reads("display_words", "Welcome!"))["customer"]
        assert (shown["is_beside"], shown["full_screen"]) == (True, True)
        assert tuple(shown["size"]) == SIZE

        screen.scan(PAIN)
        screen.scan(BREAD)
        till.wait_until(customer_reads("display_last_name", "White Bread"))
        till.wait_until(customer_reads("display_sum", "4,28"))
        assert till.shown["active"]
        assert not till.shown["customer"]["active"]

        screen.press("Return")
        till.wait_until(customer_reads("display_sum_title", "To pay"))
        screen.press("5", "0", "Return")
        till.wait_until(customer_reads("display_large", "45,72"))
        screen.press("Return")
        till.wait_for_page("sell")
        till.wait_until(customer_reads("display_words", "Welcome!"))

        screen.press("ctrl+k")
        till.wait_until(lambda shown: shown["sheet"] == "palette")
        screen.press(*"shut", "Return")
        assert till.process.wait(30) == 0


def test_it_stays_off_on_this_terminal_until_it_is_switched_on(
    two_screens: Screen, folder: Path
) -> None:
    screen = two_screens
    with watched_till(screen, folder, title=TITLE) as till:
        till.wait_until(lambda shown: bool(shown["customer"]))
        screen.press("ctrl+shift+d")
        till.wait_until(lambda shown: not shown["customer"])
        start_selling(screen, till)

    with watched_till(screen, folder, title=TITLE) as till:
        start_selling(screen, till)
        assert not till.shown["customer"]
        screen.press("ctrl+shift+d")
        till.wait_until(lambda shown: bool(shown["customer"]))
        screen.scan(BREAD)
        till.wait_until(customer_reads("display_last_name", "White Bread"))
