"""`python -m tests.faults.worker CAMPAIGN WHICH OF SEED GROUND`: one share of one campaign.

Started with the shim; what it has found goes to its standard output as JSON.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Final

from pos_app.adapters.persistence import statements
from tests.faults import contention, damage, power, sweeps, upgrades
from tests.faults.findings import Findings, Ground, Share
from tests.faults.practice import pieces
from tests.faults.shim import Shim

MEMORY: Final = Path("/dev/shm")  # a kill needs no disk: what was written is the system's
LOADED: Final = (
    "pos_app.adapters.persistence.migrating",
    "pos_app.adapters.system.pin_hashing",
    "pos_app.adapters.system.recovery",
    "pos_app.adapters.system.signing",
    "pos_app.adapters.secrets.key_file",
)

Run = Callable[[Ground, Share, int], Findings]


def _sweep(name: str) -> Run:
    injections = sweeps.SWEEPS[name]
    return lambda ground, share, _seed: sweeps.Sweep(ground, share).run(injections)


CAMPAIGNS: Final[Mapping[str, Run]] = {
    **{name: _sweep(name) for name in sweeps.SWEEPS},
    "power": lambda ground, share, seed: power.lose_power(ground, share, seed=seed),
    "power-canary": lambda ground, share, seed: power.canary(ground, share, seed=seed),
    "setup": lambda ground, share, _seed: upgrades.set_up(ground, share),
    "upgrade": lambda ground, share, _seed: upgrades.upgrade(ground, share),
    "damage": lambda ground, share, seed: damage.damage(ground, share, seed=seed),
    "contention": lambda ground, share, _seed: contention.contend(ground, share),
}


def main(name: str, share: Share, seed: int, pristine: Path) -> Findings:
    # What a child would load is loaded once, here.
    for module in LOADED:
        import_module(module)
    statements.warm()
    shim = Shim()
    memory = MEMORY if MEMORY.is_dir() else pristine.parent
    with (
        tempfile.TemporaryDirectory(prefix="pos-app-faults-", dir=memory) as work,
        tempfile.TemporaryDirectory(prefix="disk-", dir=pristine.parent) as disk,
    ):
        copy = Path(work) / "pristine"
        shutil.copytree(pristine, copy)
        ground = Ground(copy, Path(work), Path(disk), pieces()[:3], shim)
        return CAMPAIGNS[name](ground, share, seed)


if __name__ == "__main__":
    name, which, of, seed, pristine = sys.argv[1:]
    found = main(name, Share(int(which), int(of)), int(seed), Path(pristine))
    sys.stdout.write(
        json.dumps({"points": found.points, "faults": found.faults, "notes": found.notes})
    )
