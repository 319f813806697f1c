"""Everything that is ever written into the journal has words."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from pos_app.domain.journal import EntryKind
from pos_app.domain.shift import CashReason, NoSaleReason
from pos_app.services.activity.activity_log import kinds_of
from pos_app.services.activity.choosing import key_of, subject_of
from pos_app.services.activity.saying import Group, Saying
from pos_app.services.activity.telling import SAYINGS, WORDS

ROOT: Final = Path(__file__).parents[4] / "pos_app"
CHANGE: Final = EntryKind.CONFIG_CHANGE.value
BESIDE: Final = {
    *("from", "to", "offset_ms"),  # of a jump of the clock, which is a kind of its own
    *(
        "value",
        "ways",
        "fields",
        "removed",
        "processor",
        "role",
        "id",
        "name",
    ),  # beside what it is of
}
"""First keys of dicts, in modules that write changes, that say nothing of what was changed."""
ELSEWHERE: Final = {"customer_added", "customer_changed", "customer_forgotten", "discount_limit"}
"""Keys that their modules name otherwise than in a dict."""


def subjects() -> Iterator[tuple[str, str]]:
    """The first words of every dict in a module that writes a change of the store."""
    for path in ROOT.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "EntryKind.CONFIG_CHANGE" not in text or "activity" in path.parts:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Dict) and node.keys:
                key = node.keys[0]
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield f"{path.relative_to(ROOT)}", key.value


def test_every_kind_has_a_sentence() -> None:
    """One kind is told by what was changed, and the others by their names."""
    assert {kind.value for kind in EntryKind} - {CHANGE} <= set(SAYINGS)


def test_every_change_of_the_store_has_a_sentence() -> None:
    """Add it to services/activity/store_sayings.py: whoever reads the log must know what it was."""
    found = list(subjects())
    silent = {
        (module, subject)
        for module, subject in found
        if subject not in BESIDE | {"order_taken_over_from", "return_days"}
        if subject_of({subject: 1}) == "changed"
    }

    assert silent == set()
    assert {"price_changed", "staff_added", "enrolled"} <= {subject for _, subject in found}
    assert all(subject_of({subject: 1}) == subject for subject in ELSEWHERE)


@pytest.mark.parametrize("key", SAYINGS)
def test_every_sentence_says_all_that_it_has_parts_for(key: str) -> None:
    saying = SAYINGS[key]

    named = {name for _, name, _, _ in string.Formatter().parse(saying.text) if name}

    spare = {"amount", "processor"} if key.startswith(("payment_", "item_void")) else set()
    assert named - {"who"} <= set(saying.parts)
    assert set(saying.parts) - named <= spare


def test_every_group_is_looked_for_in_some_kinds() -> None:
    for group in Group:
        kinds = kinds_of(group)
        assert kinds, group
        assert set(kinds) <= {kind.value for kind in EntryKind}
    assert kinds_of(None) == ()


def test_a_kind_is_found_by_the_group_of_each_of_its_sentences() -> None:
    for key, saying in SAYINGS.items():
        kind = key.partition(".")[0]
        kind = kind if kind in {one.value for one in EntryKind} else CHANGE
        assert kind in kinds_of(saying.group), key


def test_reasons_that_are_chosen_have_words() -> None:
    assert {one.value for one in (*NoSaleReason, *CashReason)} <= set(WORDS)


def test_no_two_sentences_are_the_same() -> None:
    texts = [saying.text for saying in SAYINGS.values()]
    assert len(set(texts)) == len(texts)
    assert all(isinstance(saying, Saying) for saying in SAYINGS.values())


def test_stock_that_was_restored_is_told_alike_whatever_was_taken_off_again() -> None:
    body = {"restored_stock": [["TEA", 3_000]]}
    counted = body | {"moved": [["TEA", -3_000]]}

    assert key_of({"kind": "config_change", "body": body}, SAYINGS) == "restored_stock"
    assert key_of({"kind": "import", "body": counted}, SAYINGS) == "restored_stock"
    opened = counted | {"openings": [["TEA", -3_000]]}
    assert key_of({"kind": "import", "body": opened}, SAYINGS) == "restored_openings"
