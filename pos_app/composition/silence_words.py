"""What the command line says of a processor that the till leaves alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from pos_app.services.payments.processor import Purpose
from pos_app.services.payments.silence import Silence

WHAT: Final = {
    Purpose.CHARGE: "payments",
    Purpose.QUERY: "questions",
    Purpose.REVERSAL: "refunds and cancels",
}


def said(silences: Sequence[Silence], *, now: datetime, zone: str) -> str:
    """:param silences: of one processor; nothing is said of none"""
    return "; ".join(_said(one, now, ZoneInfo(zone)) for one in silences)


def _said(one: Silence, now: datetime, zone: ZoneInfo) -> str:
    since, left = one.since.astimezone(zone), one.seconds_left(now)
    is_today = since.date() == now.astimezone(zone).date()
    when = f"{since:%H:%M}" if is_today else f"{since:%Y-%m-%d %H:%M}"
    again = f"next try in {left} s" if left else "the next one tries again"
    return (
        f"not answering {WHAT[one.purpose]} since {when}, {one.failures} failures "
        f"({one.reason}); {again}"
    )
