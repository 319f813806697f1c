"""Moments as head office keeps them: milliseconds since 1970, in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MS: Final = timedelta(milliseconds=1)
SECOND_MS: Final = 1_000
MINUTE_MS: Final = 60 * SECOND_MS


def ms_of(moment: datetime) -> int:
    return (moment - _EPOCH) // _MS


def moment_of(ms: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=ms)
