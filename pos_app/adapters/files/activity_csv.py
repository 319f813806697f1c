"""What people did as CSV, line by line: nothing in it runs in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from pos_app.adapters.files.formula_guard import guarded
from pos_app.services.activity.telling import Line

HEAD: Final = ("entry", "time", "group", "person", "allowed_by", "receipt", "what")


def write_activity_csv(
    path: Path,
    lines: Iterable[Line],
    *,
    name_of: Callable[[int | None], str],
    zone: str,
    mark: str = "",
) -> int:
    """Write them all, and say how many there were; UTF-8 with a mark, as a spreadsheet needs.

    :param mark: says in every row that nothing is real, where it is not
    """
    marks = [guarded(mark)] if mark else []
    local, count = ZoneInfo(zone), 0
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow([*HEAD, *marks])
        for line in lines:
            at = (
                line.at.astimezone(local).isoformat(timespec="seconds")
                if line.at is not None
                else ""
            )
            texts = (name_of(line.who), name_of(line.approver), line.number, line.words)
            writer.writerow([line.seq, at, line.group.value, *map(guarded, texts), *marks])
            count += 1
    return count
