"""How often somebody may ask: the rates, and the port that counts them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from pos_app.head_office.services.access.roles import Caller, TerminalCaller
from pos_app.head_office.services.access.signing_in import TooManyTriesError, place_of


@dataclass(frozen=True, slots=True)
class Rate:
    """So many in a minute, of which `burst` may come at once."""

    name: str
    per_minute: int
    burst: int


STRANGERS: Final = Rate("stranger", 240, 60)
"""Of one address: signing in, enrolling. What is counted for each name comes on top."""
PEOPLE: Final = Rate("person", 1_200, 200)
TERMINALS: Final = Rate("terminal", 2_400, 400)
"""A month offline, 9,000 orders, is sent in 45 batches: no till that works comes near this."""


class RateLimiter(Protocol):
    def wait_ms(self, rate: Rate, who: str) -> int:
        """Count one request; return 0, or in how many milliseconds it would be let in."""
        ...


def require_rate(limiter: RateLimiter, rate: Rate, who: str) -> None:
    """:raises TooManyTriesError: if whoever that is asks too often"""
    wait = limiter.wait_ms(rate, who)
    if wait > 0:
        raise TooManyTriesError(wait_s=-(-wait // 1000))


def require_strangers_rate(limiter: RateLimiter, address: str) -> None:
    """:raises TooManyTriesError: if whoever is there asks too often"""
    require_rate(limiter, STRANGERS, place_of(address))


def require_callers_rate(limiter: RateLimiter, caller: Caller) -> None:
    """:raises TooManyTriesError: if the caller asks too often"""
    if isinstance(caller, TerminalCaller):
        require_rate(limiter, TERMINALS, caller.terminal_id)
    else:
        require_rate(limiter, PEOPLE, caller.person_id)
