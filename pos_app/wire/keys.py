"""The keys that head office countersigns with, as `GET /v1/keys` tells them.

One follows another; each but the first is signed by the one before it, so that whoever knows one
of them can know those that came after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pos_app.wire import canonical

FOR_HEADS: Final = "heads"
SUCCESSION_PREFIX: Final = b"pos-head-key-v1"
KEYS_MAX: Final = 256
"""Of all purposes, in one answer."""


@dataclass(frozen=True, slots=True)
class PublishedKey:
    """Keys and signature are base64url; the first key is signed by none."""

    key_id: str
    public_key: str
    signed_by: str = ""
    signature: str = ""


def succession_bytes(*, key_id: str, public_key: str, signed_by: str) -> bytes:
    """What the key before signs."""
    said = {"key_id": key_id, "public_key": public_key, "signed_by": signed_by}
    return SUCCESSION_PREFIX + canonical.encode(said)
