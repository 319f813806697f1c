"""A minute of orders, drafts, reports, backups and sync in one store: what an order waits for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tests.bench.figures import Figures
from tests.bench.ground import Bench, Ground
from tests.bench.rows import AtMost, Row
from tests.bench.stores import some_pieces
from tests.faults.contention import MS_MAX, P99_MS_MAX, all_at_once

SECONDS: Final = 60.0
SECONDS_QUICK: Final = 10.0
PIECES: Final = 3


def measure_contention(ground: Ground) -> Sequence[Row]:
    seconds = SECONDS_QUICK if ground.quick else SECONDS
    folder = ground.copy(ground.small_store)
    codes = [piece.barcode for piece in some_pieces(folder, PIECES)]
    busy = all_at_once(folder, codes, seconds)
    assert not busy.refusals, busy.refusals[:PIECES]
    return [
        Row(
            name=f"order beside drafts, reports, backups and sync for {seconds:.0f} s: {what}",
            unit="ms",
            measured=measured,
            allowed=allowed,
            note=f"{len(busy.commits_ms):,} orders, none was shown a lock",
        )
        for what, measured, allowed in (
            ("usual", Figures.of(busy.commits_ms), AtMost("p99", P99_MS_MAX)),
            ("longest", Figures.once(max(busy.commits_ms)), AtMost("p50", MS_MAX)),
        )
    ]


BENCHES: Final = (Bench("contention", measure_contention),)
