"""Bring a store's keys back onto a computer that lost them, with the recovery code."""

from __future__ import annotations

from importlib import import_module

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.opening import reading
from pos_app.composition.queries import Queries
from pos_app.composition.secrets import PEPPER, SIGNING_KEY, secret_store
from pos_app.services.store.setting_up import RECOVERY_SETTING


def recover(folder: DataFolder, code: str) -> None:
    """Unwrap the keys that the store carries and put them into the key store.

    :raises WrongRecoveryCodeError: if the code does not open them; nothing is changed
    """
    with reading(folder) as queries:
        unwrap_keys(folder, queries, code)


def unwrap_keys(folder: DataFolder, queries: Queries, code: str) -> None:
    """The same for a store that is open already."""
    wrapped = queries.settings.get(RECOVERY_SETTING)
    assert wrapped is not None, "a store without wrapped keys"
    secrets = import_module("pos_app.adapters.system.recovery").unwrap(wrapped, code)
    profile = queries.profile
    keys = secret_store(folder, keys_in_file=profile.keys_in_file, store_id=profile.journal_id)
    keys.put(PEPPER, secrets[PEPPER])
    keys.put(SIGNING_KEY, secrets[SIGNING_KEY])
