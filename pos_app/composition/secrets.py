"""The two secrets of a store: the pepper of its PINs and the key that signs its journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Final

from pos_app.adapters.system.paths import DataFolder
from pos_app.adapters.system.whole_file import sync
from pos_app.domain.errors import UnavailableError
from pos_app.domain.store import StoreProfile
from pos_app.services.ports import SecretStore

PEPPER: Final = "pepper"
SIGNING_KEY: Final = "signing_key"
SECRET_BYTES: Final = 32
"""Of either secret: what Ed25519 wants of a private key, and as much for the pepper."""


class SecretsLostError(UnavailableError):
    code = "secrets.lost"
    text = (
        "This computer's key store does not hold the keys of this store. Nothing was changed. "
        "Bring them back with the recovery code: pos-app staff reset NAME --recovery-code FILE "
        "--pin-file FILE."
    )


class SecretsDamagedError(SecretsLostError):
    code = "secrets.damaged"
    text = (
        "The key store holds a damaged {name}: {found} bytes instead of {wanted}. Nothing was "
        "changed. Bring the keys back with the recovery code: pos-app staff reset NAME "
        "--recovery-code FILE --pin-file FILE."
    )


@dataclass(frozen=True, slots=True)
class Secrets:
    pepper: bytes
    signing_key: bytes

    def by_name(self) -> dict[str, bytes]:
        return {PEPPER: self.pepper, SIGNING_KEY: self.signing_key}


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

    :raises SecretsLostError: if the key store works but does not hold them, or holds them damaged
    :raises UnavailableError: if the key store does not work
    """
    store = secret_store(folder, keys_in_file=profile.keys_in_file, store_id=profile.journal_id)
    return Secrets(_read(store, PEPPER), _read(store, SIGNING_KEY))


class KeyPlacing:
    """New keys on their way to a store: written beside the old ones, then put in their place.

    Between `set_old_aside` and `finish` the folder holds no keys at all, so that a kill never
    leaves a store with the keys of another one.
    """

    def __init__(self, folder: DataFolder, profile: StoreProfile, secrets: Secrets) -> None:
        self._folder = folder
        self._profile = profile
        self._secrets = secrets
        self._staged = folder.keys.with_name(folder.keys.name + ".new")
        self._is_waiting = False
        self._aside: Path | None = None

    def stage(self) -> None:
        """Write the keys where they disturb nobody: a keyring keeps them by store anyway.

        :raises UnavailableError: if the key store refuses
        """
        values = self._secrets.by_name()
        if self._profile.keys_in_file:
            module = import_module("pos_app.adapters.secrets.key_file")
            module.write_key_file(self._staged, values)
            self._is_waiting = True
            return
        ring = secret_store(self._folder, keys_in_file=False, store_id=self._profile.journal_id)
        for name, value in values.items():
            ring.put(name, value)

    def set_old_aside(self, stamp: str) -> Path | None:
        """Keep a key file that holds anything else under backups/, and say where."""
        old = self._folder.keys
        if not old.exists() or (self._is_waiting and old.read_bytes() == self._staged.read_bytes()):
            return None
        self._folder.backups.mkdir(mode=0o700, exist_ok=True)
        kept = self._folder.backups / f"replaced-{stamp}.keys.json"
        old.rename(kept)
        self._aside = kept
        kept.chmod(0o600)
        sync(self._folder.backups)
        sync(self._folder.root)
        return kept

    def put_back(self) -> None:
        """The store stays as it was, and so do its keys."""
        if self._aside is not None:
            self._aside.rename(self._folder.keys)

    def finish(self) -> None:
        """Put the staged keys where the store looks for them."""
        if self._is_waiting:
            self._staged.replace(self._folder.keys)
            self._is_waiting = False
            sync(self._folder.root)

    def give_up(self) -> None:
        """Leave nothing behind of what was staged and not finished."""
        if self._is_waiting:
            self._staged.unlink(missing_ok=True)


def stamp_now() -> str:
    """A name for what is set aside now, which sorts by time."""
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")


def _read(store: SecretStore, name: str) -> bytes:
    value = store.get(name)
    if value is None:
        raise SecretsLostError
    if len(value) != SECRET_BYTES:
        raise SecretsDamagedError(name=name, found=len(value), wanted=SECRET_BYTES)
    return value
