from collections import Counter

import pytest
from PySide6.QtGui import QKeySequence

from pos_app.views.input.keymap import EVERYWHERE, KEYMAP, bindings_of
from pos_app.views.input.keys import is_shortcut

CONTEXTS = [context for context in KEYMAP if context != EVERYWHERE]
SCANNER_PREFIXES = {"]", "B", "~", "\x02"}


def keys_of(context: str) -> list[str]:
    return [key for binding in bindings_of(context) for key in binding.keys]


@pytest.mark.parametrize("context", CONTEXTS)
class TestContext:
    def test_has_no_key_twice(self, context: str) -> None:
        twice = [key for key, count in Counter(keys_of(context)).items() if count > 1]

        assert twice == []

    def test_has_no_command_twice(self, context: str) -> None:
        commands = [binding.command for binding in bindings_of(context)]

        assert len(commands) == len(set(commands))

    def test_leaves_letters_to_words(self, context: str) -> None:
        letters = [key for key in keys_of(context) if len(key) == 1 and key.isalpha()]

        # Nothing is typed there: D, W, M, Y and R are a day, week, month, year and range.
        assert letters == [] or context in {"done", "reports", "hours"}

    def test_takes_no_prefix_of_a_scanner(self, context: str) -> None:
        assert not SCANNER_PREFIXES & set(keys_of(context))

    def test_leaves_alt_and_letters_to_mnemonics(self, context: str) -> None:
        taken = [key for key in keys_of(context) if key.startswith("Alt+") and key[4:].isalpha()]

        assert [key for key in taken if len(key) == len("Alt+X")] == []

    def test_says_what_each_key_does(self, context: str) -> None:
        assert all(binding.label for binding in bindings_of(context))


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        *((key, True) for key in ("F1", "Shift+F12", "Ctrl+Z", "Alt+1")),
        *((key, False) for key in ("Enter", "F", "+", "P", "Del")),
    ],
)
def test_plain_keys_go_through_the_scanner_filter(key: str, expected: bool) -> None:
    assert is_shortcut(key) is expected


def test_every_shortcut_is_a_key_qt_knows() -> None:
    keys = {key for context in KEYMAP for key in keys_of(context) if is_shortcut(key)}

    assert all(QKeySequence(key.replace("Enter", "Return")).count() == 1 for key in keys)
