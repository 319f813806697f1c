"""Every bad input of the list has its tests, in one place, or a reason why it has none yet."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Final

NUMBERS: Final = {*range(1, 15), *range(31, 54), 55, 56, 58, *range(64, 76)}
LATER: Final[dict[int, str]] = {}
_NUMBERED: Final = re.compile(r"^def test_(\d+)_|\"input-(\d+)", re.MULTILINE)


def test_is_whole() -> None:
    places: dict[int, set[str]] = defaultdict(set)
    for path in Path(__file__).parent.glob("test_*.py"):
        for named in _NUMBERED.finditer(path.read_text(encoding="utf-8")):
            places[int(named[1] or named[2])].add(path.name)

    assert places.keys() == NUMBERS - LATER.keys()
    assert {number: names for number, names in places.items() if len(names) > 1} == {}
