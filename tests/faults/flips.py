"""`python -m tests.faults.flips`: flip every bit of an export and count what nobody notices."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import Final

from tests.fakes.exports import Bench, busy_export, by_both, lines_of

BITS: Final = 8
SHOWN: Final = 20
SHARES: Final = 2
"""Processes at once."""


@dataclass(slots=True)
class Sweep:
    """Places as (entry, byte of its line, bit)."""

    flips: int = 0
    missed: list[tuple[int, int, int]] = field(default_factory=list)
    disagreed: list[tuple[int, int, int]] = field(default_factory=list)


def flipped(line: bytes, place: int, bit: int) -> bytes:
    changed = bytearray(line)
    changed[place] ^= 1 << bit
    return bytes(changed)


def sweep(export: Sequence[bytes], *, bits: Callable[[int], Iterable[int]]) -> Sweep:
    """Flip these bits of each byte of each entry, one at a time.

    What stands before the changed line was verified once and is not read again for each flip:
    neither verifier looks back at it.
    """
    header, *lines = export
    found, bench = Sweep(), Bench(header)
    for entry, line in enumerate(lines, start=1):
        rest = lines[entry : entry + 1]
        for place in range(len(line)):
            for bit in bits(place):
                # A line feed that comes or goes makes one line into two, or two into one.
                content = flipped(line, place, bit) + b"".join(rest)
                verdicts = bench.first_bad(lines_of(content))
                found.flips += 1
                if entry not in verdicts:
                    found.missed.append((entry, place, bit))
                if verdicts != (entry, entry):
                    found.disagreed.append((entry, place, bit))
        bench.go_on(line)
    return found


def share_of(which: int) -> Sweep:
    """Every byte of the whole export, with every `SHARES`-th bit from that one on."""
    header, *lines = busy_export()
    bits = range(which, BITS, SHARES)
    found = sweep([header, *lines], bits=lambda _place: bits)
    for place in range(len(header)):
        for bit in bits:
            found.flips += 1
            if by_both(flipped(header, place, bit) + b"".join(lines)) is None:
                found.missed.append((0, place, bit))
    return found


def main() -> int:
    started = time.perf_counter()
    found = Sweep()
    with ProcessPoolExecutor(SHARES) as pool:
        for one in pool.map(share_of, range(SHARES)):
            found.flips += one.flips
            found.missed += one.missed
            found.disagreed += one.disagreed
    seconds = time.perf_counter() - started
    print(  # noqa: T201
        f"{len(busy_export()) - 1} entries, {found.flips} single bits flipped in {seconds:.0f} s: "
        f"{len(found.missed)} missed, {len(found.disagreed)} on which the verifiers disagree"
    )
    for place in sorted((*found.missed, *found.disagreed))[:SHOWN]:
        print("entry {}, byte {}, bit {}".format(*place))  # noqa: T201
    return int(bool(found.missed or found.disagreed))


if __name__ == "__main__":
    sys.exit(main())
