"""Reads Code 128 as a scanner does: start, symbols, the sum that checks them, stop."""

from __future__ import annotations

from typing import Final

from pos_app.services.printing.code128 import START_B, STOP, symbol_of

WIDTH: Final = 11
VALUES: Final = {symbol_of(value): value for value in range(START_B + 2)}


def read_bars(modules: str) -> str:
    """What the bars say; fails on whatever is not whole."""
    assert modules.endswith(STOP)
    body = modules.removesuffix(STOP)
    assert len(body) % WIDTH == 0
    start, *values, check = [VALUES[body[at : at + WIDTH]] for at in range(0, len(body), WIDTH)]
    assert start == START_B
    assert check == (start + sum(at * value for at, value in enumerate(values, 1))) % 103
    return "".join(chr(value + 0x20) for value in values)
