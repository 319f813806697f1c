"""What a scanner sent, before anything was made of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RawScan:
    """`gap_ms` is the longest wait between two of its keys, `suffix` the key that ended it."""

    text: str
    gap_ms: int = 0
    suffix: str = ""
