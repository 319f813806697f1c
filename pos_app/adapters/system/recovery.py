"""The recovery code: what brings a store's keys back onto another computer."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from pos_app.domain.errors import InvalidInputError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
GROUP = 5
CODE_LENGTH = 25  # 24 random characters (120 bits) and one that checks them
_SAME = str.maketrans({"I": "1", "L": "1", "O": "0", "-": "", " ": ""})
_SCRYPT_COST = 1 << 14
_NONCE_BYTES = 12
_SALT_BYTES = 16
_KEY_BYTES = 32


class WrongRecoveryCodeError(InvalidInputError):
    code = "recovery.wrong"
    text = "This is not the recovery code of this store. Nothing was changed; look again."


def new_code() -> str:
    """Five groups of five characters, to be written on paper."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH - 1))
    code = body + _check_character(body)
    return "-".join(code[i : i + GROUP] for i in range(0, CODE_LENGTH, GROUP))


def wrap(values: Mapping[str, bytes], code: str) -> str:
    """Encrypt the secrets under the code; the result may lie in any backup."""
    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    plain = json.dumps({name: _text(value) for name, value in values.items()}).encode()
    sealed = ChaCha20Poly1305(_key(_read(code), salt)).encrypt(nonce, plain, None)
    return json.dumps({"salt": _text(salt), "nonce": _text(nonce), "sealed": _text(sealed)})


def unwrap(wrapped: str, code: str) -> dict[str, bytes]:
    """The secrets again.

    :raises WrongRecoveryCodeError: if the code is mistyped, or another store's
    """
    parts = json.loads(wrapped)
    cipher = ChaCha20Poly1305(_key(_read(code), _bytes(parts["salt"])))
    try:
        plain = cipher.decrypt(_bytes(parts["nonce"]), _bytes(parts["sealed"]), None)
    except InvalidTag as error:
        raise WrongRecoveryCodeError from error
    return {name: _bytes(value) for name, value in json.loads(plain).items()}


def _read(code: str) -> str:
    """Forgive case, spaces, hyphens, and the letters that look like digits."""
    cleaned = code.upper().translate(_SAME)
    body, check = cleaned[:-1], cleaned[-1:]
    if len(cleaned) != CODE_LENGTH or set(cleaned) - set(ALPHABET):
        raise WrongRecoveryCodeError
    if check != _check_character(body):
        raise WrongRecoveryCodeError
    return cleaned


def _check_character(body: str) -> str:
    return ALPHABET[hashlib.sha256(body.encode()).digest()[0] % len(ALPHABET)]


def _key(code: str, salt: bytes) -> bytes:
    return hashlib.scrypt(code.encode(), salt=salt, n=_SCRYPT_COST, r=8, p=1, dklen=_KEY_BYTES)


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)
