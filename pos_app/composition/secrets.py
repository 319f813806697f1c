"""The two secrets of a store: the pepper of its PINs and the key that signs its journal."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Final

from pos_app.adapters.system.paths import DataFolder
from pos_app.domain.errors import UnavailableError
from pos_app.domain.store import StoreProfile
from pos_app.services.ports import SecretStore

PEPPER: Final = "pepper"
SIGNING_KEY: Final = "signing_key"


class SecretsLostError(UnavailableError):
    code = "secrets.lost"
    text = (
        "This computer's key store does not hold the keys of this store. Nothing was changed. "
        "Bring them back with the recovery code: pos-app staff reset NAME --recovery-code FILE "
        "--pin-file FILE."
    )


@dataclass(frozen=True, slots=True)
class Secrets:
    pepper: bytes
    signing_key: bytes


def secret_store(folder: DataFolder, *, keys_in_file: bool, store_id: str) -> SecretStore:
    if keys_in_file:
        file_module = import_module("pos_app.adapters.secrets.key_file")
        in_file: SecretStore = file_module.KeyFileStore(folder.keys)
        return in_file
    ring_module = import_module("pos_app.adapters.secrets.keyring_store")
    in_ring: SecretStore = ring_module.KeyringStore(store_id)
    return in_ring


def secrets_of(folder: DataFolder, profile: StoreProfile) -> Secrets:
    """Read both secrets.

    :raises SecretsLostError: if the key store works but does not hold them
    :raises UnavailableError: if the key store does not work
    """
    store = secret_store(folder, keys_in_file=profile.keys_in_file, store_id=profile.journal_id)
    pepper, signing_key = store.get(PEPPER), store.get(SIGNING_KEY)
    if pepper is None or signing_key is None:
        raise SecretsLostError
    return Secrets(pepper, signing_key)
