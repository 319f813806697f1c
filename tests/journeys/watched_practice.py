"""`python -m tests.journeys.watched_practice PIPE WORDS`: the practice, as the till is watched."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from pos_app.composition import practising
from pos_app.composition.cli.main import pos_app
from pos_app.composition.desktop import Desktop
from tests.journeys.watched_till import BUSY_GAP_MS, follow


def main(pipe: Path, words: list[str]) -> None:
    with pipe.open("w", encoding="utf-8") as out:
        practise = practising.practise_beside

        def watched(desktop: Desktop, staff_id: int, *, show: Callable[[], None]) -> None:
            desktop.scanner.gap_ms = BUSY_GAP_MS
            desktop.ready.connect(lambda: follow(desktop.window, out))
            practise(desktop, staff_id, show=show)

        vars(practising)["practise_beside"] = watched
        pos_app(words, prog_name="pos-app")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
