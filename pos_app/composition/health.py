"""Examine a store: file, journal, disk, keys, printer, backups and the law."""

from __future__ import annotations

import logging
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

from pos_app.adapters.persistence import store_file
from pos_app.adapters.persistence.backup import verify_file
from pos_app.adapters.persistence.checkpoint import log_bytes
from pos_app.adapters.system.logs import logging_to
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.backing_up import (
    SECOND_FOLDER,
    SecondFolderGoneError,
    kept_backups,
    names_in,
    second_place,
)
from pos_app.composition.findings import Finding
from pos_app.composition.lazy import LazySignatureCheck
from pos_app.composition.opening import is_home, last_entry, own_keys, reading
from pos_app.composition.processor_health import ProcessorHealth
from pos_app.composition.proving import BACKUP_PROVED, untrue
from pos_app.composition.queries import Queries
from pos_app.composition.sync_health import sync_finding
from pos_app.domain.disk_space import MEBIBYTE, WARN_BELOW
from pos_app.domain.errors import PosError
from pos_app.domain.journal import EntryKind
from pos_app.services.backup.keeping import FRESH_DAYS, newest_of
from pos_app.services.email_jobs import EmailState
from pos_app.services.emailing.server import SETTING as MAIL_SERVER
from pos_app.services.journal.keys import fingerprint
from pos_app.services.journal.losing import loss
from pos_app.services.journal.verifying import JournalVerifier
from pos_app.services.ports import Entry

LOG_WARN: Final = 64 * MEBIBYTE
# One writer connection that also does every checkpoint keeps this fault of old versions away.
WAL_RESET_FIXED: Final = (3, 51, 3)
EXPERT: Final = "Stop selling on this terminal and keep its folder as it is for an expert."
MAKE_BACKUP: Final = "pos-app backup run, or backup create FILE on another disk."
NAME_SECOND: Final = "Name one on another disk or a share: pos-app backup second-folder PATH."
PROVE_BACKUP: Final = (
    "No backup was verified with the recovery code: pos-app backup verify FILE --recovery-code -."
)
SET_UP_MAIL: Final = "To e-mail receipts: pos-app email set."
TEST_MAIL: Final = "See what the mail server says: pos-app email test ADDRESS."
MAILS_SHOWN: Final = 1_000
log = logging.getLogger(__name__)


def examine(folder: DataFolder, *, asks: bool = False) -> list[Finding]:
    """Look at everything; a thing that cannot be looked at is ill.

    :param asks: whether payment processors are asked over the network too
    :raises NoStoreError: if there is nothing to examine
    """
    with reading(folder) as queries:
        return [
            _checked(folder, "database", lambda: _database(folder)),
            _checked(folder, "journal", lambda: _journal(folder, queries)),
            _checked(folder, "documents", lambda: _documents(folder)),
            _checked(folder, "keys", lambda: _keys(folder, queries)),
            _checked(folder, "place", lambda: _place(folder, queries)),
            _checked(folder, "disk", lambda: _disk(folder)),
            _checked(folder, "printer", lambda: _printer(queries)),
            _checked(folder, "sync", lambda: sync_finding(queries)),
            _checked(folder, "e-mail", lambda: _mail(queries)),
            *_processors(folder, queries, asks=asks),
            _checked(folder, "backup", lambda: _backup(folder, queries)),
            _checked(folder, "second backup", lambda: _second_backup(folder, queries)),
            *_notices(queries),
        ]


def examine_anything(folder: DataFolder, *, asks: bool = False) -> list[Finding]:
    """The same for a program that reads it: a store that cannot be opened is one finding."""
    findings: list[Finding] = []

    def look() -> Finding:
        findings.extend(examine(folder, asks=asks))
        return Finding("store", ok=True, detail="open")

    store = _checked(folder, "store", look)
    return findings if store.ok else [store]


