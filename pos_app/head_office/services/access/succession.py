"""The keys of the heads in the order in which they sign, each vouched for by the one before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pos_app.head_office.services.access.enrolling import base64url
from pos_app.head_office.services.access.keys import HeadKeys
from pos_app.head_office.services.access.ports import HeadKey, KeyState, Purpose
from pos_app.wire.keys import PublishedKey, succession_bytes

_RANK: Final = {KeyState.RETIRED: 0, KeyState.CURRENT: 1, KeyState.NEXT: 2}


def succession(keys: HeadKeys) -> Sequence[PublishedKey]:
    """All of them: a terminal that was away for long still knows one."""
    told: list[PublishedKey] = []
    before: HeadKey | None = None
    for key in sorted(keys.published(Purpose.HEADS), key=_in_order):
        public_key = base64url(key.public_key)
        if before is None:
            told.append(PublishedKey(key.key_id, public_key))
        else:
            said = succession_bytes(
                key_id=key.key_id, public_key=public_key, signed_by=before.key_id
            )
            signature = base64url(keys.signed(said, by=before))
            told.append(PublishedKey(key.key_id, public_key, before.key_id, signature))
        before = key
    return told


def _in_order(key: HeadKey) -> tuple[int, int]:
    return _RANK[key.state], key.state_since
