"""Open a store's folder: for reading beside a till, or as the one process that writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module

from sqlalchemy import Engine

from pos_app.adapters.persistence import schema
from pos_app.adapters.persistence.checkpoint import checkpoint
from pos_app.adapters.persistence.engine import open_writer
from pos_app.adapters.persistence.failures import explained
from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.system.lock import WriterLock
from pos_app.adapters.system.paths import DataFolder, bundled
from pos_app.composition.lazy import LazyPinHasher, LazySigner
from pos_app.composition.queries import Queries, build_queries
from pos_app.composition.secrets import secrets_of
from pos_app.composition.services import Keys, Services, build_services
from pos_app.domain.errors import UnavailableError
from pos_app.domain.store import StoreProfile


class NoStoreError(UnavailableError):
    code = "store.none"
    text = (
        "There is no store in {folder}. Make one with `pos-app setup`, "
        "or look around with `pos-app --demo`."
    )


class OldStoreError(UnavailableError):
    code = "store.old"
    text = "This store was written by an older version. Open the till once to bring it up to date."


@dataclass(frozen=True, slots=True)
class OpenStore:
    """A store this process may write."""

    folder: DataFolder
    writer: Engine
    readers: Readers
    queries: Queries
    keys: Keys
    services: Services


def migrate(engine: Engine) -> None:
    # Alembic takes 0.7 s to load, and is needed only by a store that is new or behind.
    import_module("pos_app.adapters.persistence.migrating").upgrade(
        engine, scripts=bundled("migrations") / "terminal"
    )


@contextmanager
def reading(folder: DataFolder) -> Iterator[Queries]:
    """Read a store, whether or not a till has it open.

    :raises NoStoreError: if there is none
    """
    _require_store(folder)
    if schema.version_of(folder.store) < schema.HEAD:
        raise OldStoreError
    with explained(), Readers(folder.store) as readers:
        yield build_queries(readers)


@contextmanager
def writing(folder: DataFolder, *, print_receipts: bool = True) -> Iterator[OpenStore]:
    """Hold the store's lock, bring its schema up to date, and build the services.

    :raises NoStoreError: if there is none
    :raises StoreOpenElsewhereError: if another process holds it
    """
    _require_store(folder)
    with explained(), ExitStack() as stack:
        lock = WriterLock(folder.lock)
        lock.acquire()
        stack.callback(lock.release)
        schema.bring_up_to_date(folder.store, migrate, backup_folder=folder.backups)
        writer = open_writer(folder.store)
        stack.callback(writer.dispose)
        stack.callback(checkpoint, writer)
        # Readers close before the writer, which does the last checkpoint.
        readers = Readers(folder.store)
        stack.callback(readers.close)
        queries = build_queries(readers)
        keys = keys_of(folder, queries.profile)
        services = build_services(writer, queries, keys, print_receipts=print_receipts)
        yield OpenStore(folder, writer, readers, queries, keys, services)


def keys_of(folder: DataFolder, profile: StoreProfile) -> Keys:
    fetch = partial(secrets_of, folder, profile)
    return Keys(
        hasher=LazyPinHasher(lambda: fetch().pepper),
        signer=LazySigner(lambda: fetch().signing_key),
    )


def _require_store(folder: DataFolder) -> None:
    if not folder.store.exists():
        raise NoStoreError(folder=folder.root)
