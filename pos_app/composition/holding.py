"""Hold a store as the one process that may write it, and take the first look at it.

Nothing here loads SQLAlchemy: the sign-in screen is painted from the first look.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module

from pos_app.adapters.persistence import store_file
from pos_app.adapters.persistence.sqlite_failures import DamagedStoreError
from pos_app.adapters.persistence.store_file import FirstLook, first_look
from pos_app.adapters.system.lock import WriterLock
from pos_app.adapters.system.paths import DataFolder
from pos_app.domain.errors import UnavailableError
from pos_app.domain.store import INSTALLATION, SETTING, StoreProfile


class NoStoreError(UnavailableError):
    code = "store.none"
    text = (
        "There is no store in {folder}. Make one with `pos-app setup`, "
        "or look around with `pos-app --demo`."
    )


class MovedStoreError(UnavailableError):
    code = "store.moved"
    text = (
        "This store was moved or copied to {folder}, put back there from an older copy, or this "
        "computer forgot it. Nothing was recorded. If it does not sell elsewhere any more, say "
        "so: pos-app store adopt. It then goes on here with a new series of receipt numbers."
    )


@dataclass(frozen=True)
class HeldStore:
    folder: DataFolder
    profile: StoreProfile
    look: FirstLook

    @cached_property
    def is_moved(self) -> bool:
        """Whether it had come here by a copy or a move; one for practice is at home everywhere."""
        look = self.look
        return not self.profile.practice and not is_at_home(
            self.folder, look.installation, head=look.head
        )


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
        look = first_look(folder.store, profile=SETTING, installation=INSTALLATION)
        yield HeldStore(folder, _profile(look), look)
    finally:
        lock.release()


def is_at_home(folder: DataFolder, installation: str, *, head: int) -> bool:
    """Whether this computer knows that very store at this place, and none that had come further."""
    # Only asked behind the first paint, which does not wait for what this loads.
    known = import_module("pos_app.adapters.system.installation").remembered(folder.root)
    return bool(installation) and installation == known.installation and head >= known.head


def require_store(folder: DataFolder) -> None:
    """:raises NoStoreError: if there is no store in the folder"""
    if not folder.store.exists():
        raise NoStoreError(folder=folder.root)


def _profile(look: FirstLook) -> StoreProfile:
    try:
        return StoreProfile.from_text(look.profile)
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedStoreError(detail="it does not say which store it is") from error
