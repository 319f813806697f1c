"""Open a store's folder: for reading beside a till, or as the one process that writes."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Engine

from pos_app.adapters.persistence import store_file
from pos_app.adapters.persistence.checkpoint import checkpoint
from pos_app.adapters.persistence.engine import open_writer
from pos_app.adapters.persistence.failures import explained
from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.system.installation import KnownPlace, StateFolderError
from pos_app.adapters.system.last_entry import LastEntry
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.holding import (
    HeldStore,
    MovedStoreError,
    holding,
    is_at_home,
    require_store,
)
from pos_app.composition.lazy import LazyPinHasher, LazySigner
from pos_app.composition.queries import Queries, build_queries
from pos_app.composition.secrets import SecretsLostError, secrets_of
from pos_app.composition.services import Keys, Services, build_services
from pos_app.domain.errors import PosError, UnavailableError
from pos_app.domain.store import INSTALLATION
from pos_app.services.journal.keys import in_use
from pos_app.services.journal.losing import LossError, loss
from pos_app.services.last_room import even_if_full

log = logging.getLogger(__name__)


class OldStoreError(UnavailableError):
    code = "store.old"
    text = "This store was written by an older version. Open the till once to bring it up to date."


class WrongSigningKeyError(SecretsLostError):
    code = "keys.wrong"
    text = (
        "This computer's key store holds another signing key than the one that signs this "
        "store's journal. Nothing was recorded. Bring the right one back with the recovery code: "
        "pos-app staff reset NAME --recovery-code FILE --pin-file FILE."
    )


@dataclass(frozen=True, slots=True)
class OpenStore:
    """A store this process may write."""

    folder: DataFolder
    writer: Engine
    readers: Readers
    queries: Queries
    keys: Keys
    services: Services
    loss: LossError | None = None
    """What is missing since this till last wrote to it."""


@contextmanager
def reading(folder: DataFolder) -> Iterator[Queries]:
    """Read a store, whether or not a till has it open.

    :raises NoStoreError: if there is none
    """
    require_store(folder)
    if store_file.version_of(folder.store) < store_file.HEAD:
        raise OldStoreError
    with explained(), Readers(folder.store) as readers:
        yield build_queries(readers)


@contextmanager
def writing(folder: DataFolder, *, print_receipts: bool = True) -> Iterator[OpenStore]:
    """Hold the store's lock, bring its schema up to date, and build the services.

    :raises NoStoreError: if there is none
    :raises StoreOpenElsewhereError: if another process holds it
    :raises MovedStoreError: if it was moved or copied, and nobody has adopted it here
    :raises LossUntoldError: if entries are missing, and nothing can be written about that
    """
    with holding(folder) as held:
        if held.is_moved:
            raise MovedStoreError(folder=folder.root)
        with opened(held, print_receipts=print_receipts) as store:
            if store.services.adopting.is_owed:
                store.services.adopting.go_on_after_loss()
            store.services.clock_watch.look()
            yield store


@contextmanager
def opened(held: HeldStore, *, print_receipts: bool = True) -> Iterator[OpenStore]:
    """Build everything on a store that this process holds."""
    folder = held.folder
    with explained(), ExitStack() as stack:
        writer = open_writer(folder.store)
        stack.callback(writer.dispose)
        stack.enter_context(_tidied(writer))
        # Readers close before the writer, which does the last checkpoint.
        readers = Readers(folder.store)
        stack.callback(readers.close)
        queries = build_queries(readers)
        stack.callback(note_head, folder, queries)
        keys = own_keys(folder, queries)
        last = last_entry(folder, queries)
        stack.callback(last.close)
        services = build_services(
            writer,
            queries,
            keys,
            held=held,
            print_receipts=print_receipts,
            last=last,
        )
        lost = _lost(last, queries, services, is_moved=held.is_moved)
        yield OpenStore(folder, writer, readers, queries, keys, services, lost)


@contextmanager
def _tidied(writer: Engine) -> Iterator[None]:
    """Leave no log behind; after a failure leave it alone, and the failure's words as they are."""
    yield
    checkpoint(writer)


def last_entry(folder: DataFolder, queries: Queries) -> LastEntry:
    """What this terminal remembers of its journal."""
    return LastEntry(folder.last_entry, journal_id=queries.profile.journal_id)


def _lost(
    last: LastEntry, queries: Queries, services: Services, *, is_moved: bool
) -> LossError | None:
    """Notice lost entries, and journal it now, or before anything else is."""
    lost = loss(recorded=last.read(), found=(queries.epoch, queries.journal.head().seq))
    adopting = services.adopting
    adopting.owe(is_moved=is_moved, loss=lost)
    if lost is not None:
        log.error("%s", lost)
    if lost is not None and not is_moved:  # else whoever adopts it tells of the loss as well
        try:
            even_if_full(services.disk, adopting.go_on_after_loss)
        except (PosError, OSError) as error:
            log.warning("The loss could not be journalled yet: %s", error)
    return lost


def is_home(folder: DataFolder, queries: Queries) -> bool:
    """Whether this computer knows that very store there; one for practice is everywhere."""
    installation = queries.settings.get(INSTALLATION) or ""
    return queries.profile.practice or is_at_home(
        folder, installation, head=queries.journal.head().seq
    )


def note_head(folder: DataFolder, queries: Queries) -> None:
    """Remember how far the journal came, so that an older copy put in its place is noticed.

    If that fails, an earlier point is remembered still: less is noticed, and nothing wrongly.
    """
    if queries.profile.practice:
        return
    try:
        installation, head = queries.settings.get(INSTALLATION) or "", queries.journal.head().seq
        if is_at_home(folder, installation, head=head):
            place = KnownPlace(folder.root, queries.profile.journal_id)
            place.remember(installation, head=head)
    except (StateFolderError, OSError, sqlite3.Error) as error:
        log.info("How far the journal came was not noted: %s", error)


def own_keys(folder: DataFolder, queries: Queries) -> Keys:
    """The keys of an open store; its first use refuses one that does not sign its journal.

    Only then, because loading what signs would make the first window wait.
    """

    def check(public_key: bytes) -> None:
        journal = queries.journal
        if public_key != in_use(journal.signing_keys(), journal.head().seq):
            raise WrongSigningKeyError

    fetch = partial(secrets_of, folder, queries.profile)
    return Keys(
        hasher=LazyPinHasher(lambda: fetch().pepper),
        signer=LazySigner(lambda: fetch().signing_key, check=check),
    )
