"""The till with its window as a victim: its open order must come back as it was shown."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pos_app.adapters.system.paths import DataFolder
from tests.faults.moments import Aim, Moments
from tests.faults.verdict import Fault, Kind

GRACE_NS: Final = 100_000_000
"""A change shown for less than that may be missing from the draft."""

TYPING: Final = Moments(
    aims={Aim.LOADING: 1, Aim.OPENING: 2, Aim.ORDER: 6, Aim.CLOSING: 1},
    orders_before=3,
    order_s=0.3,
)

State = list[list[object]]


def shown_file(folder: Path) -> Path:
    """Where the typing till says what its screen showed: beside its folder."""
    return folder.with_name(f"{folder.name}.shown")


@dataclass(frozen=True, slots=True)
class Typing:
    """Keys into the window of a real till, off-screen."""

    baskets: Path
    name: str = "typing in the window"
    moments: Moments = TYPING

    def command(self, folder: Path, *, orders: int, tell: int) -> list[str]:
        words = [str(tell), str(folder), str(self.baskets), str(orders)]
        return [sys.executable, "-m", "tests.faults.typing_till", *words]

    def faults(self, folder: Path, told: Sequence[str], killed_ns: int) -> Iterator[Fault]:
        """Whether the open order on disk is one that was shown, and recent enough."""
        shown = _shown(shown_file(folder))
        shown_file(folder).unlink(missing_ok=True)
        if not shown:
            return
        kept, untold = _on_disk(DataFolder(folder), told)
        recent = _recent(shown, killed_ns)
        if len(kept) > 1:
            yield Fault(Kind.DOUBLED, f"{len(kept)} open orders of one person")
        state = kept[-1] if kept else []
        # It may be paid already, and killed before Done could say so.
        was_paid = not state and any(one in recent for one in untold)
        if state not in recent and not was_paid:
            yield Fault(Kind.LOST, f"the open order is {state}; shown was {recent}")


def _shown(path: Path) -> list[tuple[int, State]]:
    if not path.exists():
        return []
    *whole, _torn = path.read_text(encoding="utf-8").split("\n")
    return [(at, state) for at, state in map(json.loads, whole)]


def _recent(shown: list[tuple[int, State]], killed_ns: int) -> list[State]:
    """The newest state that was there long enough, and all that came after it."""
    settled = [place for place, (at, _) in enumerate(shown) if at <= killed_ns - GRACE_NS]
    first = settled[-1] if settled else 0
    states = [state for _, state in shown[first:]]
    # Before the first word of this till, the screen showed what the last one had left.
    return states if settled else [*states, []]


def _on_disk(store: DataFolder, told: Sequence[str]) -> tuple[list[State], list[State]]:
    """The open orders, and the paid ones that nobody was told of."""
    address = f"{store.store.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        drafts = connection.execute("SELECT body FROM draft ORDER BY uid").fetchall()
        orders = connection.execute(
            """SELECT o.number, i.sku, i.quantity FROM "order" o JOIN order_item i
               ON i.order_id = o.order_id WHERE o.state = 'paid' ORDER BY i.position"""
        ).fetchall()
    kept = [
        [[item["sku"], item["quantity"]] for item in json.loads(body)["items"]]
        for (body,) in drafts
    ]
    untold: dict[str, State] = {}
    for number, sku, quantity in orders:
        if number not in told:
            untold.setdefault(number, []).append([sku, quantity])
    return kept, list(untold.values())
