"""What is printed is shown, never obeyed: names come from files that anybody may have written."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pos_app.composition.cli.context import print_table, say
from pos_app.composition.opening import writing
from tests.integration import shop as shops
from tests.integration.cli.conftest import Terminal
from tests.integration.processes import WAIT_S, environment

# Clears the screen, rings, writes from right to left; C1 controls work without an escape.
NAME = "Tea\x1b[2J\x07 \u202egreen\u2066\x9b2J\x7f"
COMMANDS = [
    ("products", "find", "tea"),
    ("products", "show", "T"),
    ("stock", "show", "T"),
    ("stock", "receive", "T", "1"),
    ("orders", "show", "X-T01-000001"),
    ("orders", "receipt", "X-T01-000001"),
    ("report", "sales", "--from", "2000-01-01", "--to", "2100-01-01", "--by", "product"),
    ("products", "find", "tea", "--json"),
    ("stock", "show", "T", "--json"),
    ("orders", "show", "X-T01-000001", "--json"),
]
SALES = ("report", "sales", "--from", "2000-01-01", "--to", "2100-01-01", "--by", "product")


@pytest.fixture
def poisoned(new_terminal: Terminal, tmp_path: Path) -> Terminal:
    path = tmp_path / "products.csv"
    path.write_text(f'sku,barcode,name,price\nT,777,"{NAME}",1\n', encoding="utf-8", newline="")
    new_terminal.run("products", "import", path)
    with writing(new_terminal.folder) as store:
        shops.open_shift(store)
        shops.sell(store, "777")
    return new_terminal


def commands_in(text: str) -> list[str]:
    return [
        char for char in text if char != "\n" and unicodedata.category(char) in {"Cc", "Cf", "Zl"}
    ]


class TestOutput:
    @pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
    def test_commands_no_terminal(self, poisoned: Terminal, words: tuple[str, ...]) -> None:
        printed = poisoned.done(*words)

        assert "green" in printed
        assert commands_in(printed) == []

    @pytest.mark.parametrize("shape", ["table", "csv", "json"])
    def test_of_a_report_commands_no_terminal(self, poisoned: Terminal, shape: str) -> None:
        printed = poisoned.done(*SALES, "--format", shape)

        assert "green" in printed
        assert commands_in(printed) == []

    def test_of_an_import_commands_no_terminal(self, terminal: Terminal, tmp_path: Path) -> None:
        path = tmp_path / "products.csv"
        path.write_text(f'sku,name,price\nT,"{NAME}",\n', encoding="utf-8", newline="")

        result = terminal.run("products", "import", path)

        assert commands_in(result.stdout + result.stderr) == []

    def test_as_json_is_still_what_was_stored(self, poisoned: Terminal) -> None:
        text = poisoned.done("stock", "show", "T", "--json")

        with writing(poisoned.folder) as store:
            product = store.queries.products.by_sku("T")
        assert product is not None
        assert json.loads(text)["name"] == product.name
        assert "\x9b" in product.name

    def test_of_a_refusal_commands_no_terminal(self, terminal: Terminal) -> None:
        assert commands_in(terminal.refused("products", "show", NAME)) == []
        assert commands_in(terminal.refused("orders", "show", NAME)) == []

    def test_keeps_words_of_every_script(self, capsys: pytest.CaptureFixture[str]) -> None:
        words = "Yéti – 12,50\N{NO-BREAK SPACE}€\n  茶 Чай שלום 🍵"

        say(words)

        assert capsys.readouterr().out == f"{words}\n"

    def test_of_a_table_is_as_wide_as_it_looks(self, capsys: pytest.CaptureFixture[str]) -> None:
        print_table([["茶", "1"], ["tea\x1b", "20"]], right=frozenset({1}))

        assert capsys.readouterr().out == "茶    1\ntea  20\n"


@pytest.fixture
def screen() -> Iterator[tuple[int, int]]:
    """Both ends of a terminal: the person's, and the program's."""
    ours, theirs = os.openpty()
    with (
        closing(os.fdopen(ours, "rb+", buffering=0)),
        closing(os.fdopen(theirs, "rb+", buffering=0)),
    ):
        yield ours, theirs


def type_when_asked(ours: int, secret: str) -> str:
    """Wait for a question, type the answer, and return what the terminal then shows."""
    seen = b""
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline and not seen.endswith(b": "):
        if select.select([ours], [], [], 0.1)[0]:
            seen += os.read(ours, 1_024)
    os.write(ours, f"{secret}\n".encode())
    return seen.decode()


def what_is_left(ours: int) -> str:
    seen = b""
    while select.select([ours], [], [], 0.2)[0]:
        seen += os.read(ours, 1_024)
    return seen.decode()


class TestTypedSecret:
    def test_is_asked_for_and_never_shown(
        self, terminal: Terminal, shop: shops.Shop, screen: tuple[int, int]
    ) -> None:
        ours, theirs = screen
        words = ("staff", "reset", "Ana", "--recovery-code", "-", "--pin-file", "-")
        with subprocess.Popen(
            [sys.executable, "-m", "pos_app", "--data-dir", str(terminal.folder.root), *words],
            env=environment(),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        ) as process:
            shown = type_when_asked(ours, shop.recovery_code)
            shown += type_when_asked(ours, "250917")
            assert process.wait(WAIT_S) == 0
            shown += what_is_left(ours)

        assert "Recovery code: " in shown
        assert "PIN: " in shown
        assert "Ana has a new PIN." in shown
        assert shop.recovery_code not in shown
        assert "250917" not in shown
