"""Ed25519, for tokens and for the heads of journals that head office countersigns."""

from __future__ import annotations

import hashlib
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from pos_app.head_office.services.access.ports import KeyPair

KEY_ID_LENGTH: Final = 16


class Ed25519:
    def generate(self) -> KeyPair:
        key = Ed25519PrivateKey.generate()
        public = key.public_key().public_bytes_raw()
        key_id = hashlib.sha256(public).hexdigest()[:KEY_ID_LENGTH]
        return KeyPair(key_id, key.private_bytes_raw(), public)

    def sign(self, private_key: bytes, data: bytes) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(private_key).sign(data)

    def valid(self, *, public_key: bytes, signature: bytes, data: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(signature, data)
        except (InvalidSignature, ValueError):
            return False
        return True
