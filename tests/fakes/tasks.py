"""Task runners for tests: one that runs at once, one that waits until told."""

from __future__ import annotations

from collections.abc import Callable
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
