"""The practice copy of a store: made of its products and people, and made anew when they change.

It lies in the folder `practice` of the store's own. Nothing of it is ever sent, backed up or real,
and the secrets of the store stay where they are: the copy signs with a key of its own, and all its
people have the one PIN that its screens say.
"""

from __future__ import annotations

import json
import os
import secrets
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Final

from pos_app import __version__
from pos_app.adapters.persistence import store_file
from pos_app.adapters.persistence.checkpoint import checkpoint
from pos_app.adapters.persistence.engine import open_writer
from pos_app.adapters.persistence.failures import explained
from pos_app.adapters.persistence.practice_copy import (
    CopiedTo,
    changes_after,
    copy_shelf,
)
from pos_app.adapters.persistence.unit_of_work import SqlUnitOfWork
from pos_app.adapters.system.clock import SystemClock
from pos_app.adapters.system.ids import UuidV7
from pos_app.adapters.system.lock import WriterLock, turn_in
from pos_app.adapters.system.paths import PRACTICE_FOLDER, DataFolder
from pos_app.adapters.system.whole_file import sync
from pos_app.composition.holding import require_store
from pos_app.composition.lazy import LazySigner
from pos_app.composition.opening import reading
from pos_app.composition.secrets import PEPPER, SECRET_BYTES, SIGNING_KEY, secret_store
from pos_app.domain.errors import PosError, RefusedError
from pos_app.domain.journal import EntryKind
from pos_app.domain.staff import StaffMember
from pos_app.domain.store import SETTING, StoreProfile
from pos_app.services.journal.adopting import begin_epoch
from pos_app.services.journal.writing import Fact, JournalWriter, TerminalIdentity
from pos_app.services.ports import PinHasher
from pos_app.services.staff.roles import SETTING as ROLES
from pos_app.services.store.practising import copied_profile, tells_of_shelf
from pos_app.services.store.ways import WAYS_OFF

STAGING: Final = f".{PRACTICE_FOLDER}-"
COPIED_TO: Final = "copied_to"
"""The setting with the epoch and the last journal entry of the real store that it knows of."""
SETTINGS: Final = (ROLES, "look", "volume", "keys", "customer_display", "report_views", WAYS_OFF)
"""What comes along beside the profile: nothing of head office, mail, backups or processors."""
_KIB_LEAST: Final = 8
_PASSES_LEAST: Final = 1
"""What Argon2 takes at least: nobody has to guess what is said on the screen."""
_MS_PER_S: Final = 1_000


class PracticeOfPracticeError(RefusedError):
    code = "practice.of_practice"
    text = "This store is for practice already: nothing in it is real. Practise right here."


class NotACopyError(RefusedError):
    code = "practice.not_a_copy"
    text = "{folder} holds something else than a practice copy. Move it away; nothing was changed."


def ensure_practice(folder: DataFolder) -> DataFolder:
    """Make the copy where there is none or an older one, and return its folder.

    It is older once the journal tells of products, prices, taxes, people or settings that have
    changed since, or the store was put back to what it was. One that somebody practises in now
    stays as it is. Of two who come at the same moment one makes it, and the other waits for it.

    :raises NoStoreError: if there is no store to be copied
    :raises PracticeOfPracticeError: if nothing in it is real anyway
    :raises NotACopyError: if something else lies in its place
    :raises UnavailableError: if the store cannot be read, or the disk refuses
    """
    require_store(folder)
    with turn_in(folder.root):
        return _ensure(folder)


def _ensure(folder: DataFolder) -> DataFolder:
    with reading(folder) as queries:
        profile, staff = queries.profile, queries.staff.listed()
        head = CopiedTo(queries.epoch, queries.journal.head().seq)
    if profile.practice:
        raise PracticeOfPracticeError
    copy = folder.practice
    if _is_current(copy, folder, profile, head):
        return copy
    with ExitStack() as stack:
        if copy.root.exists():
            lock = WriterLock(copy.lock)
            try:
                lock.acquire()
            except PosError:
                return copy
            stack.callback(lock.release)
        _make_anew(folder, profile, staff)
    return copy


def reset_practice(folder: DataFolder) -> bool:
    """Throw the copy away, so that the next practice begins with a new one; say if there was one.

    :raises StoreOpenElsewhereError: if somebody practises in it now
    :raises NotACopyError: if something else lies in its place
    """
    copy = folder.practice
    with ExitStack() as stack:
        stack.enter_context(turn_in(folder.root))
        if not copy.root.exists():
            return False
        _require_copy(copy)
        lock = WriterLock(copy.lock)
        lock.acquire()
        stack.callback(lock.release)
        _throw_away(copy.root, folder)
    return True


def _is_current(
    copy: DataFolder, folder: DataFolder, profile: StoreProfile, head: CopiedTo
) -> bool:
    if not copy.root.exists() or not _require_copy(copy) or not _has_own_pins(copy):
        return False
    with reading(copy) as queries:
        copied_to, copy_of = queries.settings.get(COPIED_TO), queries.profile.copy_of
    epoch, _, seq = (copied_to or "").partition(":")
    # A store that was put back may hold other entries of the same numbers.
    if copy_of != profile.journal_id or epoch != str(head.epoch) or int(seq) > head.seq:
        return False
    later = changes_after(folder.store, int(seq))
    return not any(tells_of_shelf(json.loads(raw)["body"]) for raw in later)


