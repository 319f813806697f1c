"""PayPal's JSON, read with care: what is not as it should be is not guessed at."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pos_app.adapters.payments.http import Reply

T = TypeVar("T")


class Fields:
    """One object of an answer.

    :raises ValueError: from any method, for a value of another kind
    """

    def __init__(self, value: object) -> None:
        if not isinstance(value, dict):
            raise ValueError("no object")  # noqa: TRY004 - the same as any other wrong value
        self._values = value

    def __contains__(self, name: str) -> bool:
        return self._values.get(name) is not None

    def text(self, name: str) -> str:
        value = self._values.get(name)
        if not isinstance(value, str) or not value:
            raise ValueError(f"{name} is no text")
        return value

    def inner(self, name: str) -> Fields:
        return Fields(self._values.get(name))

    def number(self, name: str) -> int:
        value = self._values.get(name)
        if type(value) is not int:
            raise ValueError(f"{name} is no whole number")
        return value

    def each(self, name: str) -> list[Fields]:
        """The objects of a list; none where there is no such list."""
        value = self._values.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise ValueError(f"{name} is no list")  # noqa: TRY004 - as above
        return [Fields(one) for one in value]


def read(reply: Reply, reader: Callable[[Fields], T]) -> T:
    """What `reader` makes of the answer.

    :raises NoAnswerError: if it raises ValueError, so that nothing can be told from the answer
    """
    try:
        return reader(Fields(reply.json()))
    except ValueError as error:
        raise reply.unreadable() from error
