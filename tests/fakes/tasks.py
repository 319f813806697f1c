"""Task runners for tests: one that runs at once, two that wait until told."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from pos_app.domain.errors import PosError

T = TypeVar("T")


class InlineTaskRunner:
    def submit(
        self,
        work: Callable[[], T],
        *,
        on_success: Callable[[T], None],
        on_failure: Callable[[PosError], None],
    ) -> None:
        try:
            result = work()
        except PosError as error:
            on_failure(error)
        else:
            on_success(result)


class HeldTaskRunner:
    """Keeps the work until `run_all`, as a slow disk would."""

    def __init__(self) -> None:
        self._held: list[Callable[[], None]] = []

    def submit(
        self,
        work: Callable[[], T],
        *,
        on_success: Callable[[T], None],
        on_failure: Callable[[PosError], None],
    ) -> None:
        self._held.append(
            lambda: InlineTaskRunner().submit(work, on_success=on_success, on_failure=on_failure)
        )

    def run_all(self) -> None:
        held, self._held = self._held, []
        for work in held:
            work()


class SlowTaskRunner:
    """Works at once, and keeps what comes of it until `answer`; `trouble` comes of it instead."""

    def __init__(self) -> None:
        self.trouble: PosError | None = None
        self._answers: list[Callable[[], None]] = []

    def submit(
        self,
        work: Callable[[], T],
        *,
        on_success: Callable[[T], None],
        on_failure: Callable[[PosError], None],
    ) -> None:
        if self.trouble is not None:
            self._answers.append(partial(on_failure, self.trouble))
        else:
            self._answers.append(partial(on_success, work()))

    def answer(self, place: int = 0) -> None:
        """Give one of the answers that are owed."""
        self._answers.pop(place)()
