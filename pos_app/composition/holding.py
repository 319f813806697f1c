"""Hold a store as the one process that may write it, and take the first look at it.

Nothing here loads SQLAlchemy: the sign-in screen is painted from the first look.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module

from pos_app.adapters.persistence import store_file
from pos_app.adapters.persistence.sqlite_failures import DamagedStoreError
from pos_app.adapters.persistence.store_file import FirstLook, first_look
from pos_app.adapters.system.lock import WriterLock
from pos_app.adapters.system.paths import DataFolder
from pos_app.domain.errors import UnavailableError
from pos_app.domain.store import SETTING, StoreProfile


class NoStoreError(UnavailableError):
    code = "store.none"
    text = (
        "There is no store in {folder}. Make one with `pos-app setup`, "
        "or look around with `pos-app --demo`."
    )


@dataclass(frozen=True, slots=True)
class HeldStore:
    folder: DataFolder
    profile: StoreProfile
    look: FirstLook


@contextmanager
def holding(folder: DataFolder) -> Iterator[HeldStore]:
    """Hold the store's lock, and bring its schema up to date.

    :raises NoStoreError: if there is none
    :raises StoreOpenElsewhereError: if another process holds it
    """
    require_store(folder)
    lock = WriterLock(folder.lock)
    lock.acquire()
    try:
        if store_file.version_of(folder.store) < store_file.HEAD:
            import_module("pos_app.composition.upgrading").upgrade(folder)
        look = first_look(folder.store, profile=SETTING)
        yield HeldStore(folder, _profile(look), look)
    finally:
        lock.release()


def require_store(folder: DataFolder) -> None:
    """:raises NoStoreError: if there is no store in the folder"""
    if not folder.store.exists():
        raise NoStoreError(folder=folder.root)


def _profile(look: FirstLook) -> StoreProfile:
    try:
        return StoreProfile.from_text(look.profile)
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedStoreError(detail="it does not say which store it is") from error
