"""A store whose files were damaged: it opens as it was, refuses in words, or `doctor` names it."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any, Final

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.health import examine_anything
from pos_app.composition.opening import last_entry, reading, writing
from pos_app.domain.errors import PosError
from pos_app.services.reports.sales import SalesBy
from tests.faults.day import Day
from tests.faults.findings import Findings, Ground, Share, played
from tests.faults.forking import forked
from tests.faults.shim import WATCHING, Deed, Injection
from tests.faults.told import Teller

FLIPS: Final = 200
STORE: Final = "pos.sqlite3"
LOG: Final = "pos.sqlite3-wal"
OTHER_LOG: Final = "other-log"
HEADER: Final = 200
JOURNALLED: Final = (SalesBy.DAY, SalesBy.CASHIER, SalesBy.PAYMENT, SalesBy.TAX)
CLOSED: Final = frozenset({"paid", "cancelled"})
PROVED: Final = frozenset({"store", "database", "journal", "documents"})

Files = Mapping[str, bytes | bytearray]
Spoil = Callable[[dict[str, bytearray], random.Random], None]


class Outcome(StrEnum):
    CLEAN = "as it was"
    REFUSED = "refused in words"
    BUG = "met like a bug: logged, and told that something went wrong"
    NAMED = "named by doctor"
    OUTSIDE = "products, settings or open orders, which are in no proof"
    SILENT = "WRONG TOTALS IN SILENCE"


def damage(ground: Ground, share: Share, *, seed: int) -> Findings:
    """A closed store and a killed one, with a flipped bit, a cut, a missing or a foreign log."""
    findings = Findings()
    closed, killed = _closed(ground), _killed(ground)
    # As somebody leaves it who copies a store's file back under the log of another one.
    closed[OTHER_LOG] = killed[LOG]
    truths = [_look(ground, files) for files in (closed, killed)]
    for place, (name, which, spoil) in enumerate(cases()):
        if not share.takes(place):
            continue
        files = {name: bytearray(data) for name, data in (closed, killed)[which].items()}
        spoil(files, random.Random(f"{seed} {place}"))
        findings.points += 1
        outcome, words = _outcome(ground, files, truths[which])
        findings.notes[outcome.value] += 1
        if words:
            findings.faults.append(f"{name} {place}: {words}")
    return findings


def cases() -> Iterator[tuple[str, int, Spoil]]:
    """What is done to the closed store (0) or the killed one (1)."""
    for _ in range(FLIPS // 4):
        yield "flip in a closed store", 0, partial(_flip, STORE)
        yield "flip in a killed store", 1, partial(_flip, STORE)
        yield "flip in a log", 1, partial(_flip, LOG)
        yield "flip in a header", 0, partial(_flip, STORE, end=HEADER)
    yield "missing log", 1, _remove_log
    yield "log of another day", 0, _exchange_log
    for share in (0.0, 0.01, 0.3, 0.7, 0.99):
        yield "cut store", 0, partial(_cut, STORE, share)
        yield "cut log", 1, partial(_cut, LOG, share)


def _outcome(ground: Ground, files: Files, truth: dict[str, Any]) -> tuple[Outcome, str]:
    """What became of it, and why that is a fault if it is one."""
    folder = _written(ground, files)
    try:
        ill = is_ill(DataFolder(folder))
        seen = _look_in(ground, folder)
    finally:
        shutil.rmtree(folder)
    if "failure" in seen:
        words = seen["failure"]
        return (Outcome.BUG, "") if words else (Outcome.SILENT, "it died without a word")
    if "refusal" in seen:
        return Outcome.REFUSED, "" if seen["refusal"] else "refused without a word"
    outcome = compared(seen, truth, ill=ill)
    return outcome, f"seen {seen['totals']}" if outcome is Outcome.SILENT else ""


def compared(seen: dict[str, Any], truth: dict[str, Any], *, ill: bool) -> Outcome:
    if seen == truth:
        return Outcome.CLEAN
    if ill:
        return Outcome.NAMED
    if seen["totals"] == truth["totals"]:
        return Outcome.OUTSIDE
    return Outcome.SILENT


def is_ill(folder: DataFolder) -> bool:
    """Whether `doctor` finds anything amiss with the file, the journal or the documents."""
    return any(one.name in PROVED and not one.ok for one in examine_anything(folder))


def _look(ground: Ground, files: Files) -> dict[str, Any]:
    folder = _written(ground, files)
    try:
        return _look_in(ground, folder)
    finally:
        shutil.rmtree(folder)


def _look_in(ground: Ground, folder: Path) -> dict[str, Any]:
    """Everything that the till would show, in a process of its own: damage may end it."""

    def run(teller: Teller) -> None:
        try:
            facts = facts_of(DataFolder(folder))
        except PosError as error:
            facts = {"refusal": str(error)}
        teller.tell("seen", facts=facts)

    ended = forked(run, ground.shim)
    return ended.told.facts if not ended.code else {"failure": ended.last_words}


def facts_of(folder: DataFolder) -> dict[str, Any]:
    """What was sold, and beside it what no journal entry speaks of: README, what is proved."""
    with writing(folder, print_receipts=False) as store:
        queries = store.queries
        sales = {
            by.value: [
                [row.key, row.orders, row.quantity.thousandths, row.tax, row.gross]
                for row in queries.reports.sales(by=by, since=date.min, until=date.max)
            ]
            for by in SalesBy
        }
        orders = [[row.number, str(row.total), row.state] for row in queries.orders.listed()]
        shifts = queries.shifts.listed()
        totals = {
            "orders": [row for row in orders if row[2] in CLOSED],
            "sales": {by.value: sales[by] for by in JOURNALLED},
            "products": sorted(sums for _sku, *sums in sales[SalesBy.PRODUCT]),
            "shifts": [[one.number, one.orders, one.sales, one.cash_sales] for one in shifts],
        }
        rest = {
            "orders": orders,
            "sales": sales,
            "shifts": [repr(one) for one in shifts],
            "people": [repr(one) for one in queries.staff.listed()],
            "drafts": [repr(one) for one in queries.drafts.drafts()],
            "products": [repr(one) for one in queries.products.all_products()],
            "profile": repr(queries.profile),
        }
        return {"totals": totals, "rest": rest, "entries": queries.journal.head().seq}


def _closed(ground: Ground) -> dict[str, bytes]:
    folder = ground.work / "closed"
    shutil.copytree(ground.pristine, folder)
    played(ground, folder, WATCHING, Day.run)
    return _taken(folder)


def _killed(ground: Ground) -> dict[str, bytes]:
    """Killed late in the day: what was sold after the checkpoint is in the log.

    Not in the instant between a COMMIT and the note of it: of that order nobody was told.
    """
    folder = ground.work / "killed"
    shutil.copytree(ground.pristine, folder)
    at = played(ground, folder, WATCHING, Day.run).told.events * 4 // 5
    while True:
        shutil.rmtree(folder)
        shutil.copytree(ground.pristine, folder)
        played(ground, folder, Injection(Deed.KILL, at=at), Day.run)
        with reading(DataFolder(folder)) as queries:
            _, noted = last_entry(DataFolder(folder), queries).read()
            if noted == queries.journal.head().seq:
                break
        at += 1
    return _taken(folder)


def _taken(folder: Path) -> dict[str, bytes]:
    files = {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.is_file() and not path.name.endswith("-shm")
    }
    shutil.rmtree(folder)
    return files


def _written(ground: Ground, files: Files) -> Path:
    folder = ground.work / "damaged"
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
        (folder / name).chmod(0o600)
    return folder


def _flip(name: str, files: dict[str, bytearray], rng: random.Random, *, end: int = 0) -> None:
    data = files[name]
    data[rng.randrange(end or len(data))] ^= 1 << rng.randrange(8)


def _cut(name: str, share: float, files: dict[str, bytearray], _rng: random.Random) -> None:
    del files[name][int(len(files[name]) * share) :]


def _remove_log(files: dict[str, bytearray], _rng: random.Random) -> None:
    del files[LOG]


def _exchange_log(files: dict[str, bytearray], _rng: random.Random) -> None:
    files[LOG] = files[OTHER_LOG]
