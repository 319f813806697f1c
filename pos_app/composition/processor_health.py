"""Examine the payment processors that a store uses; asks none of them, unless told to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo

from pos_app.adapters.payments.silence_file import read_silences
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.findings import Finding
from pos_app.composition.processors import check, kept_processors_of, kinds
from pos_app.composition.queries import Queries
from pos_app.composition.silence_words import said
from pos_app.domain.attempt import Attempt
from pos_app.services.payments.processor import ProcessorKind, ProcessorNotSetUpError
from pos_app.services.payments.processor_ways import ways_of
from pos_app.services.payments.silence import Silence

PATIENCE: Final = timedelta(minutes=2)
"""Beyond what a customer is waited for: by then somebody should look."""
RESOLVE: Final = "Ask it again: pos-app payments resolve."
RESTS: Final = "Cash still works, and the till tries it again by itself."
GIVE_BACK: Final = "Try it again, or give it back otherwise: pos-app payments resolve {attempt}."
SET_UP: Final = "pos-app payments processors set {name}"
TEST: Final = "To try it: pos-app payments processors test {name}."


@dataclass(frozen=True)
class ProcessorHealth:
    """`asks` tells whether the processors themselves are asked as well."""

    folder: DataFolder
    queries: Queries
    asks: bool

    def in_use(self) -> tuple[str, ...]:
        """Those that are set up, that a way to pay leads to, or that owe an answer."""
        kept = kept_processors_of(self.folder, self.queries)
        names = {name for name, kind in kinds().items() if kept.setting(kind) is not None}
        names |= {one.processor for one in self.queries.profile.tender_methods if one.is_remote}
        attempts = self.queries.attempts
        names |= {one.processor for one in (*attempts.undecided(), *attempts.owed())}
        return tuple(sorted(names))

    def examine(self, name: str) -> Finding:
        """:raises PosError: if its secrets cannot be read, or it was asked and does not answer"""
        known = kinds()
        waiting = [one for one in self.queries.attempts.undecided() if one.processor == name]
        if name not in known:
            return _unknown(name, waiting, known)
        kind = known[name]
        try:
            detail = self._state(kind)
        except ProcessorNotSetUpError as error:
            return Finding(name, ok=False, detail=str(error), what_to_do=SET_UP.format(name=name))
        found = [self._silence(name), self._owed(name), self._wait(kind, waiting)]
        troubles = [one for one in found if one is not None]
        advice = [one.what_to_do for one in reversed(troubles)]
        if not self.asks:
            advice.append(TEST.format(name=name))
        return Finding(
            name,
            ok=all(one.ok for one in troubles),
            detail="; ".join([detail, *(one.detail for one in troubles)]),
            what_to_do=" ".join(advice),
        )

    def _silence(self, name: str) -> Finding | None:
        silences = [one for one in self._silences if one.processor == name]
        if not silences:
            return None
        words = said(silences, now=datetime.now(UTC), zone=self.queries.profile.time_zone)
        # What was asked just now has answered, whatever the till has heard of it.
        return Finding(name, ok=self.asks, detail=words, what_to_do=RESTS)

    def _owed(self, name: str) -> Finding | None:
        owed = [one for one in self.queries.attempts.owed() if one.processor == name]
        if not owed:
            return None
        count = "1 payment has" if len(owed) == 1 else f"{len(owed)} payments have"
        return Finding(
            name,
            ok=False,
            detail=f"{count} to be given back still, the oldest {owed[0].money}",
            what_to_do=GIVE_BACK.format(attempt=owed[0].attempt_id),
        )

    def _wait(self, kind: ProcessorKind, waiting: Sequence[Attempt]) -> Finding | None:
        if not waiting:
            return None
        oldest = min(one.created_at for one in waiting)
        return Finding(
            kind.name,
            ok=oldest > datetime.now(UTC) - kind.waits - PATIENCE,
            detail=self._waiting(kind, len(waiting), oldest),
            what_to_do=RESOLVE,
        )

    @cached_property
    def _silences(self) -> tuple[Silence, ...]:
        return read_silences(self.folder.silences)

    def _state(self, kind: ProcessorKind) -> str:
        kept = kept_processors_of(self.folder, self.queries)
        kept.config(kind)
        ways = [flow.value for flow in ways_of(self.queries.profile, kind)]
        taken = f"takes {', '.join(ways)}" if ways else "no way to pay leads to it"
        answer = f"; {check(kept, kind)}" if self.asks else ""
        return f"set up, {taken}{answer}"

    def _waiting(self, kind: ProcessorKind, count: int, oldest: datetime) -> str:
        since = oldest.astimezone(ZoneInfo(self.queries.profile.time_zone))
        payments = "1 payment waits" if count == 1 else f"{count} payments wait"
        return f"{payments} for an answer of {kind.title} since {since:%Y-%m-%d %H:%M}"


def _unknown(name: str, waiting: Sequence[Attempt], known: Mapping[str, ProcessorKind]) -> Finding:
    owed = f", and {len(waiting)} payments wait for it" if waiting else ""
    return Finding(
        name,
        ok=False,
        detail=f"not installed on this computer{owed}; there are {', '.join(sorted(known))}",
        what_to_do="Install it again, or remove its ways to pay: pos-app payments methods.",
    )
