"""A sample of the campaign `damage`, without its fork: no damage serves wrong totals in silence."""

from __future__ import annotations

import logging
import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.opening import OpenStore, writing
from pos_app.domain.errors import PosError
from tests.faults.damage import LOG, OTHER_LOG, STORE, Outcome, cases, compared, facts_of, is_ill
from tests.integration import shop as shops

Files = dict[str, bytes]
CASES = [case for place, case in enumerate(cases()) if place % 9 == 0 or "flip" not in case[0]]


def taken(store: OpenStore) -> Files:
    names = (STORE, LOG, "keys.json", "last-entry")
    return {name: (store.folder.root / name).read_bytes() for name in names}


def put(folder: Path, files: dict[str, Any]) -> DataFolder:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
        (folder / name).chmod(0o600)
    return DataFolder(folder)


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Files, dict[str, Any]]]:
    """A closed store and a killed one, each with what it shows."""
    root = tmp_path_factory.mktemp("damage")
    made = shops.make(root / "data")
    shops.trade(made.folder)
    with writing(made.folder) as store:
        shops.sell(store, shops.MILK)
        shops.sell(store, shops.SODA, shops.ROLLS)
        killed = taken(store)
    closed = {name: (made.folder.root / name).read_bytes() for name in killed if name != LOG}
    return [
        (files, facts_of(put(root / "looked at", files)))
        for files in ({**closed, OTHER_LOG: killed[LOG]}, killed)
    ]


@pytest.mark.parametrize("place", range(len(CASES)), ids=lambda place: f"{CASES[place][0]} {place}")
def test_damage_is_no_wrong_total_in_silence(
    stores: list[tuple[Files, dict[str, Any]]],
    tmp_path: Path,
    place: int,
    caplog: pytest.LogCaptureFixture,
) -> None:
    _name, which, spoil = CASES[place]
    files, truth = stores[which]
    damaged = {name: bytearray(data) for name, data in files.items()}
    spoil(damaged, random.Random(place))
    folder = put(tmp_path / "store", damaged)

    # What is found is logged too, as it should be: here only what is shown counts.
    with caplog.at_level(logging.CRITICAL + 1):
        assert outcome_of(folder, truth) is not Outcome.SILENT


def outcome_of(folder: DataFolder, truth: dict[str, Any]) -> Outcome:
    ill = is_ill(folder)
    try:
        seen = facts_of(folder)
    except PosError as refusal:
        return Outcome.REFUSED if str(refusal) else Outcome.SILENT
    except Exception:  # noqa: BLE001 - the till logs it and says that something went wrong
        return Outcome.BUG
    return compared(seen, truth, ill=ill)
