"""What may go wrong between a till and a processor, planned step by step."""

from __future__ import annotations

from collections import defaultdict, deque
from enum import StrEnum


class Fault(StrEnum):
    NONE = "none"
    REFUSE = "refuse"
    """No connection; a test says so with `Simulator.closed`, as no step is known by then."""
    HANG = "hang"
    """It is taken, nothing is done, and nothing comes back."""
    RESET_BEFORE = "reset before"
    """The connection is reset before anything is done."""
    ERROR_BEFORE = "500 before"
    TOO_MANY = "429"
    LATE = "late"
    """It is taken, the connection is lost, and it is done when `deliver_late` says so."""
    RESET_AFTER = "reset after"
    """It is done, and the connection is reset in place of the answer."""
    LOST = "reply lost"
    """It is done, and the connection is closed without an answer."""
    ERROR_AFTER = "500 after"
    """It is done, and the answer says that the service has failed."""
    SLOW = "slow"
    """It is done, and the answer trickles in more slowly than anyone waits."""
    MALFORMED = "malformed"
    """It is done, and the answer is cut off in its middle."""
    WRONG = "wrong"
    """It is done, and the answer is well formed, and not to be trusted."""
    TWICE = "twice"
    """It is delivered twice; the second answer comes back."""


NOT_DONE = frozenset(
    {Fault.REFUSE, Fault.HANG, Fault.RESET_BEFORE, Fault.ERROR_BEFORE, Fault.TOO_MANY}
)
"""After which the processor has done nothing."""


class Faults:
    """Each request of a step meets the next fault planned for it; with none left, all is well."""

    def __init__(self) -> None:
        self._planned: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._always: dict[str, Fault] = {}
        self.met: list[tuple[str, Fault]] = []

    def plan(self, step: str, *faults: Fault) -> None:
        self._planned[step].extend(faults)

    def always(self, step: str, fault: Fault) -> None:
        """Until `clear`; what is planned comes first."""
        self._always[step] = fault

    def clear(self) -> None:
        self._planned.clear()
        self._always.clear()

    def take(self, step: str) -> Fault:
        planned = self._planned[step]
        fault = planned.popleft() if planned else self._always.get(step, Fault.NONE)
        if fault is not Fault.NONE:
            self.met.append((step, fault))
        return fault
