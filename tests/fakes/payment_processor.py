"""A payment processor in memory: it answers as it is told, and notes what it was asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from pos_app.domain.attempt import Flow, Standing
from pos_app.services.payments.processor import (
    Answer,
    Charge,
    Listed,
    ProcessorConfig,
    ProcessorKind,
    Refund,
    SettingField,
)


class ScriptedProcessor:
    """`acts` run in turn, one a call, and then no more: what one raises, the call raises."""

    def __init__(self, *acts: Callable[[], None]) -> None:
        self.acts = list(acts)
        self.asked: list[str] = []
        self.answer = Answer(Standing.DONE)

    def create(self, _charge: Charge) -> Answer:
        return self._act("create")

    def hand_over(self, _charge: Charge) -> Answer:
        return self._act("hand_over")

    def query(self, _charge: Charge) -> Answer:
        return self._act("query")

    def capture(self, _charge: Charge) -> Answer:
        return self._act("capture")

    def cancel(self, _charge: Charge) -> Answer:
        return self._act("cancel")

    def refund(self, _refund: Refund) -> Answer:
        return self._act("refund")

    def query_refund(self, _refund: Refund) -> Answer:
        return self._act("query_refund")

    def listed(self, _since: datetime, _until: datetime) -> Iterator[Listed]:
        self._act("listed")
        return iter(())

    def check(self) -> str:
        self._act("check")
        return "It answers."

    def _act(self, name: str) -> Answer:
        self.asked.append(name)
        if self.acts:
            self.acts.pop(0)()
        return self.answer


def kind_of(
    open_it: Callable[[ProcessorConfig], ScriptedProcessor], *, name: str = "acme"
) -> ProcessorKind:
    return ProcessorKind(name=name, title="Acme Pay", flows=FLOWS, fields=FIELDS, open=open_it)


FLOWS: Final = (Flow.QR, Flow.READER)
FIELDS: Final = (
    SettingField("key", "Key", "Of this till alone.", is_secret=True),
    SettingField("shop", "Shop", "Its number at Acme."),
    SettingField(
        "environment",
        "Environment",
        "Which one.",
        choices=("live", "sandbox"),
        default="live",
        names_account=True,
    ),
    SettingField("page", "Page", "What opens after paying.", is_needed=False),
)
