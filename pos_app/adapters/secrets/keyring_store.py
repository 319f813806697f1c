"""Keys in the keyring of the operating system; loads keyring, so imported when keys are needed."""

from __future__ import annotations

import base64

import keyring
from keyring.errors import KeyringError

from pos_app.domain.errors import UnavailableError

SERVICE = "pos_app"
_REFUSED = ("fail", "null", "plaintext")


class KeyringUnavailableError(UnavailableError):
    code = "keys.keyring"
    text = (
        "There is no keyring to keep this store's keys in ({reason}). Nothing was changed. "
        "Install one (apt-get install gnome-keyring), or choose --keys-in-file."
    )


class KeyringDamagedError(UnavailableError):
    code = "keys.keyring_damaged"
    text = (
        "The keyring's {name} of this store is damaged. Nothing was changed. Bring the keys back "
        "with the recovery code: pos-app staff reset NAME --recovery-code FILE --pin-file FILE."
    )


class KeyringStore:
    def __init__(self, store_id: str) -> None:
        self._store_id = store_id
        backend = keyring.get_keyring()
        name = f"{type(backend).__module__}.{type(backend).__name__}"
        if any(word in name.lower() for word in _REFUSED):
            raise KeyringUnavailableError(reason="no service answers")

    def get(self, name: str) -> bytes | None:
        try:
            value = keyring.get_password(SERVICE, self._account(name))
        except KeyringError as error:
            raise KeyringUnavailableError(reason=str(error)) from error
        try:
            return base64.b64decode(value, validate=True) if value is not None else None
        except ValueError as error:
            raise KeyringDamagedError(name=name) from error

    def put(self, name: str, value: bytes) -> None:
        try:
            keyring.set_password(SERVICE, self._account(name), base64.b64encode(value).decode())
        except KeyringError as error:
            raise KeyringUnavailableError(reason=str(error)) from error

    def delete(self, name: str) -> None:
        try:
            if keyring.get_password(SERVICE, self._account(name)) is not None:
                keyring.delete_password(SERVICE, self._account(name))
        except KeyringError as error:
            raise KeyringUnavailableError(reason=str(error)) from error

    def _account(self, name: str) -> str:
        return f"{self._store_id}/{name}"
