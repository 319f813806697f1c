"""The command line as a person drives it: words in, words and an exit code out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.cli.main import pos_app
from tests.integration import shop as shops

REFUSED = 1
USAGE = 2


@pytest.fixture(scope="session", autouse=True)
def whole_application(qapp: object) -> object:
    """A command that draws a PDF would leave half of one, which no later test could use."""
    return qapp


@dataclass(frozen=True, slots=True)
class Terminal:
    """`pos-app --data-dir ROOT …`, in this process."""

    folder: DataFolder

    def run(self, *arguments: object, text: str = "") -> Result:
        words = ["--data-dir", str(self.folder.root), *map(str, arguments)]
        return CliRunner().invoke(pos_app, words, input=text)

    def done(self, *arguments: object, text: str = "") -> str:
        """What it prints when it is done."""
        result = self.run(*arguments, text=text)
        assert (result.exit_code, result.stderr) == (0, ""), result.output
        return result.stdout

    def json(self, *arguments: object) -> Any:
        return json.loads(self.done(*arguments, "--json"))

    def refused(self, *arguments: object, text: str = "") -> str:
        """The reason it gives when it refuses."""
        result = self.run(*arguments, text=text)
        assert result.exit_code == REFUSED, result.output
        assert result.stdout == ""
        assert "Traceback" not in result.stderr
        return result.stderr

    def misused(self, *arguments: object, text: str = "") -> str:
        """What it says to words that it does not know."""
        result = self.run(*arguments, text=text)
        assert result.exit_code == USAGE, result.output
        return result.stderr


@pytest.fixture
def terminal(folder: DataFolder) -> Terminal:
    """Of the store with a past."""
    return Terminal(folder)


@pytest.fixture
def new_terminal(new_shop: shops.Shop) -> Terminal:
    """Of a store in which nothing has happened."""
    return Terminal(new_shop.folder)


@pytest.fixture
def no_store(tmp_path: Path) -> Terminal:
    """Of a folder that is not there yet."""
    return Terminal(DataFolder(tmp_path / "nothing"))


@pytest.fixture
def pin_file(tmp_path: Path) -> Path:
    path = tmp_path / "pin"
    path.write_text(f"{shops.PIN}\n", encoding="ascii")
    return path
