"""The targets that are counted, and that every action has a key, the focus or the palette."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.gui.driving import DrivenTill
from tests.targets import measuring
from tests.targets.target import Target
from tests.targets.walking import unreachable


@pytest.mark.parametrize(
    "measure",
    [measuring.cash, measuring.exact, measuring.touch, measuring.no_sale, measuring.dialogs],
)
def test_target_is_met(selling: DrivenTill, measure: Callable[[DrivenTill], Target]) -> None:
    target = measure(selling)

    assert target.is_met, target


def test_holding_and_reprinting_take_as_few_keys_as_they_may(selling: DrivenTill) -> None:
    measuring.exact(selling)

    found = [measuring.reprint(selling), *measuring.hold_and_recall(selling)]

    assert [one for one in found if not one.is_met] == []


def test_colours_are_far_enough_apart() -> None:
    assert [one for one in measuring.colours() if not one.is_met] == []


def test_every_button_of_the_sell_screen_can_do_without_a_finger(selling: DrivenTill) -> None:
    """By a key it shows, by a digit or sign that is typed, or by a name in the palette."""
    assert unreachable(selling) == []
