"""The countersigned head: what head office holds of a journal without a gap, under its own key."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from pos_app.head_office.services.ingest.ports import Head, HeadSigning
from pos_app.head_office.services.ingest.sent import encoded
from pos_app.wire import canonical
from pos_app.wire.records import Countersigned

SIGNED_PREFIX: Final = b"pos-head-v1"


class Countersigning:
    """For one request. Which key signs is read before the request's transaction is open."""

    def __init__(self, signing: HeadSigning, *, terminal_id: str, now: datetime) -> None:
        self._signing = signing
        self._terminal_id = terminal_id
        self._key_id = signing.key_id()
        self.now = now

    def sign(self, head: Head) -> Countersigned:
        epoch, seq = head.place
        at, key_id = self.now.isoformat(timespec="milliseconds"), self._key_id
        fields = {
            "terminal": self._terminal_id,
            "epoch": epoch,
            "seq": seq,
            "hash": head.hash.hex(),
            "at": at,
            "key_id": key_id,
        }
        signature = self._signing.sign(SIGNED_PREFIX + canonical.encode(fields), key_id=key_id)
        return Countersigned(
            self._terminal_id, epoch, seq, head.hash.hex(), at, key_id, encoded(signature)
        )
