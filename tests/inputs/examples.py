"""How many examples a fuzzed test tries, and the text that it tries."""

from __future__ import annotations

from typing import Final

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from pos_app.domain.errors import PosError, UnexpectedError
from tests.inputs.site import IS_LONG

_FEW: Final = 60
_MANY: Final = 5_000
# The fixtures are one store for all examples, on purpose.
EXAMPLES: Final = settings(
    max_examples=_MANY if IS_LONG else _FEW,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors],
)
ODD: Final = (
    *("\x00", "\x1b@", "\x1d", "\x1bp\x00\x19\xfa", "\x10\x14", "\x9b", "\x85", "\x7f", "\ufeff"),
    *("\u200b", "\u200d", "\u202e", "\u2028", "\ud800", "\udfff", "e\u0301", "\u0301" * 40, "茶"),
    *(
        "😀",
        "ﷺ",
        "İ",
        "ß",
        "\u0661",
        "\uff11",
        "²",
        "\xa0",
        "\u202f",
        "{0.__class__}",
        "%s%n",
        "'; --",
    ),
    *(
        "4242424242424242",
        "9" * 40,
        "1e309",
        "-0",
        "0.1",
        "1,5",
        "12*",
        "]C1",
        "(01)",
        "\t",
        "\r\n",
    ),
)
ANY_TEXT: Final = st.text(
    alphabet=st.characters(codec=None, exclude_categories=()), max_size=40
) | st.lists(st.sampled_from(ODD) | st.characters(), max_size=8).map("".join)


def require_words(error: PosError) -> None:
    """A refusal says something, and is no bug in disguise."""
    assert str(error)
    assert not isinstance(error, UnexpectedError)