def _checked(folder: DataFolder, name: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except (PosError, OSError, sqlite3.Error) as error:
        return Finding(name, ok=False, detail=str(error))
    except Exception as error:  # a bug: recorded where it can be
        with suppress(OSError), logging_to(folder.logs):
            log.error("The %s could not be examined", name, exc_info=error)
        return Finding(
            name,
            ok=False,
            detail=f"could not be examined ({type(error).__name__})",
            what_to_do="The log in logs/ says where it stopped.",
        )


def _database(folder: DataFolder) -> Finding:
    verify_file(folder.store)
    version = ".".join(str(part) for part in sqlite3.sqlite_version_info)
    size = folder.store.stat().st_size // MEBIBYTE
    note = (
        ""
        if sqlite3.sqlite_version_info >= WAL_RESET_FIXED
        else "; kept from its WAL-reset fault by one writer that does every checkpoint"
    )
    return Finding(
        "database",
        ok=True,
        detail=f"whole, schema {store_file.HEAD}, {size} MiB, SQLite {version}{note}",
    )


def _journal(folder: DataFolder, queries: Queries) -> Finding:
    # In this order: a till beside this one may record one more in between.
    recorded = last_entry(folder, queries).read()
    lost = loss(recorded=recorded, found=(queries.epoch, queries.journal.head().seq))
    if lost is not None:
        return Finding("journal", ok=False, detail=str(lost), what_to_do=EXPERT)
    losses: list[int] = []
    verdict = JournalVerifier(signatures=LazySignatureCheck()).verify(
        _noting_losses(queries.journal.entries(), losses), queries.journal.signing_keys()
    )
    if verdict.ok:
        detail = f"{verdict.entries} entries verify"
        told = "".join(f"; entry {seq} tells of a loss before its epoch" for seq in losses)
        return Finding("journal", ok=True, detail=detail + told)
    return Finding(
        "journal",
        ok=False,
        detail=f"entry {verdict.first_bad} is bad: {verdict.reason}",
        what_to_do=EXPERT,
    )


def _noting_losses(entries: Iterator[Entry], losses: list[int]) -> Iterator[Entry]:
    for entry in entries:
        if entry.kind == EntryKind.INTEGRITY_FAIL:
            losses.append(entry.seq)
        yield entry


def _documents(folder: DataFolder) -> Finding:
    wrong = untrue(folder.store)
    if not wrong:
        return Finding(
            "documents",
            ok=True,
            detail="items, taxes, payments and stock add up and are what the journal says",
        )
    return Finding("documents", ok=False, detail="; ".join(wrong), what_to_do=EXPERT)


def _keys(folder: DataFolder, queries: Queries) -> Finding:
    keys = own_keys(folder, queries)
    keys.hasher.warm()
    signing = f"the journal is signed by {fingerprint(keys.signer.public_key)}"
    if queries.profile.keys_in_file and not queries.profile.practice:
        return Finding(
            "keys",
            ok=True,
            detail=f"in a file of the data folder, by the owner's choice; {signing}",
            what_to_do="Whoever copies the folder can sign for this store.",
        )
    return Finding("keys", ok=True, detail=f"readable; {signing}")


def _place(folder: DataFolder, queries: Queries) -> Finding:
    if queries.profile.practice:
        return Finding("place", ok=True, detail="a store for practice is at home everywhere")
    if is_home(folder, queries):
        return Finding("place", ok=True, detail="this computer knows the store in this folder")
    return Finding(
        "place",
        ok=False,
        detail="moved or copied to here, put back from an older copy, or forgotten here",
        what_to_do="If it does not sell elsewhere any more: pos-app store adopt.",
    )


def _disk(folder: DataFolder) -> Finding:
    free = shutil.disk_usage(folder.root).free
    log = log_bytes(folder.store)
    if log > LOG_WARN:
        return Finding(
            "disk",
            ok=False,
            detail=f"{log // MEBIBYTE} MiB wait beside the store to be tidied into it",
            what_to_do="Close the till and open it again; if that does not help, check the disk.",
        )
    return Finding(
        "disk",
        ok=free >= WARN_BELOW,
        detail=f"{free // MEBIBYTE} MiB free",
        what_to_do="" if free >= WARN_BELOW else f"Free at least {WARN_BELOW // MEBIBYTE} MiB.",
    )


def _printer(queries: Queries) -> Finding:
    waiting = queries.print_jobs.waiting(limit=100)
    target = queries.profile.printer or "files in printed/"
    return Finding("printer", ok=True, detail=f"{target}, {len(waiting)} receipts waiting")


def _mail(queries: Queries) -> Finding:
    """A server that takes nothing is an illness; an address that it refuses is not."""
    jobs = queries.emails.unsent(limit=MAILS_SHOWN)
    waiting = [job for job in jobs if job.state is EmailState.WAITING]
    refused = len(jobs) - len(waiting)
    if not jobs:
        is_set_up = bool(queries.settings.get(MAIL_SERVER))
        detail = "nothing waits" if is_set_up else "no mail server is set up"
        return Finding(
            "e-mail", ok=True, detail=detail, what_to_do="" if is_set_up else SET_UP_MAIL
        )
    stuck = next((job.last_error for job in waiting if job.last_error), "")
    detail = f"{len(waiting)} wait, {refused} were refused"
    advice = [TEST_MAIL] if stuck else []
    if refused:
        advice.append("Correct the addresses: pos-app email list, then email retry.")
    return Finding(
        "e-mail",
        ok=not stuck,
        detail=f"{detail}: {stuck}" if stuck else detail,
        what_to_do=" ".join(advice),
    )


def _processors(folder: DataFolder, queries: Queries, *, asks: bool) -> Iterator[Finding]:
    health = ProcessorHealth(folder, queries, asks=asks)
    for name in health.in_use():
        yield _checked(folder, name, partial(health.examine, name))


def _backup(folder: DataFolder, queries: Queries) -> Finding:
    """Advice is no illness; a newest backup that is damaged, or a second folder gone, is one."""
    # What a restore has replaced is kept there too, and may be damaged: it is no backup.
    found = [one for one in kept_backups(folder, queries) if one.kind != "replaced"]
    found = [one for one in found if one.path.parent == folder.backups]
    now = datetime.now(UTC)
    # One that was made while the clock was ahead says nothing about the age of the newest.
    newest = next((one for one in found if one.made_at <= now), None)
    proved = queries.settings.get(BACKUP_PROVED)
    advice = [] if proved else [PROVE_BACKUP]
    if newest is None:
        detail = "none in backups/ yet" if not found else "all in backups/ are dated ahead"
        advice.insert(0, MAKE_BACKUP)
    else:
        store_file.version_of(newest.path)
        verify_file(newest.path, quick=True)
        days = (now - newest.made_at).days
        how = "verified when it was made" if newest.is_verified else "opens without damage"
        detail = f"newest: {newest.path.name}, {days} days old, {how}"
        if days >= FRESH_DAYS:
            advice.insert(0, f"It is {FRESH_DAYS} days old or more: {MAKE_BACKUP}")
    if proved:
        detail += f"; one was verified with the recovery code on {proved}"
    return Finding("backup", ok=True, detail=detail, what_to_do=" ".join(advice))


def _second_backup(folder: DataFolder, queries: Queries) -> Finding:
    """Whoever named a second folder relies on it: one that lags behind is an illness."""
    second = queries.settings.get(SECOND_FOLDER)
    if not second:
        return Finding("second backup", ok=True, detail="no folder chosen", what_to_do=NAME_SECOND)
    place = second_place(Path(second), queries.profile)
    if not place.is_dir():
        raise SecondFolderGoneError(folder=place, reason="it is not there")
    now, copies = datetime.now(UTC), names_in(place)
    here, there = newest_of(names_in(folder.backups), now=now), newest_of(copies, now=now)
    lags = here is not None and here.name not in copies
    same_disk = place.stat().st_dev == folder.root.stat().st_dev
    detail = f"{place}: newest {there.name}" if there else f"{place}: empty"
    advice = ["Make it up to date: pos-app backup run."] if lags else []
    if same_disk:
        advice.append("It is on the disk of the store itself: with that disk both are lost.")
    return Finding("second backup", ok=not lags, detail=detail, what_to_do=" ".join(advice))


def _notices(queries: Queries) -> Iterator[Finding]:
    if queries.profile.fiscal_notice:
        yield Finding("law", ok=True, detail=queries.profile.fiscal_notice)
