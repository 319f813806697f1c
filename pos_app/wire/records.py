"""Terminal to head office: journal entries in sequence, and what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

VERSION: Final = 1
BATCH_MAX: Final = 200
"""Records in one batch."""
RAW_BYTES_MAX: Final = 256 * 1024
"""Of one record."""
BODY_BYTES_MAX: Final = 4 * 1024 * 1024
"""Of one request, after it was unpacked."""


class Answer(StrEnum):
    """Of one record; `rejected` says why, and neither it nor a conflict stops the next one."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Record:
    """A journal entry as it lies in the terminal: `raw` is its canonical text, hashes in hex.

    The signature is of `pos-journal-v1` and the hash, in base64url without padding.
    """

    epoch: int
    seq: int
    kind: str
    raw: str
    hash: str
    signature: str


@dataclass(frozen=True, slots=True)
class Result:
    """`reason` is a code for a program; `detail` is for a person."""

    epoch: int
    seq: int
    answer: Answer
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Countersigned:
    """What head office holds of a terminal's journal without a gap, signed by head office.

    Signed are the canonical bytes of all other fields, behind `pos-head-v1`. `at` is RFC 3339.
    """

    terminal: str
    epoch: int
    seq: int
    hash: str
    at: str
    key_id: str
    signature: str


@dataclass(frozen=True, slots=True)
class Received:
    results: Sequence[Result]
    head: Countersigned
