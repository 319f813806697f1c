"""A cashier at the keys of one till: what they do with it all day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from tests.journeys.screen import Screen
from tests.journeys.watching import Shown, WatchedTill

PAIN, BREAD, BUTTER, BANANAS = "3276550614043", "0721762513958", "0034500151276", "4011"
EURO: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000)
"""Notes and coins, in cents."""
_X_NAMES: Final = {".": "period", " ": "space", "*": "asterisk", "-": "minus"}


@dataclass(slots=True)
class Cashier:
    screen: Screen
    till: WatchedTill

    def press(self, *keys: str) -> None:
        self.screen.press(*keys)

    def type(self, text: str) -> None:
        self.press(*(_X_NAMES.get(char, char) for char in text))

    def sees(self, is_so: Callable[[Shown], bool]) -> Shown:
        return self.till.wait_until(is_so)

    def page(self, name: str) -> None:
        """Is on that screen, with no sheet over it."""
        self.sees(lambda shown: shown["page"] == name and not shown["sheet"])

    def sheet(self, name: str) -> None:
        self.sees(lambda shown: shown["sheet"] == name)

    def reads(self, name: str, words: str) -> None:
        self.sees(lambda shown: words in shown["labels"].get(name, ""))

    def sign_in(self, name: str, pin: str) -> None:
        self.type(name)
        self.press(*pin)

    def change_to(self, name: str, pin: str) -> None:
        self.press("ctrl+l")
        self.page("sign_in")
        self.sign_in(name, pin)
        self.page("sell")

    def scan(self, *codes: str) -> None:
        """Each into a line of its own."""
        for count, code in enumerate(codes, start=len(self.till.shown["lines"]) + 1):
            self.scan_once(code)
            self.till.wait_for_lines(count)

    def scan_once(self, code: str) -> None:
        self.screen.scan(code)

    @contextmanager
    def changing_the_total(self) -> Iterator[None]:
        before = self.till.shown["labels"]["order_total"]
        yield
        self.sees(
            lambda shown: (
                not shown["sheet"] and shown["labels"].get("order_total", before) != before
            )
        )

    def pay(self, key: str = "shift+F12") -> None:
        self.press(key)
        self.finish()

    def finish(self) -> None:
        self.page("done")
        self.press("Return")
        self.page("sell")
        self.till.wait_for_lines(0)

    def begin_to_pay(self) -> None:
        self.press("F12")
        self.page("pay")

    def give_back(self) -> None:
        """The money, the way that is shown."""
        self.page("pay_out")
        self.press("Return")
        self.finish()

    def find_last(self) -> None:
        self.press("F9")
        self.page("find")
        self.sees(lambda shown: shown["row"] == 0)
        self.press("Return")
        self.sees(lambda shown: bool(shown["labels"].get("found_title")))

    def move_cash(self, amount: str, *, is_in: bool = False) -> None:
        self.press("shift+F10")
        self.sheet("cash")
        self.type(amount)
        if is_in:
            self.press("space")
        way = "Put" if is_in else "Take"
        self.sees(lambda shown: shown["buttons"].get("cash_record", "").startswith(way))
        self.press("Return")
        self.page("sell")

    def begin_to_close(self) -> None:
        self.press("ctrl+k")
        self.sheet("palette")
        self.type("close the shift")
        self.press("Return")
        self.page("close_shift")

    def count(self, pieces: Mapping[int, int]) -> None:
        """Notes and coins by their values in minor units; all of them, from the largest on."""
        self.press("F2")
        self.sheet("count")
        keys: list[str] = []
        for value in sorted(EURO, reverse=True):
            keys += [*str(pieces.get(value, 0)), "Return"]
        self.press(*keys, "Return")  # past the other sum
        self.page("close_shift")
