"""A store that is made, and one that is brought to the next schema, killed at each write."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from pos_app.adapters.persistence import schema, store_file
from pos_app.adapters.persistence.store_file import NewerStoreError
from pos_app.adapters.persistence.tables import metadata
from pos_app.adapters.system import pin_hashing
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.making import SetupRequest, make_store
from pos_app.composition.opening import writing
from tests.faults.day import Day
from tests.faults.findings import Findings, Ground, Share, examined, next_till_faults, played
from tests.faults.forking import Ended, forked
from tests.faults.practice import PIN
from tests.faults.shim import WATCHING, Deed, Injection, ShimError
from tests.faults.told import Teller, Told
from tests.integration import shop
from tests.migrations.revisions import migrate_by, with_another

REQUEST: Final = SetupRequest(store="Practice", country="FR", owner="Ana", pin=PIN, practice=True)
ALL_TABLES: Final = tuple(metadata.tables)
NEXT: Final = store_file.HEAD + 1
GOES_ON_EVERY: Final = 4
KILL: Final = Injection(Deed.KILL)
# A new column, a row that changes, and a table that is made anew, as real revisions do it.
REVISION: Final = """
op.add_column("product", sa.Column("colour", sa.Text))
op.execute("UPDATE product SET colour = 'red'")
with op.batch_alter_table("staff", recreate="always") as batch:
    batch.add_column(sa.Column("badge", sa.Text))
"""

Act = Callable[[Path], None]


def set_up(ground: Ground, share: Share) -> Findings:
    """`setup` killed: there is no store, or a whole one."""
    findings, root = Findings(), ground.work / "setup"

    def make(folder: Path) -> None:
        # A PIN is hashed as slowly as a thief should be; here nobody is kept waiting.
        with patch.object(pin_hashing, "MEMORY_KIB", 8), patch.object(pin_hashing, "PASSES", 1):
            make_store(DataFolder(folder), REQUEST)

    for point in _points(ground, share, root, make):
        _run(ground, root, make, replace(KILL, at=point))
        findings.points += 1
        if DataFolder(root).store.exists():
            findings.notes["whole"] += 1
        elif point // share.of % GOES_ON_EVERY and not DataFolder(root).keys.exists():
            # Another setup begins anew whatever it finds, so a part of the points is enough.
            shutil.rmtree(root)
            continue
        elif ended := _failed(_run(ground, root, make, WATCHING)):
            findings.faults.append(f"write {point}: it cannot be set up again: {ended}")
            continue
        faults = examined(root, Told())
        if shop.one(DataFolder(root).store, "PRAGMA user_version") != store_file.HEAD:
            findings.faults.append(f"write {point}: between two schemas")
        findings.faults += [f"write {point}: {fault}" for fault in faults]
        shutil.rmtree(root)
    return findings


def upgrade(ground: Ground, share: Share) -> Findings:
    """A store with a past, killed on its way to the next schema: it is at the old or the new."""
    scripts = with_another(ground.work / "next", REVISION)
    past, root = ground.work / "past", ground.work / "upgraded"
    shutil.copytree(ground.pristine, past)
    told = played(ground, past, WATCHING, Day.run).told

    def bring(folder: Path) -> None:
        store = DataFolder(folder)
        schema.bring_up_to_date(store.store, migrate_by(scripts), backup_folder=store.backups)

    with patch.object(store_file, "HEAD", NEXT):
        findings = _kill_upgrades(ground, share, root, past, told, bring)
    findings.faults += _downgrade_faults(ground, root, past, bring)
    return findings


def _kill_upgrades(
    ground: Ground, share: Share, root: Path, past: Path, told: Told, bring: Act
) -> Findings:
    findings = Findings()
    shutil.copytree(past, root)
    old = _picture(root)
    for point in _points(ground, share, root, bring, past):
        _run(ground, root, bring, replace(KILL, at=point))
        findings.points += 1
        faults = [f"write {point}: {fault}" for fault in _between(root, old)]
        findings.notes["new schema"] += _version(root) == NEXT
        if point // share.of % GOES_ON_EVERY == 0 or _version(root) == NEXT:
            faults += [
                f"write {point}, next start: {fault}"
                for fault in _next_start(ground, root, old, told, bring)
            ]
        findings.faults += faults
        shutil.rmtree(root)
        shutil.copytree(past, root)
    shutil.rmtree(root)
    return findings


def _next_start(
    ground: Ground, root: Path, old: dict[str, Any], told: Told, bring: Act
) -> Iterator[object]:
    """Whether it comes to the next schema after all, and sells with it."""
    if ended := _failed(_run(ground, root, bring, WATCHING)):
        yield f"it does not migrate: {ended}"
    if _version(root) != NEXT:
        yield "it is not at the next schema"
    yield from _between(root, old)
    yield from examined(root, told) or next_till_faults(ground, root, told)


def _downgrade_faults(ground: Ground, root: Path, past: Path, bring: Act) -> list[str]:
    """This program on the next one's store: refused in words, and nothing is written."""
    shutil.copytree(past, root)
    with patch.object(store_file, "HEAD", NEXT):
        _run(ground, root, bring, WATCHING)
    before = DataFolder(root).store.read_bytes()
    try:
        with writing(DataFolder(root)):
            return ["a newer store was opened"]
    except NewerStoreError:
        unchanged = DataFolder(root).store.read_bytes() == before
        return [] if unchanged else ["a newer store was changed"]
    finally:
        shutil.rmtree(root)


def _between(root: Path, old: dict[str, Any]) -> list[str]:
    """What is neither as it was nor as it should become."""
    faults = []
    found = _picture(root)
    columns = {"product": ["colour"], "staff": ["badge"]} if _version(root) == NEXT else {}
    for table, (names, rows) in old.items():
        wanted = [*names, *columns.get(table, [])]
        if found[table][0] != wanted:
            faults.append(f"{table} has the columns {found[table][0]}")
        elif [row[: len(names)] for row in found[table][1]] != rows:
            faults.append(f"the rows of {table} are others")
    if shop.one(DataFolder(root).store, "PRAGMA integrity_check") != "ok":
        faults.append("it is damaged")
    return faults


def _picture(root: Path) -> dict[str, Any]:
    store = DataFolder(root).store
    return {
        table: (
            [column[1] for column in shop.rows(store, f'PRAGMA table_info("{table}")')],
            shop.rows(store, f'SELECT * FROM "{table}"'),
        )
        for table in ALL_TABLES
    }


def _version(root: Path) -> int:
    return int(shop.one(DataFolder(root).store, "PRAGMA user_version"))


def _points(
    ground: Ground, share: Share, root: Path, act: Act, past: Path | None = None
) -> list[int]:
    """The events of an undisturbed run that are in this share; `root` is left as it was."""
    ended = _run(ground, root, act, WATCHING)
    if ended.code or not ended.told.events:
        raise ShimError(f"the undisturbed run failed: {ended.last_words}")
    shutil.rmtree(root)
    if past is not None:
        shutil.copytree(past, root)
    return [at for at in range(1, ended.told.events + 1) if share.takes(at)]


def _run(ground: Ground, root: Path, act: Act, injection: Injection) -> Ended:
    def run(_teller: Teller) -> None:
        ground.shim.arm(root, injection)
        act(root)

    return forked(run, ground.shim)


def _failed(ended: Ended) -> str:
    return f"{ended.code} {ended.last_words}" if ended.code else ""
