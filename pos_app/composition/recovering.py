"""Bring a store's keys back onto a computer that lost them, with the recovery code."""

from __future__ import annotations

from importlib import import_module

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.holding import holding
from pos_app.composition.opening import reading
from pos_app.composition.queries import Queries
from pos_app.composition.secrets import PEPPER, SIGNING_KEY, KeyPlacing, Secrets, stamp_now
from pos_app.services.store.setting_up import RECOVERY_SETTING


def recover(folder: DataFolder, code: str) -> None:
    """Unwrap the keys that the store carries and put them into the key store.

    A key file that holds anything else is kept under backups/.

    :raises StoreOpenElsewhereError: if a till has the store open
    :raises WrongRecoveryCodeError: if the code does not open them; nothing is changed
    """
    with holding(folder) as held:
        with reading(folder) as queries:
            secrets = unwrapped(queries, code)
        keys = KeyPlacing(folder, held.profile, secrets)
        try:
            keys.stage()
            keys.set_old_aside(stamp_now())
            keys.finish()
        finally:
            keys.give_up()


def unwrapped(queries: Queries, code: str) -> Secrets:
    """The secrets that a store carries, opened by its recovery code.

    :raises WrongRecoveryCodeError: if it is not the code of this store
    """
    wrapped = queries.settings.get(RECOVERY_SETTING)
    assert wrapped is not None, "a store without wrapped keys"
    found = import_module("pos_app.adapters.system.recovery").unwrap(wrapped, code)
    return Secrets(found[PEPPER], found[SIGNING_KEY])
