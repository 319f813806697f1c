"""Which entries of a batch the terminal has signed, by as few signatures as prove it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pos_app.head_office.services.ingest.ports import Key, SignatureCheck
from pos_app.head_office.services.ingest.sent import Entry

SIGNED_PREFIX: Final = b"pos-journal-v1"


class Proving:
    def __init__(self, keys: Mapping[str, Key], check: SignatureCheck) -> None:
        self._keys = keys
        self._check = check

    def proven(self, entries: Sequence[Entry]) -> set[bytes]:
        """Return the hashes of those that are signed by a key of the terminal.

        An entry names the hash of the one before it, so the last signature of a chain proves all
        of it; only where that one does not fit is each looked at.
        """
        found: set[bytes] = set()
        for chain in _chains(entries):
            if self.is_signed(chain[-1]) and self._begins(chain[0]):
                found.update(entry.hash for entry in chain)
            else:
                found.update(entry.hash for entry in chain if self.is_signed(entry))
        return found

    def is_signed(self, entry: Entry) -> bool:
        key = self._keys.get(entry.key_id)
        return (
            key is not None
            and key.first_seq <= entry.seq
            and self.fits(entry.key_id, entry.hash, entry.signature)
        )

    def fits(self, key_id: str, digest: bytes, signature: bytes) -> bool:
        key = self._keys.get(key_id)
        return key is not None and self._check.valid(
            public_key=key.public_key, signature=signature, data=SIGNED_PREFIX + digest
        )

    def fits_any(self, digest: bytes, signature: bytes) -> bool:
        return any(self.fits(key_id, digest, signature) for key_id in self._keys)

    def _begins(self, entry: Entry) -> bool:
        return self._keys[entry.key_id].first_seq <= entry.seq


def _chains(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    chain: list[Entry] = []
    for entry in entries:
        if chain and (entry.previous != chain[-1].hash or entry.key_id != chain[-1].key_id):
            yield chain
            chain = []
        chain.append(entry)
    if chain:
        yield chain
