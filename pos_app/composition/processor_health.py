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
        return tuple(sorted(names | {one.processor for one in self.queries.attempts.undecided()}))

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
        advice = "" if self.asks else TEST.format(name=name)
        silence = self._silence_of(name)
        if silence:
            detail, advice = f"{detail}; {silence}", f"{RESTS} {advice}".strip()
        # What was asked just now has answered, whatever the till has heard of it.
        is_heard = self.asks or not silence
        if not waiting:
            return Finding(name, ok=is_heard, detail=detail, what_to_do=advice)
        oldest = min(one.created_at for one in waiting)
        return Finding(
            name,
            ok=is_heard and oldest > datetime.now(UTC) - kind.waits - PATIENCE,
            detail=f"{detail}; {self._waiting(kind, len(waiting), oldest)}",
            what_to_do=f"{RESOLVE} {advice}".strip(),
        )

    def _silence_of(self, name: str) -> str:
        return said(
            [one for one in self._silences if one.processor == name],
            now=datetime.now(UTC),
            zone=self.queries.profile.time_zone,
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
