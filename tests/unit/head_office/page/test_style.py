"""The style sheet has the colours of the till, and asks nobody else for anything."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from pos_app.views.shared.tokens import DARK, LIGHT, TEXT_PAIRS

FOLDER: Final = Path(__file__).parents[4] / "resources" / "head_office"
STYLE: Final = (FOLDER / "page.css").read_text(encoding="utf-8")
ROOTS: Final = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)


def colours(root: str) -> dict[str, str]:
    return dict(re.findall(r"--(\w+): (#\w+);", root))


class TestColours:
    def test_are_the_tokens_by_day_and_by_night(self) -> None:
        by_day, by_night = (colours(root) for root in ROOTS)

        assert by_day == {name: LIGHT[name] for name in by_day}
        assert by_night == {name: DARK[name] for name in by_night}
        assert by_day.keys() == by_night.keys()

    def test_are_written_down_nowhere_else(self) -> None:
        rest = STYLE
        for root in ROOTS:
            rest = rest.replace(root, "")

        assert not re.search(r"#[0-9a-fA-F]{3,8}\b|\brgb|\bhsl", rest)
        for template in (FOLDER / "templates").iterdir():
            assert not re.search(r"#[0-9a-fA-F]{6}\b", template.read_text(encoding="utf-8"))

    def test_are_all_known(self) -> None:
        used = set(re.findall(r"var\(--(\w+)\)", STYLE))

        assert used <= colours(ROOTS[0]).keys()
        # Text stands on these only, as the till's test of contrast has them.
        assert {("text", "surface"), ("text2", "surface"), ("on_primary", "primary")} <= {
            *TEXT_PAIRS
        }


class TestResources:
    def test_are_all_our_own(self) -> None:
        for path in (FOLDER / "page.css", *(FOLDER / "templates").iterdir()):
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"(?:https?:)?//[a-z]", text), path.name
            assert not re.search(r"<script|style=|\bon\w+=", text), path.name
