"""What a pair of hands does on the way to a key, and what an eye sees after it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.journeys.hands import Hands
from tests.journeys.watching import Shown

PAIN, BREAD, BUTTER = "3276550614043", "0721762513958", "0034500151276"
BASKET = (PAIN, BREAD, BUTTER)

Sees = Callable[[Shown], bool]


def lines(count: int) -> Sees:
    return lambda shown: len(shown["lines"]) == count


def line(place: int, start: str) -> Sees:
    return lambda shown: len(shown["lines"]) > place and shown["lines"][place].startswith(start)


def at(place: int) -> Sees:
    return lambda shown: shown["selected"] == place


def says(name: str, words: str) -> Sees:
    return lambda shown: words in shown["labels"].get(name, "")


def button(name: str, words: str) -> Sees:
    return lambda shown: words in shown["buttons"].get(name, "")


def printed(folder: Path, count: int) -> Sees:
    """So many papers have come out of the printer."""
    return lambda _shown: len(list((folder / "printed").glob("*.txt"))) == count


def chosen(name: str, row: int, count: int) -> Sees:
    """So many rows in the list of that name, and which is highlighted."""
    return lambda shown: shown["lists"].get(name) == [row, count]


def sheet(context: str) -> Sees:
    return lambda shown: shown["sheet"] == context


def page(name: str) -> Sees:
    return lambda shown: shown["page"] == name


def leave_sheet(hands: Hands) -> None:
    hands.screen.press("Escape")
    hands.till.wait_until(sheet(""))


def ring_up(hands: Hands, *codes: str) -> None:
    for count, code in enumerate(codes, start=len(hands.till.shown["lines"]) + 1):
        hands.screen.scan(code)
        hands.till.wait_for_lines(count)


def take_down_for_it(hands: Hands, name: str) -> None:
    """A new customer, whom the order is for from then on."""
    hands.screen.press("F4")
    hands.till.wait_until(sheet("customer"))
    hands.do("customer", "new", lambda shown: "customer_name" in shown["fields"])
    hands.type(name)
    hands.screen.press("Return")
    hands.till.wait_until(sheet(""))
    hands.till.wait_until(button("customer", name.split(maxsplit=1)[0]))