def _require_copy(copy: DataFolder) -> bool:
    """Refuse what is none; say whether this program can read it."""
    try:
        if copy.store.exists() and store_file.version_of(copy.store) == store_file.HEAD:
            with reading(copy) as queries:
                if queries.profile.copy_of:
                    return True
    except PosError:  # damaged, or of another version: it was one, by its name and its keys
        if copy.keys.exists():
            return False
    if any(copy.root.iterdir()):
        raise NotACopyError(folder=copy.root)
    return False


def _has_own_pins(copy: DataFolder) -> bool:
    """Not those of the store, which copies had once."""
    keys = secret_store(copy, keys_in_file=True, store_id="")
    try:
        return keys.get(PEPPER) is not None
    except PosError:
        return False


def _make_anew(folder: DataFolder, profile: StoreProfile, staff: Sequence[StaffMember]) -> None:
    """The copy appears whole, or not at all."""
    for left in folder.root.glob(f"{STAGING}*"):
        import_module("shutil").rmtree(left, ignore_errors=True)
    staging = DataFolder(Path(tempfile.mkdtemp(prefix=STAGING, dir=folder.root)))
    copy = folder.practice
    try:
        _make(staging, folder, profile, staff)
        if copy.root.exists():
            _throw_away(copy.root, folder)
        staging.root.rename(copy.root)
        sync(folder.root)
    finally:
        if staging.root.exists():
            import_module("shutil").rmtree(staging.root)


def _throw_away(root: Path, folder: DataFolder) -> None:
    names = (folder.root / f"{STAGING}old-{number}" for number in count(1))
    aside = next(name for name in names if not name.exists())
    root.rename(aside)
    import_module("shutil").rmtree(aside)


def _make(
    staging: DataFolder, folder: DataFolder, profile: StoreProfile, staff: Sequence[StaffMember]
) -> None:
    clock = SystemClock()
    signing_key, pepper = secrets.token_bytes(SECRET_BYTES), secrets.token_bytes(SECRET_BYTES)
    at = int(clock.now().timestamp() * _MS_PER_S)
    copied_to = copy_shelf(folder.store, staging.store, settings=SETTINGS, at=at)
    staging.store.chmod(0o600)
    own = copied_profile(profile, journal_id=UuidV7().new())
    signer = LazySigner(lambda: signing_key)
    journal = JournalWriter(signer=signer, clock=clock, identity=_identity(own))
    with explained():
        writer = open_writer(staging.store)
        try:
            with SqlUnitOfWork(writer) as uow:
                uow.settings.put(SETTING, own.to_text())
                pin_hash = _known_pin(pepper, own.practice_pin)
                for one in staff:
                    uow.staff.set_pin(one.staff_id, pin_hash=pin_hash(one.staff_id))
                uow.settings.put(COPIED_TO, f"{copied_to.epoch}:{copied_to.seq}")
                uow.settings.add_signing_key(
                    key_id=signer.key_id, public_key=signer.public_key, first_seq=1
                )
                begin_epoch(
                    uow,
                    journal=journal,
                    clock=clock,
                    actor=None,
                    reason="practice",
                    number_prefix=own.number_prefix,
                )
                people = [
                    {"id": one.staff_id, "role": one.role.value, "active": one.active}
                    for one in staff
                ]
                body = {"copy_of": own.copy_of, "copied_to": copied_to.seq, "people": people}
                journal.append(uow.journal, Fact(EntryKind.CONFIG_CHANGE, None, body))
                uow.commit()
            checkpoint(writer)
        finally:
            writer.dispose()
    key_file = import_module("pos_app.adapters.secrets.key_file")
    key_file.write_key_file(staging.keys, {PEPPER: pepper, SIGNING_KEY: signing_key})
    _share_pictures(folder, staging)


def _known_pin(pepper: bytes, pin: str) -> Callable[[int], str]:
    """Its hash for each person."""
    hashing = import_module("pos_app.adapters.system.pin_hashing")
    hasher: PinHasher = hashing.Argon2PinHasher(pepper, memory_kib=_KIB_LEAST, passes=_PASSES_LEAST)
    return lambda staff_id: hasher.hash(pin, staff_id=staff_id)


def _identity(profile: StoreProfile) -> TerminalIdentity:
    return TerminalIdentity(
        journal_id=profile.journal_id,
        terminal=profile.terminal,
        epoch=1,
        practice=True,
        time_zone=profile.time_zone,
        app_version=__version__,
    )


def _share_pictures(folder: DataFolder, staging: DataFolder) -> None:
    """A picture is named by what is in it, and never written again: both may have the file."""
    if not folder.images.is_dir():
        return
    staging.images.mkdir(mode=0o700)
    for picture in folder.images.iterdir():
        try:
            os.link(picture, staging.images / picture.name)
        except OSError:  # a disk without links
            import_module("shutil").copyfile(picture, staging.images / picture.name)
