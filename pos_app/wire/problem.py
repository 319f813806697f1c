"""Why a request was refused, as RFC 9457 says it, and the codes that a program may act upon."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

MEDIA_TYPE: Final = "application/problem+json"
TYPE_PREFIX: Final = "urn:pos-app:problem:"


class ProblemCode(StrEnum):
    """The last part of a problem's `type`."""

    INVALID = "invalid"
    TOO_LARGE = "too_large"
    UNAUTHORISED = "unauthorised"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    RATE_LIMITED = "rate_limited"
    UNAVAILABLE = "unavailable"
    CODE_REFUSED = "code_refused"
    TERMINAL_REVOKED = "terminal_revoked"
    TERMINAL_CLONED = "terminal_cloned"
    STALE_EPOCH = "stale_epoch"
    OUT_OF_ORDER = "out_of_order"
    """The batch begins after what head office holds; extension `head` says where it must begin."""
    CONFLICT = "conflict"
    OUT_OF_STOCK = "out_of_stock"
    CURSOR_UNKNOWN = "cursor_unknown"
    """Head office went back in time or does not know the cursor: begin again without one."""
