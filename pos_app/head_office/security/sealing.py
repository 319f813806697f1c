"""What the database must not tell by itself is sealed with a secret that only replicas have."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from pos_app.head_office.services.errors import HeadOfficeError
from pos_app.wire.problem import ProblemCode

SECRET_LENGTH_MIN: Final = 32
_NONCE_BYTES: Final = 12
_KEY_BYTES: Final = 32


class SecretMismatchError(HeadOfficeError):
    code = ProblemCode.UNAVAILABLE
    text = (
        "The keys in the database were sealed with another secret. Nothing was changed; start "
        "with the POS_HEAD_OFFICE_SECRET that they were made with."
    )


class SecretShortError(HeadOfficeError):
    text = (
        f"POS_HEAD_OFFICE_SECRET has fewer than {SECRET_LENGTH_MIN} characters. Nothing was "
        "started; make one with: openssl rand -base64 48"
    )


class SecretSealing:
    """AES-256-GCM and HMAC-SHA-256, each under a key of its own derived from the secret."""

    def __init__(self, secret: str) -> None:
        """:raises SecretShortError: if it could be guessed"""
        if len(secret) < SECRET_LENGTH_MIN:
            raise SecretShortError
        self._cipher = AESGCM(_derived(secret, b"seal"))
        self._fingerprint_key = _derived(secret, b"fingerprint")

    def seal(self, plain: bytes, *, about: str) -> bytes:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, about.encode())

    def open(self, sealed: bytes, *, about: str) -> bytes:
        """:raises SecretMismatchError: if it was sealed with another secret"""
        try:
            return self._cipher.decrypt(
                sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], about.encode()
            )
        except InvalidTag as error:
            raise SecretMismatchError from error

    def fingerprint(self, text: str) -> str:
        return hmac.new(self._fingerprint_key, text.encode(), hashlib.sha256).hexdigest()


def _derived(secret: str, use: bytes) -> bytes:
    # No salt: every replica must come to the same key, and the secret is random already.
    derivation = HKDF(SHA256(), _KEY_BYTES, salt=None, info=b"pos-head-office " + use)
    return derivation.derive(secret.encode())
