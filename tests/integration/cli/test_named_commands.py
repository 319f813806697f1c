"""A sentence that says which command to type names one that there is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from pos_app.composition.cli.main import pos_app

ROOT: Final = Path(__file__).parents[3]
NAMED: Final = re.compile(r"pos-app ((?:[a-z][a-z-]* ?)+)")
TOP: Final = click.Context(pos_app)


def sentences() -> Iterator[tuple[str, str]]:
    """Every text of the program, whole however its lines are broken, and those of the README."""
    for path in (ROOT / "pos_app").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if "pos-app " in text else ():
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield str(path.relative_to(ROOT)), node.value
    for name in ("README.md", "CHANGELOG.md"):
        yield name, (ROOT / name).read_text(encoding="utf-8")


def is_known(words: list[str]) -> bool:
    command: click.Command | None = pos_app
    for word in words:
        if not isinstance(command, click.Group):
            return True
        command = command.get_command(TOP, word)
    return command is not None


def test_every_command_that_is_named_is_there() -> None:
    named = [
        (place, words)
        for place, text in sentences()
        for words in (found[1].split() for found in NAMED.finditer(" ".join(text.split())))
    ]

    assert [(place, words) for place, words in named if not is_known(words)] == []
    assert ["backup", "verify"] in [words[:2] for _, words in named]
    assert not is_known(["staff", "reset-pin"])
