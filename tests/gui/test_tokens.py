import re
from itertools import combinations
from pathlib import Path
from typing import Final

import pytest

from pos_app.views.shared import tokens

APP: Final = Path(__file__).parents[2] / "pos_app"
RESOURCES: Final = APP.parent / "resources"
TEXT_MIN: Final = 4.5
EDGE_MIN: Final = 3.0
DISTANCE_MIN: Final = 12.0
STATUS: Final = ("success", "warning", "danger", "primary")
# Machado, Oliveira and Fernandes 2009, at full severity.
BLINDNESS: Final = {
    "none": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}

Triple = tuple[float, float, float]


def linear(colour: str) -> Triple:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return _linear(red), _linear(green), _linear(blue)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2."""
    lights = [sum(c * p for c, p in zip((0.2126, 0.7152, 0.0722), linear(x), strict=True))
              for x in (one, other)]  # fmt: skip
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def seen(colour: str, blindness: str) -> Triple:
    """The colour in CIE Lab, as somebody sees it."""
    parts = linear(colour)
    rows = BLINDNESS[blindness]
    red, green, blue = (sum(w * p for w, p in zip(row, parts, strict=True)) for row in rows)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (_cube_root(max(part, 0.0)) for part in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def _cube_root(part: float) -> float:
    root: float = part ** (1 / 3)
    return root if part > 0.008856 else 7.787 * part + 16 / 116


@pytest.mark.parametrize("mode", tokens.COLOURS)
class TestMode:
    def test_has_every_colour(self, mode: str) -> None:
        assert set(tokens.COLOURS[mode]) == set(tokens.LIGHT)

    @pytest.mark.parametrize(("ink", "ground"), tokens.TEXT_PAIRS)
    def test_can_be_read(self, mode: str, ink: str, ground: str) -> None:
        colours = tokens.COLOURS[mode]

        assert contrast(colours[ink], colours[ground]) >= TEXT_MIN

    @pytest.mark.parametrize(("edge", "ground"), tokens.EDGE_PAIRS)
    def test_has_edges_to_be_seen(self, mode: str, edge: str, ground: str) -> None:
        colours = tokens.COLOURS[mode]

        assert contrast(colours[edge], colours[ground]) >= EDGE_MIN

    @pytest.mark.parametrize("blindness", BLINDNESS)
    def test_has_states_that_nobody_confuses(self, mode: str, blindness: str) -> None:
        colours = [seen(tokens.COLOURS[mode][name], blindness) for name in STATUS]
        distances = [
            sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5
            for one, other in combinations(colours, 2)
        ]

        assert min(distances) >= DISTANCE_MIN


class TestColours:
    def test_are_written_down_only_here(self) -> None:
        named = re.compile(r"#[0-9A-Fa-f]{6}\b")
        files = [*APP.rglob("*.py"), *RESOURCES.rglob("*.qss")]
        guilty = [path.name for path in files if named.search(path.read_text(encoding="utf-8"))]

        assert guilty == ["tokens.py"]

    def test_are_all_seen_somewhere(self) -> None:
        files = [*APP.rglob("*.py"), *RESOURCES.rglob("*.qss"), *RESOURCES.rglob("*.css")]
        said = {
            word
            for path in files
            if path.name != "tokens.py"
            for word in re.findall(r"\w+", path.read_text(encoding="utf-8"))
        }

        assert set(tokens.LIGHT) - said == set()

    def test_of_the_sheet_are_all_tokens(self) -> None:
        sheet = (RESOURCES / "theme" / "till.qss").read_text(encoding="utf-8")
        sizes = {"title", "line", "last", "body", "small"}
        sizes |= {"line_edge", "edge", "focus_edge", "target", "bar"}
        sizes |= {"radius", "card_radius", "pill", "dot_radius", "pad"}

        used = set(re.findall(r"\$\{?([a-z_0-9]+)\}?", sheet))

        assert used - sizes <= set(tokens.LIGHT)
