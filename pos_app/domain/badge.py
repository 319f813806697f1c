"""Badges: what stands in the barcode that a person scans in place of a PIN."""

from __future__ import annotations

import re
from typing import Final

from pos_app.domain.errors import InvalidInputError, RefusedError

BADGE_PREFIX_DEFAULT: Final = "B-"
REST_LENGTHS: Final = range(4, 61)
_REST: Final = re.compile(r"[A-Z0-9-]+")


class BadgeCodeError(InvalidInputError):
    code = "badge.code"
    text = (
        "A badge's code begins with {prefix}, and then has {least} to {longest} letters, digits "
        "or dashes that nobody can guess."
    )


class BadgeTakenError(RefusedError):
    code = "badge.taken"
    text = "{name} has this badge. Every badge is of one person."


class UnknownBadgeError(RefusedError):
    code = "badge.unknown"
    text = "Nobody here has this badge. Next try in {wait_s} s."


class BadgeRefusedNowError(RefusedError):
    code = "badge.pin_asked"
    text = "Type your PIN here: this store was moved or copied, and a badge alone is not enough."


def is_badge(raw: str, *, prefix: str) -> bool:
    """Whether a scan is meant as a badge, right or wrong."""
    return raw.strip().upper().startswith(prefix.upper())


def clean_badge(raw: str, *, prefix: str) -> str:
    """The code as it is compared: a scanner in capitals scans the same badge.

    :raises BadgeCodeError: if it is none
    """
    code = raw.strip().upper()
    rest = code.removeprefix(prefix.upper())
    if rest == code or len(rest) not in REST_LENGTHS or not _REST.fullmatch(rest):
        raise BadgeCodeError(prefix=prefix, least=REST_LENGTHS.start, longest=REST_LENGTHS.stop - 1)
    return code
