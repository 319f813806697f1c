"""Use case: a terminal proves by its own signature who it is, and gets a token.

Two copies of one store are told apart here: each restart of a store has an epoch and an
installation of its own. The latest epoch goes on; an earlier one, and a second copy of the same,
are refused and an administrator is told.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pos_app.head_office.services.access.admission import StaleEpochError, TerminalRevokedError
from pos_app.head_office.services.access.moments import MINUTE_MS, SECOND_MS, ms_of
from pos_app.head_office.services.access.ports import (
    Cache,
    Clock,
    Event,
    EventKind,
    NewAccessReading,
    NewAccessWork,
    Terminal,
    TerminalKey,
    TerminalState,
)
from pos_app.head_office.services.access.standing import standing_key
from pos_app.head_office.services.access.tokens import (
    Assertion,
    AssertionReader,
    Grant,
    TerminalClaims,
    TokenRefusedError,
    TokenWriter,
)
from pos_app.head_office.services.errors import (
    ForbiddenError,
    HeadOfficeError,
    UnauthorisedError,
)
from pos_app.wire.enrolment import ASSERTION_LIFE_SECONDS
from pos_app.wire.problem import ProblemCode

LEEWAY_SECONDS: Final = 30
"""How far the clocks of a till and head office may be apart."""
ASSERTION_LENGTH_MAX: Final = 4096
TOLD_AGAIN_MS: Final = 60 * MINUTE_MS
"""How often the same trouble of one terminal is recorded."""


class ClockWrongError(UnauthorisedError):
    text = (
        "The till's clock and head office's are {seconds} seconds apart. Nothing was changed and "
        "what waits in the till is kept; set the till's clock."
    )


class ClonedError(ForbiddenError):
    code = ProblemCode.TERMINAL_CLONED
    text = (
        "Another copy of this till's store speaks to head office. What this one sent is kept, and "
        "what waits in it stays there; start a new epoch in the one that is to go on."
    )


class TerminalSignIn:
    def __init__(
        self,
        *,
        new_work: NewAccessWork,
        new_reading: NewAccessReading,
        assertions: AssertionReader,
        tokens: TokenWriter,
        cache: Cache,
        clock: Clock,
    ) -> None:
        self._new_work = new_work
        self._new_reading = new_reading
        self._assertions = assertions
        self._tokens = tokens
        self._cache = cache
        self._clock = clock

    def sign_in(self, *, assertion: str) -> Grant:
        """What a terminal may use head office with for ten minutes.

        :raises TokenRefusedError: if the assertion proves nothing
        :raises HeadOfficeError: if it is proven, and the terminal may not go on
        """
        if len(assertion) > ASSERTION_LENGTH_MAX:
            raise TokenRefusedError
        terminal_id = self._assertions.named(assertion)
        key = self._key_of(terminal_id)
        said = self._assertions.read(assertion, public_key=key.public_key)
        self._require_fresh(said)
        terminal = self._settle(terminal_id, said)
        claims = TerminalClaims(terminal_id, terminal.epoch, key.key_id)
        return self._tokens.grant(claims, store_id=terminal.store_id)

    def _key_of(self, terminal_id: str) -> TerminalKey:
        with self._new_reading() as reading:
            keys = reading.terminals.keys(terminal_id)
        if not keys:
            raise TokenRefusedError
        return keys[0]

    def _require_fresh(self, said: Assertion) -> None:
        now = ms_of(self._clock.now())
        early = said.issued_at - now - LEEWAY_SECONDS * SECOND_MS
        late = now - said.expires_at - LEEWAY_SECONDS * SECOND_MS
        if max(early, late) > 0:
            apart = abs(now - said.issued_at) // SECOND_MS
            raise ClockWrongError(seconds=apart, extra={"now": now // SECOND_MS})
        if said.expires_at - said.issued_at > ASSERTION_LIFE_SECONDS * SECOND_MS:
            raise TokenRefusedError

    def _settle(self, terminal_id: str, said: Assertion) -> Terminal:
        """Use the assertion up, and see to it that only the latest copy goes on."""
        at = ms_of(self._clock.now())
        until = said.expires_at + 2 * LEEWAY_SECONDS * SECOND_MS
        with self._new_work() as work:
            terminal = work.terminals.get(terminal_id, for_update=True)
            if terminal is None:
                raise TokenRefusedError
            work.assertions.prune(before=at)
            is_new = work.assertions.spend(terminal_id, said.assertion_id, until=until)
            event, refusal = _judged(terminal, said, is_new=is_new)
            if event is EventKind.EPOCH_STARTED:
                terminal = replace(terminal, epoch=said.epoch, installation=said.installation)
                work.terminals.replace(terminal)
            if event is not None:
                about = {"epoch": said.epoch}
                told = Event(at, event, terminal_id, terminal.code, about)
                work.events.add(told, once_in_ms=TOLD_AGAIN_MS)
            work.commit()
        if refusal is not None:
            raise refusal
        if event is EventKind.EPOCH_STARTED:
            self._cache.forget(standing_key(terminal_id))
        return terminal


def _judged(
    terminal: Terminal, said: Assertion, *, is_new: bool
) -> tuple[EventKind | None, HeadOfficeError | None]:
    """What is to be recorded of a proven assertion, and why it is refused if it is."""
    if not is_new:
        return EventKind.ASSERTION_REPLAYED, TokenRefusedError()
    if terminal.state is not TerminalState.ACTIVE:
        return None, TerminalRevokedError()
    if said.epoch < terminal.epoch:
        return EventKind.EPOCH_STALE, StaleEpochError()
    if said.epoch > terminal.epoch:
        return EventKind.EPOCH_STARTED, None
    if said.installation != terminal.installation:
        return EventKind.TERMINAL_CLONED, ClonedError()
    return None, None
