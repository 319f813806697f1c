"""Somebody counts the drawer, and the program is killed: nothing that was counted is lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.opening import writing
from pos_app.services.shifts.counting import Count, CountDraft
from pos_app.services.store.preferences import Preferences
from tests.integration import shop as shops

NUMBERS: Final = 12
NOTE: Final = 5_000
SAID: Final = "No roll left"
COUNTING: Final = """
import sys
from tests.integration.test_killed_count import count_until_killed
count_until_killed(sys.argv[1])
"""


def count_until_killed(root: str) -> None:
    with writing(DataFolder(Path(root))) as store:
        services, owner = store.services, store.services.staff.owner()
        draft = CountDraft(Preferences(new_uow=services.new_uow, settings=store.queries.settings))
        draft.save_note(2, SAID, staff_id=owner.staff_id)
        for number in range(1, NUMBERS + 1):
            draft.save(2, Count({NOTE: number}), staff_id=owner.staff_id)
            print(number, flush=True)  # noqa: T201 - for whoever kills it
        sys.stdin.read()


def test_is_gone_on_with_where_it_stopped(folder: DataFolder) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", COUNTING, str(folder.root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as victim:
        assert victim.stdout is not None
        told = [victim.stdout.readline().strip() for _ in range(NUMBERS)]
        victim.kill()
    assert told[-1] == str(NUMBERS)

    with writing(folder) as store:
        owner, settings = store.services.staff.owner(), store.queries.settings
        draft = CountDraft(Preferences(new_uow=store.services.new_uow, settings=settings))
        assert draft.load(2, staff_id=owner.staff_id) == Count({NOTE: NUMBERS})
        assert draft.load_note(2, staff_id=owner.staff_id) == SAID
        assert shops.close_shift(store).number == 2
