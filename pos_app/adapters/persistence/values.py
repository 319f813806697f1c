"""How moments and enumerations lie in the tables: integers of milliseconds and plain text."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)


def to_ms(moment: datetime) -> int:
    return (moment - _EPOCH) // _MILLISECOND


def from_ms(value: int, offset_minutes: int = 0) -> datetime:
    moment = _EPOCH + value * _MILLISECOND
    if not offset_minutes:
        return moment
    return moment.astimezone(timezone(timedelta(minutes=offset_minutes)))


def offset_minutes(moment: datetime) -> int:
    offset = moment.utcoffset()
    assert offset is not None, "a moment without a time zone"
    return offset // timedelta(minutes=1)
