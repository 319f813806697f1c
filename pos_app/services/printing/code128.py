"""Code 128, which every scanner reads that reads bars at all; subset B: printable ASCII."""

from __future__ import annotations

from typing import Final

LENGTH_MAX: Final = 48
QUIET_MODULES: Final = 10
"""White on either side, without which no scanner begins to read."""

_FIRST: Final = 0x20
_LAST: Final = 0x7E
START_B: Final = 104
STOP: Final = "1100011101011"
_CHECK_MODULUS: Final = 103
_PARTS: Final = 6
# The widths of bar and space in turn, three of each, by value.
_WIDTHS: Final = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132"
    "122231113222123122123221223211221132221231213212223112312131311222321122321221312212"
    "322112322211212123212321232121111323131123131321112313132113132311211313231113231311"
    "112133112331132131113123113321133121313121211331231131213113213311213131311123311321"
    "331121312113312311332111314111221411431111111224111422121124121421141122141221112214"
    "112412122114122411142112142211241211221114413111241112134111111242121142121241114212"
    "124112124211411212421112421211212141214121412121111143111341131141114113114311411113"
    "411311113141114131311141411131211412211214211232"
)


def is_drawable(text: str) -> bool:
    """Whether the bars can say it."""
    return 0 < len(text) <= LENGTH_MAX and all(_FIRST <= ord(char) <= _LAST for char in text)


def modules_of(text: str) -> str:
    """One "1" for each dark module and "0" for each light one, without the quiet zones."""
    assert is_drawable(text), text
    values = [ord(char) - _FIRST for char in text]
    check = (START_B + sum(at * value for at, value in enumerate(values, start=1))) % (
        _CHECK_MODULUS
    )
    return "".join(map(symbol_of, [START_B, *values, check])) + STOP


def symbol_of(value: int) -> str:
    """Eleven modules, of a character or of the sum that checks them."""
    widths = map(int, _WIDTHS[value * _PARTS : (value + 1) * _PARTS])
    return "".join("10"[at % 2] * width for at, width in enumerate(widths))
