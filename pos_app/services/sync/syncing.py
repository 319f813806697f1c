"""One turn of the sync after another: what is due, and how long until the next is."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from pos_app.domain.errors import PosError, RefusedError
from pos_app.services.ports import Clock, SettingQueries
from pos_app.services.sync.backing_off import BackOff
from pos_app.services.sync.membership import membership
from pos_app.services.sync.ports import (
    BadAnswerError,
    BusyHeadOfficeError,
    ContentRefusedError,
    OfflineError,
    PullBrokenError,
)
from pos_app.services.sync.pulling import Pulling
from pos_app.services.sync.pushing import Pushing
from pos_app.services.sync.status import Link, Running
from pos_app.wire.changes import Subject

POLL_MS: Final = 2_000
"""How often head office is asked for what was edited there."""
LOOK_BACK_MS: Final = 10 * 60_000
"""How often it is asked whether it still holds what was sent long ago."""
STOPPED_MS: Final = 5 * 60_000
"""Until it is tried again what only a person can put right: perhaps one has, over there."""

_TEMPORARY: Final = (BadAnswerError, ContentRefusedError)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Turn:
    """`wait_ms` until the next is due; `subjects` of which something has changed here."""

    wait_ms: int
    running: Running
    subjects: frozenset[Subject] = frozenset()


class Syncing:
    """For one thread. What it says of itself may be read by others."""

    def __init__(
        self,
        *,
        pushing: Pushing,
        pulling: Pulling,
        settings: SettingQueries,
        clock: Clock,
        new_back_off: Callable[[], BackOff],
    ) -> None:
        self._pushing = pushing
        self._pulling = pulling
        self._settings = settings
        self._clock = clock
        self._back_off = new_back_off()
        self._pull_back_off = new_back_off()
        self._pull_error: PosError | None = None
        self._poll_at = 0
        self._look_back_at = 0
        self._taken = 0
        self._left = 0
        self._is_by_choice = False
        self.running = Running()

    def turn(self) -> Turn:
        """Do what is due: a batch, a page, or nothing."""
        if membership(self._settings) is None:
            return self._end(Running(), POLL_MS)
        if self._is_by_choice:
            return self._end(Running(Link.OFFLINE), POLL_MS)
        if self._back_off.left_ms:
            wait = self._back_off.left_ms
            return self._end(replace(self.running, next_try_ms=wait), wait)
        try:
            return self._do()
        except PosError as error:
            return self._fail(error)

    def work_offline(self, *, wanted: bool) -> None:
        """Until it is said otherwise, or the till starts again."""
        self._is_by_choice = wanted
        self.hurry()

    def hurry(self) -> None:
        """Somebody wants it tried now."""
        self._back_off.hurry()
        self._pull_back_off.hurry()
        self._poll_at = 0

    def _do(self) -> Turn:
        now = self._clock.monotonic_ms()
        if now >= self._look_back_at:
            self._pushing.look_back()
            self._look_back_at = self._clock.monotonic_ms() + LOOK_BACK_MS
        pushed = self._pushing.step()
        self._back_off.succeeded()
        subjects: frozenset[Subject] = frozenset()
        if now >= self._poll_at and not self._pull_back_off.left_ms:
            subjects = self._pull()
        has_more = pushed.did_something or bool(self._left)
        running = Running(
            Link.STOPPED if self._pull_error else Link.SENDING if has_more else Link.SYNCED,
            error=self._pull_error,
            next_try_ms=self._pull_back_off.left_ms,
            taken=self._taken,
            left=self._left,
            clock_off_ms=self._pushing.clock_off_ms,
        )
        until_poll = self._poll_at - self._clock.monotonic_ms()
        wait = max(until_poll, self._pull_back_off.left_ms, 0)
        is_on = pushed.did_something or (bool(self._left) and not self._pull_error)
        return self._end(running, 0 if is_on else wait, subjects)

    def _pull(self) -> frozenset[Subject]:
        """What cannot be received keeps nothing from being sent.

        :raises UnavailableError: if head office does not answer at all
        """
        try:
            pulled = self._pulling.step()
        except (OfflineError, BusyHeadOfficeError):
            raise
        except PosError as error:
            return self._fail_pull(error)
        except Exception as error:
            if self._pulling.is_stopped:
                raise
            log.exception("What head office edited could not be received")
            return self._fail_pull(PullBrokenError(reason=type(error).__name__))
        self._pull_error = None
        self._pull_back_off.succeeded()
        if self._pulling.began_again:
            # What was sent may be gone as well.
            self._look_back_at = 0
        is_long = bool(pulled.left or self._left)
        self._taken = self._taken + pulled.taken if is_long else 0
        self._left = pulled.left
        if not pulled.left:
            self._poll_at = self._clock.monotonic_ms() + POLL_MS
        return pulled.subjects

    def _fail_pull(self, error: PosError) -> frozenset[Subject]:
        self._pull_error = error
        self._pull_back_off.failed(at_least_ms=STOPPED_MS if _is_final(error) else 0)
        return frozenset()

    def _fail(self, error: PosError) -> Turn:
        at_least = STOPPED_MS if _is_final(error) else 0
        if isinstance(error, BusyHeadOfficeError):
            at_least = int(str(error.values.get("wait_ms", 0)))
        self._back_off.failed(at_least_ms=at_least)
        wait = self._back_off.left_ms
        is_wrong = isinstance(error, RefusedError | BadAnswerError)
        link = Link.STOPPED if is_wrong else Link.OFFLINE
        return self._end(replace(self.running, link=link, error=error, next_try_ms=wait), wait)

    def _end(
        self, running: Running, wait_ms: int, subjects: frozenset[Subject] = frozenset()
    ) -> Turn:
        self.running = replace(running, is_by_choice=self._is_by_choice)
        return Turn(wait_ms, self.running, subjects)


@dataclass(frozen=True, slots=True)
class Report:
    """What one whole sync did."""

    sent: int = 0
    quarantined: int = 0
    received: int = 0
    refused: int = 0
    """Changes that could not be used."""
    made_again: int = 0


def sync_once(
    pushing: Pushing, pulling: Pulling, *, progress: Callable[[Report, int], None]
) -> Report:
    """Everything that waits, and everything that was edited: for when nobody sells meanwhile.

    :param progress: told what was done so far, and about how many changes are left
    :raises PosError: if it cannot go on; what was done is kept
    """
    report = Report()
    back = pushing.look_back()
    report = replace(report, made_again=back.made_again)
    while (pushed := pushing.step()).did_something:
        report = replace(
            report,
            sent=report.sent + pushed.settled,
            quarantined=report.quarantined + pushed.quarantined,
            made_again=report.made_again + pushed.made_again,
        )
        progress(report, 0)
    left = 1
    while left:
        pulled = pulling.step_alone()
        left = pulled.left or int(pulled.is_owed)
        report = replace(
            report,
            received=report.received + pulled.taken,
            refused=report.refused + len(pulled.refused),
        )
        progress(report, left)
    # What was received is journalled, and that goes there too.
    while (pushed := pushing.step()).did_something:
        report = replace(report, sent=report.sent + pushed.settled)
    return report


def _is_final(error: PosError) -> bool:
    """Whether only a person can put it right."""
    return isinstance(error, RefusedError) and not isinstance(error, _TEMPORARY)
