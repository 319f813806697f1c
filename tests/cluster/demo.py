"""`python -m tests.cluster.demo ADDRESS CODE`: the day of a till of the demo store, sent.

So that whoever looks at head office for the first time sees a store that sold.
"""

from __future__ import annotations

import random
import sys
import threading
from datetime import UTC, datetime, timedelta
from typing import Final

from pos_app.adapters.system.signing import Ed25519Signer, generate
from tests.cluster.rung import rung_day
from tests.cluster.terminal import SimulatedTerminal

TERMINAL: Final = "T01"
ORDERS: Final = 240
OPEN_FOR: Final = timedelta(hours=9)


def main(address: str, code: str) -> None:
    private_key, chance = generate(), random.Random()
    day = rung_day(
        code=TERMINAL,
        signer=Ed25519Signer(private_key),
        orders=ORDERS,
        chance=chance,
        begin=datetime.now(UTC) - OPEN_FOR,
        seconds_between=OPEN_FOR // timedelta(seconds=1) // ORDERS,
    )
    terminal = SimulatedTerminal(
        code=TERMINAL,
        private_key=private_key,
        entries=day.entries,
        audience=address,
        chance=chance,
    )
    terminal.enrol(code)
    terminal.catch_up(rung=len(day.entries), stop=threading.Event())


if __name__ == "__main__":
    main(*sys.argv[1:])
