"""Ed25519: the terminal's signature under every journal entry."""

from __future__ import annotations

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

KEY_ID_LENGTH = 16


def generate() -> bytes:
    """A new private key."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


class Ed25519Signer:
    def __init__(self, private_key: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(private_key)
        self.public_key = self._key.public_key().public_bytes_raw()
        self.key_id = hashlib.sha256(self.public_key).hexdigest()[:KEY_ID_LENGTH]

    def sign(self, data: bytes) -> bytes:
        return self._key.sign(data)


class Ed25519Check:
    def valid(self, *, public_key: bytes, signature: bytes, data: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(signature, data)
        except (InvalidSignature, ValueError):
            return False
        return True
