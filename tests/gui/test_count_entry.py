from __future__ import annotations

import pytest

from pos_app.composition.lazy import LazyFormats
from pos_app.services.shifts.counting import PIECES_MAX, CoinRolls, Count
from pos_app.viewmodels.shifts.count_entry import CountEntry
from pos_app.viewmodels.shifts.count_words import CountWords
from tests.fakes.catalogue import EUR

NOTE, COIN, CENT = 2_000, 200, 1
ROLLS = CoinRolls({COIN: 25})
AT_THE_COIN, AT_THE_CENT, AT_OTHER = 1, 2, 3


@pytest.fixture
def entry() -> CountEntry:
    entry = CountEntry((COIN, CENT, NOTE), ROLLS, EUR, in_cents=False)
    entry.choose(AT_THE_COIN)
    return entry


def words(entry: CountEntry, rolls: CoinRolls = ROLLS) -> CountWords:
    formats = LazyFormats(language="en", country="IE", time_zone="Europe/Dublin")
    return CountWords(entry, rolls, formats, EUR)


def press(entry: CountEntry, keys: str) -> None:
    for key in keys:
        if key == "*":
            entry.roll_up()
        elif key == "<":
            entry.backspace()
        else:
            entry.press(key)


@pytest.mark.parametrize(
    ("keys", "rolled", "loose"),
    [
        ("53", 0, 53),
        ("2*3", 2, 3),
        ("2*", 2, 0),
        ("*", 1, 0),
        ("**", 2, 0),
        ("2*1*", 3, 0),
        ("2*13", 2, 13),
        ("2*13<", 2, 1),
        ("2*13<<", 2, 0),
        ("12*3<<", 1, 0),
        ("12*3<<<", 0, 0),
        ("0*", 1, 0),
    ],
)
class TestRolls:
    def test_are_counted_by_their_key(
        self, entry: CountEntry, keys: str, rolled: int, loose: int
    ) -> None:
        press(entry, keys)

        assert (entry.rolled, entry.loose) == (rolled, loose)
        assert entry.count.total == COIN * (rolled * 25 + loose)


class TestBox:
    def test_counts_anew_what_is_typed_on_a_later_visit(self, entry: CountEntry) -> None:
        press(entry, "2*3")
        entry.choose(AT_THE_CENT)
        entry.choose(AT_THE_COIN)

        press(entry, "7")

        assert (entry.rolled, entry.loose) == (0, 7)

    def test_takes_one_more_roll_on_a_later_visit(self, entry: CountEntry) -> None:
        press(entry, "2*3")
        entry.choose(AT_THE_CENT)
        entry.choose(AT_THE_COIN)

        press(entry, "*")

        assert (entry.rolled, entry.loose) == (3, 3)

    def test_without_rolls_ignores_their_key(self, entry: CountEntry) -> None:
        entry.choose(AT_THE_CENT)
        press(entry, "2*3")

        assert (entry.roll, entry.rolled, entry.loose) == (0, 0, 23)

    def test_holds_no_more_than_a_drawer(self, entry: CountEntry) -> None:
        press(entry, "99999*9")

        assert entry.count.of(COIN) <= PIECES_MAX
        assert entry.count.of(COIN) == entry.rolled * 25 + entry.loose

    def test_is_turned_by_the_wheel_past_its_rolls(self, entry: CountEntry) -> None:
        press(entry, "1*1")
        entry.turn(AT_THE_COIN, 2)
        entry.turn(AT_THE_COIN, -9)
        entry.turn(0, 1)

        assert entry.count == Count({COIN: 25, NOTE: 1}, {COIN: 1})

    def test_of_a_draft_with_larger_rolls_shows_what_was_counted(self, entry: CountEntry) -> None:
        entry.start(Count({COIN: 60}, {COIN: 9}))
        entry.choose(AT_THE_COIN)

        assert (entry.rolled, entry.loose) == (2, 10)


class TestOther:
    def test_is_one_sum(self, entry: CountEntry) -> None:
        entry.choose(AT_OTHER)
        press(entry, "12.5*")

        assert entry.count == Count(other=1_250)
        entry.turn(AT_OTHER, 1)
        press(entry, "<<<")
        assert entry.count.other == 100

    def test_is_replaced_by_what_is_typed_later(self, entry: CountEntry) -> None:
        entry.start(Count(other=1_250))
        entry.choose(AT_OTHER)
        press(entry, "3")

        assert entry.count.other == 300


@pytest.mark.usefixtures("qapp")
class TestWords:
    def test_add_up_the_rolls(self, entry: CountEntry) -> None:
        press(entry, "2*3")

        assert words(entry).chosen() == "2 rolls of 25 + 3 = 53"
        assert words(entry).roll() == "Roll of 25"
        assert words(entry).total() == "106.00"

    def test_speak_of_bags_where_coins_come_in_them(self, entry: CountEntry) -> None:
        press(entry, "2*")
        said = words(entry, CoinRolls(ROLLS.sizes, are_bags=True))

        assert (said.chosen(), said.roll()) == ("2 bags of 25 = 50", "Bag of 25")

    def test_offer_no_roll_where_there_is_none(self, entry: CountEntry) -> None:
        entry.choose(AT_THE_CENT)

        assert (words(entry).chosen(), words(entry).roll()) == ("", "")
        assert not words(CountEntry((CENT,), CoinRolls(), EUR, in_cents=False)).has_rolls

    def test_say_what_is_other(self, entry: CountEntry) -> None:
        entry.start(Count(other=1_250))
        entry.choose(AT_OTHER)

        assert words(entry).cells()[-1] == "Other 12.50"
        assert words(entry).chosen() == "Vouchers, foreign coins: one sum"
