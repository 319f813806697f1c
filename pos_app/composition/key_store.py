"""The key store of an open store, opened when something is wanted of it."""

from __future__ import annotations

from functools import cached_property

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.secrets import secret_store
from pos_app.domain.store import StoreProfile
from pos_app.services.ports import SecretStore


class KeyStoreWhenAsked:
    """Opened on first use: a keyring loads slowly, and may ask a person first."""

    def __init__(self, folder: DataFolder, profile: StoreProfile) -> None:
        self._folder = folder
        self._profile = profile

    @cached_property
    def _real(self) -> SecretStore:
        profile = self._profile
        return secret_store(
            self._folder, keys_in_file=profile.keys_in_file, store_id=profile.journal_id
        )

    def get(self, name: str) -> bytes | None:
        return self._real.get(name)

    def put(self, name: str, value: bytes) -> None:
        self._real.put(name, value)

    def delete(self, name: str) -> None:
        self._real.delete(name)
